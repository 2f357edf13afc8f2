// Class names as Emotion makes them: a hash of the style itself, so they change
// with every change of it and are nothing to select elements by.

const sheet = new CSSStyleSheet();
const known = new Map();
document.adoptedStyleSheets.push(sheet);

/** The class of a style, which is a list of declarations. */
export function css(style) {
  let name = known.get(style);
  if (!name) {
    let hash = 0;
    for (const letter of style) hash = (Math.imul(hash, 31) + letter.codePointAt(0)) >>> 0;
    name = `css-${hash.toString(36)}`;
    sheet.insertRule(`.${name} { ${style} }`);
    known.set(style, name);
  }
  return name;
}
