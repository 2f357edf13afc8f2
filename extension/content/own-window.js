// Keeps the CRM's own call window out of the meeting and out of sight while
// Ringside carries the calls; docs/decisions/0011-the-crms-own-window.md says why
// so.
//
// It runs in the page's own world, where no WebAssembly of an extension can be:
// so it is JavaScript, and does no more than it must. The content script tells
// it by an event who carries calls; until then the window is kept out.
(() => {
  const MARK = Symbol.for('ringside.ownWindow');
  if (window[MARK]) return; // Injected once more.
  Object.defineProperty(window, MARK, { value: true });

  let keptOut = true;

  // One rule each, so that a selector the browser does not know costs no other.
  const sheet = new CSSStyleSheet();
  const HIDDEN = /* Filled in by the build, from the profiles: */ [];
  sheet.replaceSync(HIDDEN.map((css) => `${css} { display: none !important }`).join('\n'));

  // Stands in the address of every meeting that a page embeds by Jitsi's API.
  const MEETING = 'jitsi_meet_external_api_id=';

  // A window that is in a meeting stays in sight until it has left.
  const show = () => {
    const inMeeting = document.querySelector(`iframe[src*="${MEETING}"]`) !== null;
    const sheets = document.adoptedStyleSheets;
    const others = sheets.filter((other) => other !== sheet);
    const wanted = keptOut && !inMeeting ? [...others, sheet] : others;
    // Setting the same list again makes the browser style the whole page anew.
    if (wanted.length !== sheets.length || wanted.at(-1) !== sheets.at(-1)) {
      document.adoptedStyleSheets = wanted;
    }
  };

  // Jitsi's API makes a frame and then sets its address. Without one the frame
  // stays empty: the window waits for a meeting that never begins, whether the
  // page loaded the API before this script or after it.
  const { prototype } = HTMLIFrameElement;
  const src = Object.getOwnPropertyDescriptor(prototype, 'src');
  Object.defineProperty(prototype, 'src', {
    ...src,
    set(address) {
      if (keptOut && `${address}`.includes(MEETING)) return;
      src.set.call(this, address);
    },
  });

  document.addEventListener('ringside:carrier', ({ detail }) => {
    keptOut = detail === 'ringside';
    show();
  });
  show();
})();
