// The requests of the host: each entry gives the `result`, or throws, which
// leaves the host without an answer, as in Jitsi.

import * as devices from "./devices.js";
import { jid } from "./people.js";

const requests = {
  "is-audio-muted": (meeting) => meeting.profile.audioMuted,
  "is-video-muted": (meeting) => meeting.profile.videoMuted,
  "is-audio-disabled": () => false,
  "is-audio-available": (meeting) => meeting.local.available("audio"),
  "is-video-available": (meeting) => meeting.local.available("camera"),
  "is-sharing-screen": (meeting) => Boolean(meeting.local.screen),
  "is-start-silent": () => false,
  "is-moderation-on": () => false,
  "is-participant-force-muted": () => false,
  "is-participants-pane-open": () => false,
  "get-p2p-status": (meeting) => meeting.company.isP2p,
  "get-content-sharing-participants": (meeting) => ({ sharingParticipantIds: meeting.company.sharers() }),
  "rooms-info": roomsInfo,
  "session-id": () => "",
  "deployment-info": () => undefined,
  "get-livestream-url": () => ({}),
  "list-breakout-rooms": () => ({}),
};

const deviceRequests = {
  getAvailableDevices: async () => {
    await devices.granted;
    return devices.list();
  },
  getCurrentDevices: async (meeting) => {
    await devices.granted;
    return devices.current(meeting.local);
  },
  isDeviceChangeAvailable: (_meeting, { deviceType }) =>
    deviceType !== "output" || "setSinkId" in HTMLMediaElement.prototype,
  isMultipleAudioInputSupported: () => true,
  setDevice,
};

/** Answers through `respond`, or not at all. */
export async function answer(meeting, data, respond) {
  const { behaviour } = meeting;
  if (behaviour.no_reply) return;
  const handler = find(data, behaviour);
  if (!handler && behaviour.no_voice_only) return;
  const result = handler ? await handler(meeting, data) : { error: {} };
  respond(behaviour.reply_without_result ? {} : { result });
}

function find({ type, name }, behaviour) {
  const table = type === "devices" ? deviceRequests : requests;
  if (Object.hasOwn(table, name)) return table[name];
  if (name === "connection-stats" && !behaviour.old_server && !behaviour.no_voice_only) return stats;
  return undefined;
}

function stats(meeting) {
  if (meeting.state !== "joined") throw new TypeError("There is no room");
  return meeting.company.stats;
}

function roomsInfo(meeting) {
  const { room, id } = meeting;
  const own = { id, profile: meeting.profile, role: meeting.role };
  const participants = [own, ...meeting.peers.values()].map((one) => ({
    id: one.id,
    jid: jid(room, one.id),
    role: one.role ?? "participant",
    displayName: one.profile.displayName || undefined,
    audioMuted: one.profile.audioMuted,
    videoMuted: one.profile.videoMuted,
  }));
  const main = { isMainRoom: true, id: jid(room, "").slice(0, -1), participants };
  return { rooms: [main] };
}

async function setDevice(meeting, { device }) {
  await devices.granted;
  const known = Object.values(await devices.list()).flat().filter(({ kind }) => kind === device.kind);
  const found = known.find(({ label }) => device.label && label === device.label)
    ?? known.find(({ deviceId }) => deviceId === device.id);
  if (!found) return false;
  if (device.kind !== "audiooutput") return meeting.own.setDevice(device.kind, found.deviceId);
  const sounds = [...document.querySelectorAll("audio")];
  await Promise.all(sounds.map((sound) => sound.setSinkId?.(found.deviceId)));
  return true;
}
