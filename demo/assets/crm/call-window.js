// The CRM's own call window, as found: it hears of every call of its user, in
// every tab, and joins each by itself once somebody has answered somewhere.

import { api } from "./api.js";
import { callEvents } from "./call-socket.js";
import { el } from "./dom.js";
import { css } from "./emotion.js";
import { icon } from "./icons.js";
import { joinMeeting } from "./jitsi-meeting.js";

const DECLINED_MS = 3000;

const WINDOW = "position: fixed; top: 80px; left: calc(100vw - 440px); width: 420px; overflow: hidden; z-index: 9999; border: 1px solid #edf2f7; border-radius: 12px; background: #fff; box-shadow: 0 20px 25px -5px rgb(0 0 0 / 10%), 0 10px 10px -5px rgb(0 0 0 / 4%);";
const COLUMN = "flex-direction: column; align-items: stretch;";
const PANEL = "padding: 32px; background: linear-gradient(to bottom right, #faf5ff, #ebf8ff);";
const CIRCLE = "display: grid; place-items: center; width: 100px; height: 100px; border-radius: 50%; color: #fff; background: linear-gradient(135deg, #667eea, #764ba2);";
const BUTTON = "flex: 1 0 56px; height: 56px; border: 0; border-radius: 12px; color: #fff; font-weight: 700;";

const stack = (style, ...children) => el("div", { class: `chakra-stack ${css(style)}` }, ...children);

function button(text, colour, click) {
  return el("button", { type: "button", class: `chakra-button ${css(`${BUTTON} background: ${colour};`)}`, text, on: { click } });
}

/** The window of one user, for as long as they are signed in. */
export class CallWindow {
  #root;
  #user;
  #call = null;
  #element = null;
  #closing = 0;
  #ended = new AbortController();

  constructor(root, user) {
    this.#root = root;
    this.#user = user;
    callEvents(user, this.#ended.signal, (event, call) => this.#show(event === "call-ended" ? null : call));
    // Once, on load: whatever is missed later stays missed.
    api("GET", "/api/jitsi-calls/my_active_call/").then((call) => call && this.#show(call), () => null);
  }

  /** The user has signed out. */
  close() {
    this.#show(null);
    this.#ended.abort();
  }

  #show(call) {
    if (this.#ended.signal.aborted) return;
    const same = call?.id === this.#call?.id && call?.status === this.#call?.status;
    this.#call = call;
    if (same) return;
    clearTimeout(this.#closing);
    this.#element?.remove();
    this.#element = call && this.#draw(call);
    if (!this.#element) return;
    this.#root.append(this.#element);
    if (call.status === "active") {
      joinMeeting(this.#element.lastElementChild, call.jitsi_url, () => this.#act("end"));
    } else if (call.status === "rejected") {
      this.#closing = setTimeout(() => this.#show(null), DECLINED_MS);
    }
  }

  #draw(call) {
    const calling = call.initiator === this.#user;
    const other = (calling ? call.recipient_name : call.initiator_name) ?? "User";
    const end = () => this.#act("end");
    if (call.status === "active") return active(other);
    if (call.status === "pending" && calling) {
      return panel("person", other, "Calling...", button("Cancel Call", "#e53e3e", end));
    }
    if (call.status === "pending") {
      return panel("person", other, "Incoming Call", stack("gap: 12px;",
        button("Answer", "#22c55e", () => this.#act("answer")),
        button("Decline", "#e53e3e", () => this.#act("reject"))));
    }
    if (call.status === "rejected") {
      const hint = calling ? `${other} declined the call.` : "You declined the call.";
      return panel("hangup", "Call Declined", hint, button("Close", "#4a5568", end));
    }
    return null;
  }

  /** Carries out what a button says. The real page shows no failure either. */
  async #act(action) {
    const { id } = this.#call;
    try {
      const { call_session: call } = await api("POST", `/api/jitsi-calls/${id}/update_status/`, { action });
      this.#show(action === "end" ? null : call);
    } catch (error) {
      console.warn(`The call was not changed (${action}):`, error.message);
    }
  }
}

/** A call that is not on: who, what about it, and what to do. */
function panel(drawing, title, hint, ...buttons) {
  return el("div", { class: css(WINDOW) },
    el("div", { class: css(PANEL) },
      stack(`${COLUMN} gap: 24px;`,
        stack("flex-direction: column; gap: 16px;",
          el("div", { class: css(CIRCLE) }, icon(drawing, 40)),
          stack("flex-direction: column; gap: 8px;",
            el("p", { class: css("font-size: 24px; line-height: 32px; font-weight: 700; color: #1a202c;"), text: title }),
            el("span", { class: `chakra-badge ${css("padding: 4px 12px; border-radius: 999px; background: #e9d8fd; color: #44337a;")}`, text: hint }))),
        ...buttons)));
}

/** A call that is on: a bar to drag, and a black box for the meeting. */
function active(other) {
  const bar = el("div", { class: `chakra-stack drag-handle ${css("position: absolute; inset: 0 0 auto; z-index: 1; height: 40px; padding: 0 16px; cursor: grab; color: #fff; background: linear-gradient(rgb(0 0 0 / 80%), transparent);")}` },
    el("p", { class: css("flex: 1; font-weight: 600;"), text: other }),
    el("span", { class: `chakra-badge ${css("padding: 2px 8px; border-radius: 6px; background: #2f855a;")}`, text: "Active" }));
  const box = el("div", { class: css("height: 600px; background: #000;") });
  const element = el("div", { class: css(`${WINDOW} height: 600px;`) }, bar, box);
  bar.addEventListener("pointerdown", (event) => drag(element, bar, event));
  return element;
}

function drag(element, bar, { clientX, clientY, pointerId }) {
  const [x, y] = (element.style.translate || "0px 0px").split(" ").map(Number.parseFloat);
  const dragging = new AbortController();
  const { signal } = dragging;
  bar.setPointerCapture(pointerId);
  bar.addEventListener("pointermove", (event) => {
    element.style.translate = `${x + event.clientX - clientX}px ${y + event.clientY - clientY}px`;
  }, { signal });
  for (const end of ["pointerup", "pointercancel"]) bar.addEventListener(end, () => dragging.abort(), { signal });
}
