// The loader of the content module, in a page of stand-ins. Played by Node:
// `cargo xtask test --only native`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const LOADER = readFileSync(new URL('../../extension/content/loader.js', import.meta.url), 'utf8');

const OWN = 'https://crm.example';
/** A page around others. */
const around = (origin, parent) => {
  const it = { location: { origin } };
  it.parent = parent ?? it;
  return it;
};

/**
 * A page in which so many requests for a module fail before one does not; or a frame
 * in these others, the innermost of which is its parent.
 */
const page = (failing, parent) => {
  const its = { started: 0, asked: 0 };
  globalThis.ringsideVersion = undefined;
  globalThis.window = globalThis;
  globalThis.location = { origin: OWN };
  globalThis.parent = parent ?? globalThis;
  globalThis.top = globalThis.parent;
  while (globalThis.top !== globalThis.top.parent) globalThis.top = globalThis.top.parent;
  [globalThis.innerWidth, globalThis.innerHeight] = [800, 600];
  globalThis.addEventListener = (type, listener) => {
    assert.equal(type, 'resize');
    its.resized = listener;
  };
  globalThis.document = { defaultView: {}, querySelectorAll: () => [] };
  const glue = `data:text/javascript,
    export const MOST = 3;
    export const recent = (times = []) => times;
    export const create = async (load) => {
      const glue = { start: () => { globalThis.its.started += 1; } };
      await load(glue);
      return glue;
    };`;
  globalThis.its = its;
  globalThis.chrome = {
    runtime: {
      id: 'ringside',
      getManifest: () => ({ version: '1' }),
      getURL: (path) => (/\.js(\?|$)/.test(path) ? `${glue}//${path}` : path),
    },
  };
  globalThis.fetch = async () => {
    its.asked += 1;
    if (its.asked <= failing) throw new TypeError('the request was ended');
    return {};
  };
  WebAssembly.instantiateStreaming = async (answer) => {
    await answer;
    return { instance: { exports: {} } };
  };
  console.debug = () => {};
  return its;
};

/** Plays the loader, with all the time that it waits. */
const play = async ({ mock }, failing, parent, size) => {
  const its = page(failing, parent);
  if (size) [globalThis.innerWidth, globalThis.innerHeight] = size;
  mock.timers.enable({ apis: ['setTimeout'] });
  // A script of an extension, as browsers play it.
  (0, eval)(LOADER);
  for (let turn = 0; turn < 50; turn += 1) {
    await new Promise((done) => { setImmediate(done); });
    mock.timers.tick(500);
  }
  mock.timers.reset();
  return its;
};

test('it starts at once where nothing fails', async (t) => {
  const its = await play(t, 0);
  assert.deepEqual(its, { started: 1, asked: 1 });
});

test('it starts when the browser has ended the first requests', async (t) => {
  const its = await play(t, 2);
  assert.deepEqual(its, { started: 1, asked: 3 });
});

test('it gives up after a few', async (t) => {
  const its = await play(t, 100);
  assert.deepEqual(its, { started: 0, asked: 4 });
});

test('it starts in a frame of the same site', async (t) => {
  const its = await play(t, 0, around(OWN, around(OWN)));
  assert.deepEqual(its, { started: 1, asked: 1 });
});

test('it asks for nothing in a frame of which a page around it is of another site', async (t) => {
  for (const parent of [around('https://other.example'), around('null', around(OWN))]) {
    const its = await play(t, 0, parent);
    assert.deepEqual(its, { started: 0, asked: 0 });
  }
  // What a browser says of a page that is not to be looked into.
  const closed = around(OWN);
  Object.defineProperty(closed, 'location', { get: () => { throw new DOMException('', 'SecurityError'); } });
  assert.deepEqual(await play(t, 0, closed), { started: 0, asked: 0 });
});

test('it waits in a frame until there is room for people', async (t) => {
  const its = await play(t, 0, around(OWN), [0, 0]);
  assert.equal(its.asked, 0);
  for (const [size, asked] of [[[800, 20], 0], [[800, 200], 1]]) {
    [globalThis.innerWidth, globalThis.innerHeight] = size;
    its.resized();
    for (let turn = 0; turn < 50; turn += 1) await new Promise((done) => { setImmediate(done); });
    assert.equal(its.asked, asked);
  }
  assert.equal(its.started, 1);
});
