// The meeting itself: joining, staying, leaving.
//
// Jitsi's events leave through `notify(name, fields)`, and `onChange()` says
// that there is something new to show.

import { Company } from "./company.js";
import { Crowd } from "./crowd.js";
import { LocalMedia } from "./local.js";
import { Own } from "./own.js";
import { ownName } from "./people.js";
import { Questions } from "./questions.js";
import { receive } from "./received.js";
import { Recorders } from "./recorders.js";
import { Signalling } from "./signalling.js";

/** How often a page that a test holds looks whether it may go on. */
const HELD_MS = 100;

/** One participation in one room, from joining until it is left. */
export class Meeting {
  state = "joining";
  id = null;
  role = "none";
  failure = null;
  /** Whether this is a breakout room. */
  breakout = false;
  /** The media types that a moderator keeps off. */
  moderated = new Set();
  peers = new Crowd();
  own = new Own(this);
  company = new Company(this);
  recorders = new Recorders(this);
  questions = new Questions(this);
  signalling = new Signalling({
    onMessage: (message) => receive(this, message),
    onLost: () => this.#lost(),
  });

  constructor({ room, profile, behaviour, statsInterval, notify, onChange }) {
    this.room = room;
    this.profile = profile;
    this.behaviour = behaviour;
    this.statsInterval = statsInterval;
    this.notify = notify;
    this.onChange = onChange;
    this.local = new LocalMedia({ profile, behaviour, notify });
  }

  async join() {
    await this.#held("hold_join");
    if (this.behaviour.join_error) return this.fail(this.behaviour.join_error, "CONFERENCE", false);
    await this.questions.unlock();
    await this.local.open(() => this.state === "joined" && this.own.show({}));
    if (this.state !== "joining") return;
    this.#connect();
    this.company.measure();
  }

  #connect() {
    this.signalling.connect(this.room.address + (this.breakout ? "~1" : ""), this.profile);
  }

  /** The server lets this participant in. */
  welcome({ id, participants, recording }) {
    this.id = id;
    this.state = "joined";
    this.questions.current = null;
    const { displayName } = this.profile;
    this.notify("video-conference-joined", {
      roomName: this.room.name,
      id,
      displayName: displayName || undefined,
      formattedDisplayName: ownName(displayName),
      breakoutRoom: this.breakout,
      visitor: false,
    });
    for (const participant of participants) this.company.came(participant, true);
    this.setRole(participants.length === 0 ? "moderator" : "participant");
    if (recording) this.recorders.found(recording);
    this.onChange();
  }

  setRole(role) {
    if (role === this.role) return;
    this.role = role;
    this.notify("participant-role-changed", { id: this.id, role });
  }

  setSubject(subject) {
    this.notify("subject-change", { subject });
  }

  chat(text) {
    this.signalling.send("chat", { text });
  }

  sendText(to, text) {
    this.signalling.send("text", { to, text });
  }

  answerKnock(id, approved) {
    this.signalling.send("answerKnock", { id, approved });
  }

  /** To a breakout room, or back: left here, joined there. */
  async move(breakout) {
    if (this.state !== "joined" || breakout === this.breakout) return;
    this.signalling.leave();
    this.peers.close();
    this.state = "joining";
    this.notify("video-conference-left", { roomName: this.room.name });
    this.breakout = breakout;
    this.onChange();
    await this.#held("hold_join");
    this.#connect();
  }

  /** The network is gone. */
  drop() {
    this.signalling.close();
  }

  /** A moderator removes this participant. */
  kickedOut(kicker) {
    const kicked = { id: this.id, name: this.profile.displayName, local: true };
    this.notify("participant-kicked-out", { kicked, kicker });
    this.leave();
  }

  /** Jitsi noticed that the computer slept: it has left, and offers to come back. */
  suspended() {
    this.notify("suspend-detected");
    this.#close("left");
    this.notify("video-conference-left", { roomName: this.room.name });
    this.questions.ask("suspended");
  }

  /** Hangs up, or gives up joining. Jitsi's last events come either way. */
  leave() {
    if (this.state === "left") return;
    this.#close("left");
    this.notify("video-conference-left", { roomName: this.room.name });
    if (!this.behaviour.no_ready_to_close) this.notify("video-ready-to-close");
    this.onChange();
  }

  /** The page is unloaded, for whatever reason. */
  unload() {
    if (this.state === "left") return;
    this.#close("left");
    this.notify("video-conference-left", { roomName: this.room.name });
  }

  #close(state) {
    this.state = state;
    this.signalling.send("leave");
    this.signalling.close();
    this.company.close();
    this.local.close();
  }

  fail(name, type, isFatal) {
    this.failure = name;
    this.questions.current = null;
    this.notify("error-occurred", { error: { name, type, isFatal } });
    if (this.state !== "left") this.#close("left");
    this.onChange();
  }

  /** The server is gone: as Jitsi does, send the error, then reload. */
  async #lost() {
    if (this.state === "left") return;
    const roomName = this.room.name;
    this.fail("connection.droppedError", "CONNECTION", true);
    const wait = this.behaviour.reload_wait_ms ?? 10_000 + 20_000 * Math.random();
    await new Promise((resolve) => setTimeout(resolve, wait));
    await this.#held("hold_reload");
    this.notify("video-conference-left", { roomName });
    for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      try {
        await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
        break;
      } catch {
        // Still gone.
      }
    }
    location.reload();
  }

  /** Waits while a test keeps this behaviour on. */
  async #held(name) {
    while (this.behaviour[name]) {
      await new Promise((resolve) => setTimeout(resolve, HELD_MS));
      const answer = await fetch("/__meet/behaviour", { cache: "no-store" }).catch(() => null);
      if (answer) Object.assign(this.behaviour, await answer.json());
    }
  }
}
