// Loads the pages' module and starts the page that the document says it is:
// <html data-page="popup"> calls the module's `popup()`.
import init, * as pages from './ringside.js';

await init();
await pages[document.documentElement.dataset.page]();
