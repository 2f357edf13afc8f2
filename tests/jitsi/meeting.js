// The meeting's side of the protocol for tests: the transport that real Jitsi
// servers ship, from npm, and behind it just enough of a meeting to answer.
// `cargo xtask test` bundles it; tests/browser/tests/jitsi.rs runs it.
import { PostMessageTransportBackend, Transport } from '@jitsi/js-utils/transport';

const id = new URLSearchParams(location.hash.slice(1)).get('jitsi_meet_external_api_id');
const transport = new Transport({
  backend: new PostMessageTransportBackend({
    postisOptions: { scope: `jitsi_meet_external_api_${id}` },
  }),
});
const tell = (name, fields) => transport.sendEvent({ name, ...fields });

let muted = false;

transport.on('event', ({ name, data }) => {
  switch (name) {
    case 'toggle-audio':
      muted = !muted;
      tell('audio-mute-status-changed', { muted });
      return true;
    case 'set-low-bandwidth-mode':
      tell('low-bandwidth-mode-changed', { enabled: data[0] });
      return true;
    case 'video-hangup':
      // The answer names the arguments as they arrived.
      tell('video-conference-left', { roomName: JSON.stringify(data) });
      tell('video-ready-to-close');
      return true;
    default:
      return false;
  }
});

let asked = 0;

transport.on('request', ({ name }, reply) => {
  switch (name) {
    case 'is-audio-muted':
      reply(muted);
      return true;
    case 'is-video-muted':
      // Never answered, as where a handler throws.
      return true;
    case 'connection-stats':
      asked += 1;
      if (asked === 1) reply(undefined);
      else if (asked === 2) reply({ error: new Error('unknown to older servers') });
      else reply({ connectionQuality: 65, jvbRTT: 42, iceConnected: true, codec: {}, transport: [] });
      return true;
    default:
      return false;
  }
});

// What the host has no use for comes first, as from a real meeting.
tell('browser-support', { supported: true });
tell('ready');
tell('something-of-tomorrow', { with: ['unknown', { fields: null }] });
tell('video-conference-joined', { roomName: 'room', id: 'me', displayName: undefined, avatarURL: undefined });
tell('participant-joined', { id: 'jane', displayName: 'Jane “JJ” Doe', formattedDisplayName: 'Jane' });
