// The router, and what runs on every page.

import { activities } from "./activities.js";
import { api, signOut } from "./api.js";
import { CallWindow } from "./call-window.js";
import { calls } from "./calls.js";
import { customer, customers } from "./customers.js";
import { clientDashboard, dashboard } from "./dashboards.js";
import { employee, employees } from "./employees.js";
import { button, frame, notice } from "./layout.js";
import { login } from "./login.js";
import { messages } from "./messages.js";
import { AS_FOUND } from "./mode.js";
import { deal, lead, sales } from "./sales.js";
import * as session from "./session.js";

const STAFF = ["vendor", "employee"];
const ROUTES = [
  { path: /^\/dashboard$/, page: dashboard, roles: STAFF },
  { path: /^\/employee\/dashboard$/, page: dashboard, roles: STAFF },
  { path: /^\/(?:employee\/)?customers$/, page: customers, roles: STAFF },
  { path: /^\/customers\/([^/]+)$/, page: customer, roles: STAFF },
  { path: /^\/(?:employees|team)$/, page: employees, roles: ["vendor"] },
  { path: /^\/employees\/([^/]+)$/, page: employee, roles: STAFF },
  { path: /^\/sales$/, page: sales, roles: STAFF },
  { path: /^\/leads\/([^/]+)$/, page: lead, roles: STAFF },
  { path: /^\/deals\/([^/]+)$/, page: deal, roles: STAFF },
  { path: /^\/activities$/, page: activities, roles: STAFF },
  { path: /^\/messages$/, page: messages, roles: STAFF },
  { path: /^\/client\/messages$/, page: messages, roles: ["customer"] },
  { path: /^\/client\/dashboard$/, page: clientDashboard, roles: ["customer"] },
  { path: /^\/calls$/, page: calls, roles: [...STAFF, "customer"] },
];

const root = document.getElementById("root");
let shell = null;
let leaving = new AbortController();

addEventListener("popstate", show);
document.addEventListener("click", (event) => {
  const anchor = event.target.closest?.("a[data-route]");
  const plain = !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!anchor || !plain) return;
  event.preventDefault();
  navigate(anchor.getAttribute("href"));
});
session.takeLink();
show();

function navigate(path) {
  history.pushState({}, "", path);
  show();
  scrollTo(0, 0);
}

function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const path = location.pathname;
  if (path === "/") return redirect("/login");
  const user = session.user();
  if (path === "/login" || !user) {
    closeShell();
    if (path !== "/login") history.replaceState({}, "", "/login");
    return login({ root, signal, navigate });
  }
  const route = ROUTES.find((one) => one.path.test(path));
  if (!session.role()) {
    closeShell();
    root.replaceChildren(notice("No active profile", "This account belongs to no organisation yet.", button("plain", { text: "Sign out", on: { click: leave } })));
    return undefined;
  }
  if (route && !route.roles.includes(session.role())) {
    return redirect(session.role() === "employee" ? "/dashboard" : session.home());
  }
  if (shell?.user !== user.id) {
    closeShell();
    shell = openShell(user.id);
  }
  shell.mark(path);
  shell.outlet.replaceChildren();
  if (!route) {
    shell.outlet.append(notice("Page not found", "There is nothing at this address.", button("plain", { text: "Back to the start", on: { click: () => navigate(session.home()) } })));
    return undefined;
  }
  const [, ...params] = route.path.exec(path);
  return route.page({ outlet: shell.outlet, signal, navigate, params, query: new URLSearchParams(location.search) });
}

function redirect(path) {
  history.replaceState({}, "", path);
  show();
}

async function leave() {
  await signOut();
  navigate("/login");
}

/** What surrounds the pages of a user, and stays from page to page. */
function openShell(user) {
  const surroundings = frame(navigate, leave);
  root.replaceChildren(surroundings.element);
  if (!AS_FOUND) return { user, ...surroundings };
  // The web app means to repeat it, and clears its own timer.
  api("POST", "/api/jitsi-calls/heartbeat/").catch(() => null);
  return { user, ...surroundings, calls: new CallWindow(root, user) };
}

function closeShell() {
  shell?.calls?.close();
  shell = null;
}
