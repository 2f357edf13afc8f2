//! Every message between the extension's contexts.
//!
//! A request names its reply: [`Ask::Reply`]. Messages are externally tagged
//! enums, which cost least in WebAssembly. Nothing here is believed before its
//! sender was parsed (`browser::sender`).

use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use crate::call::view::{
    AccountView, CallView, MediaHost, MediaLocation, NoteOffer, Notice, RingView, ToastPosition,
    ToastState, View,
};
use crate::call::{CallId, Media, Peer, Timestamp};
use crate::diagnostics::Line;
use crate::persist::persist;
use crate::presence::Reach;
use crate::settings::Settings;
use crate::site::RecordRef;

/// A request, its envelope, and the reply that answers it.
pub trait Ask: Serialize + DeserializeOwned {
    /// The enum of all requests that this context may send.
    type Envelope: From<Self> + Serialize + DeserializeOwned;
    /// What answers it.
    type Reply: Serialize + DeserializeOwned;
}

/// Declares the requests of one context: the envelope and each one's reply.
macro_rules! requests {
    ($(#[$meta:meta])* $envelope:ident { $($request:ident -> $reply:ty,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum $envelope {
            $(#[doc = concat!("See [`", stringify!($request), "`].")] $request($request),)+
        }
        $(
            impl From<$request> for $envelope {
                fn from(request: $request) -> Self {
                    Self::$request(request)
                }
            }
            impl Ask for $request {
                type Envelope = $envelope;
                type Reply = $reply;
            }
        )+
    };
}

requests! {
    /// What a content script may ask of the worker.
    FromContent {
        Hello -> View,
        QueryPresence -> Vec<Reach>,
        Dial -> (),
        ContentAction -> (),
        SaveToastPosition -> (),
    }
}

/// The content script says that it is there, what sign-in it found in the
/// page, and whether a person looks at the page. Sent on load, when the page
/// comes back from the back/forward cache, on visibility changes, and when the
/// page's sign-in changes. Answered with what to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// The CRM's own sign-in, read from the page's storage.
    pub tokens: Option<FoundTokens>,
    /// Whether the tab is visible.
    pub visible: bool,
}

/// A CRM sign-in as found in a page's storage. Page content: not trusted
/// beyond the site that it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundTokens {
    /// The access token (a JWT).
    pub access: Option<String>,
    /// The refresh token (a JWT).
    pub refresh: Option<String>,
    /// The older token; the only one after a sign-up.
    pub legacy: Option<String>,
    /// The user's number and name, from the page's `user` entry.
    pub user: Option<(u64, String)>,
}

/// Who of these can be reached? The reply has one entry per record, in order.
/// Changes are pushed as [`Push::Reach`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueryPresence {
    /// The records now on the page (at most [`MAX_QUERY`]).
    pub records: Vec<RecordRef>,
}

/// The most records that one [`QueryPresence`] may name; the worker drops longer ones.
pub const MAX_QUERY: usize = 200;

/// Call this record's person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dial {
    /// The record beside which the button was pressed.
    pub record: RecordRef,
    /// Which button.
    pub media: Media,
}

/// A person did something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContentAction(pub Intent);

/// Where the toast was put, to be remembered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaveToastPosition(pub ToastPosition);

requests! {
    /// What the extension's own pages (popup, options) may ask of the worker.
    FromPage {
        GetView -> View,
        GetMissed -> Vec<MissedView>,
        PopupAction -> (),
        GetSettings -> Settings,
        SetSettings -> Settings,
        GetDiagnostics -> Vec<Line>,
    }
}

/// What is there to show? For the popup: the view that a CRM tab would get.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetView;

/// Which calls did nobody answer here? Newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetMissed;

/// A call that nobody answered here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedView {
    /// Which call.
    pub call: CallId,
    /// Who called.
    pub peer: Peer,
    /// When.
    pub at: Timestamp,
}

/// A person did something in one of the extension's own pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PopupAction(pub Intent);

/// What has the user decided so far?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetSettings;

/// The user decided this. Answered with what was stored: unusable values are
/// repaired, and what an administrator fixed stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetSettings(pub Settings);

/// What did the worker note lately? Oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetDiagnostics;

/// What a person can want with a call, in any context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Intent {
    /// Answer an incoming call.
    Answer {
        /// Which.
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
        /// Which.
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
    ForgetMissed {
        /// Which.
        call: CallId,
    },
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

/// What the worker pushes to a content script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Push {
    /// What to show now. Older revisions than the last seen are dropped.
    View(Box<View>),
    /// Who can be reached changed: pairs of [`RecordRef::key`] and reach.
    Reach(Vec<(String, Reach)>),
    /// The worker needs the page's sign-in again: answer with [`Hello`].
    SayHello,
}

/// The port that a content script holds open while a call rings or goes on.
/// Nothing is said on it: when it closes, the worker died, and saying hello
/// wakes it.
pub const WATCH_PORT: &str = "watch";

/// The port that a call page opens to the worker. It tells the worker, by
/// closing, that the media is gone.
pub const CALL_PORT: &str = "call";

