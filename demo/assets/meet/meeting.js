// The meeting itself: who is here, what one sends, what has happened.
//
// Jitsi's events leave through `notify(name, fields)`, and `onChange()` says
// that there is something new to show.

import * as devices from "./devices.js";
import { Peer } from "./peer.js";
import { connectionStats } from "./stats.js";

const SAMPLE_MS = 500;
/** Jitsi, too, joins without devices when nobody answers the permission prompt. */
const DEVICE_PATIENCE_MS = 10_000;
/** Below this, someone breathes. */
const SPEAKING = 0.03;

export class Meeting {
  state = "joining";
  id = null;
  peers = new Map();
  role = "none";
  recording = null;
  subject = "";
  speaker = null;
  failure = null;
  isP2p = null;
  stats = connectionStats([]);
  tracks = { audio: null, camera: null, screen: null };
  #socket = null;
  #statsAt = 0;
  #left = { framesDecoded: 0, audioPackets: 0 };
  #password = null;
  #sampling = null;

  constructor({ room, profile, behaviour, statsInterval, notify, onChange }) {
    this.room = room;
    this.profile = profile;
    this.behaviour = behaviour;
    this.statsInterval = statsInterval;
    this.notify = notify;
    this.onChange = onChange;
  }

  async join() {
    if (this.behaviour.join_error) return this.#fail(this.behaviour.join_error, "CONFERENCE", false);
    await this.#unlock();
    await this.#firstTracks();
    if (this.state !== "joining") return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const address = `${scheme}//${location.host}/signal/${encodeURIComponent(this.room.address)}`;
    this.#socket = new WebSocket(address);
    this.#socket.addEventListener("open", () => this.#send("join", this.profile));
    this.#socket.addEventListener("message", ({ data }) => this.#receive(JSON.parse(data)));
    this.#socket.addEventListener("close", () => this.#lost());
    this.#sampling = setInterval(() => this.#sample(), SAMPLE_MS);
  }

  /** Hangs up, or gives up joining. Jitsi's farewell comes either way. */
  leave() {
    if (this.state === "left") return;
    this.#close("left");
    this.notify("video-conference-left", { roomName: this.room.name });
    if (!this.behaviour.no_ready_to_close) this.notify("video-ready-to-close");
    this.onChange();
  }

  /** The page goes away, for whatever reason. */
  unload() {
    if (this.state === "left") return;
    this.#close("left");
    this.notify("video-conference-left", { roomName: this.room.name });
  }

  password(text) {
    this.#password?.(text);
  }

  async toggleAudio() {
    await this.setAudioMuted(!this.profile.audioMuted);
  }

