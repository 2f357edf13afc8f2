// What people see first: numbers for those who work here, a greeting for customers.

import { api } from "./api.js";
import { recent } from "./calls.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, card, link, notice, pageTitle, skeleton } from "./layout.js";
import * as session from "./session.js";
import { clock, day, money } from "./text.js";

const WEEK = 7 * 86_400_000;

/** `/dashboard` and `/employee/dashboard`. */
export async function dashboard({ outlet, signal }) {
  outlet.append(pageTitle(`Good to see you, ${session.user().first_name}`, "Northwind Trading at a glance"), skeleton(5));
  let customers, calls;
  try {
    [customers, calls] = await Promise.all([
      api("GET", "/api/customers/?organization=1&page_size=100"),
      api("GET", "/api/jitsi-calls/?my_calls=1"),
    ]);
  } catch (error) {
    if (!signal.aborted) outlet.replaceChildren(notice("The dashboard could not be loaded", error.message));
    return;
  }
  if (signal.aborted) return;
  outlet.querySelector(".skeleton").remove();
  const talked = calls.filter((call) => call.duration_seconds !== null);
  const average = talked.length ? Math.round(talked.reduce((sum, call) => sum + call.duration_seconds, 0) / talked.length) : 0;
  const thisWeek = calls.filter((call) => Date.now() - Date.parse(call.created_at) < WEEK);
  const box = el("div", {});
  outlet.append(
    el("div", { class: "figures" },
      figure("people", "Active customers", String(customers.count)),
      figure("building", "Total value", money(customers.results.reduce((sum, one) => sum + Number(one.total_value), 0))),
      figure("phone", "Your calls this week", String(thisWeek.length)),
      figure("calendar", "Average call", clock(average))),
    el("div", { class: "detail-grid" },
      card("Newest customers", el("div", { class: "lines" }, ...customers.results.slice(0, 5).map(newest))),
      card("Recent calls", box)));
  await recent(box, signal);
}

function figure(name, label, value) {
  return el("div", { class: "card figure" }, el("span", { class: "figure-icon" }, icon(name, 20)), el("div", {}, el("p", { class: "pair-label", text: label }), el("p", { class: "figure-value", text: value })));
}

function newest(one) {
  return link(`/customers/${one.id}`, { class: "line" }, avatar(one.full_name),
    el("div", { class: "line-text" }, el("p", { class: "strong", text: one.full_name }), el("p", { class: "hint", text: one.company_name ?? "Private customer" })),
    el("p", { class: "hint", text: day(one.created_at) }));
}

/** `/client/dashboard` */
export async function clientDashboard({ outlet, signal }) {
  const user = session.user();
  const box = el("div", {}, skeleton(3));
  outlet.append(
    pageTitle(`Welcome, ${user.first_name}`, "Your place at Northwind Trading"),
    el("div", { class: "card detail-head" }, avatar(user.full_name, "large"), el("div", { class: "chakra-stack column-stack" },
      el("h2", { class: "chakra-heading", text: user.full_name }), el("p", { class: "hint", text: user.email }),
      el("p", { text: "Keep this page open and your contact at Northwind can call you right here." }))),
    el("div", { class: "detail-grid" }, card("Your calls", box)));
  await recent(box, signal);
}
