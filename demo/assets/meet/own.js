// What one shows and sends oneself: microphone, camera, screen, hand, name.

import * as devices from "./devices.js";
import { ownName } from "./people.js";

export class Own {
  #meeting;
  #turns = { audio: Promise.resolve(), camera: Promise.resolve() };

  constructor(meeting) {
    this.#meeting = meeting;
  }

  toggleAudio() {
    const { profile, local, moderated, notify } = this.#meeting;
    return this.#inTurn("audio", async () => {
      const muted = !profile.audioMuted;
      if (!muted && moderated.has("audio")) {
        const description = "notify.moderationInEffectDescription";
        return notify("notification-triggered", { title: "notify.moderationInEffectTitle", description });
      }
      if (!muted && !local.audio && !(await local.acquire("audio"))) return;
      if (local.audio) local.audio.enabled = !muted;
      this.show({ audioMuted: muted });
      notify("audio-mute-status-changed", { muted });
    });
  }

  toggleVideo() {
    const { profile, local } = this.#meeting;
    return this.#inTurn("camera", async () => {
      const muted = !profile.videoMuted;
      if (!muted && !(await local.acquire("camera"))) return;
      // Asking for the camera ends voice-only, in both directions.
      if (!muted && profile.lowBandwidth) this.#lowBandwidth(false);
      this.#showCamera(muted);
    });
  }

  setLowBandwidth(enabled) {
    const { profile } = this.#meeting;
    return this.#inTurn("camera", () => {
      if (enabled === profile.lowBandwidth) return;
      this.#lowBandwidth(enabled);
      if (enabled && !profile.videoMuted) this.#showCamera(true);
    });
  }

  async toggleScreen(enable = !this.#meeting.local.screen) {
    const { local, notify, company } = this.#meeting;
    if (enable === Boolean(local.screen)) return;
    if (!enable) return this.#unshare();
    let track;
    try {
      track = await devices.acquireScreen();
    } catch (cause) {
      // Dismissed, or no click inside this frame: Jitsi sends the host no event.
      console.info("The screen is not shared:", cause.message);
      return;
    }
    local.screen = track;
    track.addEventListener("ended", () => this.#unshare());
    this.show({ sharing: true });
    notify("screen-sharing-status-changed", { on: true, details: { sourceType: devices.sourceType(track) } });
    company.notifySharers();
  }

  toggleHand() {
    const { profile, id, notify } = this.#meeting;
    const handRaised = profile.handRaised ? 0 : Date.now();
    this.show({ handRaised });
    notify("raise-hand-updated", { id, handRaised });
  }

  rename(displayName) {
    const { id, notify } = this.#meeting;
    this.show({ displayName });
    notify("display-name-change", { id, displayname: displayName, formattedDisplayName: ownName(displayName) });
  }

  setDevice(kind, deviceId) {
    const { local } = this.#meeting;
    const which = kind === "audioinput" ? "audio" : "camera";
    return this.#inTurn(which, async () => {
      if (!local[which]) return true;
      const done = await local.acquire(which, deviceId);
      this.show({});
      return done;
    });
  }

  /** Something has changed: everybody who shows or sends it hears of it. */
  show(change) {
    const { profile, signalling, peers, onChange } = this.#meeting;
    Object.assign(profile, change);
    signalling.send("state", profile);
    for (const peer of peers.values()) peer.setTracks(this.tracksFor(peer));
    onChange();
  }

  tracksFor(peer) {
    const { local } = this.#meeting;
    return { audio: local.audio, video: peer.profile.lowBandwidth ? null : local.picture };
  }

  /** One step of a device after the other: two quick toggles end where they began. */
  #inTurn(which, step) {
    const done = this.#turns[which].then(step);
    this.#turns[which] = done.catch((cause) => console.error(cause));
    return done;
  }

  #showCamera(muted) {
    if (muted) this.#meeting.local.drop("camera");
    this.show({ videoMuted: muted });
    this.#meeting.notify("video-mute-status-changed", { muted });
  }

  #unshare() {
    const { local, notify, company } = this.#meeting;
    if (!local.screen) return;
    local.drop("screen");
    this.show({ sharing: false });
    notify("screen-sharing-status-changed", { on: false, details: {} });
    company.notifySharers();
  }

  #lowBandwidth(enabled) {
    const { behaviour, notify } = this.#meeting;
    this.show({ lowBandwidth: enabled });
    notify(behaviour.old_server ? "audio-only-changed" : "low-bandwidth-mode-changed", { enabled });
  }
}
