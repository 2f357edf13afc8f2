// What only the meeting's own page can ask, as Jitsi does: the password, the
// wait in the lobby, the consent to a recording, the way back after a sleep.

const TEXTS = {
  password: ["Password required", "Join"],
  "wrong-password": ["Incorrect password", "Join"],
  lobby: ["Asking to join. Somebody in the meeting has to let you in.", null],
  consent: ["This meeting is being recorded. Do you agree?", "I agree"],
  suspended: ["Your computer was asleep.", "Rejoin"],
};

/** Shows what the meeting asks, in the page's one dialog. */
export class Dialogs {
  #form = document.getElementById("dialog");
  #shown = null;
  #meeting;

  constructor(meeting) {
    this.#meeting = meeting;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#answer();
    });
  }

  render() {
    const asks = this.#meeting.questions.current;
    if (asks === this.#shown) return;
    this.#shown = asks;
    this.#form.hidden = asks === null;
    if (asks === null) return;
    const [text, button] = TEXTS[asks];
    const [label, field, submit] = this.#form.children;
    label.textContent = text;
    field.hidden = !asks.endsWith("password");
    field.value = "";
    submit.hidden = button === null;
    submit.textContent = button ?? "";
  }

  #answer() {
    const { questions } = this.#meeting;
    if (questions.current === "consent") questions.grantConsent(true);
    else if (questions.current === "suspended") location.reload();
    else questions.password(this.#form.elements.password.value);
  }
}
