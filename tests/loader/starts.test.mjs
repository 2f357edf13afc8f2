// The loader of the content module, in a page of stand-ins. Played by Node:
// `cargo xtask test --only native`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const LOADER = readFileSync(new URL('../../extension/content/loader.js', import.meta.url), 'utf8');

/** A page in which so many requests for a module fail before one does not. */
const page = (failing) => {
  const its = { started: 0, asked: 0 };
  globalThis.ringsideVersion = undefined;
  globalThis.window = globalThis;
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
const play = async ({ mock }, failing) => {
  const its = page(failing);
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
