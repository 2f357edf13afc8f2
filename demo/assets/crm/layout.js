// What surrounds every page: sidebar, header, and the small shared pieces.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { AS_FOUND } from "./mode.js";
import * as session from "./session.js";
import { initials, tint } from "./text.js";

const ALL_LINKS = [
  { path: "/dashboard", label: "Dashboard", icon: "home", roles: ["vendor"] },
  { path: "/employee/dashboard", label: "Dashboard", icon: "home", roles: ["employee"] },
  { path: "/client/dashboard", label: "Overview", icon: "home", roles: ["customer"] },
  { path: "/customers", label: "Customers", icon: "people", roles: ["vendor", "employee"] },
  { path: "/employees", label: "Employees", icon: "badge", roles: ["vendor"] },
  { path: "/sales", label: "Sales", icon: "chart", roles: ["vendor", "employee"], holds: ["/leads/", "/deals/"] },
  { path: "/activities", label: "Activities", icon: "calendar", roles: ["vendor", "employee"] },
  { path: "/messages", label: "Messages", icon: "chat", roles: ["vendor", "employee"] },
  { path: "/client/messages", label: "Messages", icon: "chat", roles: ["customer"] },
  { path: "/calls", label: "Calls", icon: "phone", roles: ["vendor", "employee", "customer"] },
];

/** A link that the router follows without loading a page. */
export const link = (href, props, ...children) => el("a", { href, "data-route": true, ...props }, ...children);

/** A button in one of the styles: "primary", "plain", "ghost" or "icon". */
export function button(look, props, ...children) {
  return el("button", { type: "button", ...props, class: `chakra-button button button-${look} ${props.class ?? ""}`.trim() }, ...children);
}

/** A round picture with initials, drawn by the style sheet: it adds no text. */
export function avatar(name, size = "small") {
  return el("span", { class: `avatar avatar-${size} tint-${tint(name)}`, "data-initials": initials(name), "aria-hidden": "true" });
}

const CALM = { active: "good", completed: "good", online: "good", pending: "wait", ringing: "wait", prospect: "info", "on-leave": "wait", qualified: "good", converted: "good", contacted: "info", new: "info", proposal: "info", negotiation: "wait", scheduled: "info", in_progress: "wait", rejected: "bad", missed: "bad", failed: "bad" };

/** A status word; lower case in the document, capitalised by the style sheet. */
export const badge = (status) => el("span", { class: `chakra-badge badge badge-${CALM[status] ?? "quiet"}`, text: status });

/** A white box with a title. */
export function card(title, ...children) {
  return el("section", { class: "card" }, el("h2", { class: "chakra-heading card-title", text: title }), ...children);
}

/** Label and value, one under the other. */
export function pair(label, value) {
  return el("div", { class: "pair" }, el("p", { class: "pair-label", text: label }), el("p", { class: "pair-value", text: value || "—" }));
}

/** A page's title and one line under it. */
export function pageTitle(title, hint, ...actions) {
  return el("div", { class: "page-title" },
    el("div", {}, el("h2", { class: "chakra-heading", text: title }), el("p", { class: "hint", text: hint })),
    ...actions);
}

/** A full-page message with one link. */
export function notice(title, text, action) {
  return el("div", { class: "notice" }, el("h2", { class: "chakra-heading", text: title }), el("p", { text }), action ?? null);
}

/** Grey placeholders while something loads. */
export function skeleton(rows) {
  const bars = Array.from({ length: rows }, () => el("div", { class: "bar" }));
  return el("div", { class: "skeleton", "aria-busy": "true", "aria-label": "Loading" }, ...bars);
}

let flashTimer = 0;

/** Shows one sentence at the bottom of the window for a few seconds. */
export function flash(text) {
  document.querySelector(".flash")?.remove();
  document.getElementById("root").append(el("div", { class: "flash", role: "status", text }));
  clearTimeout(flashTimer);
  flashTimer = setTimeout(() => document.querySelector(".flash")?.remove(), 4000);
}

/** Sidebar and header around an empty outlet. */
export function frame(navigate, signOut) {
  const outlet = el("div", { class: "outlet" });
  const brand = el("div", { class: "brand" },
    el("span", { class: "brand-mark", "aria-hidden": "true" }),
    el("h2", { class: "chakra-heading", text: "Northwind CRM" }),
    el("span", { class: "brand-demo", text: "(demo)" }));
  const role = session.role();
  const links = ALL_LINKS.filter((entry) => entry.roles.includes(role));
  const nav = el("nav", { "aria-label": "Main" }, ...links.map((entry) => link(entry.path, { class: "nav-link" }, icon(entry.icon, 20), el("span", { text: entry.label }))));
  const element = el("div", { class: "frame" },
    el("aside", { class: "sidebar" }, brand, nav, el("p", { class: "sidebar-note", text: `Plays the backend ${AS_FOUND ? "as found" : "as documented"}. Nothing in here is real.` })),
    el("div", { class: "column" }, header(navigate, signOut, role), outlet));
  /** Marks the link of the page that is shown. */
  const mark = (path) => {
    for (const [index, anchor] of [...nav.children].entries()) {
      const { path: target, holds = [] } = links[index];
      const current = path === target || [`${target}/`, ...holds].some((start) => path.startsWith(start));
      if (current) anchor.setAttribute("aria-current", "page");
      else anchor.removeAttribute("aria-current");
    }
  };
  return { element, outlet, mark };
}

function header(navigate, signOut, role) {
  const search = role === "customer" ? el("span", {}) : el("form", {
    class: "header-search", role: "search",
    on: {
      submit: (event) => {
        event.preventDefault();
        navigate(`/customers?search=${encodeURIComponent(new FormData(event.target).get("search"))}`);
      },
    },
  }, icon("search"), el("input", { name: "search", type: "search", placeholder: "Search customers", "aria-label": "Search customers" }));
  return el("header", { class: "header" }, search, userMenu(signOut));
}

function userMenu(signOut) {
  const user = session.user();
  const menu = el("div", { class: "menu", role: "menu", hidden: true },
    el("div", { class: "menu-who" }, el("p", { class: "strong", text: user.full_name }), el("p", { class: "hint", text: user.email })),
    el("button", { type: "button", class: "menu-item", role: "menuitem", on: { click: signOut } }, icon("out"), el("span", { text: "Sign out" })));
  const toggle = el("button", { type: "button", class: "user-button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": `Account of ${user.full_name}` },
    avatar(user.full_name), el("span", { class: "user-name", text: user.full_name }), icon("down"));
  const show = (open) => {
    menu.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
  };
  toggle.addEventListener("click", () => show(menu.hidden));
  const box = el("div", { class: "user" }, toggle, menu);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !menu.hidden) {
      show(false);
      toggle.focus();
    }
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) show(false);
  });
  return box;
}
