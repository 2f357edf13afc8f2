// What the server sends, and what it changes.

import { acts } from "./acts.js";
import { jid } from "./people.js";
import { breakoutRooms } from "./rooms.js";

const handlers = {
  welcome: (meeting, message) => meeting.welcome(message),
  full: (meeting) => {
    // Jitsi has a notification of its own for it, which hosts hear of.
    meeting.notify("notification-triggered", {
      title: "dialog.maxUsersLimitReachedTitle",
      description: "dialog.maxUsersLimitReached",
    });
    meeting.fail("conference.max_users", "CONFERENCE", false);
  },
  lobby: (meeting) => meeting.questions.waitInLobby(),
  rejected: (meeting) => meeting.fail("conference.connectionError.accessDenied", "CONFERENCE", false),
  joined: (meeting, { participant }) => meeting.company.came(participant, false),
  state: (meeting, { participant }) => meeting.company.changed(participant),
  left: (meeting, { id }) => meeting.company.went(id),
  signal: (meeting, { from, data }) => meeting.peers.get(from)?.receive(data),
  recording: (meeting, message) => meeting.recorders.changed(message),
  behaviour: (meeting, { behaviour }) => Object.assign(meeting.behaviour, behaviour),
  act: (meeting, { act }) => acts[act.type](meeting, act),
  rooms: (meeting, { rooms }) => meeting.notify("breakout-rooms-updated", { rooms: breakoutRooms(rooms) }),

  chat(meeting, { from, text }) {
    meeting.notify("incoming-message", {
      from,
      nick: meeting.peers.get(from)?.profile.displayName,
      message: text,
      privateMessage: false,
      stamp: new Date().toISOString(),
    });
  },

  text(meeting, { from, text }) {
    meeting.notify("endpoint-text-message-received", {
      data: {
        senderInfo: { jid: jid(meeting.room, from), id: from },
        eventData: { name: "endpoint-text-message", text },
      },
    });
  },

  /** Moderators alone hear who waits in the lobby. */
  knocking(meeting, { id, name }) {
    if (meeting.role !== "moderator") return;
    meeting.notify("knocking-participant", { participant: { id, name } });
    meeting.notify("notification-triggered", { title: "notify.participantWantsToJoin" });
  },
};

export function receive(meeting, message) {
  if (Object.hasOwn(handlers, message.type)) handlers[message.type](meeting, message);
  else console.warn("Unknown signalling message", message.type);
}
