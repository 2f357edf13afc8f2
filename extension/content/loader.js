// Starts the content module in this frame: as WebAssembly, or as its JavaScript
// fallback on pages whose Content-Security-Policy forbids WebAssembly (Chrome holds
// a content script to the page's policy there). Both use the same glue.
(async () => {
  // The worker may inject this file more than once, for example into tabs that
  // were open already; after an update the newer version starts beside the older.
  const version = chrome.runtime.getManifest().version;
  if (globalThis.ringsideVersion === version) return globalThis.ringsideAgain?.();
  globalThis.ringsideVersion = version;

  try {
    const glue = await import(chrome.runtime.getURL('content/ringside_bg.js'));
    let runtime;
    let kind = 'wasm';
    try {
      const wasm = fetch(chrome.runtime.getURL('content/ringside_bg.wasm'));
      const imports = { './ringside_bg.js': glue };
      runtime = (await WebAssembly.instantiateStreaming(wasm, imports)).instance.exports;
    } catch (cause) {
      if (!(cause instanceof WebAssembly.CompileError)) throw cause;
      kind = 'js';
      runtime = await import(chrome.runtime.getURL('content/ringside_fallback.js'));
    }
    glue.__wbg_set_wasm(runtime);
    runtime.__wbindgen_start?.();
    await glue.start(kind);
    // The site may be switched off and on while the page stays.
    globalThis.ringsideAgain = () => glue.start_again(kind);
  } catch (cause) {
    console.debug('Ringside cannot start on this page', cause);
  }
})();
