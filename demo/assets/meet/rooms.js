// Breakout rooms in the shape of Jitsi's event: an object of rooms, each with an
// object of participants, both by their addresses.

export function breakoutRooms(rooms) {
  const entries = rooms.map(({ name, participants }) => {
    const jid = `${encodeURIComponent(name)}@conference.${location.hostname}`;
    const people = participants.map(({ id, displayName }) => {
      const own = `${jid}/${id}`;
      return [own, { displayName, jid: own, role: "participant" }];
    });
    const isMainRoom = !name.includes("~");
    return [jid, { id: name, isMainRoom, jid, name, participants: Object.fromEntries(people) }];
  });
  return Object.fromEntries(entries);
}
