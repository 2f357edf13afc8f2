// What the page asks of the person, or makes them wait for.

export class Questions {
  #meeting;
  #password = null;
  /** `password`, `wrong-password`, `lobby`, `consent`, `suspended` or null. */
  current = null;

  constructor(meeting) {
    this.#meeting = meeting;
  }

  ask(question) {
    this.current = question;
    this.#meeting.onChange();
  }

  /** Asks for the room's password until it is right. */
  async unlock() {
    const wanted = this.#meeting.behaviour.password;
    if (!wanted) return;
    for (let given; given !== wanted; ) {
      const answer = new Promise((resolve) => (this.#password = resolve));
      this.current = given === undefined ? "password" : "wrong-password";
      this.#meeting.notify("password-required");
      this.#meeting.onChange();
      given = await answer;
    }
    this.ask(null);
  }

  /** A password was typed here, or sent by the host. */
  password(text) {
    this.#password?.(text);
  }

  waitInLobby() {
    const error = { name: "conference.connectionError.membersOnly", type: "CONFERENCE", isFatal: false };
    this.#meeting.notify("error-occurred", { error });
    this.ask("lobby");
  }

  /** Asks for consent to a recording; until then nobody is heard. */
  async askConsent() {
    const { profile, own, notify } = this.#meeting;
    if (!profile.audioMuted) await own.toggleAudio();
    notify("recording-consent-dialog-open", { open: true });
    this.ask("consent");
  }

  async grantConsent(unmute) {
    const { profile, own, notify, onChange } = this.#meeting;
    if (this.current !== "consent") return;
    this.current = null;
    notify("recording-consent-dialog-open", { open: false });
    if (unmute && profile.audioMuted) await own.toggleAudio();
    onChange();
  }
}
