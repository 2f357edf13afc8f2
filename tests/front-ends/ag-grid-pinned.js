// AG Grid Community with names that stay while the rest scrolls sideways: they
// are in another element than the rest of their row.
import { agGrid } from './shared/ag-grid.js';

agGrid({ name: { pinned: 'left' } });
