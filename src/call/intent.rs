//! What a person can want to do with a call.

use crate::codec::Codec;
use crate::domain::{CallId, Media};

/// What a person can want to do with a call, in any context. No context sends
/// this type: each has its own type with the subset that is possible there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Answer an incoming call.
    Answer {
        call: CallId,
        /// With or without camera.
        media: Media,
    },
    /// End the current call and answer this one.
    EndAndAnswer {
        /// The call to answer.
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
    /// The outcome of the call was read. This never ends a call: another one may
    /// have begun meanwhile.
    CloseOutcome,
    /// Carry the call here that is elsewhere.
    TakeHere { call: CallId },
    /// End the call that is elsewhere.
    EndElsewhere { call: CallId },
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
        /// The missed call.
        call: CallId,
    },
    /// Remove this missed call from the list.
    ForgetMissed { call: CallId },
    /// Open the note on the call that has just ended.
    AddNote,
    /// Open the options, where something is to be set first.
    OpenOptions,
    /// The note on the call, as it stands now.
    Note {
        /// The call it belongs to.
        call: CallId,
        /// The whole text.
        text: String,
    },
}

/// Declares the subset of [`Intent`] that one context can send.
macro_rules! intents {
    ($(#[$meta:meta])* $context:ident {
        $($wish:ident $({ $($field:ident: $type:ty),+ })?,)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Codec)]
        pub enum $context {
            $(
                #[doc = concat!("See [`Intent::", stringify!($wish), "`].")]
                $wish $({ $(
                    #[doc = concat!("See [`Intent::", stringify!($wish), "`].")]
                    $field: $type,
                )+ })?,
            )+
        }

        impl From<$context> for Intent {
            fn from(intent: $context) -> Self {
                match intent {
                    $($context::$wish $({ $($field),+ })? => Self::$wish $({ $($field),+ })?,)+
                }
            }
        }
    };
}

intents! {
    /// What a person can want in a CRM's page.
    ContentIntent {
        Answer { call: CallId, media: Media },
        EndAndAnswer { call: CallId, media: Media },
        Decline { call: CallId, note: Option<String> },
        Silence,
        HangUp,
        CloseOutcome,
        TakeHere { call: CallId },
        EndElsewhere { call: CallId },
        ToggleMic,
        PopOut,
        ShowCall,
        DismissNotice,
        SignIn,
        AddNote,
        OpenOptions,
    }
}

intents! {
    /// What a person can want in the popup.
    PopupIntent {
        Answer { call: CallId, media: Media },
        EndAndAnswer { call: CallId, media: Media },
        Decline { call: CallId, note: Option<String> },
        HangUp,
        TakeHere { call: CallId },
        EndElsewhere { call: CallId },
        ToggleMic,
        ShowCall,
        DismissNotice,
        SignIn,
        CallBack { call: CallId },
        ForgetMissed { call: CallId },
    }
}

intents! {
    /// What a person can want in the call page, as far as the worker has to
    /// know.
    CallPageIntent {
        HangUp,
        PopOut,
        ShowCall,
        Note { call: CallId, text: String },
    }
}

impl ContentIntent {
    /// Whether it comes to the same when the worker gets it twice, so that it may
    /// be sent again where nobody knows whether it arrived.
    #[must_use]
    pub fn may_be_repeated(&self) -> bool {
        *self != Self::ToggleMic
    }
}

impl PopupIntent {
    /// See [`ContentIntent::may_be_repeated`].
    #[must_use]
    pub fn may_be_repeated(&self) -> bool {
        *self != Self::ToggleMic
    }
}
