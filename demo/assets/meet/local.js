// One's own microphone, camera and screen: what is open, and what failed.

import * as devices from "./devices.js";

/** Jitsi, too, joins without devices when nobody answers the permission prompt. */
const PATIENCE_MS = 10_000;

export class LocalMedia {
  audio = null;
  camera = null;
  screen = null;
  #profile;
  #behaviour;
  #notify;
  #failed = { audio: false, camera: false };
  #announced = false;
  #closed = false;

  constructor({ profile, behaviour, notify }) {
    this.#profile = profile;
    this.#behaviour = behaviour;
    this.#notify = notify;
  }

  /** What others are to see: the screen takes the camera's place. */
  get picture() {
    return this.screen ?? this.camera;
  }

  /** A device that was never asked for counts as available until asking fails. */
  available(which) {
    return !this.#failed[which];
  }

  /**
   * Opens what the profile starts with, tells the host, and mutes what could
   * not be had. Devices granted only after the patience call `onLate`.
   */
  async open(onLate) {
    let late = false;
    const opened = this.#openWanted().then(() => {
      // Muting while the prompt was open takes effect.
      if (this.#profile.videoMuted) this.drop("camera");
      if (late) onLate();
    });
    await Promise.race([opened, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    late = true;
    this.#announced = true;
    for (const [kind, which] of [["audio", "audio"], ["video", "camera"]]) {
      this.#notify(`${kind}-availability-changed`, { available: this.available(which) });
      this.#notify(`${kind}-mute-status-changed`, { muted: this.#profile[`${kind}Muted`] });
    }
  }

  /** Opens a device; on failure tells the host why and returns false. */
  async acquire(which, deviceId) {
    const audio = which === "audio";
    try {
      this.#adopt(which, await devices.acquire(audio ? "audio" : "video", this.#behaviour, deviceId));
    } catch (error) {
      this.#setFailed(which, true);
      this.#notify(audio ? "mic-error" : "camera-error", { type: devices.errorType(error), message: error.message });
      return false;
    }
    return !this.#closed;
  }

  drop(which) {
    this[which]?.stop();
    this[which] = null;
  }

  close() {
    this.#closed = true;
    for (const which of ["audio", "camera", "screen"]) this.drop(which);
  }

  async #openWanted() {
    const profile = this.#profile;
    if (!profile.audioMuted && !profile.videoMuted) {
      const both = await devices.acquireBoth(this.#behaviour).catch(() => null);
      if (both) {
        this.#adopt("audio", both.audio);
        this.#adopt("camera", both.video);
        return;
      }
      // One of the two may still work, and the error of the other is needed.
    }
    if (!profile.audioMuted && !(await this.acquire("audio"))) profile.audioMuted = true;
    if (!profile.videoMuted && !(await this.acquire("camera"))) profile.videoMuted = true;
  }

  #adopt(which, track) {
    this.drop(which);
    if (this.#closed) return track.stop();
    if (which === "audio") track.enabled = !this.#profile.audioMuted;
    this[which] = track;
    this.#setFailed(which, false);
  }

  #setFailed(which, failed) {
    if (this.#failed[which] === failed) return;
    this.#failed[which] = failed;
    const kind = which === "audio" ? "audio" : "video";
    if (this.#announced) this.#notify(`${kind}-availability-changed`, { available: !failed });
  }
}
