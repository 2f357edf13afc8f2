// What a test lets happen to a participant (`POST /__meet/act`), each with the
// events that Jitsi sends then.

/** How many events go out before the page breathes. */
const BURST = 300;

export const acts = {
  /** The connection to the server breaks. */
  drop: (meeting) => meeting.drop(),

  /** A moderator moves this participant to a breakout room, or back. */
  breakout: (meeting, { on }) => meeting.move(on),

  /** A moderator turns this participant's microphone off. */
  async mute(meeting) {
    if (!meeting.profile.audioMuted) await meeting.own.toggleAudio();
    meeting.notify("notification-triggered", { title: "notify.mutedRemotelyTitle" });
  },

  kick: (meeting, { by }) => meeting.kickedOut({ id: "abcd1234", name: by }),

  /** A moderator keeps microphones or cameras off, or no longer does. */
  moderation(meeting, { mediaType, enabled }) {
    if (enabled) meeting.moderated.add(mediaType);
    else meeting.moderated.delete(mediaType);
    meeting.notify("moderation-status-changed", { mediaType, enabled });
  },

  consent: (meeting) => meeting.questions.askConsent(),
  suspend: (meeting) => meeting.suspended(),
  chat: (meeting, { text }) => meeting.chat(text),
  record: (meeting, { on, mode }) => meeting.recorders.record(on, mode),

  /** Any event, such as a notification of Jitsi's. */
  event: (meeting, { name, fields }) => meeting.notify(name, fields),

  /** The screen is shared, or no longer, without a real one. */
  share(meeting, { on }) {
    meeting.notify("screen-sharing-status-changed", { on, details: on ? { sourceType: "screen" } : {} });
  },

  /** A server that means harm: crowds, links and events without end. */
  async flood(meeting, { participants = 0, links = 0, events = 0 }) {
    let sent = 0;
    const send = async (name, fields) => {
      meeting.notify(name, fields);
      sent += 1;
      if (sent % BURST === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    };
    for (let at = 0; at < participants; at += 1) {
      await send("participant-joined", { id: `crowd${at}`, displayName: `Somebody ${at}` });
    }
    for (let at = 0; at < links; at += 1) {
      await send("recording-link-available", { link: `https://example.com/${at}`, ttl: 60 });
    }
    for (let at = 0; at < events; at += 1) {
      await send("dominant-speaker-changed", { id: at % 2 ? meeting.id : "crowd0" });
    }
    for (let at = 0; at < participants; at += 1) await send("participant-left", { id: `crowd${at}` });
    meeting.notify("subject-change", { subject: "flood over" });
    meeting.flooded = true;
  },
};
