//! Every text a person reads, by its key in `extension/_locales` (pure).
//!
//! A key that code uses is listed here once; pages and manifest name theirs
//! themselves. A test compares all of them with the locale, so that no text is
//! missing and none is left over.

/// Declares the keys and the list of all of them.
macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident = $key:literal,)+) => {
        $($(#[$meta])* pub const $name: &str = $key;)+
        /// All keys that the code uses.
        pub const ALL: &[&str] = &[$($key,)+];
    };
}

texts! {
    // The worker: notifications and the toolbar.
    /// "Answer".
    NOTIFY_ANSWER = "notify_answer",
    /// "Audio call".
    NOTIFY_AUDIO = "notify_audio",
    /// "Decline".
    NOTIFY_DECLINE = "notify_decline",
    /// "Video call".
    NOTIFY_VIDEO = "notify_video",
    /// "Ringside: in a call".
    TOOLBAR_IN_CALL = "toolbar_in_call",
    /// "Ringside: available".
    TOOLBAR_READY = "toolbar_ready",
    /// "Ringside: somebody calls".
    TOOLBAR_RINGING = "toolbar_ringing",
    /// "Ringside: sign in at the CRM again".
    TOOLBAR_SIGN_IN = "toolbar_sign_in",
    /// "Ringside: sign in at the CRM to call".
    TOOLBAR_SIGNED_OUT = "toolbar_signed_out",

    // The toast.
    /// "Hang up".
    HANG_UP = "hang_up",
    /// "Mute the microphone".
    MUTE_MICROPHONE = "mute_microphone",
    /// "Calling…".
    TOAST_CALLING = "toast_calling",
    /// "Cancel".
    TOAST_CANCEL = "toast_cancel",
    /// "Close".
    TOAST_CLOSE = "toast_close",
    /// "In call with $1".
    TOAST_CONNECTED = "toast_connected",
    /// "Connecting…".
    TOAST_CONNECTING = "toast_connecting",
    /// "Call ended".
    TOAST_ENDED = "toast_ended",
    /// "The call is in its own window."
    TOAST_IN_WINDOW = "toast_in_window",
    /// "Call with $1".
    TOAST_LABEL = "toast_label",
    /// "Minimise".
    TOAST_MINIMISE = "toast_minimise",
    /// "Move the call window (arrow keys)".
    TOAST_MOVE = "toast_move",
    /// "Open in its own window".
    TOAST_POP_OUT = "toast_pop_out",
    /// "This call is being recorded".
    TOAST_RECORDING = "toast_recording",
    /// "Restore".
    TOAST_RESTORE = "toast_restore",
    /// "Ringing…".
    TOAST_RINGING = "toast_ringing",
    /// "Show call".
    TOAST_SHOW_CALL = "toast_show_call",
    /// "Add a note".
    ADD_NOTE = "add_note",
    /// "Turn the microphone on".
    UNMUTE_MICROPHONE = "unmute_microphone",
    // Quality of a connection.
    /// "Connection: fair".
    QUALITY_FAIR = "quality_fair",
    /// "Connection: good".
    QUALITY_GOOD = "quality_good",
    /// "Connection lost".
    QUALITY_LOST = "quality_lost",
    /// "Connection: poor".
    QUALITY_POOR = "quality_poor",
    // Buttons beside records.
    /// "Audio call $1".
    BUTTON_AUDIO = "button_audio",
    /// "Audio call $1 ($2)".
    BUTTON_AUDIO_REACH = "button_audio_reach",
    /// "Video call $1".
    BUTTON_VIDEO = "button_video",
    /// "Video call $1 ($2)".
    BUTTON_VIDEO_REACH = "button_video_reach",
    /// "Calling".
    MARK_CALLING = "mark_calling",
    /// "In call".
    MARK_IN_CALL = "mark_in_call",
    /// "away".
    REACH_AWAY = "reach_away",
    /// "busy".
    REACH_BUSY = "reach_busy",
    /// "no account at the CRM".
    REACH_NO_ACCOUNT = "reach_no_account",
    /// "offline".
    REACH_OFFLINE = "reach_offline",
    /// "online".
    REACH_ONLINE = "reach_online",
    // Incoming calls.
    /// "I will call you back".
    REASON_LATER = "reason_later",
    /// "I am in a meeting".
    REASON_MEETING = "reason_meeting",
    /// "Your own words".
    REASON_OWN = "reason_own",
    /// "Decline".
    REASON_SEND = "reason_send",
    /// "Please write to me".
    REASON_WRITE = "reason_write",
    /// "Answer".
    RING_ANSWER = "ring_answer",
    /// "Answer without camera".
    RING_ANSWER_AUDIO = "ring_answer_audio",
    /// "Audio call".
    RING_AUDIO = "ring_audio",
    /// "Decline".
    RING_DECLINE = "ring_decline",
    /// "End and answer".
    RING_END_AND_ANSWER = "ring_end_and_answer",
    /// "$1 is calling".
    RING_INCOMING = "ring_incoming",
    /// "Decline with a reason".
    RING_MORE = "ring_more",
    /// "Silence".
    RING_SILENCE = "ring_silence",
    /// "Video call".
    RING_VIDEO = "ring_video",
    /// "Calls while you are in a call".
    RING_WAITING = "ring_waiting",
    // How calls end, and why some never begin.
    /// "Call cancelled".
    ENDED_CANCELLED = "ended_cancelled",
    /// "$1 declined".
    ENDED_DECLINED = "ended_declined",
    /// "$1 declined: “$2”".
    ENDED_DECLINED_NOTE = "ended_declined_note",
    /// "Answered elsewhere".
    ENDED_ELSEWHERE = "ended_elsewhere",
    /// "The connection was lost".
    ENDED_LOST = "ended_lost",
    /// "No answer".
    ENDED_NO_ANSWER = "ended_no_answer",
    /// "The call lasted $1".
    ENDED_OVER = "ended_over",
    /// "The CRM did not answer. Try again in a moment."
    REFUSED_CRM_TROUBLE = "refused_crm_trouble",
    /// "You may not make calls at this CRM."
    REFUSED_FORBIDDEN = "refused_forbidden",
    /// "The call is no longer there."
    REFUSED_GONE = "refused_gone",
    /// "You are in another call."
    REFUSED_IN_ANOTHER_CALL = "refused_in_another_call",
    /// "$1 has no account at the CRM, so there is nobody to ring."
    REFUSED_NO_ACCOUNT = "refused_no_account",
    /// "Your CRM account has no primary profile. Ask your administrator to set one."
    REFUSED_NO_PROFILE = "refused_no_profile",
    /// "$1 is not available."
    REFUSED_NOT_AVAILABLE = "refused_not_available",
    /// "You are offline."
    REFUSED_OFFLINE = "refused_offline",
    /// "Your sign-in has ended. Sign in at the CRM again."
    REFUSED_SIGNED_OUT = "refused_signed_out",
    /// "You cannot call yourself."
    REFUSED_YOURSELF = "refused_yourself",
    // Notices.
    /// "The CRM cannot be reached. Ringside keeps trying."
    NOTICE_CRM_TROUBLE = "notice_crm_trouble",
    /// "Dismiss".
    NOTICE_DISMISS = "notice_dismiss",
    /// "You missed a call from $1."
    NOTICE_MISSED = "notice_missed",
    /// "This page cannot hold a call, so it opened in its own window."
    NOTICE_MOVED_TO_WINDOW = "notice_moved_to_window",
    /// "You are offline. Ringside will end the call at the CRM when you are back."
    NOTICE_OFFLINE_END = "notice_offline_end",
    /// "Your sign-in has ended. Sign in at the CRM again to make and take calls."
    NOTICE_SIGN_IN_AGAIN = "notice_sign_in_again",

    // The call page, the popup and the options.
    /// "Meeting".
    MEETING = "meeting",
    /// "Connecting…".
    CONNECTING = "connecting",
    /// "Connected".
    CONNECTED = "connected",
    /// "The connection is interrupted. Ringside keeps trying."
    RECONNECTING = "reconnecting",
    /// "Ending the call…".
    ENDING = "ending",
    /// "The call has ended".
    CALL_OVER = "call_over",
    /// "Waiting for $1…".
    WAITING_FOR = "waiting_for",
    /// "The call goes on in its own tab".
    OUTSIDE = "outside",
    /// "Hang up here when you are done."
    OUTSIDE_HELP = "outside_help",
    /// "Turn the microphone off".
    MIC_OFF = "mic_off",
    /// "Turn the microphone on".
    MIC_ON = "mic_on",
    /// "Turn the camera off".
    CAMERA_OFF = "camera_off",
    /// "Turn the camera on".
    CAMERA_ON = "camera_on",
    /// "Share your screen".
    SHARE = "share",
    /// "Stop sharing your screen".
    SHARE_STOP = "share_stop",
    /// "Press the screen button in the picture, then choose what to share."
    SHARE_HINT = "share_hint",
    /// "Keep the controls on top".
    ON_TOP = "on_top",
    /// "Do not keep the controls on top".
    ON_TOP_STOP = "on_top_stop",
    /// "The browser did not open the small window."
    ON_TOP_REFUSED = "on_top_refused",
    /// "Raise your hand".
    HAND_UP = "hand_up",
    /// "Lower your hand".
    HAND_DOWN = "hand_down",
    /// "Save data: voice only".
    LOW_BANDWIDTH_ON = "low_bandwidth_on",
    /// "Show pictures again".
    LOW_BANDWIDTH_OFF = "low_bandwidth_off",
    /// "Voice only".
    VOICE_ONLY = "voice_only",
    /// "Record the call".
    RECORD_START = "record_start",
    /// "Stop recording".
    RECORD_STOP = "record_stop",
    /// "This call is being recorded".
    RECORDING = "recording",
    /// "This meeting server cannot record calls."
    RECORDING_FAILED = "recording_failed",
    /// "Add a recording…"
    ADD_RECORDING = "add_recording",
    /// "Record on this computer".
    RECORD_HERE_START = "record_here_start",
    /// "Stop recording on this computer".
    RECORD_HERE_STOP = "record_here_stop",
    /// "Press Record in the picture and choose this tab. Your browser wants that click there."
    RECORD_HERE_HINT = "record_here_hint",
    /// "Nothing is being recorded: this meeting server does not record on computers."
    RECORD_HERE_SILENT = "record_here_silent",
    /// "Saving the recording…"
    RECORDING_SAVING = "recording_saving",
    /// "The recording is among your downloads."
    RECORDING_SAVED = "recording_saved",
    /// "The call can move to a window when the recording is done."
    RECORDING_STAYS = "recording_stays",
    /// "Preparing…"
    UPLOAD_ASKING = "upload_asking",
    /// "Sending to the CRM…"
    UPLOAD_SENDING = "upload_sending",
    /// "Trying another way…"
    UPLOAD_OTHER_WAY = "upload_other_way",
    /// "Saving with the call…"
    UPLOAD_SAVING = "upload_saving",
    /// "Saved with the call".
    UPLOAD_DONE = "upload_done",
    /// "Choose another file".
    UPLOAD_OTHER_FILE = "upload_other_file",
    /// "This file is too big for your CRM: choose a smaller one."
    UPLOAD_TOO_BIG = "upload_too_big",
    /// "Your CRM does not take files of this type: choose MP4, WebM, MP3 or WAV."
    UPLOAD_TYPE = "upload_type",
    /// "Your CRM cannot be reached: check your network, then try again."
    UPLOAD_OFFLINE = "upload_offline",
    /// "Your CRM does not let you add recordings to this call: ask your administrator."
    UPLOAD_FORBIDDEN = "upload_forbidden",
    /// "Your CRM has no such call any more: keep the file, it is still on your computer."
    UPLOAD_GONE = "upload_gone",
    /// "Sign in at your CRM again, then try again."
    UPLOAD_SIGNED_OUT = "upload_signed_out",
    /// "Another call has begun here: add the recording in your CRM instead."
    UPLOAD_OTHER_CALL = "upload_other_call",
    /// "Your CRM did not take the recording: try again in a while."
    UPLOAD_TROUBLE = "upload_trouble",
    /// "The invitation link is on the clipboard."
    LINK_COPIED = "link_copied",
    /// "Join our call".
    INVITE_SUBJECT = "invite_subject",
    /// "You can join our call here: {link}".
    INVITE_BODY = "invite_body",
    /// "People ({count})".
    PEOPLE = "people",
    /// "You".
    YOU = "you",
    /// "speaking".
    SPEAKS = "speaks",
    /// "hand raised".
    HAND_IS_UP = "hand_is_up",
    /// "{name} raised a hand.".
    HAND_OF = "hand_of",
    /// "Your microphone is off".
    MUTED_MIC = "muted_mic",
    /// "Your camera is off".
    MUTED_CAMERA = "muted_camera",
    /// "Microphone and camera are off".
    MUTED_BOTH = "muted_both",
    /// "The connection is poor."
    POOR_CONNECTION = "poor_connection",
    /// "Cancel".
    CANCEL = "cancel",
    /// "Try again".
    TRY_AGAIN = "try_again",
    /// "Open in a window".
    OPEN_WINDOW = "open_window",
    /// "Open in a tab".
    OPEN_TAB = "open_tab",
    /// "Listen only".
    LISTEN_ONLY = "listen_only",
    /// "Join without camera".
    WITHOUT_CAMERA = "without_camera",
    /// "This page does not allow calls inside it".
    TROUBLE_POLICY = "trouble_policy",
    /// "It keeps microphone and camera from everything in it. The call works in its own window."
    TROUBLE_POLICY_HELP = "trouble_policy_help",
    /// "The meeting server does not answer".
    TROUBLE_SILENT = "trouble_silent",
    /// "It may be out of reach, or it may not allow meetings inside other pages. In a tab of its own it can still work."
    TROUBLE_SILENT_HELP = "trouble_silent_help",
    /// "This server ends calls inside other pages after five minutes. In a tab the call can go on."
    TROUBLE_FIVE_MINUTES = "trouble_five_minutes",
    /// "The microphone is blocked".
    MIC_REFUSED = "mic_refused",
    /// "Click the icon at the left of the address bar, allow the microphone, then try again."
    MIC_REFUSED_CHROME = "mic_refused_chrome",
    /// "Click the crossed-out microphone at the left of the address bar, remove the block, then try again."
    MIC_REFUSED_FIREFOX = "mic_refused_firefox",
    /// "No microphone was found".
    MIC_MISSING = "mic_missing",
    /// "Plug one in, or choose one in the system's sound settings, then try again."
    MIC_MISSING_HELP = "mic_missing_help",
    /// "The microphone does not start".
    MIC_BUSY = "mic_busy",
    /// "The camera is blocked".
    CAMERA_REFUSED = "camera_refused",
    /// "Click the icon at the left of the address bar, allow the camera, then try again."
    CAMERA_REFUSED_CHROME = "camera_refused_chrome",
    /// "Click the crossed-out camera at the left of the address bar, remove the block, then try again."
    CAMERA_REFUSED_FIREFOX = "camera_refused_firefox",
    /// "No camera was found".
    CAMERA_MISSING = "camera_missing",
    /// "Plug one in, then try again. The call works without it, too."
    CAMERA_MISSING_HELP = "camera_missing_help",
    /// "The camera does not start".
    CAMERA_BUSY = "camera_busy",
    /// "Another program may be using it. Close that program, then try again."
    DEVICE_BUSY_HELP = "device_busy_help",
    /// "This meeting has a password. Enter it below."
    CONFERENCE_PASSWORD = "conference_password",
    /// "Somebody in the meeting has to let you in."
    CONFERENCE_LOBBY = "conference_lobby",
    /// "The meeting server wants somebody to sign in before it starts. Follow the steps below."
    CONFERENCE_SIGN_IN = "conference_sign_in",
    /// "The meeting server did not let you in".
    CONFERENCE_DENIED = "conference_denied",
    /// "The invitation may have expired. Hang up and call again."
    CONFERENCE_DENIED_HELP = "conference_denied_help",
    /// "The meeting is full".
    CONFERENCE_FULL = "conference_full",
    /// "Try again when somebody has left."
    CONFERENCE_FULL_HELP = "conference_full_help",
    /// "The connection to the meeting was lost".
    CONFERENCE_LOST = "conference_lost",
    /// "Check your network, then try again."
    CONFERENCE_LOST_HELP = "conference_lost_help",
    /// "Signed in as $1".
    POPUP_SIGNED_IN = "popup_signed_in",
    /// "Not signed in".
    POPUP_SIGNED_OUT = "popup_signed_out",
    /// "Your sign-in has expired".
    POPUP_EXPIRED = "popup_expired",
    /// "No call right now".
    POPUP_NO_CALL = "popup_no_call",
    /// "Press the phone or the camera beside a record in your CRM."
    POPUP_NO_CALL_HELP = "popup_no_call_help",
    /// "Sign in at your CRM".
    POPUP_SIGN_IN = "popup_sign_in",
    /// "Open your CRM in a tab. Ringside uses the sign-in that it finds there."
    POPUP_SIGN_IN_HELP = "popup_sign_in_help",
    /// "Open your CRM in a tab and sign in again. Calls work again right after."
    POPUP_EXPIRED_HELP = "popup_expired_help",
    /// "Sign in".
    SIGN_IN = "sign_in",
    /// "Enter a secure address, such as `https://crm.example.com`."
    SITE_NOT_AN_ADDRESS = "site_not_an_address",
    /// "The browser did not give access to this site, so Ringside cannot work there."
    SITE_NOT_GRANTED = "site_not_granted",
    /// "Use Ringside on $1".
    SITE_ENABLED = "site_enabled",
    /// "Remove".
    SITE_REMOVE = "site_remove",
    /// "Mute".
    POPUP_MUTE = "popup_mute",
    /// "Unmute".
    POPUP_UNMUTE = "popup_unmute",
    /// "Missed, {when}".
    POPUP_MISSED = "popup_missed",
    /// "Call back".
    POPUP_CALL_BACK = "popup_call_back",
    /// "Clear".
    POPUP_FORGET = "popup_forget",
    /// "Audio only".
    POPUP_AUDIO_ONLY = "popup_audio_only",
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ENGLISH: &str = include_str!("../extension/_locales/en/messages.json");
    const MANIFEST: &str = include_str!("../manifest.json");
    const PAGES: &str = concat!(
        include_str!("../extension/pages/call.html"),
        include_str!("../extension/pages/popup.html"),
        include_str!("../extension/pages/options.html"),
    );

    /// What stands between `start` and `end`, everywhere in `text`.
    fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
        text.split(start)
            .skip(1)
            .filter_map(|rest| rest.split(end).next())
            .collect()
    }

    #[test]
    fn no_text_is_missing_and_none_is_left_over() {
        let texts: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(ENGLISH).unwrap();
        let mut used: BTreeSet<&str> = ALL.iter().copied().collect();
        assert_eq!(used.len(), ALL.len(), "a key is listed twice");
        used.extend(between(MANIFEST, "__MSG_", "__"));
        for name in ["data-text", "data-label", "data-hint"] {
            used.extend(between(PAGES, &format!("{name}=\""), "\""));
        }
        let there: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
        let missing: Vec<_> = used.difference(&there).collect();
        let left_over: Vec<_> = there.difference(&used).collect();
        assert!(missing.is_empty(), "missing: {missing:?}");
        assert!(left_over.is_empty(), "left over: {left_over:?}");
    }

    #[test]
    fn every_text_is_calm() {
        let texts: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(ENGLISH).unwrap();
        for (key, entry) in &texts {
            let text = entry["message"].as_str().unwrap();
            assert!(!text.is_empty() && !text.contains('!'), "{key}: {text}");
        }
    }
}
