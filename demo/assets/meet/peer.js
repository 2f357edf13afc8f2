// The connection to one other participant.
//
// Both media lines are negotiated once, at the start, in both directions.
// Muting, the camera and the screen only replace what a line carries, so no
// later offer is needed and there is no offer glare. The newcomer offers.

import { Counter } from "./stats.js";

export class Peer {
  #pc = new RTCPeerConnection();
  #initiator;
  #send;
  #senders = {};
  #tracks;
  #early = [];
  #queue = Promise.resolve();
  #onChange;
  counter = new Counter();
  audio = new MediaStream();
  video = new MediaStream();

  constructor({ id, profile, initiator, tracks, send, onChange }) {
    this.id = id;
    this.profile = profile;
    this.#initiator = initiator;
    this.#tracks = tracks;
    this.#send = send;
    this.#onChange = onChange;
    const pc = this.#pc;
    pc.addEventListener("track", ({ track }) => {
      this[track.kind].addTrack(track);
      onChange(this);
    });
    pc.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate) send({ candidate });
    });
    pc.addEventListener("connectionstatechange", () => {
      if (pc.connectionState === "failed" && initiator) this.#enqueue(() => this.#offer(true));
      onChange(this);
    });
    if (initiator) {
      for (const kind of ["audio", "video"]) {
        this.#senders[kind] = pc.addTransceiver(kind, { direction: "sendrecv" }).sender;
      }
      this.#enqueue(() => this.#offer(false));
    }
  }

  get connected() {
    return this.#pc.connectionState === "connected";
  }

  /** Sends these tracks from now on; `null` sends nothing. */
  setTracks(tracks) {
    this.#tracks = tracks;
    this.#enqueue(() => this.#apply());
  }

  /** A description or candidate from the other side. */
  receive(data) {
    this.#enqueue(async () => {
      if (data.candidate) await this.#candidate(data.candidate);
      else await this.#describe(data.description);
    });
  }

  async sample() {
    this.counter.read(await this.#pc.getStats());
    return this.counter;
  }

  close() {
    this.#pc.close();
  }

  // One step after the other, in the order of arrival.
  #enqueue(step) {
    this.#queue = this.#queue.then(step).catch((cause) => {
      if (this.#pc.signalingState !== "closed") console.error(`Connection to ${this.id}:`, cause);
    });
  }

  async #offer(iceRestart) {
    await this.#apply();
    await this.#pc.setLocalDescription(await this.#pc.createOffer({ iceRestart }));
    this.#send({ description: this.#pc.localDescription });
  }

  async #describe(description) {
    await this.#pc.setRemoteDescription(description);
    for (const candidate of this.#early.splice(0)) await this.#pc.addIceCandidate(candidate);
    if (description.type !== "offer") return;
    for (const line of this.#pc.getTransceivers()) {
      line.direction = "sendrecv";
      this.#senders[line.receiver.track.kind] = line.sender;
    }
    await this.#apply();
    await this.#pc.setLocalDescription();
    this.#send({ description: this.#pc.localDescription });
  }

  async #candidate(candidate) {
    if (this.#pc.remoteDescription) await this.#pc.addIceCandidate(candidate);
    else this.#early.push(candidate);
  }

  async #apply() {
    for (const [kind, sender] of Object.entries(this.#senders)) {
      const track = this.#tracks[kind] ?? null;
      if (sender.track !== track) await sender.replaceTrack(track);
    }
  }
}
