// Starts the content module in this frame: as WebAssembly, or as its JavaScript
// twin on pages whose Content-Security-Policy forbids WebAssembly (Chrome holds
// a content script to the page's policy there). Both use the same glue.
(async () => {
  // The worker may inject this file more than once, into tabs that were open
  // already for one; after an update the newer version starts beside the older.
  const version = chrome.runtime.getManifest().version;
  if (globalThis.ringsideVersion === version) return;
  globalThis.ringsideVersion = version;

  const url = (file) => chrome.runtime.getURL(`content/${file}`);
  try {
    const glue = await import(url('ringside_bg.js'));
    let engine;
    try {
      const imports = { './ringside_bg.js': glue };
      const { instance } = await WebAssembly.instantiateStreaming(fetch(url('ringside_bg.wasm')), imports);
      engine = instance.exports;
    } catch (cause) {
      if (!(cause instanceof WebAssembly.CompileError)) throw cause;
      engine = await import(url('ringside_twin.js'));
    }
    glue.__wbg_set_wasm(engine);
    engine.__wbindgen_start?.();
    await glue.start();
  } catch (cause) {
    console.debug('Ringside cannot start on this page', cause);
  }
})();
