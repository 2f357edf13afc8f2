// A meeting in a page, as `JitsiMeeting` of @jitsi/react-sdk puts it there. Like
// that, it uses nothing of the API but the constructor, `on` and `addListener`.

import { el } from "./dom.js";

const TOOLBAR = ["microphone", "camera", "hangup", "desktop", "fullscreen", "chat", "recording", "tileview"];

let wanted = null;

/** The API's class: looked for once for a page, and kept, also when it failed. */
const apiClass = (server) => (wanted ??= find(server));

function find(server) {
  if (window.JitsiMeetExternalAPI) return Promise.resolve(window.JitsiMeetExternalAPI);
  return new Promise((resolve, reject) => {
    const src = `${server}/external_api.js`;
    document.head.append(el("script", {
      async: true, src,
      on: {
        load: () => resolve(window.JitsiMeetExternalAPI),
        error: () => reject(new Error(`Script load error: ${src}`)),
      },
    }));
  });
}

/**
 * Joins the meeting of a call in `box`, with camera and microphone on whatever
 * the call's type. Taking `box` out of the page leaves it. `onHangUp` is called
 * when somebody hangs up in the frame.
 */
export async function joinMeeting(box, { video_url: address, app_id: app, room_name: room, jwt_token: jwt }, onHangUp) {
  // The real window takes https for granted; the stand-in is not there.
  const { origin, host } = new URL(address);
  try {
    const Api = await apiClass(origin);
    if (!box.isConnected) return;
    const meeting = new Api(host, {
      // Without an app's id this is an address with two slashes.
      roomName: `${app ?? ""}/${room}`,
      jwt: jwt ?? "",
      parentNode: box,
      width: "100%",
      height: "100%",
      configOverwrite: {
        startWithAudioMuted: false,
        startWithVideoMuted: false,
        enableWelcomePage: false,
        prejoinPageEnabled: false,
        disableDeepLinking: true,
      },
      interfaceConfigOverwrite: { TOOLBAR_BUTTONS: TOOLBAR, SHOW_JITSI_WATERMARK: false },
    });
    meeting.on("readyToClose", onHangUp);
    meeting.addListener("videoConferenceJoined", () => {});
  } catch (error) {
    console.error(error.message);
  }
}
