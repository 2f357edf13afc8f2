// The others in the room, by id, and their totals.

export class Crowd extends Map {
  #left = { framesDecoded: 0, audioPackets: 0 };

  list() {
    return [...this.values()];
  }

  connected() {
    return this.list().filter((peer) => peer.connected);
  }

  sharers() {
    return this.list().filter((peer) => peer.profile.sharing).map((peer) => peer.id);
  }

  /** Closes the connection to one who left, and keeps its counters. */
  part(id) {
    const peer = this.get(id);
    if (!peer) return false;
    this.#left.framesDecoded += peer.counter.framesDecoded;
    this.#left.audioPackets += peer.counter.audioPackets;
    peer.close();
    return this.delete(id);
  }

  close() {
    for (const id of [...this.keys()]) this.part(id);
  }

  /** Reads every connection's counters. */
  sample() {
    return Promise.all(this.list().map((peer) => peer.sample()));
  }

  /** What has been received since joining, from everyone, also those who left. */
  totals() {
    const total = { ...this.#left, peers: this.connected().length };
    for (const { counter } of this.values()) {
      total.framesDecoded += counter.framesDecoded;
      total.audioPackets += counter.audioPackets;
    }
    return total;
  }

  /** `[id, level]` of everybody whose microphone is on; `own` is one's own id, if on. */
  levels(own) {
    const levels = this.list()
      .filter((peer) => !peer.profile.audioMuted)
      .map((peer) => [peer.id, peer.counter.level]);
    if (own) levels.push([own, Math.max(0, ...this.list().map((peer) => peer.counter.ownLevel))]);
    return levels;
  }
}
