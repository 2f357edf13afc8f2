// The router, and what runs on every page.

import { api, signOut } from "./api.js";
import { calls } from "./calls.js";
import { customer, customers } from "./customers.js";
import { clientDashboard, dashboard } from "./dashboards.js";
import { every } from "./dom.js";
import { employee, employees } from "./employees.js";
import { button, frame, notice } from "./layout.js";
import { login } from "./login.js";
import * as session from "./session.js";

const STAFF = ["vendor", "employee"];
const ROUTES = [
  { path: /^\/dashboard$/, page: dashboard, roles: STAFF },
  { path: /^\/employee\/dashboard$/, page: dashboard, roles: STAFF },
  { path: /^\/(?:employee\/)?customers$/, page: customers, roles: STAFF },
  { path: /^\/customers\/([^/]+)$/, page: customer, roles: STAFF },
  { path: /^\/(?:employees|team)$/, page: employees, roles: ["vendor"] },
  { path: /^\/employees\/([^/]+)$/, page: employee, roles: STAFF },
  { path: /^\/client\/dashboard$/, page: clientDashboard, roles: ["customer"] },
  { path: /^\/calls$/, page: calls, roles: [...STAFF, "customer"] },
];
const AS_FOUND = document.documentElement.dataset.mode === "as-found";
const HEARTBEAT_MS = 30_000;

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
every(HEARTBEAT_MS, new AbortController().signal, beat);
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
    shell = null;
    if (path !== "/login") history.replaceState({}, "", "/login");
    return login({ root, signal, navigate });
  }
  const route = ROUTES.find((one) => one.path.test(path));
  if (!session.role()) {
    shell = null;
    root.replaceChildren(notice("No active profile", "This account belongs to no organisation yet.", button("plain", { text: "Sign out", on: { click: leave } })));
    return undefined;
  }
  if (route && !route.roles.includes(session.role())) {
    return redirect(session.role() === "employee" ? "/dashboard" : session.home());
  }
  if (shell?.user !== user.id) {
    shell = { user: user.id, ...frame(navigate, leave) };
    root.replaceChildren(shell.element);
    beat();
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

/** As found, the web app sends a heartbeat on load and every 30 seconds, in every tab. */
function beat() {
  if (AS_FOUND && session.user()) api("POST", "/api/jitsi-calls/heartbeat/").catch(() => null);
}
