// What was done, and is to be done, for customers.

import { api } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { badge, button, flash, pageTitle, pair } from "./layout.js";
import { list } from "./table.js";
import { day } from "./text.js";

const ICONS = { call: "phone", email: "mail", meeting: "calendar", task: "shield" };
const stay = { click: () => flash("Activities stay as they are in this demo.") };

/** `/activities` */
export async function activities({ outlet, signal }) {
  outlet.append(pageTitle("Activities", "Calls, mails, meetings and tasks"));
  await list({
    outlet, signal, name: "activities",
    searchLabel: "Search activities",
    filters: ["scheduled", "in_progress", "completed"],
    load: async () => (await api("GET", "/api/activities/")).results,
    matches: (one, words) => [one.title, one.customer_name, one.customer_email].some((text) => text?.toLowerCase().includes(words)),
    summary: (shown, all) => `${shown.length} of ${all.length} activities`,
    columns: [
      { label: "Activity", sort: (one) => one.title, cell: what },
      { label: "Customer", sort: (one) => one.customer_name, cell: (one) => el("p", { class: "strong", text: one.customer_name }) },
      { label: "Contact", cell: contact },
      { label: "Status", sort: (one) => one.status, cell: (one) => badge(one.status) },
      { label: "Date", sort: (one) => one.created_at, cell: (one) => el("p", { text: day(one.created_at) }) },
      { label: "Created By", cell: (one) => el("p", { text: `User #${one.created_by}` }) },
      {
        label: "Actions",
        cell: () => el("div", { class: "chakra-stack actions" },
          button("icon", { "aria-label": "View activity", title: "View", on: stay }, icon("eye", 17)),
          button("icon", { "aria-label": "Delete activity", title: "Delete", on: stay }, icon("trash", 17))),
      },
    ],
    card: (one) => el("div", { class: "card record-card" },
      el("div", { class: "chakra-stack record-head" }, what(one), badge(one.status)),
      el("div", { class: "chakra-stack" }, icon("person", 15), el("p", { class: "strong", text: one.customer_name })),
      contact(one),
      pair("Created", day(one.created_at)),
      el("div", { class: "chakra-stack actions" }, button("plain", { text: "View", on: stay }), button("icon", { "aria-label": "Delete", on: stay }, icon("trash", 17)))),
  });
}

function what(one) {
  return el("div", { class: "chakra-stack" }, icon(ICONS[one.activity_type] ?? "badge", 18),
    el("div", { class: "chakra-stack column-stack" }, el("p", { class: "strong", text: one.title }), el("p", { class: "hint", text: one.description })));
}

function contact(one) {
  return el("div", { class: "contact" },
    el("div", { class: "contact-line" }, icon("mail", 15), el("p", { text: one.customer_email })),
    one.customer_phone ? el("div", { class: "contact-line" }, icon("phone", 15), el("p", { text: one.customer_phone })) : null);
}
