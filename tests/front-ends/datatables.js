// DataTables: a table with pages.
import DataTable from 'datatables.net';
import { COLUMNS, people } from './shared/people.js';
import { byEmail, register } from './shared/page.js';

const place = document.getElementById('page');
const data = people.map((person) => ({ ...person }));
const element = document.createElement('table');
place.append(element);
const mailto = (email) => `<a href="mailto:${email}">${email}</a>`;
const table = new DataTable(element, {
  data,
  pageLength: 50,
  columns: COLUMNS.map(([field, title]) => ({
    data: field,
    title,
    ...(field === 'email' && { render: (email, type) => (type === 'display' ? mailto(email) : email) }),
  })),
});
const shown = () => table.rows({ page: 'current' }).data().toArray();
const top = () => {
  element.tHead.scrollIntoView();
  return shown()[1].email;
};
register({
  rows: () => element.tBodies[0].rows,
  viewport: () => element.tBodies[0],
  people: () => byEmail(table.rows().data().toArray()),
  steps: {
    top,
    page: () => {
      table.page(7).draw('page');
      return top();
    },
    down: () => {
      const rows = element.tBodies[0].rows;
      rows[40].scrollIntoView({ block: 'center' });
      return shown()[40].email;
    },
    sort: () => {
      table.order([0, 'desc']).draw();
      return top();
    },
    filter: () => {
      table.search('hooli').draw();
      return top();
    },
    all: () => {
      table.search('').draw();
      return top();
    },
    long: () => {
      table.page.len(500).draw();
      element.tBodies[0].rows[300].scrollIntoView({ block: 'center' });
      return shown()[300].email;
    },
    change: () => {
      const row = table.row(element.tBodies[0].rows[301]);
      row.data({ ...row.data(), name: 'Zed Zimmer', email: 'zed@acme.example' }).draw(false);
      const [at] = [...element.tBodies[0].rows].filter((it) => it.textContent.includes('zed@'));
      at.scrollIntoView({ block: 'center' });
      return 'zed@acme.example';
    },
  },
});
