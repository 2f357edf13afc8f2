// What a person sees: tiles, one's own picture, and buttons where asked for.

import { Dialogs } from "./dialogs.js";
import { recordsHere } from "./recorders.js";
import { unescapeHtml } from "./params.js";

const BUTTONS = ["microphone", "camera", "desktop", ...(recordsHere ? ["recording"] : []), "hangup"];

const FAILURES = {
  "connection.droppedError": "The connection was lost. Trying again.",
  "conference.max_users": "This room is full.",
  "conference.authenticationRequired": "The host has not opened this room yet.",
};

const LABELS = {
  microphone: ["Mute microphone", "Unmute microphone"],
  camera: ["Turn camera off", "Turn camera on"],
  desktop: ["Share your screen", "Stop sharing"],
  recording: ["Record on this computer", "Stop recording"],
  hangup: ["Hang up"],
};

function element(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

function icon(name, className = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("fill", "none");
  svg.setAttribute("stroke", "currentColor");
  svg.setAttribute("stroke-width", "1.75");
  svg.setAttribute("stroke-linecap", "round");
  svg.setAttribute("stroke-linejoin", "round");
  const use = document.createElementNS(svg.namespaceURI, "use");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  return svg;
}

/** One person. Sound has its own element: it must not wait for a first frame. */
class Tile {
  #video = element("video", { autoplay: true, playsInline: true, muted: true });
  #audio = null;
  #avatar = element("div", { className: "avatar" });
  #name = element("span");
  node = element("div", { className: "tile" },
    this.#video,
    this.#avatar,
    element("div", { className: "caption" },
      icon("microphone-off", "muted"), icon("hand", "raised"), this.#name));

  constructor({ sound, onBlocked }) {
    if (!sound) return;
    this.#audio = element("audio", { autoplay: true, srcObject: sound });
    this.#audio.play().catch((cause) => cause.name === "NotAllowedError" && onBlocked());
    this.node.append(this.#audio);
  }

  show({ name, profile, stream, live, speaking, own }) {
    if (this.#video.srcObject !== stream) this.#video.srcObject = stream;
    const { classList } = this.node;
    classList.toggle("picture", live);
    classList.toggle("sharing", profile.sharing);
    classList.toggle("mirrored", own && !profile.sharing);
    classList.toggle("silent", profile.audioMuted);
    classList.toggle("hand", profile.handRaised > 0);
    classList.toggle("speaking", speaking);
    this.#name.textContent = name;
    this.#avatar.textContent = initials(name);
    this.node.title = profile.audioMuted ? `${name} (microphone off)` : name;
  }

  play() {
    this.#audio?.play();
  }
}

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => [...word][0]).join("").toUpperCase();
}

export class View {
  #tiles = new Map();
  #own = new Tile({});
  #ownStream = { track: null, stream: null };
  #meeting = null;
  #dialogs = null;
  #blocked = false;
  #config;
  #embedded;

  constructor({ config, embedded }) {
    this.#config = config;
    this.#embedded = embedded;
    byId("self").append(this.#own.node);
    // Any click here lets the browser play sound, also one on another button.
    document.addEventListener("click", () => {
      if (!this.#blocked) return;
      this.#blocked = false;
      for (const tile of this.#tiles.values()) tile.play();
      this.render();
    });
    byId("toolbar").addEventListener("click", ({ target }) => this.#press(target.closest("button")?.value));
  }

  attach(meeting) {
    this.#meeting = meeting;
    this.#dialogs = new Dialogs(meeting);
    this.render();
  }

  /** Replaces top-level keys of the configuration, as Jitsi does. */
  overwrite(config) {
    Object.assign(this.#config, config);
    this.render();
  }

  render() {
    const meeting = this.#meeting;
    if (!meeting) return;
    const root = document.documentElement;
    root.dataset.state = meeting.state;
    root.dataset.peers = meeting.peers.connected().length;
    document.body.classList.toggle("company", meeting.peers.size > 0);
    this.#others(meeting);
    this.#self(meeting);
    byId("recording-label").hidden = !meeting.recorders.isOn() || meeting.state === "left";
    this.#dialogs.render();
    byId("message").textContent = meeting.questions.current ? "" : message(meeting);
    byId("unblock").hidden = !this.#blocked || meeting.peers.size === 0;
    byId("rejoin").hidden = this.#embedded || meeting.state !== "left";
    this.#toolbar(meeting);
  }

  #others(meeting) {
    for (const [id, tile] of this.#tiles) {
      if (meeting.peers.has(id)) continue;
      tile.node.remove();
      this.#tiles.delete(id);
    }
    for (const peer of meeting.peers.values()) {
      let tile = this.#tiles.get(peer.id);
      if (!tile) {
        tile = new Tile({ sound: peer.audio, onBlocked: () => this.#block() });
        this.#tiles.set(peer.id, tile);
        byId("stage").append(tile.node);
      }
      const { profile } = peer;
      tile.show({
        name: unescapeHtml(profile.displayName) || "Guest",
        profile,
        stream: peer.video,
        live: peer.connected && (profile.sharing || !profile.videoMuted) && !meeting.profile.lowBandwidth,
        speaking: meeting.peers.size > 1 && meeting.company.speaker === peer.id,
        own: false,
      });
    }
    const count = this.#tiles.size;
    byId("stage").style.setProperty("--columns", count > 4 ? 3 : count > 1 ? 2 : 1);
  }

  #self(meeting) {
    const track = meeting.local.picture;
    if (track !== this.#ownStream.track) {
      this.#ownStream = { track, stream: track && new MediaStream([track]) };
    }
    const { profile } = meeting;
    this.#own.show({
      name: unescapeHtml(profile.displayName) || "You",
      profile,
      stream: this.#ownStream.stream,
      live: Boolean(track),
      speaking: false,
      own: true,
    });
  }

  #toolbar(meeting) {
    const wanted = this.#config.toolbarButtons ?? (this.#embedded ? [] : BUTTONS);
    const shown = meeting.state === "left" ? [] : BUTTONS.filter((name) => wanted.includes(name));
    const bar = byId("toolbar");
    document.body.classList.toggle("tools", shown.length > 0);
    if ([...bar.children].map((button) => button.value).join() !== shown.join()) {
      bar.replaceChildren(...shown.map((value) => element("button", { type: "button", value })));
    }
    const { audioMuted, videoMuted, sharing, localRecording } = meeting.profile;
    const second = { microphone: audioMuted, camera: videoMuted, desktop: sharing, recording: localRecording };
    for (const button of bar.children) {
      const name = button.value;
      const isDevice = name === "microphone" || name === "camera";
      const off = isDevice && second[name] === true;
      button.className = off ? "off" : !isDevice && second[name] ? "on" : "";
      const label = LABELS[name][second[name] ? 1 : 0];
      if (button.title === label) continue;
      button.title = label;
      button.setAttribute("aria-label", label);
      button.replaceChildren(icon(off ? `${name}-off` : name));
    }
  }

  #block() {
    this.#blocked = true;
    this.render();
  }

  #press(name) {
    const meeting = this.#meeting;
    if (name === "microphone") meeting.own.toggleAudio();
    else if (name === "camera") meeting.own.toggleVideo();
    else if (name === "desktop") meeting.own.toggleScreen();
    else if (name === "recording") meeting.recorders.recordHere(!meeting.profile.localRecording);
    else if (name === "hangup") meeting.leave();
  }
}

function message(meeting) {
  if (meeting.failure) return FAILURES[meeting.failure] ?? "This meeting cannot be joined.";
  if (meeting.state === "left") return "You left the meeting.";
  if (meeting.state === "joining") return "Joining…";
  return meeting.peers.size === 0 ? "Waiting for the other side…" : "";
}

function byId(id) {
  return document.getElementById(id);
}
