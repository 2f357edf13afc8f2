// Microphone, camera and screen.

const ERROR_TYPES = {
  NotAllowedError: "gum.permission_denied",
  SecurityError: "gum.permission_denied",
  NotFoundError: "gum.not_found",
  OverconstrainedError: "gum.constraint_failed",
  TimeoutError: "gum.timeout",
};

/** Jitsi's name for the failure of a device; "in use" has no own name. */
export function errorType(error) {
  return ERROR_TYPES[error?.name] ?? "gum.general";
}

let grant;
/** Resolves once any device has been granted. Until then Jitsi answers no device request. */
export const granted = new Promise((resolve) => (grant = resolve));

const constraints = {
  audio: (deviceId) => ({ echoCancellation: true, noiseSuppression: true, ...exact(deviceId) }),
  video: (deviceId, { camera }) => ({
    width: { ideal: camera?.width ?? 1280 },
    height: { ideal: camera?.height ?? 720 },
    ...(camera ? { frameRate: { ideal: camera.frame_rate } } : {}),
    ...exact(deviceId),
  }),
};

function exact(deviceId) {
  return deviceId ? { deviceId: { exact: deviceId } } : {};
}

/** One track of a kind, or throws the browser's DOMException. */
export async function acquire(kind, behaviour, deviceId) {
  return (await request({ [kind]: constraints[kind](deviceId, behaviour) }, behaviour))[kind];
}

/** `{audio, video}` with a single question to the person, or throws. */
export function acquireBoth(behaviour) {
  return request({ audio: constraints.audio(), video: constraints.video(undefined, behaviour) }, behaviour);
}

async function request(wanted, behaviour) {
  if (behaviour.media_error) throw new DOMException("Refused by the stand-in", behaviour.media_error);
  if (!navigator.mediaDevices) throw new DOMException("This page may not use devices", "NotAllowedError");
  const stream = await navigator.mediaDevices.getUserMedia(wanted);
  grant();
  return Object.fromEntries(stream.getTracks().map((track) => [track.kind, track]));
}

/** A track of the screen; the browser wants a click inside this frame for it. */
export async function acquireScreen() {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
  return stream.getVideoTracks()[0];
}

/** Jitsi's `sourceType` of a screen track. */
export function sourceType(track) {
  return track.getSettings().displaySurface === "window" ? "window" : "screen";
}

const GROUPS = { audioinput: "audioInput", audiooutput: "audioOutput", videoinput: "videoInput" };

/** All devices, in Jitsi's groups. */
export async function list() {
  const groups = {};
  for (const device of await navigator.mediaDevices.enumerateDevices()) {
    const { deviceId, groupId, kind, label } = device;
    (groups[GROUPS[kind]] ??= []).push({ deviceId, groupId, kind, label });
  }
  return groups;
}

/** The devices in use, in Jitsi's groups. */
export async function current(tracks) {
  const groups = await list();
  const found = (group, track) => {
    const id = track?.getSettings().deviceId;
    return groups[group]?.find((device) => device.deviceId === id);
  };
  return {
    audioInput: found("audioInput", tracks.audio),
    audioOutput: groups.audioOutput?.[0],
    videoInput: found("videoInput", tracks.camera),
  };
}
