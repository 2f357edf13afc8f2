// A list of records: a table on wide windows, cards on narrow ones.
//
// As in the CRM, whatever changes (a letter in the search field, a tick, the
// order, the window crossing 1024 px) throws everything away and builds it
// again, so nothing that another script put into a row survives.

import { el, pause } from "./dom.js";
import { icon } from "./icons.js";
import { notice, skeleton } from "./layout.js";

const WIDE = matchMedia("(min-width: 1024px)");
const SKELETON_MS = 200;

/**
 * Shows `load()`'s records in `outlet`.
 *
 * `name` is the class by which style sheets know the list. `columns`:
 * `{ label, sort?, cell(record) -> node }`; `card(record) -> node` builds a card;
 * `matches(record, words)` searches; `filters` are words for the status filter,
 * `summary(shown, all)` the line above the table. Gives a function that rebuilds
 * at once.
 */
export async function list({ outlet, signal, name, load, columns, card, matches, filters, search, searchLabel, summary }) {
  const state = { records: [], ticked: new Set(), words: search ?? "", status: "", sort: null, descending: false };
  const body = el("div", { class: `list-body ${name}` }, skeleton(8));
  outlet.append(toolbar(), body);

  let records;
  try {
    [records] = await Promise.all([load(), pause(SKELETON_MS, signal)]);
  } catch (error) {
    if (!signal.aborted) body.replaceChildren(notice("The list could not be loaded", error.message));
    return () => {};
  }
  if (signal.aborted) return () => {};
  state.records = records;
  WIDE.addEventListener("change", build, { signal });
  build();
  return build;

  function toolbar() {
    const field = el("input", { type: "search", class: "field", placeholder: searchLabel, "aria-label": searchLabel, on: { input: () => { state.words = field.value; build(); } } });
    field.value = state.words;
    const choices = [el("option", { value: "", text: "All statuses" }), ...(filters ?? []).map((word) => el("option", { value: word, text: word[0].toUpperCase() + word.slice(1) }))];
    const status = filters ? el("select", { class: "field", "aria-label": "Status", on: { change: () => { state.status = status.value; build(); } } }, ...choices) : null;
    return el("div", { class: "toolbar" }, el("div", { class: "field-box" }, icon("search"), field), status);
  }

  function build() {
    const shown = visible();
    const content = shown.length === 0 ? notice("Nothing found", "Try other words, or another status.") : WIDE.matches ? table(shown) : el("div", { class: "cards" }, ...shown.map(card));
    const focused = controls().indexOf(document.activeElement);
    body.replaceChildren(el("p", { class: "list-summary", text: summary(shown, state.records) }), content);
    // Keeps the focus after a tick with the keyboard.
    if (focused >= 0) controls()[focused]?.focus();
  }

  function controls() {
    return [...body.querySelectorAll("input[type=checkbox], .sort")];
  }

  function visible() {
    const words = state.words.trim().toLowerCase();
    const shown = state.records.filter((record) => (!words || matches(record, words)) && (!state.status || record.status === state.status));
    if (state.sort) {
      shown.sort((one, other) => {
        const [a, b] = [state.sort(one) ?? "", state.sort(other) ?? ""];
        const order = typeof a === "number" ? a - b : String(a).localeCompare(String(b));
        return state.descending ? -order : order;
      });
    }
    return shown;
  }

  function table(shown) {
    const all = shown.every((record) => state.ticked.has(record.id));
    const head = el("tr", { class: "chakra-table__row" },
      el("th", { class: "chakra-table__columnHeader", scope: "col" }, tick("Select all", all, (on) => {
        for (const record of shown) {
          if (on) state.ticked.add(record.id);
          else state.ticked.delete(record.id);
        }
      })),
      ...columns.map(heading));
    const rows = shown.map((record) => el("tr", { class: `chakra-table__row${state.ticked.has(record.id) ? " ticked" : ""}` },
      el("td", { class: "chakra-table__cell" }, tick("Select row", state.ticked.has(record.id), (on) => {
        if (on) state.ticked.add(record.id);
        else state.ticked.delete(record.id);
      })),
      ...columns.map((column) => el("td", { class: "chakra-table__cell" }, column.cell(record)))));
    return el("div", { class: "table-box" }, el("table", { class: "chakra-table__root" }, el("thead", { class: "chakra-table__header" }, head), el("tbody", { class: "chakra-table__body" }, ...rows)));
  }

  function tick(label, on, change) {
    const box = el("input", { type: "checkbox", "aria-label": label, on: { change: () => { change(box.checked); build(); } } });
    box.checked = on;
    return box;
  }

  function heading(column) {
    const props = { class: "chakra-table__columnHeader", scope: "col" };
    if (!column.sort) return el("th", { ...props, text: column.label });
    const sorted = state.sort === column.sort;
    const order = sorted ? (state.descending ? "descending" : "ascending") : null;
    return el("th", { ...props, "aria-sort": order }, el("button", {
      type: "button", class: `sort${sorted ? ` sort-${order}` : ""}`, text: column.label,
      on: {
        click: () => {
          state.descending = sorted && !state.descending;
          state.sort = column.sort;
          build();
        },
      },
    }));
  }
}
