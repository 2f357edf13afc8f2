import { AllCommunityModule, createGrid, ModuleRegistry } from 'ag-grid-community';
import { COLUMNS, people } from './people.js';
import { below, byEmail, register } from './page.js';

export function agGrid(columns) {
  ModuleRegistry.registerModules([AllCommunityModule]);
  const place = document.getElementById('page');
  place.style.height = '480px';
  const data = people.map((person) => ({ ...person }));
  const api = createGrid(place, {
    rowData: data,
    rowHeight: 42,
    getRowId: ({ data: { id } }) => String(id),
    columnDefs: COLUMNS.map(([field, headerName]) => ({
      field, headerName, width: 220, editable: true, ...columns[field],
    })),
  });
  const jump = (index) => () => {
    api.ensureIndexVisible(index, 'top');
    return api.getDisplayedRowAtIndex(index + 2).data.email;
  };
  const first = () => {
    api.ensureIndexVisible(0, 'top');
    return api.getDisplayedRowAtIndex(0).data.email;
  };
  register({
    rows: () => place.querySelectorAll('.ag-row'),
    viewport: () => below(place.querySelector('.ag-header'), place.querySelector('.ag-grid-viewport')),
    people: () => byEmail(data),
    height: 42,
    editors: () => place.querySelectorAll('.ag-cell-inline-editing'),
    steps: {
      down: jump(500),
      end: jump(990),
      top: first,
      sort: () => {
        api.applyColumnState({ state: [{ colId: 'name', sort: 'desc' }] });
        return first();
      },
      filter: () => {
        api.setGridOption('quickFilterText', 'hooli');
        return first();
      },
      all: () => {
        api.setGridOption('quickFilterText', '');
        return first();
      },
      change: () => {
        const node = api.getDisplayedRowAtIndex(1);
        node.setDataValue('name', 'Zed Zimmer');
        node.setDataValue('email', 'zed@acme.example');
        return 'zed@acme.example';
      },
      edit: () => {
        api.startEditingCell({ rowIndex: 2, colKey: 'email' });
        return api.getDisplayedRowAtIndex(3).data.email;
      },
      stop: () => {
        api.stopEditing(true);
        return api.getDisplayedRowAtIndex(2).data.email;
      },
    },
  });
}
