// Makes instances of a module. The build puts this file into each module's
// glue, as the end of it; `glue` is a function that makes the glue anew.
//
// A panic ends a module at once, in the middle of whatever it did (a trap).
// Nothing of it may run after that: not its listeners, not its timers, not what
// it waits for. So whatever enters the module goes through one place here, which
// closes for good when an error comes out of it. (Errors that the Rust returns
// are thrown by the glue, later.)
export const create = async (load, trapped) => {
  let ended = false;
  let depth = 0;
  // What would go on by itself: connections, and the ring.
  let running = [];
  const counted = (Class) => Class && new Proxy(Class, {
    construct: (_, args) => {
      if (ended) throw new Error('Ringside: this instance has ended');
      const made = new Class(...args);
      running = [...running.filter(({ readyState }) => readyState !== 3), made];
      return made;
    },
  });
  const { WebSocket, Audio } = globalThis;
  const own = glue(counted(WebSocket), counted(Audio));

  const end = (cause) => {
    ended = true;
    for (const one of running) (one.close ?? one.pause).call(one);
    trapped(cause);
  };
  const guard = (run) => (...args) => {
    if (ended) {
      // Not back into code that has not noticed yet.
      if (depth > 0) throw new Error('Ringside: this instance has ended');
      return undefined;
    }
    depth += 1;
    try {
      return run(...args);
    } catch (cause) {
      if (!ended) end(cause);
      if (depth > 1) throw cause;
      return undefined;
    } finally {
      depth -= 1;
    }
  };
  const exports = await load(own);
  const guarded = {};
  for (const name of Object.keys(exports)) {
    const it = exports[name];
    guarded[name] = typeof it === 'function' ? guard(it) : it;
  }
  own.__wbg_set_wasm(guarded);
  guarded.__wbindgen_start?.();
  return own;
};

const WINDOW = 10 * 60 * 1000;
// Whether a module may start once more after a trap now: at most three times
// in ten minutes. `before` are the moments of the traps so far; the result are
// those that still count.
export const recent = (before, now = Date.now()) =>
  (Array.isArray(before) ? before : []).filter((at) => at <= now && now - at < WINDOW);
export const MOST = 3;
