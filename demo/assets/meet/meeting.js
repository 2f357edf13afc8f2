// The meeting itself: who is here, what one sends, what has happened.
//
// Jitsi's events leave through `notify(name, fields)`, and `onChange()` says
// that there is something new to show.

import { acts } from "./acts.js";
import { Crowd } from "./crowd.js";
import * as devices from "./devices.js";
import { LocalMedia } from "./local.js";
import { Peer } from "./peer.js";
import { changes, dominant, jid, ownName, remoteName } from "./people.js";
import { breakoutRooms } from "./rooms.js";
import { connectionStats } from "./stats.js";

/** Jitsi records in Chromium-based browsers only. */
export const recordsHere = navigator.userAgent.includes("Chrome/");

/** How often a page that a test holds looks whether it may go on. */
const HELD_MS = 100;

/** How often the connections are measured and the server hears of it. */
const SAMPLE_MS = 100;

/** One participation in one room, from joining until it is left. */
export class Meeting {
  state = "joining";
  id = null;
  peers = new Crowd();
  role = "none";
  recording = null;
  subject = "";
  speaker = null;
  failure = null;
  isP2p = null;
  stats = connectionStats([]);
  /** What the page asks of the person: `password`, `lobby`, `consent`, `suspended` or null. */
  asks = null;
  /** Whether this is a breakout room. */
  breakout = false;
  /** The media types that a moderator keeps off. */
  moderated = new Set();
  #socket = null;
  #statsAt = 0;
  #password = null;
  #sampling = null;
  #turns = { audio: Promise.resolve(), camera: Promise.resolve() };

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
    if (this.behaviour.join_error) return this.#fail(this.behaviour.join_error, "CONFERENCE", false);
    await this.#unlock();
    await this.local.open(() => this.state === "joined" && this.#show({}));
    if (this.state !== "joining") return;
    this.#connect();
    this.#sampling = setInterval(() => this.#sample(), SAMPLE_MS);
  }

