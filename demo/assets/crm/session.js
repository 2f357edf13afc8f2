// Who is signed in, in localStorage under the CRM's keys and in its formats.

const TOKENS = ["accessToken", "refreshToken", "authToken", "user"];

export const accessToken = () => localStorage.getItem("accessToken");
export const refreshToken = () => localStorage.getItem("refreshToken");

/** Only the new access token is stored after a refresh, as in the CRM. */
export const keepAccess = (token) => localStorage.setItem("accessToken", token);

/** The signed-in user, or null. */
export function user() {
  try {
    return JSON.parse(localStorage.getItem("user"));
  } catch {
    return null;
  }
}

/** Stores the answer of a login. */
export function begin(login) {
  const primaryProfile = login.user.profiles.find((profile) => profile.is_primary) ?? null;
  localStorage.setItem("accessToken", login.access);
  localStorage.setItem("refreshToken", login.refresh);
  localStorage.setItem("authToken", login.legacy_token);
  localStorage.setItem("user", JSON.stringify({
    ...login.user,
    primaryProfile,
    // The whole organisation under the name of an id: so in the CRM.
    primaryOrganizationId: primaryProfile?.organization ?? null,
  }));
  if (primaryProfile) localStorage.setItem("activeProfileId", String(primaryProfile.id));
}

/** Signs in by a link, as CRMs send by mail: its fragment has the answer of a login. */
export function takeLink() {
  const login = new URLSearchParams(location.hash.slice(1)).get("sign-in");
  if (!login) return;
  begin(JSON.parse(login));
  // The tokens leave the address before anybody else can read it there.
  history.replaceState({}, "", location.pathname === "/" ? home() : location.pathname + location.search);
}

/** Removes the session; the active profile and the cache stay, as in the CRM. */
export function end() {
  for (const key of TOKENS) localStorage.removeItem(key);
}

/** "vendor", "employee", "customer" or null. */
export const role = () => user()?.primaryProfile?.profile_type ?? null;

/** The start page of a person. */
export function home() {
  return { employee: "/employee/dashboard", customer: "/client/dashboard" }[role()] ?? "/dashboard";
}

/** Whether the user may do this, by the permissions of the primary profile. */
export function may(permission) {
  const own = user()?.primaryProfile?.permissions ?? [];
  return own.includes("*:*") || own.includes(permission);
}

/** The query cache of the CRM: written a moment after a detail page was open. */
export function remember(kind, id, data) {
  const key = "REACT_QUERY_OFFLINE_CACHE";
  let queries = [];
  try {
    queries = JSON.parse(localStorage.getItem(key))?.clientState?.queries ?? [];
  } catch {
    // A broken cache is replaced.
  }
  const hash = JSON.stringify([kind, id]);
  queries = queries.filter((query) => query.queryHash !== hash);
  queries.push({ state: { data, dataUpdatedAt: Date.now(), status: "success" }, queryKey: [kind, id], queryHash: hash });
  localStorage.setItem(key, JSON.stringify({ buster: "", timestamp: Date.now(), clientState: { mutations: [], queries } }));
}
