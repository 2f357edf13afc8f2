// Loads the pages' module and starts the page that the document says it is:
// <html data-page="popup"> calls the module's `popup()`. After a trap the page
// loads itself anew (a call page joins its call again); after too many it says
// so instead.
import { MOST, create, recent } from './ringside_bg.js';

const { page } = document.documentElement.dataset;
const key = `traps-${page}`;
// Of this tab, and of this page in it: it outlives the page.
const traps = recent(JSON.parse(sessionStorage.getItem(key)));

if (traps.length > MOST) {
  document.body.replaceChildren(chrome.i18n.getMessage('page_stopped'));
  document.documentElement.dataset.stopped = '';
} else {
  const wasm = fetch(chrome.runtime.getURL('pages/ringside_bg.wasm'));
  const pages = await create(
    async (glue) => {
      const imports = { './ringside_bg.js': glue };
      return (await WebAssembly.instantiateStreaming(wasm, imports)).instance.exports;
    },
    (cause) => {
      console.error('Ringside: the module of this page has trapped', cause);
      sessionStorage.setItem(key, JSON.stringify([...traps, Date.now()]));
      location.reload();
    },
  );
  await pages[page]();
}
