// Tabulator with its virtual DOM.
import { TabulatorFull } from 'tabulator-tables';
import 'tabulator-tables/dist/css/tabulator.min.css';
import { COLUMNS, people } from './shared/people.js';
import { byEmail, register } from './shared/page.js';

const place = document.getElementById('page');
const data = people.map((person) => ({ ...person }));
const table = new TabulatorFull(place, {
  data,
  height: 480,
  rowHeight: 36,
  layout: 'fitColumns',
  columns: COLUMNS.map(([field, title]) => ({
    field,
    title,
    editor: 'input',
    ...(field === 'email' && { formatter: 'link', formatterParams: { urlPrefix: 'mailto:' } }),
  })),
});
const emails = () => table.getData('active').map(({ email }) => email);
const jump = (index) => async () => {
  // What it places at the top is off by some rows at first.
  const email = emails()[index + 6];
  await table.scrollToRow(table.getRows('active')[index], 'top', true);
  return email;
};
table.on('tableBuilt', () => register({
  rows: () => place.querySelectorAll('.tabulator-row'),
  viewport: () => place.querySelector('.tabulator-tableholder'),
  people: () => byEmail(table.getData()),
  height: 36,
  editors: () => place.querySelectorAll('.tabulator-editing'),
  steps: {
    down: jump(500),
    end: jump(980),
    top: jump(0),
    sort: async () => {
      await table.setSort('name', 'desc');
      return jump(0)();
    },
    filter: () => {
      table.setFilter('company', '=', 'Hooli');
      return emails()[0];
    },
    all: () => {
      table.clearFilter();
      return emails()[0];
    },
    change: async () => {
      const { id } = table.getData('active')[1];
      await table.updateData([{ id, name: 'Zed Zimmer', email: 'zed@acme.example' }]);
      return 'zed@acme.example';
    },
    edit: () => {
      table.getRows('active')[2].getCell('email').edit(true);
      return emails()[3];
    },
    stop: () => {
      table.getRows('active')[2].getCell('email').cancelEdit();
      return emails()[2];
    },
  },
}));
