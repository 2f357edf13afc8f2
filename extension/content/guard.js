// Keeps from the page what a person does with elements of ours.
//
// A listener of the page on its window gets every press before our shadow roots do,
// and could take it away. This script listens there before any of the page's runs,
// and so before any module can. What falls on one of our hosts ends here; a copy of
// it is handed on to the element that it was meant for, and does not leave the shadow
// root. What the browser does by itself, such as moving the focus, it still does.
//
// Source: DOM Standard, "Dispatching events": capturing begins at the window, with
// its listeners in the order in which they were added.
(() => {
  // Properties in the extension's isolated world, which the page does not see.
  if (window.ringsideHosts) return;
  // Our hosts, with their shadow roots (`dom::shadow`).
  const hosts = (window.ringsideHosts = new WeakMap());
  // The copies (`dom::guard`).
  const handed = (window.ringsideHanded = new WeakSet());
  // Tells those who listen to the whole page that something was kept from it.
  const kept = (window.ringsideKept = new EventTarget());

  // So many shadow roots of a page's are looked into, one in another.
  const DEEPEST = 16;

  const COPIED = [
    'clientX', 'clientY', 'button', 'buttons', 'detail', 'pointerId', 'pointerType',
    'isPrimary', 'key', 'code', 'repeat', 'ctrlKey', 'shiftKey', 'altKey', 'metaKey',
  ];

  // What the pointer went down on, and what captured it there: what the pointer does
  // then is meant for that, wherever it is.
  let down = null;
  let captor = null;
  const isCaptured = (pointer) => {
    for (let at = down; at; at = at.parentElement) {
      if (!at.hasPointerCapture(pointer)) continue;
      captor = at;
      return true;
    }
    return false;
  };

  // The element in a tree on which an event falls. A key presses what has the focus,
  // and says nothing of where that is.
  const within = (event, root) => {
    const { clientX, clientY } = event.changedTouches?.[0] ?? event;
    const isKey = clientX === undefined || (event.type === 'click' && event.detail === 0);
    return (isKey && root.activeElement) || root.elementFromPoint(clientX ?? -1, clientY ?? -1);
  };

  // The element in a shadow root that an event is meant for.
  const meant = (event, root) => {
    if (event.pointerId !== undefined && isCaptured(event.pointerId)) return captor;
    // Nobody hears of a pointer that only passes.
    if (event.type === 'pointermove') return null;
    const at = within(event, root);
    if (at && root.contains(at)) return at;
    // A mouse's events follow the pointer's, which has been released by then.
    return captor && root.contains(captor) ? captor : null;
  };

  // The shadow root of the page's in an element, also a closed one.
  // Firefox has a property of elements in place of `dom`.
  const { dom } = chrome;
  const rootOf = (element) => {
    if (!dom) return element.openOrClosedShadowRoot;
    try {
      return dom.openOrClosedShadowRoot(element);
    } catch {
      // Updated or removed: this script stays in open pages, without the extension's API.
      return element.shadowRoot;
    }
  };
  // The shadow root of ours on whose host an event falls, also where that is in shadow
  // roots of the page's: there the target is what the outermost of these is in.
  const fallsOn = (event) => {
    let element = event.target;
    for (let depth = 0; depth < DEEPEST && element instanceof HTMLElement; depth += 1) {
      if (hosts.has(element)) return hosts.get(element);
      const root = rootOf(element);
      element = root && within(event, root);
    }
    return undefined;
  };

  const guard = (event) => {
    // What a script makes up counts for nothing, and is not made to count here.
    if (!event.isTrusted) return;
    const root = fallsOn(event);
    const target = root && meant(event, root);
    // Whom it is meant for is not known: the browser tells them.
    if (!target) return;
    event.stopImmediatePropagation();
    if (event.type === 'pointerdown') [down, captor] = [target, null];
    // A plain event: Firefox lets key events out of shadow roots however they are made.
    const copy = new Event(event.type, { bubbles: true, cancelable: true });
    for (const name of COPIED) if (name in event) copy[name] = event[name];
    handed.add(copy);
    if (!target.dispatchEvent(copy)) event.preventDefault();
    kept.dispatchEvent(new Event(event.type));
  };

  for (const type of [
    'pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'mousedown', 'mouseup',
    'click', 'dblclick', 'auxclick', 'touchstart', 'touchend', 'touchcancel',
    'keydown', 'keyup', 'keypress',
  ]) window.addEventListener(type, guard, { capture: true });
})();
