// Who records: the server, or somebody's browser. Nothing is really kept.

/** Jitsi records in Chromium-based browsers only. */
export const recordsHere = navigator.userAgent.includes("Chrome/");

export class Recorders {
  #meeting;
  /** What the server records, with its mode and who began it. */
  server = null;

  constructor(meeting) {
    this.#meeting = meeting;
  }

  record(on, mode) {
    this.#meeting.signalling.send("record", { on, mode });
  }

  /**
   * Records in this browser, as Jitsi does: in Chromium only, without an error
   * elsewhere, and after a click in this page, because it captures the tab.
   * Only this page's host gets events; the others' pages show it. The stand-in
   * captures nothing, so nothing lands among the downloads.
   */
  recordHere(on) {
    const { profile, own, notify } = this.#meeting;
    if (on === profile.localRecording) return;
    if (on && !recordsHere) return console.info("This browser does not record.");
    const told = (fields) => notify("recording-status-changed", { mode: "local", transcription: false, ...fields });
    if (on && !navigator.userActivation.isActive) return told({ on: false, error: "A click in this page is needed." });
    own.show({ localRecording: on });
    told({ on });
  }

  /** Whether anybody is known to record. */
  isOn() {
    const { profile, peers } = this.#meeting;
    const all = [profile, ...peers.list().map((peer) => peer.profile)];
    return Boolean(this.server) || all.some((profile) => profile.localRecording);
  }

  /** The server recorded already when this page joined. */
  found(recording) {
    this.server = recording;
    this.#meeting.notify("recording-status-changed", { on: true, mode: recording.mode, transcription: false });
  }

  /** The server begins to record, or ends. */
  changed({ on, mode, by }) {
    const { room, id, notify, onChange } = this.#meeting;
    this.server = on ? { mode, by } : null;
    notify("recording-status-changed", { on, mode, transcription: false });
    if (on && mode === "file" && by === id) {
      // Invented, but it leads somewhere. Jitsi gives it to the initiator only.
      const link = `${location.origin}/recordings/${encodeURIComponent(room.address)}`;
      notify("recording-link-available", { link, ttl: 86_400 });
    }
    onChange();
  }
}
