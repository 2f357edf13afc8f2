// The commands of the host. Unknown commands are ignored without an error, as in
// Jitsi; `args` is spread, so a missing array throws and the command is lost.

const commands = {
  "toggle-audio": (meeting) => meeting.own.toggleAudio(),
  "toggle-video": (meeting) => meeting.own.toggleVideo(),
  "toggle-share-screen": (meeting, _view, { enable } = {}) => meeting.own.toggleScreen(enable),
  "video-hangup": (meeting) => meeting.leave(),
  "display-name": (meeting, _view, name) => meeting.own.rename(name),
  "subject": (meeting, _view, text) => meeting.setSubject(text),
  "local-subject": (meeting, _view, text) => meeting.setSubject(text),
  "password": (meeting, _view, text) => meeting.questions.password(text),
  "overwrite-config": (_meeting, view, config) => view.overwrite(config),
  "set-video-quality": (meeting, _view, height) => {
    if (height >= 180) meeting.notify("video-quality-changed", { videoQuality: height });
  },
  "toggle-raise-hand": (meeting) => meeting.own.toggleHand(),
  "answer-knocking-participant": (meeting, _view, id, approved) => meeting.answerKnock(id, approved),
  "grant-recording-consent": (meeting, _view, unmute) => meeting.questions.grantConsent(unmute),
  "send-chat-message": (meeting, _view, text) => meeting.chat(text),
  "start-recording": (meeting, _view, { mode }) => {
    if (meeting.behaviour.no_recorder) return console.info("There is no recorder.");
    if (mode === "local") meeting.recorders.recordHere(true);
    else if (["file", "stream"].includes(mode)) meeting.recorders.record(true, mode);
  },
  "stop-recording": (meeting, _view, mode) => {
    if (mode === "local") meeting.recorders.recordHere(false);
    else meeting.recorders.record(false, mode);
  },
  "send-endpoint-text-message": (meeting, _view, to, text) => meeting.sendText(to, text),
};

const VOICE_ONLY = ["set-audio-only", "set-low-bandwidth-mode"];

const lowBandwidth = (meeting, _view, enabled) => meeting.own.setLowBandwidth(Boolean(enabled));

/** Runs one command of the host. */
export function command(meeting, view, name, args) {
  if (meeting.behaviour.no_voice_only && VOICE_ONLY.includes(name)) return;
  const renamed = meeting.behaviour.old_server ? "set-audio-only" : "set-low-bandwidth-mode";
  const handler = name === renamed ? lowBandwidth : Object.hasOwn(commands, name) ? commands[name] : undefined;
  handler?.(meeting, view, ...args);
}
