// Lets the contexts of one candidate exchange their samples, as their messages
// and what they store travel: copied, and only what survives as JSON. Prints how
// many characters they took together, or what went wrong first.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const KINDS = 16;

async function load(folder) {
  const { create } = await import(pathToFileURL(`${folder}/ringside_bg.mjs`));
  const wasm = await readFile(`${folder}/ringside_bg.wasm`);
  const start = async (glue) =>
    (await WebAssembly.instantiate(wasm, { './ringside_bg.js': glue })).instance.exports;
  return create(start, (cause) => { throw cause; });
}

// How many characters the samples of one kind take.
function exchange(kind, contexts) {
  let characters = 0;
  for (const writer of contexts) {
    for (let number = 0, sample; (sample = writer.sample(kind, number)) !== 0; number += 1) {
      const written = writer.write(kind, sample);
      writer.free(kind, sample);
      if (written === undefined) continue;
      const text = JSON.stringify(written);
      characters += text.length;
      let readers = 0;
      for (const reader of contexts) {
        const read = reader.read(kind, JSON.parse(text));
        if (read === 0) continue;
        const expected = reader.sample(kind, number);
        if (!reader.same(kind, read, expected)) throw new Error(`${text} became another value`);
        reader.free(kind, read);
        reader.free(kind, expected);
        readers += 1;
      }
      if (readers !== 1) throw new Error(`${text} was read by ${readers} contexts`);
    }
  }
  if (characters === 0) throw new Error(`nobody wrote kind ${kind}`);
  return characters;
}

const contexts = await Promise.all(process.argv.slice(2).map(load));
try {
  let characters = 0;
  for (let kind = 0; kind < KINDS; kind += 1) characters += exchange(kind, contexts);
  console.log(characters);
} catch (cause) {
  console.log(cause.message);
}
