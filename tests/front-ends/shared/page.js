// What a page of a package tells the story that plays it, and what the story
// reads there. The data are the truth: what is found must be as they say.

/** So many faults are told. */
const MOST = 8;

/** Whom a video button calls, as its label says. */
const called = (host) => host.shadowRoot.querySelector('button[data-media=video]')
  .getAttribute('aria-label').replace(/^(Video call|Invite) | (\(|to a call).*$/g, '');

const box = (host) => host.shadowRoot.querySelector('.box').getBoundingClientRect();

/** The elements in a part of the page, and in the shadow trees in it. */
function* elements(root) {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* elements(element.shadowRoot);
  }
}

const hosts = () => [...elements(document)].filter((element) => element.matches('[data-ringside~=record]'));

/** What a person reads in an element: slots filled, shadow trees in place. */
function text(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.dataset?.ringside !== undefined || node.localName === 'style') return '';
  const assigned = node.localName === 'slot' ? node.assignedNodes() : [];
  const inside = assigned.length ? assigned : (node.shadowRoot ?? node).childNodes;
  return [...inside].map(text).join(' ');
}

/** What contains a node in what is painted: slots and hosts as well. */
const around = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;

function isIn(node, container) {
  for (let at = node; at; at = around(at)) if (at === container) return true;
  return false;
}

const overlaps = (one, other) => one.top < other.bottom && one.bottom > other.top
  && one.left < other.right && one.right > other.left;

/** The part of a window that is in sight. */
function sight(element) {
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return {
    top: Math.max(0, top), bottom: Math.min(innerHeight, bottom),
    left: Math.max(0, left), right: Math.min(innerWidth, right),
  };
}

/** What is painted at a point. */
function topmost(x, y) {
  let found = document.elementFromPoint(x, y);
  while (found?.shadowRoot) {
    const inner = found.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
  }
  return found;
}

/**
 * Registers a page.
 * @param {object} page
 * @param {() => Iterable<Element>} page.rows what is painted as rows, also out of sight
 * @param {() => {getBoundingClientRect: () => DOMRect}} page.viewport where rows are in sight
 * @param {() => Map<string, object>} page.people by their addresses, as the data are now
 * @param {number} [page.height] that the rows were configured to have
 * @param {() => Iterable<Element>} [page.editors] where people write
 * @param {Record<string, () => unknown>} page.steps what is done one after the other, through
 *   the package's own API; each returns who is in sight then, or null
 */
export function register(page) {
  const errors = [];
  addEventListener('error', (event) => errors.push(String(event.message)));
  addEventListener('unhandledrejection', (event) => errors.push(String(event.reason)));

  const rows = () => [...page.rows()].map((element) => {
    const shown = text(element);
    const [email] = shown.match(/[\w.]+@[\w.]+\.example/) ?? [];
    return { element, shown, email, area: element.getBoundingClientRect() };
  }).filter(({ area }) => area.height > 0);

  /** What is wrong, as sentences; who is in sight. */
  const look = () => {
    const faults = [];
    const window = sight(page.viewport());
    const people = page.people();
    const pairs = hosts().map((host) => ({ host, area: box(host), name: called(host) }))
      .filter(({ area }) => area.width > 0);
    const homeless = new Set(pairs);
    const inSight = [];
    for (const { element, email, shown, area } of rows()) {
      const middle = ({ area: pair }) => (pair.top + pair.bottom) / 2;
      const own = pairs.filter((pair) => middle(pair) > area.top && middle(pair) < area.bottom);
      for (const pair of own) homeless.delete(pair);
      if (page.height && Math.abs(area.height - page.height) > 0.5) {
        faults.push(`a row is ${area.height} high`);
      }
      if (!email) {
        if (own.length) faults.push(`a pair for ${own[0].name} in a row of nobody: ${shown}`);
        continue;
      }
      const { name } = people.get(email) ?? {};
      const wrong = own.filter((pair) => pair.name !== name);
      if (wrong.length) faults.push(`${name} has a pair for ${wrong[0].name}`);
      const isSeen = area.top >= window.top && area.bottom <= window.bottom;
      if (!isSeen) continue;
      inSight.push(email);
      if (own.length !== 1) {
        const unseen = hosts().filter((host) => isIn(host, element)).length;
        faults.push(`${name} <${email}> has ${own.length} pairs in sight of ${unseen} in the row`);
        continue;
      }
      const pair = own[0].area;
      const at = topmost((pair.left + pair.right) / 2, (pair.top + pair.bottom) / 2);
      if (at !== own[0].host && !isIn(at, own[0].host)) {
        const { localName, className } = at ?? {};
        faults.push(`the pair of ${name} is behind ${localName}.${className} at ${pair.left},${pair.top}`);
      }
    }
    for (const pair of homeless) {
      if (overlaps(pair.area, window)) faults.push(`the pair for ${pair.name} is in no row`);
    }
    for (const editor of page.editors?.() ?? []) {
      const ours = [...elements(editor)].filter((element) => element.dataset?.ringside !== undefined);
      if (ours.length) faults.push(`${ours.length} of ours in ${editor.localName}.${editor.className}`);
    }
    faults.push(...errors);
    return { faults: faults.slice(0, MOST), inSight };
  };

  /** The boxes that are elsewhere with our pairs than without them. */
  const moved = () => {
    const own = hosts();
    const all = [...elements(document)].filter((element) => element.isConnected
      && element.dataset?.ringside === undefined && !own.some((host) => isIn(element, host)));
    const boxes = () => all.map((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      // What sticks out of a box that does not scroll is no change of it.
      const scrolls = element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflow);
      const extent = scrolls ? [element.scrollWidth, element.scrollHeight] : [];
      return [left, top, width, height, ...extent].join(' ');
    });
    const before = boxes();
    const places = own.map((host) => [host, host.parentNode, host.nextSibling]);
    for (const host of own) host.remove();
    const after = boxes();
    for (const [host, parent, next] of places.reverse()) parent.insertBefore(host, next);
    const faults = [];
    all.forEach((element, at) => {
      if (before[at] !== after[at]) {
        faults.push(`${element.localName}.${element.className}: ${after[at]} became ${before[at]}`);
      }
    });
    return { faults: faults.slice(0, MOST), pairs: own.length };
  };

  globalThis.frontEnd = {
    steps: Object.keys(page.steps),
    play: async (step) => await page.steps[step]() ?? null,
    look,
    moved,
  };
}

/** What of a scroller is in sight below a header that sticks to its top. */
export const below = (header, scroller) => ({
  getBoundingClientRect: () => {
    const { x, width, bottom } = scroller.getBoundingClientRect();
    const top = header.getBoundingClientRect().bottom;
    return new DOMRect(x, top, width, bottom - top);
  },
});

/** The people by their addresses. */
export const byEmail = (list) => new Map(list.map((person) => [person.email, person]));

/** Resolves when a condition holds at the end of a frame. */
export async function until(condition) {
  while (!condition()) await new Promise((resolve) => requestAnimationFrame(resolve));
}