  async setAudioMuted(muted) {
    if (!muted && !this.tracks.audio && !(await this.#acquire("audio"))) return;
    if (this.tracks.audio) this.tracks.audio.enabled = !muted;
    this.#show({ audioMuted: muted });
    this.notify("audio-mute-status-changed", { muted });
  }

  async toggleVideo() {
    const muted = !this.profile.videoMuted;
    if (!muted && !(await this.#acquire("camera"))) return;
    if (muted) this.#drop("camera");
    // Asking for the camera ends voice-only, in both directions.
    if (!muted && this.profile.lowBandwidth) this.#lowBandwidth(false);
    this.#show({ videoMuted: muted });
    this.notify("video-mute-status-changed", { muted });
  }

  setLowBandwidth(enabled) {
    if (enabled === this.profile.lowBandwidth) return;
    this.#lowBandwidth(enabled);
    if (enabled && !this.profile.videoMuted) {
      this.#drop("camera");
      this.#show({ videoMuted: true });
      this.notify("video-mute-status-changed", { muted: true });
    }
  }

  async toggleScreen(enable = !this.tracks.screen) {
    if (enable === Boolean(this.tracks.screen)) return;
    if (!enable) return this.#unshare();
    let track;
    try {
      track = await devices.acquireScreen();
    } catch (cause) {
      // Dismissed, or no click inside this frame: Jitsi tells the host nothing.
      console.info("The screen is not shared:", cause.message);
      return;
    }
    this.tracks.screen = track;
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

  sendText(to, text) {
    this.#send("text", { to, text });
  }

  async setDevice(kind, deviceId) {
    const which = kind === "audioinput" ? "audio" : "camera";
    if (!this.tracks[which]) return true;
    this.#drop(which);
    const done = await this.#acquire(which, deviceId);
    this.#show({});
    return done;
  }

  /** What has been received since joining, from everyone, also those who left. */
  totals() {
    const total = { ...this.#left, peers: this.connected().length };
    for (const { counter } of this.peers.values()) {
      total.framesDecoded += counter.framesDecoded;
      total.audioPackets += counter.audioPackets;
    }
    return total;
  }

  connected() {
    return [...this.peers.values()].filter((peer) => peer.connected);
  }

  sampleNow() {
    return Promise.all([...this.peers.values()].map((peer) => peer.sample()));
  }

  // Before joining.

  async #unlock() {
    const wanted = this.behaviour.password;
    if (!wanted) return;
    let given;
    do {
      const answer = new Promise((resolve) => (this.#password = resolve));
      this.notify("password-required");
      given = await answer;
    } while (given !== wanted);
  }

  async #firstTracks() {
    const wanted = [];
    if (!this.profile.audioMuted) wanted.push("audio");
    if (!this.profile.videoMuted) wanted.push("camera");
    // A device that comes later than the patience lasts is taken up then.
    const all = Promise.all(wanted.map(async (which) => {
      const muted = which === "audio" ? "audioMuted" : "videoMuted";
      if (!(await this.#acquire(which))) this.profile[muted] = true;
      if (this.state === "joined") this.#show({});
    }));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, DEVICE_PATIENCE_MS))]);
    this.notify("audio-availability-changed", { available: this.available("audio") });
    this.notify("video-availability-changed", { available: this.available("camera") });
    this.notify("audio-mute-status-changed", { muted: this.profile.audioMuted });
    this.notify("video-mute-status-changed", { muted: this.profile.videoMuted });
  }

  /** A device that was never asked for counts as available until asking fails. */
  available(which) {
    return this.unavailable?.[which] !== true;
  }

  // Tracks.

  async #acquire(which, deviceId) {
    const kind = which === "audio" ? "audio" : "video";
    let track;
    try {
      track = await devices.acquire(kind, this.behaviour, deviceId);
    } catch (error) {
      this.#available(which, false);
      const event = which === "audio" ? "mic-error" : "camera-error";
      this.notify(event, { type: devices.errorType(error), message: error.message });
      return false;
    }
    if (this.state === "left") {
      track.stop();
      return false;
    }
    this.tracks[which]?.stop();
    this.tracks[which] = track;
    this.#available(which, true);
    return true;
  }

  #available(which, available) {
    const changed = this.available(which) !== available;
    this.unavailable = { ...this.unavailable, [which]: !available };
    const kind = which === "audio" ? "audio" : "video";
    if (changed && this.state === "joined") this.notify(`${kind}-availability-changed`, { available });
  }

  #drop(which) {
    this.tracks[which]?.stop();
    this.tracks[which] = null;
  }

  #unshare() {
    if (!this.tracks.screen) return;
    this.#drop("screen");
    this.#show({ sharing: false });
    this.notify("screen-sharing-status-changed", { on: false, details: {} });
    this.#sharers();
  }

