// The others: who comes and goes, what they change, how one is connected, and
// who speaks.

import { Peer } from "./peer.js";
import { changes, dominant, remoteName } from "./people.js";
import { connectionStats } from "./stats.js";

/** How often the connections are measured and the server hears of it. */
const SAMPLE_MS = 100;

export class Company {
  #meeting;
  #sampling = null;
  #statsAt = 0;
  speaker = null;
  isP2p = null;
  stats = connectionStats([]);

  constructor(meeting) {
    this.#meeting = meeting;
  }

  came({ id, ...profile }, initiator) {
    const { peers, own, signalling, notify } = this.#meeting;
    const peer = new Peer({
      id,
      profile,
      initiator,
      tracks: own.tracksFor({ profile }),
      send: (data) => signalling.send("signal", { to: id, data }),
      onChange: () => this.#connection(),
    });
    peers.set(id, peer);
    notify("participant-joined", {
      id,
      displayName: profile.displayName || undefined,
      formattedDisplayName: remoteName(profile.displayName),
    });
    this.#connection();
  }

  changed({ id, ...profile }) {
    const { peers, own, notify, onChange } = this.#meeting;
    const peer = peers.get(id);
    if (!peer) return;
    const old = peer.profile;
    peer.profile = profile;
    for (const [name, fields] of changes(id, old, profile)) notify(name, fields);
    if (profile.sharing !== old.sharing) this.notifySharers();
    if (profile.lowBandwidth !== old.lowBandwidth) peer.setTracks(own.tracksFor(peer));
    onChange();
  }

  went(id) {
    const { peers, notify } = this.#meeting;
    if (!peers.part(id)) return;
    if (this.speaker === id) this.speaker = null;
    notify("participant-left", { id });
    if (peers.size === 0) this.#meeting.setRole("moderator");
    this.#connection();
  }

  notifySharers() {
    this.#meeting.notify("content-sharing-participants-changed", { data: this.sharers() });
  }

  sharers() {
    const { profile, id, peers } = this.#meeting;
    return profile.sharing ? [id, ...peers.sharers()] : peers.sharers();
  }

  #connection() {
    const { peers, notify, onChange } = this.#meeting;
    const connected = peers.connected();
    const isP2p = peers.size === 1 && connected.length === 1;
    if (connected.length > 0 && isP2p !== this.isP2p) {
      this.isP2p = isP2p;
      notify("p2p-status-changed", { isP2p });
    }
    onChange();
  }

  measure() {
    this.#sampling = setInterval(() => this.#sample(), SAMPLE_MS);
  }

  close() {
    clearInterval(this.#sampling);
    this.#meeting.peers.close();
  }

  async #sample() {
    const { state, peers, signalling, statsInterval } = this.#meeting;
    if (state !== "joined") return;
    await peers.sample();
    const { peers: connectedPeers, ...totals } = peers.totals();
    signalling.send("media", {
      framesDecoded: totals.framesDecoded,
      audioPackets: totals.audioPackets,
      connectedPeers,
    });
    const now = performance.now();
    if (now - this.#statsAt >= statsInterval || (this.#statsAt === 0 && connectedPeers > 0)) {
      this.#statsAt = now;
      this.stats = connectionStats(peers.list());
    }
    this.#loudest();
  }

  #loudest() {
    const { peers, profile, id: me, notify, onChange } = this.#meeting;
    const id = dominant(this.speaker, peers.levels(profile.audioMuted ? null : me));
    if (id === this.speaker) return;
    this.speaker = id;
    notify("dominant-speaker-changed", { id });
    onChange();
  }
}
