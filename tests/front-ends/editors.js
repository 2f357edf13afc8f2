// Editors full of people, who must never have a node of ours; beside them a
// table, which shows when the page has been looked at.
import { EditorView, basicSetup } from 'codemirror';
import Quill from 'quill';
import 'quill/dist/quill.snow.css';
import { Editor } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { people } from './shared/people.js';
import { byEmail, register } from './shared/page.js';

const page = document.getElementById('page');
const add = (name) => page.appendChild(Object.assign(document.createElement('div'), { id: name }));
const table = page.appendChild(document.createElement('table'));
const known = [];
const meet = (person) => {
  known.push(person);
  const row = table.insertRow();
  row.insertCell().append(person.name);
  row.insertCell().append(person.email);
  return person.email;
};
for (const person of people.slice(0, 3)) meet(person);

const written = people.slice(100, 400);
const lines = written.map(({ name, email }) => `${name} <${email}>`);
const links = written.map(({ name, email }) => `<li><strong>${name}</strong> <a href="mailto:${email}">${email}</a></li>`);

const code = new EditorView({ doc: lines.join('\n'), extensions: basicSetup, parent: add('codemirror') });
code.dom.style.height = '120px';
const quill = new Quill(add('quill'), { theme: 'snow' });
quill.clipboard.dangerouslyPasteHTML(`<ul>${links.slice(0, 40).join('')}</ul>`);
const tiptap = new Editor({ element: add('tiptap'), extensions: [StarterKit], content: `<ul>${links.slice(0, 40).join('')}</ul>` });

const reads = [
  () => code.state.doc.toString(),
  () => quill.getText(),
  () => tiptap.getText(),
];

register({
  rows: () => table.rows,
  viewport: () => table,
  people: () => byEmail(known),
  editors: () => [code.dom, quill.container, tiptap.view.dom, ...page.querySelectorAll('.ql-toolbar, .ql-tooltip')],
  steps: {
    look: () => known[0].email,
    write: () => {
      const text = 'Zed Zimmer <zed@acme.example>';
      code.dispatch({ changes: { from: 0, insert: `${text}\n` } });
      quill.insertText(0, `${text}\n`, 'user');
      tiptap.commands.insertContentAt(0, `<p>${text}</p>`);
      return meet(people[3]);
    },
    scroll: () => {
      code.scrollDOM.scrollTop = 2000;
      return meet(people[4]);
    },
    table: () => {
      tiptap.commands.setContent('<p>Jane Doe</p><blockquote><p>jane@acme.example</p></blockquote>');
      quill.setContents([{ insert: 'Jane Doe' }, { insert: '\n', attributes: { header: 1 } }, { insert: 'jane@acme.example\n' }]);
      return meet(people[5]);
    },
    closed: () => {
      // What is shown only is an editor still.
      tiptap.setEditable(false);
      quill.disable();
      return meet(people[6]);
    },
    read: () => {
      const texts = reads.map((read) => read());
      if (texts.some((text) => /call|invite/i.test(text))) throw new Error(`an editor has our texts: ${texts}`);
      return known[0].email;
    },
  },
});
