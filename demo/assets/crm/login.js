// Signing in.

import { signIn } from "./api.js";
import { el } from "./dom.js";
import { avatar } from "./layout.js";
import * as session from "./session.js";

/** `/login` */
export async function login({ root, signal, navigate }) {
  const problem = el("p", { class: "problem", role: "alert" });
  const username = el("input", { id: "username", name: "username", class: "field", autocomplete: "username", required: true });
  const password = el("input", { id: "password", name: "password", type: "password", class: "field", autocomplete: "current-password", required: true });
  const submit = el("button", { type: "submit", class: "chakra-button button button-primary", text: "Sign in" });
  const form = el("form", { on: { submit: enter } },
    el("label", { for: "username", text: "Username or email" }), username,
    el("label", { for: "password", text: "Password" }), password,
    problem, submit);
  const people = el("div", { class: "sign-ins" });
  root.replaceChildren(el("div", { class: "login" },
    el("div", { class: "login-box" },
      el("div", { class: "brand" }, el("span", { class: "brand-mark", "aria-hidden": "true" }), el("h2", { class: "chakra-heading", text: "Northwind CRM" }), el("span", { class: "brand-demo", text: "(demo)" })),
      el("p", { class: "hint", text: "A CRM to try Ringside on. Nobody in here is real." }),
      form,
      el("p", { class: "login-or", text: "or choose somebody" }), people)));
  username.focus();

  async function enter(event) {
    event.preventDefault();
    submit.disabled = true;
    problem.textContent = "";
    try {
      await signIn(username.value, password.value);
      navigate(session.home());
    } catch (error) {
      problem.textContent = error.message;
      submit.disabled = false;
    }
  }

  const response = await fetch("/assets/crm/sign-ins.json", { signal }).catch(() => null);
  if (!response?.ok) return;
  for (const person of await response.json()) {
    const name = person.username.split("@")[0].split(".").join(" ");
    people.append(el("button", {
      type: "button", class: "sign-in",
      on: {
        click: () => {
          username.value = person.username;
          password.value = person.password;
          submit.focus();
        },
      },
    }, avatar(name), el("span", {}, el("span", { class: "strong", text: person.username }), el("span", { class: "hint", text: person.description }))));
  }
}
