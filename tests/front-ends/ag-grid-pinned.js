// AG Grid Community with names that stay while the rest scrolls sideways: they
// are in a part of their row that sticks.
import { agGrid } from './shared/ag-grid.js';

agGrid({ name: { pinned: 'left' } });
