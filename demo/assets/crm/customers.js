// Customers: the list and one of them.

import { api } from "./api.js";
import { recent } from "./calls.js";
import { el, pause } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, badge, button, card, flash, link, notice, pageTitle, pair, skeleton } from "./layout.js";
import { AS_FOUND } from "./mode.js";
import * as session from "./session.js";
import { list } from "./table.js";
import { day, money } from "./text.js";

const UNCHANGED = "Records stay as they are in this demo.";

/** `/customers` and `/employee/customers`. */
export async function customers({ outlet, signal, navigate, query }) {
  outlet.append(pageTitle("Customers", "Everybody Northwind does business with"));
  const rebuild = await list({
    outlet, signal, name: "customers",
    search: query.get("search"),
    searchLabel: "Search customers",
    filters: ["active", "inactive", "prospect"],
    // The first page is all the CRM shows: 25 active customers, newest first.
    load: async () => (await api("GET", "/api/customers/?organization=1")).results,
    matches: (one, words) => [one.full_name, one.company_name, one.email, one.phone].some((text) => text?.toLowerCase().includes(words)),
    summary: (shown, all) => `${shown.length} of ${all.length} customers`,
    columns: [
      { label: "Customer", sort: (one) => one.full_name, cell: (one) => el("div", { class: "person" }, avatar(one.full_name), el("p", { class: "strong", text: one.full_name })) },
      { label: "Company", sort: (one) => one.company_name, cell: (one) => el("p", { text: one.company_name ?? "" }) },
      { label: "Contact", cell: contact },
      { label: "Status", sort: (one) => one.status, cell: (one) => badge(one.status) },
      { label: "Total Value", sort: (one) => Number(one.total_value), cell: (one) => el("p", { class: "number", text: money(one.total_value) }) },
      { label: "Last Contact", sort: (one) => one.last_contact, cell: (one) => el("p", { text: day(one.last_contact) }) },
      { label: "Actions", cell: (one) => actions(one) },
    ],
    card: (one) => el("div", { class: "card record-card" },
      el("div", { class: "chakra-stack record-head" }, avatar(one.full_name, "medium"), el("div", { class: "chakra-stack column-stack" }, el("p", { class: "strong", text: one.full_name }), el("p", { class: "hint", text: one.company_name ?? "" })), badge(one.status)),
      el("div", { class: "chakra-stack column-stack" }, el("p", { text: one.email }), one.phone ? el("p", { text: one.phone }) : null),
      el("div", { class: "chakra-stack record-pairs" }, pair("Total Value", money(one.total_value)), pair("Last Contact", day(one.last_contact))),
      cardActions(one)),
  });

  function contact(one) {
    return el("div", { class: "contact" },
      el("div", { class: "contact-line" }, icon("mail", 15), el("p", { text: one.email })),
      one.phone ? el("div", { class: "contact-line" }, icon("phone", 15), el("p", { text: one.phone })) : null);
  }

  const view = (one) => navigate(`/customers/${one.id}`);

  /** The CRM's own button: an audio call, by e-mail, without a message if it fails. */
  async function call(one) {
    rebuild();
    await api("POST", "/api/jitsi-calls/initiate_call_by_email/", { recipient_email: one.email, call_type: "audio" }).catch(() => null);
    if (!signal.aborted) rebuild();
  }

  function actions(one) {
    const small = (name, props) => button("icon", props, icon(name, 17));
    return el("div", { class: "chakra-stack actions" },
      AS_FOUND && one.email ? small("phone", { class: "button-own-call", "aria-label": "Video call customer", title: `Video call ${one.full_name}`, on: { click: () => call(one) } }) : null,
      small("eye", { "aria-label": "View customer", title: "View", on: { click: () => view(one) } }),
      session.may("customer:update") ? small("pencil", { "aria-label": "Edit customer", title: "Edit", on: { click: () => flash(UNCHANGED) } }) : null,
      session.may("customer:delete") ? small("trash", { "aria-label": "Delete customer", title: "Delete", on: { click: () => flash(UNCHANGED) } }) : null);
  }

  function cardActions(one) {
    return el("div", { class: "chakra-stack actions" },
      AS_FOUND && one.email ? button("plain", { class: "button-own-call", text: "Call", title: `Video call ${one.full_name}`, on: { click: () => call(one) } }) : null,
      button("plain", { text: "View", on: { click: () => view(one) } }),
      session.may("customer:update") ? button("plain", { text: "Edit", on: { click: () => flash(UNCHANGED) } }) : null,
      session.may("customer:delete") ? button("icon", { "aria-label": "Delete", on: { click: () => flash(UNCHANGED) } }, icon("trash", 17)) : null);
  }
}

/** `/customers/:id` */
export async function customer({ outlet, signal, navigate, params: [id] }) {
  outlet.append(skeleton(4));
  const back = () => button("ghost", { on: { click: () => navigate("/customers") } }, icon("back"), el("span", { text: "Back to Customers" }));
  let one;
  try {
    one = await api("GET", `/api/customers/${id}/`);
  } catch (error) {
    if (signal.aborted) return;
    outlet.replaceChildren(error.status === 403
      ? notice("Access Denied", "Your role does not include customer records.", back())
      : error.status === 404
        ? notice("Customer Not Found", "It may have been removed, or the address is wrong.", back())
        : notice("The customer could not be loaded", error.message, back()));
    return;
  }
  if (signal.aborted) return;
  const change = (props, ...children) => button("plain", { ...props, on: { click: () => flash(UNCHANGED) } }, ...children);
  outlet.replaceChildren(
    el("div", { class: "detail-bar" }, back(), el("div", { class: "chakra-stack actions" },
      session.may("customer:update") ? change({}, icon("pencil", 16), el("span", { text: "Edit" })) : null,
      session.may("customer:delete") ? change({}, icon("trash", 16), el("span", { text: "Delete" })) : null)),
    el("div", { class: "card detail-head" }, avatar(one.full_name, "large"),
      el("div", { class: "chakra-stack column-stack" },
        el("div", { class: "chakra-stack detail-name" }, el("h2", { class: "chakra-heading", text: one.full_name }), badge(one.status)),
        // The CRM prints the organisation's id here, not its name.
        el("p", { class: "hint", text: String(one.organization) }),
        el("p", { class: "hint", text: `Customer ID: #${one.id}` }))),
    el("div", { class: "detail-grid" },
      card("Contact Information", el("div", { class: "pairs" },
        pair("Email Address", one.email), pair("Phone Number", one.phone), pair("Organization", one.company_name), pair("City", one.city))),
      card("Business", el("div", { class: "pairs" },
        pair("Total Value", money(one.total_value)), pair("Last Contact", day(one.last_contact)), pair("Customer since", day(one.created_at)), pair("Code", one.code))),
      calls(one, signal),
      card("Quick Actions", el("div", { class: "chakra-stack quick" },
        link(`mailto:${one.email}`, { class: "chakra-button button button-plain", "data-route": null }, icon("mail", 16), el("span", { text: "Send Email" })),
        button("plain", { on: { click: () => flash("Deals are not part of this demo.") } }, icon("plus", 16), el("span", { text: "Create Deal" }))))));
  await pause(1000, signal);
  session.remember("customer", one.id, one);
}

function calls(one, signal) {
  const box = el("div", {});
  if (one.user) recent(box, signal, (call) => call.initiator === one.user.id || call.recipient === one.user.id);
  else box.append(el("p", { class: "hint", text: "No account yet, so there are no calls." }));
  return card("Recent Calls", box);
}