  #sharers() {
    this.notify("content-sharing-participants-changed", { data: this.sharers() });
  }

  sharers() {
    const remote = [...this.peers.values()].filter((peer) => peer.profile.sharing).map((peer) => peer.id);
    return this.profile.sharing ? [this.id, ...remote] : remote;
  }

  #lowBandwidth(enabled) {
    this.#show({ lowBandwidth: enabled });
    this.notify(this.behaviour.old_server ? "audio-only-changed" : "low-bandwidth-mode-changed", { enabled });
  }

  #tracksFor(peer) {
    const video = this.tracks.screen ?? this.tracks.camera;
    return { audio: this.tracks.audio, video: peer.profile.lowBandwidth ? null : video };
  }

  /** Something of one's own has changed: tell everybody who shows or sends it. */
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

  #welcome({ id, participants, recording }) {
    this.id = id;
    this.state = "joined";
    const { displayName } = this.profile;
    this.notify("video-conference-joined", {
      roomName: this.room.name,
      id,
      displayName: displayName || undefined,
      formattedDisplayName: ownName(displayName),
      breakoutRoom: false,
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
    if (profile.displayName !== old.displayName) {
      const displayname = profile.displayName;
      this.notify("display-name-change", { id, displayname, formattedDisplayName: remoteName(displayname) });
    }
    for (const [mediaType, key] of [["audio", "audioMuted"], ["video", "videoMuted"]]) {
      if (profile[key] !== old[key]) this.notify("participant-muted", { id, isMuted: profile[key], mediaType });
    }
    if (profile.handRaised !== old.handRaised) this.notify("raise-hand-updated", { id, handRaised: profile.handRaised });
    if (profile.sharing !== old.sharing) this.#sharers();
    if (profile.lowBandwidth !== old.lowBandwidth) peer.setTracks(this.#tracksFor(peer));
    this.onChange();
  }

  #gone(id) {
    const peer = this.peers.get(id);
    if (!peer) return;
    this.#left.framesDecoded += peer.counter.framesDecoded;
    this.#left.audioPackets += peer.counter.audioPackets;
    peer.close();
    this.peers.delete(id);
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
    const connected = this.connected();
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
    await this.sampleNow();
    const { peers, ...totals } = this.totals();
    this.#send("media", {
      framesDecoded: totals.framesDecoded,
      audioPackets: totals.audioPackets,
      connectedPeers: peers,
    });
    const now = performance.now();
    if (now - this.#statsAt >= this.statsInterval || (this.#statsAt === 0 && peers > 0)) {
      this.#statsAt = now;
      this.stats = connectionStats([...this.peers.values()]);
    }
    this.#loudest();
  }

  #loudest() {
    const levels = [...this.peers.values()]
      .filter((peer) => !peer.profile.audioMuted)
      .map((peer) => [peer.id, peer.counter.level]);
    if (!this.profile.audioMuted) {
      levels.push([this.id, Math.max(0, ...[...this.peers.values()].map((peer) => peer.counter.ownLevel))]);
    }
    const [id, level] = levels.reduce((a, b) => (b[1] > a[1] ? b : a), [null, SPEAKING]);
    // Whoever spoke last stays dominant, as in Jitsi; and a louder second
    // voice of the same moment does not take over for a mere shade.
    const held = levels.find(([other]) => other === this.speaker)?.[1] ?? 0;
    if (id === null || id === this.speaker || level < held * 1.5) return;
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
    for (const peer of this.peers.values()) peer.close();
    this.peers.clear();
    for (const which of Object.keys(this.tracks)) this.#drop(which);
  }

  #fail(name, type, isFatal) {
    this.failure = name;
    this.notify("error-occurred", { error: { name, type, isFatal } });
    if (this.state !== "left") this.#close("left");
    this.onChange();
  }

  /** The server is gone: as Jitsi does, report it, then start afresh. */
  async #lost() {
    if (this.state === "left") return;
    const roomName = this.room.name;
    this.#fail("connection.droppedError", "CONNECTION", true);
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

/** The name by which Jitsi shows oneself. */
export function ownName(displayName) {
  return displayName ? `${displayName} (me)` : "me";
}

/** The name by which Jitsi shows another. */
export function remoteName(displayName) {
  return displayName || "Fellow Jitster";
}

/** A participant's address in Jitsi's form. */
export function jid(room, id) {
  return `${room.name}@conference.${location.hostname}/${id}`;
}
