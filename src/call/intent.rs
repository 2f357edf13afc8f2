//! What a person can want with a call.

use serde::{Deserialize, Serialize};

use crate::domain::{CallId, Media};

/// What a person can want with a call, in any context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Intent {
    /// Answer an incoming call.
    Answer {
        call: CallId,
        /// With or without camera.
        media: Media,
    },
    /// End the current call and answer this one.
    EndAndAnswer {
        /// Which to answer.
        call: CallId,
        /// With or without camera.
        media: Media,
    },
    /// Decline an incoming call.
    Decline {
        call: CallId,
        /// A short reason for the caller.
        note: Option<String>,
    },
    /// Stop the sound; the call goes on ringing at the caller's.
    Silence,
    /// End the current call, or stop calling.
    HangUp,
    /// Microphone on or off.
    ToggleMic,
    /// Camera on or off.
    ToggleCamera,
    /// Move the call into its own window.
    PopOut,
    /// Show the call in this tab again, or focus its window.
    ShowCall,
    /// The notice was read.
    DismissNotice,
    /// Open the CRM, to sign in again.
    SignIn,
    /// Call the person whose call was missed.
    CallBack {
        /// Which missed call.
        call: CallId,
    },
    /// Take this missed call off the list.
    ForgetMissed { call: CallId },
    /// Open the note on the call that has just ended.
    AddNote,
    /// The note on the call, as it stands now.
    Note {
        /// The call it belongs to.
        call: CallId,
        /// The whole text.
        text: String,
    },
}
