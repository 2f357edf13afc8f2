// The parameters in the page's address, parsed exactly as Jitsi does.

const FORBIDDEN = ["__proto__", "constructor", "prototype"];

/** Strict JSON; like Jitsi's parser it throws at a `__proto__` key anywhere. */
export function parseJson(text) {
  return JSON.parse(text, (key, value) => {
    if (key === "__proto__") throw new SyntaxError("Object contains forbidden prototype property");
    return value;
  });
}

/** The parameters of a hash; what Jitsi would drop is absent. */
export function parseHash(hash) {
  const params = {};
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [key, raw] = part.split("=");
    if (!key || key.split(".").some((segment) => FORBIDDEN.includes(segment))) continue;
    try {
      const text = decodeURIComponent(raw)
        .replace(/\\&/, "&")
        .replace(/[\u2018\u2019]/g, "'")
        .replace(/[\u201C\u201D]/g, '"');
      if (text !== "undefined") params[key] = parseJson(text);
    } catch (cause) {
      console.warn(`Dropped the parameter ${key}:`, cause.message);
    }
  }
  return params;
}

/** The parameters below `prefix` as one object: dotted keys become nested. */
export function section(params, prefix) {
  const out = {};
  for (const [key, value] of Object.entries(params)) {
    const [first, ...path] = key.split(".");
    if (first !== prefix || path.length === 0) continue;
    const last = path.pop();
    let at = out;
    for (const step of path) {
      if (typeof at[step] !== "object" || at[step] === null) at[step] = {};
      at = at[step];
    }
    at[last] = value;
  }
  return out;
}

/** A path segment as Jitsi turns it into a room or tenant name. */
function normalise(segment) {
  let text = segment;
  try {
    text = decodeURIComponent(segment);
  } catch {
    // A percent sign without digits stays as it is.
  }
  return encodeURIComponent(text.replace(/[:?#[\]@!$&'()*+,;=><"/]/g, "").normalize("NFKC").toLowerCase());
}

/** `{name, address}`: the room alone, and with its tenant where it has one. */
export function room(pathname) {
  const parts = pathname.split("/").filter(Boolean).map(normalise);
  return { name: parts.at(-1) ?? "", address: parts.join("/") };
}

/** `context.user` of a JWT, unverified: the stand-in accepts any token. */
export function jwtUser(jwt) {
  try {
    const body = jwt.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
    return parseJson(new TextDecoder().decode(bytes)).context?.user ?? {};
  } catch {
    return {};
  }
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** HTML-escaped, as Jitsi keeps names and addresses from its URL. */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char]);
}

/** The reverse of `escapeHtml`, for showing. */
export function unescapeHtml(text) {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) =>
    Object.keys(ESCAPES).find((char) => ESCAPES[char] === entity));
}
