// The figures of `getStats`, added up for people, tests and `connection-stats`.

/** Rates are over this time at least: over less they fluctuate with every packet. */
const RATE_MS = 500;

const LOSS_STEPS = [[2, 100], [4, 70], [6, 50], [8, 30], [12, 10]];

/** The numbers of one connection. Totals only grow; rates are over the last moments. */
export class Counter {
  #last = null;
  framesDecoded = 0;
  audioPackets = 0;
  /** 0 to 1, of what arrives now. */
  level = 0;
  /** 0 to 1, of one's own microphone. */
  ownLevel = 0;
  /** Kilobits per second. */
  bitrate = { in: { audio: 0, video: 0 }, out: { audio: 0, video: 0 } };
  /** Percent. */
  loss = { in: 0, out: 0 };
  availableOut = 0;
  codec = {};
  framerate = {};
  resolution = {};
  frames = {};
  transport = null;

  read(report) {
    const now = { at: performance.now(), bytes: { in: {}, out: {} }, lost: 0, got: 0 };
    Object.assign(this, { codec: {}, framerate: {}, resolution: {}, frames: {}, loss: { ...this.loss } });
    for (const stat of report.values()) {
      if (stat.type === "inbound-rtp") this.#inbound(stat, report, now);
      else if (stat.type === "outbound-rtp") {
        now.bytes.out[stat.kind] = (now.bytes.out[stat.kind] ?? 0) + (stat.bytesSent ?? 0);
      } else if (stat.type === "remote-inbound-rtp") this.loss.out = percent(stat.fractionLost ?? 0);
      else if (stat.type === "media-source" && stat.kind === "audio") this.ownLevel = stat.audioLevel ?? 0;
      else if (stat.type === "candidate-pair" && stat.nominated && stat.state === "succeeded") this.#pair(stat, report);
    }
    if (this.#last && now.at - this.#last.at < RATE_MS) return;
    this.#rates(now);
    this.#last = now;
  }

  #inbound(stat, report, now) {
    now.bytes.in[stat.kind] = (now.bytes.in[stat.kind] ?? 0) + (stat.bytesReceived ?? 0);
    now.lost += stat.packetsLost ?? 0;
    now.got += stat.packetsReceived ?? 0;
    const codec = report.get(stat.codecId)?.mimeType?.split("/")[1];
    const mine = (this.codec[stat.ssrc] = {});
    if (codec) mine[stat.kind] = codec;
    if (stat.kind === "audio") {
      this.audioPackets = Math.max(this.audioPackets, stat.packetsReceived ?? 0);
      this.level = stat.audioLevel ?? 0;
      return;
    }
    this.framesDecoded = Math.max(this.framesDecoded, stat.framesDecoded ?? 0);
    this.frames[stat.ssrc] = stat.framesDecoded ?? 0;
    this.framerate[stat.ssrc] = Math.round(stat.framesPerSecond ?? 0);
    this.resolution[stat.ssrc] = { width: stat.frameWidth ?? 0, height: stat.frameHeight ?? 0 };
  }

  #pair(stat, report) {
    const local = report.get(stat.localCandidateId) ?? {};
    const remote = report.get(stat.remoteCandidateId) ?? {};
    this.availableOut = Math.round((stat.availableOutgoingBitrate ?? 0) / 1000);
    this.transport = {
      ip: `${remote.address ?? remote.ip ?? ""}:${remote.port ?? ""}`,
      localip: `${local.address ?? local.ip ?? ""}:${local.port ?? ""}`,
      type: local.protocol ?? "udp",
      rtt: Math.round((stat.currentRoundTripTime ?? 0) * 1000),
      p2p: true,
      localCandidateType: local.candidateType,
      remoteCandidateType: remote.candidateType,
    };
  }

  #rates(now) {
    const last = this.#last;
    if (!last) return;
    const ms = Math.max(1, now.at - last.at);
    for (const way of ["in", "out"]) {
      for (const kind of ["audio", "video"]) {
        const bytes = (now.bytes[way][kind] ?? 0) - (last.bytes[way][kind] ?? 0);
        this.bitrate[way][kind] = Math.max(0, Math.round((bytes * 8) / ms));
      }
    }
    const lost = Math.max(0, now.lost - last.lost);
    const got = Math.max(0, now.got - last.got);
    this.loss.in = lost + got > 0 ? percent(lost / (lost + got)) : 0;
  }
}

function percent(fraction) {
  return Math.round(fraction * 100);
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * The result of `connection-stats`. Jitsi's quality also depends on the send
 * bitrate and climbs slowly; here it follows the upload's loss alone.
 */
export function connectionStats(peers) {
  const counters = peers.map((peer) => peer.counter);
  const rate = (way, kind) => sum(counters.map((counter) => counter.bitrate[way][kind]));
  const worst = (way) => Math.max(0, ...counters.map((counter) => counter.loss[way]));
  const audio = { upload: rate("out", "audio"), download: rate("in", "audio") };
  const video = { upload: rate("out", "video"), download: rate("in", "video") };
  const upload = worst("out");
  const download = worst("in");
  const perPeer = (field) =>
    Object.fromEntries(peers.map((peer) => [peer.id, peer.counter[field]]));
  return {
    connectionQuality: LOSS_STEPS.find(([limit]) => upload <= limit)?.[1] ?? 0,
    packetLoss: { upload, download, total: Math.max(upload, download) },
    bitrate: { upload: audio.upload + video.upload, download: audio.download + video.download, audio, video },
    bandwidth: { upload: sum(counters.map((counter) => counter.availableOut)) },
    transport: counters.map((counter) => counter.transport).filter(Boolean),
    maxEnabledResolution: 720,
    codec: perPeer("codec"),
    framerate: perPeer("framerate"),
    framesDecoded: perPeer("frames"),
    resolution: perPeer("resolution"),
    iceConnected: peers.length > 0 && peers.every((peer) => peer.connected),
  };
}
