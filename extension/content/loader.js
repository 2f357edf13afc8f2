// Starts the content module in this page or frame, and others when that asks for them:
// as WebAssembly, or as their JavaScript fallbacks on pages whose
// Content-Security-Policy forbids WebAssembly (Chrome holds a content script to
// the page's policy there). Both use the same glue.
//
// After a trap it starts the content module anew, or tells it that another one
// may be loaded anew; after too many it removes everything, and says so.
(async () => {
  // A frame is read as the page is, if all around it is of the same site. The meeting
  // of a call is in a page of the extension's, and is none.
  const isPart = () => {
    try {
      for (let at = window; at !== top; at = at.parent) {
        if (at.parent.location.origin !== location.origin) return false;
      }
      return true;
    } catch {
      return false;
    }
  };
  if (!isPart()) return;
  // The worker may inject this file more than once, for example into tabs that
  // were open already; after an update the newer version starts beside the older.
  const version = chrome.runtime.getManifest().version;
  if (globalThis.ringsideVersion === version) return globalThis.ringsideAgain?.();
  globalThis.ringsideVersion = version;

  // What has no room for people works unseen, such as the renewal of a sign-in.
  const hasRoom = () => window === top || (innerWidth >= 160 && innerHeight >= 40);
  while (!hasRoom()) await new Promise((resolve) => addEventListener('resize', resolve, { once: true }));

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

  // Firefox lets a script run on for a moment when its page has gone. Whatever it
  // touches then throws, which is no trap.
  const isGone = () => {
    try {
      return !document.defaultView;
    } catch {
      return true;
    }
  };

  // So often it is tried again to start on a page, a second later, two, four.
  const MOST_TRIES = 3;

  // When each module has trapped.
  const traps = {};
  // An instance of a module, and how it was loaded. After a trap `again` is called,
  // unless that was too often. A browser may remember that a script could not be
  // loaded, but not under another `query`.
  const instance = async (module, again, query = '') => {
    const { MOST, create, recent } = await import(
      chrome.runtime.getURL(`${module}/ringside_bg.js${query}`)
    );
    let kind;
    const made = await create(
      async (glue) => {
        const [loaded, exports] = await load(module, glue);
        kind = loaded;
        return exports;
      },
      (cause) => {
        if (isGone()) return;
        console.warn(`Ringside: the ${module} module has trapped`, cause);
        traps[module] = [...recent(traps[module]), Date.now()];
        // Not within the call that has trapped: the page may be in the middle
        // of something, too.
        setTimeout(() => {
          // Without an extension there is nothing to start.
          if (!chrome.runtime?.id) return leave();
          if (traps[module].length > MOST) return stopped();
          again();
        });
      },
    );
    return [made, kind];
  };

  // The modules that the content module has asked for.
  const asked = {};
  // Not on `globalThis`: in Firefox that is another object than the one in which
  // the modules look, and the page sees neither's properties.
  window.ringsideModule = (module, again) => {
    const it = (asked[module] ??= { failed: 0 });
    it.again = again;
    const query = it.failed ? `?${it.failed}` : '';
    const trapped = () => {
      it.made = undefined;
      // What is a module's alone has its name.
      for (const left of document.querySelectorAll(`[data-ringside=${module}]`)) left.remove();
      it.again?.();
    };
    return (it.made ??= instance(module, trapped, query).then(([made]) => made, (cause) => {
      it.made = undefined;
      it.failed += 1;
      console.debug(`Ringside cannot load the ${module} module on this page`, cause);
      throw cause;
    }));
  };

  // Ends what runs, and removes what is left of what has ended by itself.
  const leave = () => {
    globalThis.ringsideAgain = undefined;
    window.ringsideStop?.();
    for (const { made } of Object.values(asked)) {
      made?.then((module) => module.leave?.(), () => {});
    }
    for (const tree of [document, ...(window.ringsideRoots ?? [])]) {
      for (const left of tree.querySelectorAll('[data-ringside]')) left.remove();
    }
  };

  const start = async (failed) => {
    const again = () => {
      leave();
      return begin();
    };
    const [content, kind] = await instance('content', again, failed ? `?${failed}` : '');
    await content.start(kind);
    // The site may be switched off and on while the page stays.
    globalThis.ringsideAgain = () => content.start_again(kind);
  };
  // Firefox may end a request of a page that is just being loaded. A page that
  // stays gets its buttons all the same.
  const begin = (failed = 0) => start(failed).catch((cause) => {
    console.debug('Ringside cannot start on this page', cause);
    if (failed === MOST_TRIES || isGone()) return;
    setTimeout(() => {
      if (!isGone() && chrome.runtime?.id) begin(failed + 1);
    }, 1000 * 2 ** failed);
  });

  // One sentence in place of everything else.
  const stopped = () => {
    leave();
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
