// How participants are named, compared and heard.

/** Below this, it is breathing and no speech. */
const SPEAKING = 0.03;

/** A second voice must be that much louder than the one that is heard. */
const LOUDER = 1.5;

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

/** The events, `[name, fields]`, for a change of another's profile. */
export function changes(id, old, now) {
  const events = [];
  if (now.displayName !== old.displayName) {
    const displayname = now.displayName;
    events.push(["display-name-change", { id, displayname, formattedDisplayName: remoteName(displayname) }]);
  }
  for (const mediaType of ["audio", "video"]) {
    const isMuted = now[`${mediaType}Muted`];
    if (isMuted !== old[`${mediaType}Muted`]) events.push(["participant-muted", { id, isMuted, mediaType }]);
  }
  if (now.handRaised !== old.handRaised) {
    events.push(["raise-hand-updated", { id, handRaised: now.handRaised }]);
  }
  return events;
}

/**
 * Who is the dominant speaker, given `[id, level]` pairs. Whoever spoke last
 * stays, as in Jitsi, until another is clearly heard.
 */
export function dominant(current, levels) {
  const held = levels.find(([id]) => id === current)?.[1] ?? 0;
  const [id, level] = levels.reduce((a, b) => (b[1] > a[1] ? b : a), [current, SPEAKING]);
  return level >= held * LOUDER ? id : current;
}
