// React Virtuoso: a virtual list of cards without roles, of different heights.
import { createElement as h, createRef } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Virtuoso } from 'react-virtuoso';
import { people } from './shared/people.js';
import { byEmail, register } from './shared/page.js';

const place = document.getElementById('page');
const root = createRoot(place);
const ref = createRef();
let data = people;

const card = (index, { id, name, email, company, status }) => h(
  'div',
  { className: 'card', style: { padding: 8, borderBottom: '1px solid #ccc', minHeight: id % 4 ? 60 : 90 } },
  h('div', { className: 'title' }, name),
  h('div', null, h('a', { href: `mailto:${email}` }, email)),
  h('div', null, `${company}, ${status}`),
);
const render = () => flushSync(() => root.render(h(Virtuoso, {
  ref, data, itemContent: card, computeItemKey: (_, { id }) => id, style: { height: 480 },
})));
const show = (list, email) => {
  data = list;
  render();
  ref.current.scrollToIndex({ index: 0, align: 'start' });
  return email ?? data[1].email;
};
const jump = (index) => () => {
  ref.current.scrollToIndex({ index, align: 'start' });
  return data[index + 1].email;
};
render();
register({
  rows: () => place.querySelectorAll('[data-item-index]'),
  viewport: () => place.querySelector('[data-virtuoso-scroller]'),
  people: () => byEmail(data),
  steps: {
    down: jump(500),
    end: jump(980),
    top: jump(0),
    sort: () => show([...data].sort((one, other) => other.name.localeCompare(one.name))),
    filter: () => show(data.filter(({ company }) => company === 'Hooli')),
    all: () => show(people),
    change: () => show(
      data.map((person, at) => (at === 1 ? { ...person, name: 'Zed Zimmer', email: 'zed@acme.example' } : person)),
      'zed@acme.example',
    ),
  },
});
