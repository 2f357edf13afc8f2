// Leads and deals: the board of both, and one of each.

import { api } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, badge, button, card, flash, notice, pageTitle, pair, skeleton } from "./layout.js";
import { day, money } from "./text.js";

const UNCHANGED = "Records stay as they are in this demo.";

/** `/sales` */
export async function sales({ outlet, signal, navigate }) {
  outlet.append(pageTitle("Sales", "Leads and deals of Northwind Trading"), skeleton(6));
  let leads, deals;
  try {
    [leads, deals] = await Promise.all([api("GET", "/api/leads/"), api("GET", "/api/deals/")]);
  } catch (error) {
    if (!signal.aborted) outlet.replaceChildren(notice("Sales could not be loaded", error.message));
    return;
  }
  if (signal.aborted) return;
  const view = (path) => ({ click: () => navigate(path) });
  const columns = STAGES.map(([label, statuses, stages]) => {
    const cards = [
      ...deals.results.filter((one) => stages.includes(one.stage)).map((one) => dealCard(one, view(`/deals/${one.id}`))),
      ...leads.results.filter((one) => statuses.includes(one.qualification_status)).map((one) => leadCard(one, view(`/leads/${one.id}`))),
    ];
    return el("div", { class: "chakra-stack stage" },
      el("div", { class: "chakra-stack stage-head" }, el("p", { class: "strong", text: label }), badge(String(cards.length))), ...cards);
  });
  outlet.querySelector(".skeleton").replaceWith(el("div", { class: "board" }, el("div", { class: "chakra-stack stages" }, ...columns)));
}

/** The columns of the board: label, status of leads, stage of deals. */
const STAGES = [
  ["Lead", ["new", "contacted"], []],
  ["Qualified", ["qualified", "converted"], ["qualified"]],
  ["Proposal", [], ["proposal"]],
  ["Negotiation", [], ["negotiation"]],
  ["Closed Won", [], []],
];

/** A lead says how to reach it in one line: by mail, else by phone. */
function leadCard(one, on) {
  const stay = { click: () => flash(UNCHANGED) };
  return el("div", { class: "card stage-card", role: "button", tabindex: "0", "aria-roledescription": "sortable" },
    el("div", { class: "chakra-stack column-stack" },
      el("div", { class: "chakra-stack stage-head" }, badge("lead"), el("div", { class: "chakra-stack actions" },
        button("icon", { title: "View Lead", on }, icon("eye", 15)),
        button("icon", { title: "Edit Lead", on: stay }, icon("pencil", 15)),
        button("icon", { title: "Delete Lead", on: stay }, icon("trash", 15)))),
      el("p", { class: "strong", text: one.name, on }),
      el("div", { class: "chakra-stack stage-contact" }, icon("person", 15), el("p", { text: one.email || one.phone || "No contact" })),
      pair("Estimated Value", money(one.estimated_value))));
}

/** A deal names its customer, and says nothing else of them. */
function dealCard(one, on) {
  return el("div", { class: "card stage-card", role: "button", tabindex: "0", "aria-roledescription": "sortable", on },
    el("div", { class: "chakra-stack column-stack" },
      el("p", { class: "strong", text: one.title }),
      el("div", { class: "chakra-stack stage-contact" }, icon("person", 15), el("p", { text: one.customer_name })),
      pair("Value", money(one.value))));
}

/** `/leads/:id` */
export async function lead({ outlet, signal, navigate, params: [id] }) {
  const bar = tools("Back to Leads", navigate, button("plain", { text: "Convert to Customer", on: { click: () => flash(UNCHANGED) } }));
  const one = await load({ outlet, signal, bar, path: `/api/leads/${id}/`, missing: "Lead Not Found" });
  if (!one) return;
  outlet.replaceChildren(bar,
    head(one.name, one.qualification_status, [
      one.company ? ["building", one.company] : null,
      ["badge", one.job_title],
    ], [["Lead Score", `${one.lead_score}/100`], ["Estimated Value", money(one.estimated_value)]]),
    el("div", { class: "detail-grid" },
      card("Contact Information", el("div", { class: "pairs" }, pair("Email Address", one.email), pair("Phone Number", one.phone))),
      card("Lead Details", el("div", { class: "pairs" }, pair("Source", one.source), pair("Assigned To", one.assigned_to_name), pair("Created", day(one.created_at))))));
}

/** `/deals/:id` */
export async function deal({ outlet, signal, navigate, params: [id] }) {
  const bar = tools("Back to Deals", navigate);
  const one = await load({ outlet, signal, bar, path: `/api/deals/${id}/`, missing: "Deal Not Found" });
  if (!one) return;
  outlet.replaceChildren(bar,
    head(one.title, one.stage, [
      ["person", one.customer_name],
      ["badge", `Owner: ${one.assigned_to_name ?? "Unassigned"}`],
    ], [["Deal Value", money(one.value)], ["Win Probability", `${one.probability}%`]]),
    el("div", { class: "detail-grid" },
      card("Contact Information", el("div", { class: "pairs" }, pair("Customer", one.customer_name), pair("Email Address", one.customer_email), pair("Phone Number", one.customer_phone))),
      card("Deal Information", el("div", { class: "pairs" },
        pair("Expected Close Date", day(one.expected_close_date)), pair("Expected Revenue", money(Number(one.value) * one.probability / 100)), pair("Created", day(one.created_at))))));
}

function tools(back, navigate, ...more) {
  const stay = { click: () => flash(UNCHANGED) };
  return el("div", { class: "detail-bar" },
    button("ghost", { on: { click: () => navigate("/sales") } }, icon("back"), el("span", { text: back })),
    el("div", { class: "chakra-stack actions" }, ...more,
      button("plain", { on: stay }, icon("pencil", 16), el("span", { text: "Edit" })),
      button("plain", { on: stay }, icon("trash", 16), el("span", { text: "Delete" }))));
}

/** The record, or null when there is nothing to show or nobody to show it to. */
async function load({ outlet, signal, bar, path, missing }) {
  outlet.append(skeleton(4));
  try {
    const one = await api("GET", path);
    return signal.aborted ? null : one;
  } catch (error) {
    if (!signal.aborted) {
      outlet.replaceChildren(bar.firstElementChild, error.status === 404
        ? notice(missing, "It may have been removed, or the address is wrong.")
        : notice("The record could not be loaded", error.message));
    }
    return null;
  }
}

/** The coloured header: name and status, lines below it, and two figures. */
function head(title, status, hints, figures) {
  return el("div", { class: "card detail-head" }, avatar(title, "large"),
    el("div", { class: "chakra-stack column-stack" },
      el("h2", { class: "chakra-heading", text: title }),
      ...hints.map((hint) => hint && el("div", { class: "chakra-stack" }, icon(hint[0], 16), el("p", { text: hint[1] })))),
    badge(status),
    el("div", { class: "chakra-stack head-figures" }, ...figures.map(([label, value]) => pair(label, value))));
}
