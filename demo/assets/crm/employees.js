// Employees: the list and one of them.

import { api } from "./api.js";
import { el, pause } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, badge, button, card, flash, notice, pageTitle, pair, skeleton } from "./layout.js";
import { AS_FOUND } from "./mode.js";
import * as session from "./session.js";
import { list } from "./table.js";

const UNCHANGED = "Records stay as they are in this demo.";

// The CRM reads a first and a last name that its list does not have, so the
// name cell is blank. Only the defect's mode shows that.
const shownName = (one) => (AS_FOUND ? " " : one.full_name);
const picture = (one, size) => (AS_FOUND ? null : avatar(one.full_name, size));

/** `/employees` and `/team`. */
export async function employees({ outlet, signal, navigate }) {
  outlet.append(pageTitle("Employees", "The people of Northwind Trading"));
  const view = (one) => navigate(`/employees/${one.id}`);
  const stay = { click: () => flash(UNCHANGED) };
  await list({
    outlet, signal, name: "employees",
    searchLabel: "Search employees",
    filters: ["active", "on-leave", "terminated"],
    load: async () => (await api("GET", "/api/employees/")).results,
    matches: (one, words) => [one.full_name, one.email, one.job_title, one.department].some((text) => text?.toLowerCase().includes(words)),
    summary: (shown, all) => `${shown.length} of ${all.length} employees`,
    columns: [
      { label: "Name", sort: (one) => one.full_name, cell: (one) => el("div", { class: "person" }, picture(one, "small"), el("p", { class: "strong", text: shownName(one) })) },
      { label: "Job Title", sort: (one) => one.job_title, cell: (one) => el("p", { text: one.job_title }) },
      { label: "Role", sort: (one) => one.role_name, cell: (one) => el("span", { class: "chakra-badge badge badge-quiet", text: one.role_name }) },
      { label: "Email", sort: (one) => one.email, cell: (one) => el("p", { text: one.email }) },
      { label: "Department", sort: (one) => one.department, cell: (one) => el("p", { text: one.department }) },
      {
        label: "Actions",
        cell: (one) => el("div", { class: "chakra-stack actions" },
          button("icon", { "aria-label": "View employee", title: "View", on: { click: () => view(one) } }, icon("eye", 17)),
          button("icon", { "aria-label": "Manage role", title: "Role", on: stay }, icon("shield", 17)),
          button("icon", { "aria-label": "Edit employee", title: "Edit", on: stay }, icon("pencil", 17)),
          button("icon", { "aria-label": "Delete employee", title: "Delete", on: stay }, icon("trash", 17))),
      },
    ],
    card: (one) => el("div", { class: "card record-card" },
      el("div", { class: "chakra-stack record-head" }, picture(one, "medium"), el("div", { class: "chakra-stack column-stack" }, el("p", { class: "strong", text: shownName(one) }), el("p", { class: "hint", text: one.job_title })), badge(one.status)),
      el("div", { class: "chakra-stack column-stack" }, el("p", { text: one.email }), el("p", { text: one.phone })),
      el("div", { class: "chakra-stack record-pairs" }, pair("Department", one.department), pair("Employee ID", one.code)),
      el("div", { class: "chakra-stack actions" },
        button("plain", { text: "View", on: { click: () => view(one) } }),
        button("plain", { text: "Role", on: stay }),
        button("plain", { text: "Edit", on: stay }),
        button("plain", { text: "Delete", on: stay }))),
  });
}

/** `/employees/:id` */
export async function employee({ outlet, signal, navigate, params: [id] }) {
  outlet.append(skeleton(4));
  const back = () => button("ghost", { on: { click: () => navigate(session.role() === "vendor" ? "/employees" : session.home()) } }, icon("back"), el("span", { text: "Back" }));
  let one;
  try {
    one = await api("GET", `/api/employees/${id}/`);
  } catch (error) {
    if (signal.aborted) return;
    // The API answers 500 for an employee it does not know.
    outlet.replaceChildren(error.status === 403
      ? notice("Access Denied", "Your role does not include employee records.", back())
      : notice("Employee Not Found", "They may have left, or the address is wrong.", back()));
    return;
  }
  if (signal.aborted) return;
  outlet.replaceChildren(
    el("div", { class: "detail-bar" }, back(), button("plain", { on: { click: () => flash(UNCHANGED) } }, icon("pencil", 16), el("span", { text: "Edit Employee" }))),
    el("div", { class: "card detail-head" }, avatar(one.full_name, "large"),
      el("div", { class: "chakra-stack column-stack" },
        el("div", { class: "chakra-stack detail-name" }, el("h2", { class: "chakra-heading", text: one.full_name }), badge(one.status)),
        el("p", { class: "hint", text: one.job_title }))),
    el("div", { class: "detail-grid" },
      card("Contact Information", el("div", { class: "pairs" }, pair("Email", one.email), pair("Phone", one.phone))),
      card("Employment Details", el("div", { class: "pairs" },
        pair("Employee ID", one.code), pair("Job Title", one.job_title), pair("Role", one.role_name),
        pair("Department", one.department), pair("Employment Type", one.employment_type), pair("Manager", one.manager_name)))));
  await pause(1000, signal);
  session.remember("employee", one.id, one);
}
