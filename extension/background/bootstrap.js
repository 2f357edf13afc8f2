// Registers every listener in the first turn of the background context, which
// is the only time that browsers accept them for the event that woke it, and
// passes events to the module, in the order they came, once it runs.
import init, { on_event } from './ringside.js';

// Each of them wakes the worker, so only those that it uses are listed here: a
// test compares the list with `src/events.rs`.
const EVENTS = [
  ['runtime', 'onInstalled'], ['runtime', 'onStartup'], ['runtime', 'onUpdateAvailable'],
  ['alarms', 'onAlarm'],
  ['notifications', 'onClicked'], ['notifications', 'onButtonClicked'],
  ['tabs', 'onRemoved'],
  ['commands', 'onCommand'],
  ['permissions', 'onAdded'], ['permissions', 'onRemoved'],
];

const ready = init();
ready.catch((cause) => console.error('Ringside: the background module does not load', cause));

// Every event waits for the same promise, so none overtakes another.
const forward = (name, ...args) => ready.then(() => on_event(name, args));
const notify = (name, ...args) => {
  forward(name, ...args).catch((cause) => console.error(`Ringside: ${name}`, cause));
};

for (const [space, event] of EVENTS) {
  // Not every browser has every event: Android has no windows, for one.
  chrome[space]?.[event]?.addListener((...args) => notify(`${space}.${event}`, ...args));
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
  // The other end may post or disconnect before the module runs.
  port.onMessage.addListener((message) => notify('port.onMessage', message, port));
  port.onDisconnect.addListener(() => {
    // A page in the back/forward cache sets this; unread, it is printed as an error.
    void chrome.runtime.lastError;
    notify('port.onDisconnect', port);
  });
  notify('runtime.onConnect', port);
});

self.addEventListener('online', () => notify('online'));