  #connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const room = encodeURIComponent(this.room.address + (this.breakout ? "~1" : ""));
    const socket = new WebSocket(`${scheme}//${location.host}/signal/${room}`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#send("join", this.profile));
    socket.addEventListener("message", ({ data }) => this.#receive(JSON.parse(data)));
    socket.addEventListener("close", () => socket === this.#socket && this.#lost());
  }

  /** To a breakout room, or back: left here, joined there. */
  async move(breakout) {
    if (this.state !== "joined" || breakout === this.breakout) return;
    const socket = this.#socket;
    this.#socket = null;
    socket.send(JSON.stringify({ type: "leave" }));
    socket.close();
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
    this.#socket?.close();
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
    this.asks = "suspended";
    this.notify("video-conference-left", { roomName: this.room.name });
    this.onChange();
  }

  /** The page asks for consent to a recording; until then nobody is heard. */
  async askConsent() {
    if (!this.profile.audioMuted) await this.toggleAudio();
    this.asks = "consent";
    this.notify("recording-consent-dialog-open", { open: true });
    this.onChange();
  }

  async grantConsent(unmute) {
    if (this.asks !== "consent") return;
    this.asks = null;
    this.notify("recording-consent-dialog-open", { open: false });
    if (unmute && this.profile.audioMuted) await this.toggleAudio();
    this.onChange();
  }

  chat(text) {
    this.#send("chat", { text });
  }

  answerKnock(id, approved) {
    this.#send("answerKnock", { id, approved });
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

  password(text) {
    this.#password?.(text);
  }

  toggleAudio() {
    return this.#inTurn("audio", async () => {
      const muted = !this.profile.audioMuted;
      if (!muted && this.moderated.has("audio")) {
        const description = "notify.moderationInEffectDescription";
        return this.notify("notification-triggered", { title: "notify.moderationInEffectTitle", description });
      }
      if (!muted && !this.local.audio && !(await this.local.acquire("audio"))) return;
      if (this.local.audio) this.local.audio.enabled = !muted;
      this.#show({ audioMuted: muted });
      this.notify("audio-mute-status-changed", { muted });
    });
  }

  toggleVideo() {
    return this.#inTurn("camera", async () => {
      const muted = !this.profile.videoMuted;
      if (!muted && !(await this.local.acquire("camera"))) return;
      // Asking for the camera ends voice-only, in both directions.
      if (!muted && this.profile.lowBandwidth) this.#lowBandwidth(false);
      this.#showCamera(muted);
    });
  }

  setLowBandwidth(enabled) {
    return this.#inTurn("camera", () => {
      if (enabled === this.profile.lowBandwidth) return;
      this.#lowBandwidth(enabled);
      if (enabled && !this.profile.videoMuted) this.#showCamera(true);
    });
  }

  async toggleScreen(enable = !this.local.screen) {
    if (enable === Boolean(this.local.screen)) return;
    if (!enable) return this.#unshare();
    let track;
    try {
      track = await devices.acquireScreen();
    } catch (cause) {
      // Dismissed, or no click inside this frame: Jitsi sends the host no event.
      console.info("The screen is not shared:", cause.message);
      return;
    }
    this.local.screen = track;
    track.addEventListener("ended", () => this.#unshare());
    this.#show({ sharing: true });
    this.notify("screen-sharing-status-changed", { on: true, details: { sourceType: devices.sourceType(track) } });
    this.#sharers();
  }

  toggleHand() {
    const handRaised = this.profile.handRaised ? 0 : Date.now();
    this.#show({ handRaised });
    this.notify("raise-hand-updated", { id: this.id, handRaised });
  }

  rename(displayName) {
    this.#show({ displayName });
    this.notify("display-name-change", { id: this.id, displayname: displayName, formattedDisplayName: ownName(displayName) });
  }

  setSubject(subject) {
    this.subject = subject;
    this.notify("subject-change", { subject });
  }

  record(on, mode) {
    this.#send("record", { on, mode });
  }

  /**
   * Records in this browser, as Jitsi does: in Chromium only, without an error
   * elsewhere, and after a click in this page, because it captures the tab.
   * Only this page's host gets events; the others' pages show it. The stand-in
   * captures nothing, so nothing lands among the downloads.
   */
  recordHere(on) {
    if (on === this.profile.localRecording) return;
    if (on && !recordsHere) return console.info("This browser does not record.");
    const told = (fields) => this.notify("recording-status-changed", { mode: "local", transcription: false, ...fields });
    if (on && !navigator.userActivation.isActive) return told({ on: false, error: "A click in this page is needed." });
    this.#show({ localRecording: on });
    told({ on });
  }

  /** Whether anybody is known to record, the server or somebody's browser. */
  isRecorded() {
    const all = [this.profile, ...this.peers.list().map((peer) => peer.profile)];
    return Boolean(this.recording) || all.some((profile) => profile.localRecording);
  }

  sendText(to, text) {
    this.#send("text", { to, text });
  }

  setDevice(kind, deviceId) {
    const which = kind === "audioinput" ? "audio" : "camera";
    return this.#inTurn(which, async () => {
      if (!this.local[which]) return true;
      const done = await this.local.acquire(which, deviceId);
      this.#show({});
      return done;
    });
  }

  // Before joining.

  async #unlock() {
    const wanted = this.behaviour.password;
    if (!wanted) return;
    let given;
    do {
      const answer = new Promise((resolve) => (this.#password = resolve));
      this.asks = "password";
      this.notify("password-required");
      this.onChange();
      given = await answer;
    } while (given !== wanted);
    this.asks = null;
    this.onChange();
  }

  /** Waits while a test keeps this behaviour on. */
  async #held(name) {
    while (this.behaviour[name]) {
      await new Promise((resolve) => setTimeout(resolve, HELD_MS));
      const answer = await fetch("/__meet/behaviour", { cache: "no-store" }).catch(() => null);
      if (answer) Object.assign(this.behaviour, await answer.json());
    }
  }

  // What one shows and sends.

  /** One step of a device after the other: two quick toggles end where they began. */
  #inTurn(which, step) {
    const done = this.#turns[which].then(step);
    this.#turns[which] = done.catch((cause) => console.error(cause));
    return done;
  }

  #showCamera(muted) {
    if (muted) this.local.drop("camera");
    this.#show({ videoMuted: muted });
    this.notify("video-mute-status-changed", { muted });
  }

  #unshare() {
    if (!this.local.screen) return;
    this.local.drop("screen");
    this.#show({ sharing: false });
    this.notify("screen-sharing-status-changed", { on: false, details: {} });
    this.#sharers();
  }

  #sharers() {
    this.notify("content-sharing-participants-changed", { data: this.sharers() });
  }

  sharers() {
    return this.profile.sharing ? [this.id, ...this.peers.sharers()] : this.peers.sharers();
  }

  #lowBandwidth(enabled) {
    this.#show({ lowBandwidth: enabled });
    this.notify(this.behaviour.old_server ? "audio-only-changed" : "low-bandwidth-mode-changed", { enabled });
  }

  #tracksFor(peer) {
    return { audio: this.local.audio, video: peer.profile.lowBandwidth ? null : this.local.picture };
  }

  /** Something of one's own has changed: notify everybody who shows or sends it. */
  #show(change) {
    Object.assign(this.profile, change);
    this.#send("state", this.profile);
    for (const peer of this.peers.values()) peer.setTracks(this.#tracksFor(peer));
    this.onChange();
  }

  // Signalling.

  #send(type, fields = {}) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type, ...fields }));
  }

  #receive(message) {
    switch (message.type) {
      case "welcome": return this.#welcome(message);
      case "full": return this.#fail("conference.max_users", "CONFERENCE", false);
      case "joined": return this.#joined(message.participant, false);
      case "state": return this.#changed(message.participant);
      case "left": return this.#gone(message.id);
      case "signal": return this.peers.get(message.from)?.receive(message.data);
      case "recording": return this.#recorded(message);
      case "chat": return this.notify("incoming-message", {
        from: message.from,
        nick: this.peers.get(message.from)?.profile.displayName,
        message: message.text,
        privateMessage: false,
        stamp: new Date().toISOString(),
      });
      case "lobby": return this.#waitInLobby();
      case "rejected": return this.#fail("conference.connectionError.accessDenied", "CONFERENCE", false);
      case "knocking": return this.#knocking(message);
      case "rooms": return this.notify("breakout-rooms-updated", { rooms: breakoutRooms(message.rooms) });
      case "act": return acts[message.act.type](this, message.act);
      case "behaviour": return Object.assign(this.behaviour, message.behaviour);
      case "text": return this.notify("endpoint-text-message-received", {
        data: {
          senderInfo: { jid: jid(this.room, message.from), id: message.from },
          eventData: { name: "endpoint-text-message", text: message.text },
        },
      });
      default: console.warn("Unknown signalling message", message.type);
    }
  }

  #waitInLobby() {
    this.asks = "lobby";
    const error = { name: "conference.connectionError.membersOnly", type: "CONFERENCE", isFatal: false };
    this.notify("error-occurred", { error });
    this.onChange();
  }

  /** Moderators alone hear who waits in the lobby. */
  #knocking({ id, name }) {
    if (this.role !== "moderator") return;
    this.notify("knocking-participant", { participant: { id, name } });
    this.notify("notification-triggered", { title: "notify.participantWantsToJoin" });
  }

  #welcome({ id, participants, recording }) {
    this.id = id;
    this.state = "joined";
    this.asks = null;
    const { displayName } = this.profile;
    this.notify("video-conference-joined", {
      roomName: this.room.name,
      id,
      displayName: displayName || undefined,
      formattedDisplayName: ownName(displayName),
      breakoutRoom: this.breakout,
      visitor: false,
    });
    for (const participant of participants) this.#joined(participant, true);
    this.#setRole(participants.length === 0 ? "moderator" : "participant");
    if (recording) {
      this.recording = recording;
      this.notify("recording-status-changed", { on: true, mode: recording.mode, transcription: false });
    }
    this.onChange();
  }

  #joined({ id, ...profile }, initiator) {
    const peer = new Peer({
      id,
      profile,
      initiator,
      tracks: this.#tracksFor({ profile }),
      send: (data) => this.#send("signal", { to: id, data }),
      onChange: () => this.#connection(),
    });
    this.peers.set(id, peer);
    this.notify("participant-joined", {
      id,
      displayName: profile.displayName || undefined,
      formattedDisplayName: remoteName(profile.displayName),
    });
    this.#connection();
  }

  #changed({ id, ...profile }) {
    const peer = this.peers.get(id);
    if (!peer) return;
    const old = peer.profile;
    peer.profile = profile;
    for (const [name, fields] of changes(id, old, profile)) this.notify(name, fields);
    if (profile.sharing !== old.sharing) this.#sharers();
    if (profile.lowBandwidth !== old.lowBandwidth) peer.setTracks(this.#tracksFor(peer));
    this.onChange();
  }

  #gone(id) {
    if (!this.peers.part(id)) return;
    if (this.speaker === id) this.speaker = null;
    this.notify("participant-left", { id });
    if (this.peers.size === 0) this.#setRole("moderator");
    this.#connection();
  }

  #setRole(role) {
    if (role === this.role) return;
    this.role = role;
    this.notify("participant-role-changed", { id: this.id, role });
  }

  #recorded({ on, mode, by }) {
    this.recording = on ? { mode, by } : null;
    this.notify("recording-status-changed", { on, mode, transcription: false });
    if (on && mode === "file" && by === this.id) {
      // Invented, but it leads somewhere. Jitsi gives it to the initiator only.
      const link = `${location.origin}/recordings/${encodeURIComponent(this.room.address)}`;
      this.notify("recording-link-available", { link, ttl: 86_400 });
    }
    this.onChange();
  }

  #connection() {
    const connected = this.peers.connected();
    const isP2p = this.peers.size === 1 && connected.length === 1;
    if (connected.length > 0 && isP2p !== this.isP2p) {
      this.isP2p = isP2p;
      this.notify("p2p-status-changed", { isP2p });
    }
    this.onChange();
  }

  // Measuring.

  async #sample() {
    if (this.state !== "joined") return;
    await this.peers.sample();
    const { peers, ...totals } = this.peers.totals();
    this.#send("media", {
      framesDecoded: totals.framesDecoded,
      audioPackets: totals.audioPackets,
      connectedPeers: peers,
    });
    const now = performance.now();
    if (now - this.#statsAt >= this.statsInterval || (this.#statsAt === 0 && peers > 0)) {
      this.#statsAt = now;
      this.stats = connectionStats(this.peers.list());
    }
    this.#loudest();
  }

  #loudest() {
    const levels = this.peers.levels(this.profile.audioMuted ? null : this.id);
    const id = dominant(this.speaker, levels);
    if (id === this.speaker) return;
    this.speaker = id;
    this.notify("dominant-speaker-changed", { id });
    this.onChange();
  }

  // Ends.

  #close(state) {
    this.state = state;
    clearInterval(this.#sampling);
    this.#send("leave");
    this.#socket?.close();
    this.peers.close();
    this.local.close();
  }

  #fail(name, type, isFatal) {
    this.failure = name;
    this.asks = null;
    this.notify("error-occurred", { error: { name, type, isFatal } });
    if (this.state !== "left") this.#close("left");
    this.onChange();
  }

  /** The server is gone: as Jitsi does, send the error, then reload. */
  async #lost() {
    if (this.state === "left") return;
    const roomName = this.room.name;
    this.#fail("connection.droppedError", "CONNECTION", true);
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
}
