// Grid.js: a table of Preact with pages, in a wrapper that scrolls.
import { Grid, html } from 'gridjs';
import 'gridjs/dist/theme/mermaid.min.css';
import { COLUMNS, people } from './shared/people.js';
import { below, byEmail, register } from './shared/page.js';

const place = document.getElementById('page');
let data = people.map((person) => ({ ...person }));
const grid = new Grid({
  columns: COLUMNS.map(([id, name]) => ({
    id, name, ...(id === 'email' && { formatter: (email) => html(`<a href="mailto:${email}">${email}</a>`) }),
  })),
  data,
  sort: true,
  search: true,
  height: '420px',
  fixedHeader: true,
  pagination: { limit: 50 },
}).render(place);
const byName = (list) => [...list].sort((one, other) => (one.name < other.name ? -1 : 1));
const press = (css, text) => [...place.querySelectorAll(css)].find((it) => it.textContent === text).click();
const show = (list, email) => {
  data = list;
  grid.updateConfig({ data }).forceRender();
  return email ?? byName(data)[0].email;
};
register({
  rows: () => place.querySelectorAll('tbody tr'),
  viewport: () => below(place.querySelector('thead th'), place.querySelector('.gridjs-wrapper')),
  people: () => byEmail(data),
  steps: {
    top: () => data[0].email,
    page: () => {
      press('.gridjs-pages button', '2');
      return data[50].email;
    },
    down: () => {
      place.querySelector('.gridjs-wrapper').scrollTop = 1300;
      return data[80].email;
    },
    sort: () => {
      press('.gridjs-pages button', '1');
      place.querySelector('.gridjs-wrapper').scrollTop = 0;
      place.querySelector('th').click();
      return byName(data)[0].email;
    },
    filter: () => show(people.filter(({ company }) => company === 'Initech')),
    change: () => show(
      data.map((person) => (person.id === 20 ? { ...person, name: 'Aba Zimmer', email: 'aba@acme.example' } : person)),
      'aba@acme.example',
    ),
  },
});
