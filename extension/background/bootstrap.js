// Registers every listener in the first turn of the background context, which
// is the only time that browsers accept them for the event that woke it, and
// passes events to the module, in the order they came, once it runs. After a
// trap it starts the module anew, which goes on from storage.
import { MOST, create, recent } from './ringside_bg.js';

// Each of them wakes the worker, so only those that it uses are listed here: a
// test compares the list with `src/events.rs`. An event of storage as a whole would
// wake it with everything that it stores itself.
const EVENTS = [
  ['runtime', 'onInstalled'], ['runtime', 'onStartup'], ['runtime', 'onUpdateAvailable'],
  ['storage.managed', 'onChanged'],
  ['alarms', 'onAlarm'],
  ['notifications', 'onClicked'], ['notifications', 'onButtonClicked'],
  ['tabs', 'onRemoved'],
  ['commands', 'onCommand'],
  ['permissions', 'onAdded'], ['permissions', 'onRemoved'],
];

// The reply to every message when the module is not started any more; it is
// no reply to any request (`runtime.rs` knows it).
const STOPPED = 'stopped';
// Where the moments of its traps are kept: they outlive this context.
const TRAPS = 'traps';

const compiled = WebAssembly.compileStreaming(
  fetch(chrome.runtime.getURL('background/ringside_bg.wasm')),
);

// An instance: its glue once it runs (`null`: it has trapped too often), and
// what is fulfilled when it traps.
const start = () => {
  const instance = {};
  instance.ended = new Promise((resolve) => {
    instance.glue = (async () => {
      const { [TRAPS]: traps } = await chrome.storage.session.get(TRAPS);
      instance.again = recent(traps)[0];
      if (recent(traps).length > MOST) return null;
      const module = await compiled;
      return create(
        async (glue) => {
          const imports = { './ringside_bg.js': glue };
          return (await WebAssembly.instantiate(module, imports)).exports;
        },
        (cause) => {
          resolve(null);
          trapped(cause, traps);
        },
      );
    })();
  });
  instance.glue.catch((cause) => console.error('Ringside: the background module does not load', cause));
  return instance;
};
let current = start();

// The pages see what they see when a worker dies: their ports close. They
// connect again, and say what has happened meanwhile.
const ports = new Set();
const trapped = (cause, traps) => {
  console.error('Ringside: the background module has trapped', cause);
  const saved = chrome.storage.session.set({ [TRAPS]: [...recent(traps), Date.now()] });
  const instance = {};
  const next = saved.catch(() => undefined).then(start);
  instance.glue = next.then(({ glue }) => glue);
  instance.ended = next.then(({ ended }) => ended);
  next.then(({ again }) => { instance.again = again; });
  current = instance;
  for (const port of ports) port.disconnect();
  ports.clear();
  notify('trapped');
};

// Every event waits for the same promise, so none overtakes another. One that
// ends the module is not repeated.
const forward = async (name, ...args) => {
  const instance = current;
  const glue = await instance.glue;
  // It has trapped meanwhile: the next one handles this.
  if (instance !== current) return forward(name, ...args);
  if (glue) return Promise.race([glue.on_event(name, args), instance.ended]);
  // By now it may be tried again.
  if (recent([instance.again]).length === 0) {
    current = start();
    return forward(name, ...args);
  }
  return STOPPED;
};
const notify = (name, ...args) => {
  forward(name, ...args).catch((cause) => console.error(`Ringside: ${name}`, cause));
};

for (const [space, event] of EVENTS) {
  // Not every browser has every event: Android has no windows, for one.
  const api = space.split('.').reduce((all, name) => all?.[name], chrome);
  api?.[event]?.addListener((...args) => notify(`${space}.${event}`, ...args));
}

chrome.runtime.onMessage.addListener((message, sender, sendResponse) => {
  forward('runtime.onMessage', message, sender).then(
    (reply) => sendResponse(reply ?? null),
    (cause) => {
      console.error('Ringside: runtime.onMessage', cause);
      sendResponse(null);
    },
  );
  return true; // The answer comes later; Chrome does not accept a promise as one.
});

chrome.runtime.onConnect.addListener((port) => {
  ports.add(port);
  // The other end may post or disconnect before the module runs.
  port.onMessage.addListener((message) => notify('port.onMessage', message, port));
  port.onDisconnect.addListener(() => {
    ports.delete(port);
    // A page in the back/forward cache sets this; unread, it is printed as an error.
    void chrome.runtime.lastError;
    notify('port.onDisconnect', port);
  });
  notify('runtime.onConnect', port);
});

self.addEventListener('online', () => notify('online'));
