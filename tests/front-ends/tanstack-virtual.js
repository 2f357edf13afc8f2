// TanStack Virtual in React: a table whose rows are placed by a transform.
import { createElement as h, useReducer, useRef } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { COLUMNS, people } from './shared/people.js';
import { below, byEmail, register } from './shared/page.js';

const place = document.getElementById('page');
const HEIGHT = 44;
let data = people;
let virtualizer;
let refresh;

function Page() {
  const scroller = useRef(null);
  [, refresh] = useReducer((count) => count + 1, 0);
  virtualizer = useVirtualizer({
    count: data.length, getScrollElement: () => scroller.current, estimateSize: () => HEIGHT, overscan: 5,
  });
  const row = ({ key, index, start }) => h('tr', {
    key,
    style: { display: 'flex', position: 'absolute', width: '100%', height: HEIGHT, transform: `translateY(${start}px)` },
  }, COLUMNS.map(([field]) => h('td', { key: field, style: { display: 'flex', width: 220, alignItems: 'center' } }, data[index][field])));
  return h('div', { ref: scroller, className: 'scroller', style: { height: 480, overflow: 'auto' } },
    h('table', { style: { display: 'grid' } },
      h('thead', { style: { display: 'grid', position: 'sticky', top: 0, zIndex: 1, background: 'white' } },
        h('tr', { style: { display: 'flex', width: '100%' } }, COLUMNS.map(([field, title]) => h('th', { key: field, style: { display: 'flex', width: 220 } }, title)))),
      h('tbody', { style: { display: 'grid', height: virtualizer.getTotalSize(), position: 'relative' } },
        virtualizer.getVirtualItems().map(row))));
}

flushSync(() => createRoot(place).render(h(Page)));
const show = (list, email) => {
  data = list;
  flushSync(refresh);
  virtualizer.scrollToIndex(0, { align: 'start' });
  return email ?? data[1].email;
};
const jump = (index) => () => {
  virtualizer.scrollToIndex(index, { align: 'start' });
  return data[index + 3].email;
};
register({
  rows: () => place.querySelectorAll('tbody tr'),
  viewport: () => below(place.querySelector('thead'), place.querySelector('.scroller')),
  people: () => byEmail(data),
  height: HEIGHT,
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
