// Reads the address, connects the parts, joins.

import { command } from "./api.js";
import { Meeting } from "./meeting.js";
import { escapeHtml, jwtUser, parseHash, parseJson, room, section } from "./params.js";
import { answer } from "./requests.js";
import { Transport } from "./transport.js";
import { View } from "./view.js";

const behaviour = parseJson(document.getElementById("behaviour").textContent);
if (behaviour.late_ready_ms > 0) {
  await new Promise((resolve) => setTimeout(resolve, behaviour.late_ready_ms));
}

const params = parseHash(location.hash);
const config = section(params, "config");
const interfaceConfig = section(params, "interfaceConfig");
config.toolbarButtons ??= interfaceConfig.TOOLBAR_BUTTONS;
// Real servers drop it: the language is in the query.
delete config.defaultLanguage;
const query = new URLSearchParams(location.search);
document.documentElement.lang = query.get("lang") ?? "en";
const jwt = params.jwt ?? query.get("jwt");
if (behaviour.token_required && !jwt) behaviour.join_error = "connection.passwordRequired";

const host = window.opener ?? (window.parent === window ? null : window.parent);
const apiId = params.jitsi_meet_external_api_id;
const spoken = host !== null && typeof apiId === "number";

const view = new View({ config, embedded: window.parent !== window });
const transport = spoken
  ? new Transport({
      target: host,
      scope: `jitsi_meet_external_api_${apiId}`,
      onEvent: (name, args) => command(meeting, view, name, args),
      onRequest: (data, respond) => answer(meeting, data, respond),
    })
  : null;

const voiceOnly = Boolean(behaviour.old_server ? config.startAudioOnly : config.startLowBandwidthMode);
const noDevices = config.disableInitialGUM === true;
const meeting = new Meeting({
  room: room(location.pathname),
  profile: {
    displayName: displayName(),
    audioMuted: noDevices || Boolean(config.startWithAudioMuted),
    videoMuted: noDevices || voiceOnly || Boolean(config.startWithVideoMuted),
    sharing: false,
    localRecording: false,
    handRaised: 0,
    lowBandwidth: voiceOnly,
  },
  behaviour,
  statsInterval: Number(config.pcStatsInterval) || 10_000,
  notify: (name, fields) => transport?.sendEvent(name, fields),
  onChange: () => view.render(),
});

/** The token's name wins over the address's, which Jitsi keeps HTML-escaped. */
function displayName() {
  const fromToken = typeof jwt === "string" ? jwtUser(jwt).name : undefined;
  return fromToken ?? escapeHtml(String(params["userInfo.displayName"] ?? ""));
}

// Jitsi sends its last events on every unload, whether or not it had joined. The
// browser may keep the page for going back to it, its socket open: leaving
// explicitly keeps it from staying in the room as a ghost.
addEventListener("pagehide", () => meeting.unload());
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});

/** For tests that can reach this window; the others read it from the server. */
window.__meet = {
  flooded: () => Boolean(meeting.flooded),
  async stats() {
    await meeting.peers.sample();
    const { framesDecoded, audioPackets, peers } = meeting.peers.totals();
    return { framesDecoded, audioPacketsReceived: audioPackets, peers };
  },
};

view.attach(meeting);
meeting.notify("browser-support", { supported: true });
meeting.notify("ready");
meeting.join();