/// What a call page tells the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PageEvent {
    /// It is there and asks for its call. Answered with [`PageCommand::Join`] when
    /// this tab holds the call, else with [`PageCommand::Leave`].
    Ready {
        /// Whether it is a window or tab of its own, not a frame in a page.
        alone: bool,
    },
    /// Nothing new: it keeps the worker awake while a call goes on.
    Ping,
    /// The meeting was joined.
    Joined,
    /// The meeting was left: by the person, or by the server.
    Left,
    /// Somebody else is in the meeting: how many others there are now.
    Others {
        /// Their number.
        count: u32,
    },
    /// The microphone is off (`true`) or on.
    MicMuted(bool),
    /// The camera is off (`true`) or on.
    CameraMuted(bool),
    /// The quality of the connection as seen here.
    Quality(Quality),
    /// Somebody is speaking (`true`: the peer).
    Speaking(bool),
    /// The recording started or stopped.
    Recording(bool),
    /// A recording can be had at this address.
    RecordingLink(String),
    /// The panel with the note was opened (`true`) or closed.
    NoteOpen(bool),
    /// The page has work that outlasts the call, or has none any more. Said
    /// again while it lasts.
    PendingWork(PendingWork),
    /// A person chose a recording for this call: the page asks to hand it in.
    /// Answered with [`PageCommand::UploadGrant`] or [`PageCommand::UploadDenied`].
    UploadRequested {
        /// Which call the recording belongs to.
        call: CallId,
        /// Whether the CRM refused the sign-in of the last permit.
        refused: bool,
    },
    /// The CRM refused a recording in the documented way and took the same
    /// file in another one.
    FallbackFound,
    /// Something keeps the call from working here.
    Trouble(Trouble),
    /// A person did something in the call page.
    Act(Intent),
}

/// How good the connection is, in the three steps that people can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Quality {
    /// No media flows.
    Lost,
    /// Voice may break up.
    Poor,
    /// Good enough.
    Fair,
    /// As it should be.
    Good,
}

persist!(enum Quality { 0 Lost, 1 Poor, 2 Fair, 3 Good });

/// What keeps a call page from holding its call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// The page's policy forbids microphone and camera to frames in it.
    PagePolicy,
    /// No sign of life from the meeting server within eight seconds: it
    /// refuses to be framed, or cannot be reached.
    NoHandshake,
    /// The microphone was refused, is missing or in use.
    Microphone(DeviceFault),
    /// The camera was refused, is missing or in use.
    Camera(DeviceFault),
    /// The meeting server refused or lost the conference.
    Conference(String),
    /// This server ends embedded calls after five minutes.
    FiveMinutes,
}

/// What is wrong with a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeviceFault {
    /// The browser or the person refused it.
    Refused,
    /// There is none.
    Missing,
    /// Another program uses it, or it failed.
    InUse,
}

/// What the worker tells a call page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PageCommand {
    /// Join this meeting. Sent again when a ticket changes.
    Join(JoinInfo),
    /// Leave the meeting and close: the call is over or lives elsewhere.
    Leave,
    /// Microphone on or off.
    ToggleMic,
    /// Camera on or off.
    ToggleCamera,
    /// What the toast shows changed.
    Show(CallView),
    /// Show only this note: its call is over.
    Note {
        /// Which call it belongs to.
        call: CallId,
        /// With whom it was.
        peer_name: String,
        /// The note so far.
        text: String,
    },
    /// The page may hand in a recording.
    UploadGrant(UploadGrant),
    /// The call cannot move to another page now: this one's work would be
    /// lost.
    Stay,
    /// It may not hand in a recording.
    UploadDenied {
        /// For which call.
        call: CallId,
        /// Why.
        why: UploadDenied,
    },
}

/// What a call page needs to hand in one recording: only a page can, because
/// files do not travel through messages. It is for the page in the seat of
/// that call, after a person has chosen a file, and is neither kept nor shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadGrant {
    /// The call that the recording belongs to.
    pub call: CallId,
    /// Where the CRM's API is.
    pub api: String,
    /// The value of the `Authorization` header.
    pub authorization: String,
    /// Whether the documented way is known to be out of order at this CRM.
    pub skip_documented: bool,
}

impl std::fmt::Debug for UploadGrant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not the sign-in: whatever is printed may be kept.
        write!(f, "Permit({})", self.call.0)
    }
}

/// What a call page still has to do with recordings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PendingWork {
    /// Nothing.
    #[default]
    None,
    /// It waits for the person: to add a recording, to read what went wrong.
    Waits,
    /// It makes, saves or hands in a recording, which cannot move.
    Runs,
}

persist!(enum PendingWork { 0 None, 1 Waits, 2 Runs });

/// Why a page may not hand in a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadDenied {
    /// The CRM cannot be reached to renew the sign-in.
    Offline,
    /// Nobody is signed in at the CRM.
    SignedOut,
    /// The call is not this page's any more.
    OtherCall,
}

/// All that a call page needs to join a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinInfo {
    /// Which call.
    pub call: CallId,
    /// The meeting's address (see [`crate::call::session::Room`]).
    pub address: String,
    /// The token that admits this user, where the server wants one.
    pub jwt: Option<String>,
    /// This user's name for the others.
    pub display_name: String,
    /// The other person's name.
    pub peer_name: String,
    /// With or without camera at first.
    pub media: Media,
    /// When the call was answered, for the clock.
    pub since: Timestamp,
    /// The user's note on it so far.
    pub note: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_in_is_ever_printed() {
        let permit = UploadGrant {
            call: CallId(7),
            api: "https://crm.example".to_owned(),
            authorization: "Bearer secret".to_owned(),
            skip_documented: false,
        };
        let printed = format!("{:?}", PageCommand::UploadGrant(permit));
        assert!(!printed.contains("secret"), "{printed}");
    }
}
