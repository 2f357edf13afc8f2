// The call history.

import { api } from "./api.js";
import { el, every } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, badge, notice, pageTitle, skeleton } from "./layout.js";
import * as session from "./session.js";
import { clock, moment } from "./text.js";

const REFRESH_MS = 5000;

/** `/calls` */
export async function calls({ outlet, signal }) {
  const box = el("div", { class: "list-body" }, skeleton(6));
  outlet.append(pageTitle("Calls", "Every call you made or took, newest first"), box);
  await follow(box, signal, (history) => (history.length === 0
    ? notice("No calls yet", "Calls you make or take appear here.")
    : table(history)));
}

/** The latest few calls that `belongs` picks, in `box`. */
export async function recent(box, signal, belongs = () => true) {
  await follow(box, signal, (history) => {
    const few = history.filter(belongs).slice(0, 5);
    if (few.length === 0) return el("p", { class: "hint", text: "No calls yet." });
    return el("div", { class: "lines" }, ...few.map((call) => {
      const other = otherSide(call);
      return el("div", { class: "line" }, avatar(other.name), el("div", { class: "line-text" },
        el("p", { class: "strong", text: other.name }),
        el("p", { class: "hint", text: `${other.outgoing ? "Outgoing" : "Incoming"} ${call.call_type} · ${moment(call.created_at)}` })),
      el("p", { class: "number", text: length(call) }), badge(call.status));
    }));
  });
}

/** Loads the history into `box` and again periodically; only changes rebuild it. */
async function follow(box, signal, build) {
  let known = null;
  const load = async () => {
    try {
      const history = await api("GET", "/api/jitsi-calls/?my_calls=1");
      const text = JSON.stringify(history);
      if (!signal.aborted && text !== known) {
        known = text;
        box.replaceChildren(build(history));
      }
    } catch (error) {
      if (!signal.aborted && known === null) box.replaceChildren(notice("The calls could not be loaded", error.message));
    }
  };
  await load();
  every(REFRESH_MS, signal, () => { if (!document.hidden) load(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) load(); }, { signal });
}

function otherSide(call) {
  const outgoing = call.initiator === session.user()?.id;
  const name = outgoing ? call.recipient_name : call.initiator_name;
  return { outgoing, name: name ?? "Nobody" };
}

const length = (call) => (call.duration_seconds === null ? "—" : clock(call.duration_seconds));

function table(history) {
  const heads = ["With", "Direction", "Type", "Started", "Duration", "Status"].map((label) => el("th", { class: "chakra-table__columnHeader", scope: "col", text: label }));
  const rows = history.map((call) => {
    const other = otherSide(call);
    const cells = [
      el("div", { class: "person" }, avatar(other.name), el("p", { class: "strong", text: other.name })),
      el("div", { class: "contact-line" }, icon(other.outgoing ? "outgoing" : "incoming", 15), el("p", { text: other.outgoing ? "Outgoing" : "Incoming" })),
      el("div", { class: "contact-line" }, icon(call.call_type === "audio" ? "phone" : "video", 15), el("p", { class: "word", text: call.call_type })),
      el("p", { text: moment(call.started_at ?? call.created_at) }),
      el("p", { class: "number", text: length(call) }),
      badge(call.status),
    ];
    return el("tr", { class: "chakra-table__row", "data-call-id": call.id }, ...cells.map((cell) => el("td", { class: "chakra-table__cell" }, cell)));
  });
  return el("div", { class: "table-box" }, el("table", { class: "chakra-table__root calls-table" },
    el("thead", { class: "chakra-table__header" }, el("tr", { class: "chakra-table__row" }, ...heads)),
    el("tbody", { class: "chakra-table__body" }, ...rows)));
}
