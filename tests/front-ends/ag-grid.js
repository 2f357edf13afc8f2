// AG Grid Community: rows placed freely and in another order than in the document.
import { agGrid } from './shared/ag-grid.js';

agGrid({});
