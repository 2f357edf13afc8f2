// Messages: with whom, and what was written.

import { api } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, button, flash, notice, pageTitle, skeleton } from "./layout.js";
import * as session from "./session.js";
import { moment } from "./text.js";

const full = (person) => `${person.first_name} ${person.last_name}`;

/** `/messages` and `/client/messages`. */
export async function messages({ outlet, signal }) {
  outlet.append(pageTitle("Messages", "With the people you work with"), skeleton(4));
  let conversations;
  try {
    conversations = await api("GET", "/api/conversations/");
  } catch (error) {
    if (!signal.aborted) outlet.replaceChildren(notice("The messages could not be loaded", error.message));
    return;
  }
  if (signal.aborted) return;
  const chat = el("section", { class: "card chat" });
  const people = el("div", { class: "card chakra-stack conversations" }, ...conversations.map((one) => conversation(one, () => open(one))));
  outlet.querySelector(".skeleton").replaceWith(conversations.length === 0
    ? notice("No conversations yet", "Messages that you send or get appear here.")
    : el("div", { class: "chakra-stack messages" }, people, chat));
  if (conversations.length > 0) await open(conversations[0]);

  async function open(one) {
    const person = one.other_participant;
    for (const [index, entry] of [...people.children].entries()) entry.setAttribute("aria-current", String(conversations[index] === one));
    const written = await api("GET", `/api/messages/with_user/?user_id=${person.id}`).catch(() => []);
    if (!signal.aborted) chat.replaceChildren(header(person), thread(written, person), form());
  }
}

function conversation({ other_participant: person, last_message: last }, click) {
  return el("button", { type: "button", class: "conversation", on: { click } }, avatar(full(person)),
    el("div", { class: "line-text" }, el("p", { class: "strong", text: full(person) }), el("p", { class: "hint", text: last.content })));
}

function header(person) {
  return el("div", { class: "chakra-stack chat-head" }, avatar(full(person), "medium"),
    el("div", { class: "chakra-stack column-stack" },
      el("p", { class: "strong", text: full(person) }),
      el("p", { class: "hint", text: person.email }),
      person.phone ? el("p", { class: "hint", text: person.phone }) : null));
}

function thread(written, person) {
  const own = session.user().id;
  return el("div", { class: "thread" }, ...written.map((message) => {
    const mine = message.sender === own;
    return el("div", { class: `bubble${mine ? " bubble-mine" : ""}` },
      el("p", { class: "bubble-who", text: `${mine ? "You" : full(person)} · ${moment(message.created_at)}` }),
      el("p", { text: message.content }));
  }));
}

function form() {
  const field = el("textarea", { class: "field", rows: 2, placeholder: "Type your message...", "aria-label": "Message" });
  return el("div", { class: "chakra-stack chat-form" }, field,
    button("primary", { on: { click: () => flash("Nothing is sent in this demo.") } }, icon("mail", 16), el("span", { text: "Send" })));
}
