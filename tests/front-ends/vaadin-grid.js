// Vaadin Grid: rows in a shadow root, with slots for cells that are beside each
// other in the document, not in rows.
import '@vaadin/grid/all-imports.js';
import { COLUMNS, people } from './shared/people.js';
import { below, byEmail, register } from './shared/page.js';

const place = document.getElementById('page');
const data = people.map((person) => ({ ...person }));
const grid = document.createElement('vaadin-grid');
grid.style.height = '480px';
for (const [path, header] of COLUMNS) {
  grid.append(Object.assign(document.createElement('vaadin-grid-column'), { path, header }));
}
grid.items = data;
place.append(grid);

let shown = data;
const show = (items) => {
  shown = items;
  grid.items = items;
  grid.scrollToIndex(0);
  return shown[0].email;
};
const jump = (index) => () => {
  grid.scrollToIndex(index);
  return shown[index].email;
};
register({
  rows: () => grid.shadowRoot.querySelectorAll('#items tr:not([hidden])'),
  viewport: () => below(grid.shadowRoot.querySelector('#header'), grid.shadowRoot.querySelector('#table')),
  people: () => byEmail(data),
  steps: {
    down: jump(500),
    end: jump(980),
    top: jump(0),
    sort: () => show([...data].sort((one, other) => other.name.localeCompare(one.name))),
    filter: () => show(data.filter(({ company }) => company === 'Hooli')),
    all: () => show(data),
    change: () => {
      Object.assign(data[1], { name: 'Zed Zimmer', email: 'zed@acme.example' });
      grid.clearCache();
      grid.requestContentUpdate();
      return 'zed@acme.example';
    },
  },
});
