// Starts the content module in this frame, and the detection when that asks for
// it: as WebAssembly, or as their JavaScript fallbacks on pages whose
// Content-Security-Policy forbids WebAssembly (Chrome holds a content script to
// the page's policy there). Both use the same glue.
//
// After a trap it starts the module anew, which first removes what is left of
// the former; after too many it removes that itself, and says so.
(async () => {
  // The worker may inject this file more than once, for example into tabs that
  // were open already; after an update the newer version starts beside the older.
  const version = chrome.runtime.getManifest().version;
  if (globalThis.ringsideVersion === version) return globalThis.ringsideAgain?.();
  globalThis.ringsideVersion = version;

  const load = async (module, glue) => {
    const imports = { './ringside_bg.js': glue };
    try {
      const wasm = fetch(chrome.runtime.getURL(`${module}/ringside_bg.wasm`));
      return ['wasm', (await WebAssembly.instantiateStreaming(wasm, imports)).instance.exports];
    } catch (cause) {
      if (!(cause instanceof WebAssembly.CompileError)) throw cause;
      const fallback = await import(chrome.runtime.getURL(`${module}/ringside_fallback.js`));
      return ['js', fallback.make(() => glue)];
    }
  };
  const leave = () => {
    for (const left of document.querySelectorAll('[data-ringside]')) left.remove();
  };

  // Firefox lets a script run on for a moment when its page has gone. Whatever it
  // touches then throws, which is no trap.
  const isGone = () => {
    try {
      return !document.defaultView;
    } catch {
      return true;
    }
  };

  let traps = [];
  const start = async () => {
    const { MOST, create, recent } = await import(chrome.runtime.getURL('content/ringside_bg.js'));
    let kind;
    const glue = await create(
      async (glue) => {
        const [loaded, exports] = await load('content', glue);
        kind = loaded;
        return exports;
      },
      (cause) => {
        if (isGone()) return;
        console.warn('Ringside: the content module has trapped', cause);
        globalThis.ringsideAgain = undefined;
        globalThis.ringsideStop = undefined;
        traps = [...recent(traps), Date.now()];
        // Not within the call that has trapped: the page may be in the middle
        // of something, too.
        setTimeout(() => {
          leave();
          // Without an extension there is nothing to start.
          if (!chrome.runtime?.id) return;
          if (traps.length > MOST) return stopped();
          begin();
        });
      },
    );
    await glue.start(kind);
    // The site may be switched off and on while the page stays.
    globalThis.ringsideAgain = () => glue.start_again(kind);
  };
  // Finds people on pages of which no profile says anything. After a trap there
  // are no buttons on such a page until it is loaded anew.
  let detection;
  const detect = async () => {
    const { create } = await import(chrome.runtime.getURL('detection/ringside_bg.js'));
    return create(
      async (glue) => (await load('detection', glue))[1],
      (cause) => isGone() || console.warn('Ringside: the detection has trapped', cause),
    );
  };
  // Not on `globalThis`: in Firefox that is another object than the one in which
  // the modules look, and the page sees neither's properties.
  window.ringsideDetection = () => (detection ??= detect().catch((cause) => {
    console.debug('Ringside cannot look for people on this page', cause);
    throw cause;
  }));

  const begin = () => start().catch((cause) => {
    console.debug('Ringside cannot start on this page', cause);
  });

  // One sentence in place of everything else.
  const stopped = () => {
    const host = document.createElement('div');
    host.setAttribute('data-ringside', 'stopped');
    host.style.cssText = 'all: initial !important; position: fixed !important; right: 24px !important; '
      + 'bottom: 24px !important; z-index: 2147483647 !important';
    const strip = document.createElement('p');
    strip.setAttribute('role', 'status');
    strip.style.cssText = 'box-sizing: border-box; max-width: 320px; margin: 0; padding: 12px 16px; '
      + 'border: 1px solid #3a3f47; border-radius: 12px; color: #f4f5f7; background: #17191d; '
      + 'font: 14px/1.4 system-ui, sans-serif; box-shadow: 0 8px 24px #0006';
    strip.textContent = chrome.i18n.getMessage('page_stopped');
    host.attachShadow({ mode: 'closed' }).append(strip);
    document.documentElement.append(host);
  };

  await begin();
})();
