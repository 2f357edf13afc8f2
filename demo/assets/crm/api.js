// The CRM's API, with the silent refresh of the access token.

import { API } from "./mode.js";
import * as session from "./session.js";

/** An error response. `status` 0: no answer at all. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

let refreshing = null;

/**
 * Calls the API as the signed-in user. Gives the parsed body, or null where
 * there is none.
 */
export async function api(method, path, body) {
  let response = await send(method, path, body);
  if (response.status === 401 && session.refreshToken()) {
    refreshing ??= refresh().finally(() => { refreshing = null; });
    if (await refreshing) response = await send(method, path, body);
  }
  if (response.status === 401) {
    session.end();
    location.assign("/login");
  }
  return read(response);
}

/** Signs in and stores the session. */
export async function signIn(username, password) {
  session.begin(await read(await send("POST", "/api/auth/login/", { username, password }, false)));
}

/** Signs out at the server, and removes the session whatever it answers. */
export async function signOut() {
  await send("POST", "/api/auth/logout/").catch(() => null);
  session.end();
}

async function refresh() {
  const response = await send("POST", "/api/auth/token/refresh/", { refresh: session.refreshToken() }, false);
  if (!response.ok) return false;
  session.keepAccess((await response.json()).access);
  return true;
}

async function send(method, path, body, withToken = true) {
  const headers = { Accept: "application/json" };
  const token = session.accessToken();
  if (withToken && token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(`${API}${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new ApiError(0, "The server cannot be reached.");
  }
}

async function read(response) {
  const text = await response.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    throw new ApiError(response.status, "The server answered with something that is not data.");
  }
  if (!response.ok) throw new ApiError(response.status, reason(body));
  return body;
}

/** "An error occurred" is generic; the actual text is under the field then. */
function reason(body) {
  const details = body?.details;
  const first = details && typeof details === "object" ? Object.values(details).flat()[0] : null;
  return (body?.error === "An error occurred" && first) || body?.error || "The server refused.";
}
