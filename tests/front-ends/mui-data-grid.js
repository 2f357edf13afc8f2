// MUI X Data Grid in React: virtual rows, pages of a hundred, roles of a grid.
import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { DataGrid, useGridApiRef } from '@mui/x-data-grid';
import { COLUMNS, people } from './shared/people.js';
import { byEmail, register, until } from './shared/page.js';

const place = document.getElementById('page');
const data = people.map((person) => ({ ...person }));
let api;

function Page() {
  const ref = useGridApiRef();
  api = ref;
  return createElement('div', { style: { height: 480 } }, createElement(DataGrid, {
    apiRef: ref,
    rows: data,
    rowHeight: 40,
    columns: COLUMNS.map(([field, headerName]) => ({ field, headerName, width: 220, editable: true })),
    initialState: { pagination: { paginationModel: { pageSize: 100 } } },
    pageSizeOptions: [100],
  }));
}

flushSync(() => createRoot(place).render(createElement(Page)));

const emails = () => {
  const { paginationModel: { page, pageSize } } = api.current.state.pagination;
  const ids = api.current.getSortedRowIds().filter((id) => api.current.state.filter.filteredRowsLookup[id] !== false);
  return ids.slice(page * pageSize).map((id) => api.current.getRow(id).email);
};
const jump = (rowIndex) => () => {
  const scroller = place.querySelector('.MuiDataGrid-virtualScroller');
  scroller.scrollTop = rowIndex * 40;
  return emails()[rowIndex + 1];
};

until(() => api.current?.getRowsCount?.() === data.length).then(() => register({
  rows: () => place.querySelectorAll('[role=row][data-id]'),
  viewport: () => place.querySelector('.MuiDataGrid-virtualScroller'),
  people: () => byEmail(data.map(({ id }) => api.current.getRow(id))),
  height: 40,
  editors: () => place.querySelectorAll('.MuiDataGrid-cell--editing'),
  steps: {
    down: jump(50),
    end: jump(85),
    top: jump(0),
    page: () => {
      api.current.setPage(4);
      return emails()[2];
    },
    sort: () => {
      api.current.setPage(0);
      api.current.sortColumn('name', 'desc');
      return emails()[2];
    },
    filter: () => {
      api.current.setQuickFilterValues(['hooli']);
      return emails()[2];
    },
    all: () => {
      api.current.setQuickFilterValues([]);
      return emails()[2];
    },
    change: () => {
      const id = data.find(({ email }) => email === emails()[1]).id;
      api.current.updateRows([{ ...data[id], name: 'Zed Zimmer', email: 'zed@acme.example' }]);
      return 'zed@acme.example';
    },
    edit: () => {
      const id = api.current.getSortedRowIds()[2];
      api.current.startCellEditMode({ id, field: 'email' });
      return emails()[3];
    },
    stop: () => {
      const id = api.current.getSortedRowIds()[2];
      api.current.stopCellEditMode({ id, field: 'email', ignoreModifications: true });
      return emails()[2];
    },
  },
}));
