//! Every message between the extension's contexts.
//!
//! Each context has an enum of its own with what it may send, and a request
//! names its reply: [`Ask::Reply`]. A message is parsed only after its sender
//! (`browser::sender`): the sender decides which enum the worker parses the
//! message as.

use crate::call::guest_calls::GuestCall;
use crate::call::intent::{ContentIntent, PopupIntent};
use crate::call::view::{ToastPosition, View};
use crate::codec::{Codec, Format};
use crate::crm::discovery::FoundApi;
use crate::crm::health::ApiState;
use crate::crm::push_health::PushState;
use crate::crm::token::PageTokens;
use crate::diagnostics::Line;
use crate::domain::{CallId, Media, Peer, TabId, Timestamp};
use crate::managed::ManagedProblem;
use crate::outbox::RefusedNote;
use crate::presence::Reach;
use crate::settings::{ApiSource, Carrier, Settings};
use crate::site::RecordRef;
use crate::site::profile::file::{ProfileError, SiteProfile};
use crate::site::profile::state::{ProfileState, ProfileUse};
use crate::storage::StorageState;

/// A request, its envelope, and the reply that answers it.
pub trait Ask: Sized {
    /// The enum of all requests that this context may send.
    type Envelope: From<Self> + Format;
    /// Its reply.
    type Reply: Codec;
}

/// Declares the requests of one context: the envelope and each one's reply.
macro_rules! requests {
    ($(#[$meta:meta])* $envelope:ident as $format:literal { $($request:ident -> $reply:ty,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Codec)]
        pub enum $envelope {
            $(#[doc = concat!("See [`", stringify!($request), "`].")] $request($request),)+
        }
        impl Format for $envelope {
            const FORMAT: &'static str = $format;
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
    FromContent as "content" {
        Hello -> View,
        QueryPresence -> Vec<Reach>,
        Dial -> (),
        RowChanged -> (),
        ContentAction -> (),
        SaveToastPosition -> (),
        Attended -> (),
        ChooseCarrier -> (),
        FrameCall -> String,
        Teach -> Option<ProfileError>,
    }
}

/// The content script connects, with the sign-in that it found in the page and
/// whether the page is visible. One in a frame of the page says only how it is with
/// its profile. Sent on load, when the page comes back from the
/// back/forward cache, on visibility changes, and when the page's sign-in
/// changes. The reply is the view to show.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct Hello {
    /// The CRM's own sign-in, read from the page's storage.
    pub tokens: PageTokens,
    /// Whether the tab is visible.
    pub visible: bool,
    /// The API that the page's own requests show.
    pub api: Option<FoundApi>,
    /// Whether the page is of a CRM that has a call window of its own.
    pub has_own_window: bool,
    /// How it is with the page's profile.
    pub profile: ProfileUse,
}

/// A person used the page. Sent at most once in a while.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct Attended;

/// Queries who of these can be reached. The reply has one entry per record, in
/// order. Changes are pushed as [`Push::Reach`].
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct QueryPresence {
    /// The records now on the page (at most [`MAX_QUERY`]).
    pub records: Vec<RecordRef>,
}

/// The most records that one [`QueryPresence`] may name; the worker drops longer ones.
pub const MAX_QUERY: usize = 200;

/// Call this record's person.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct Dial {
    /// The record beside which the button was pressed.
    pub record: RecordRef,
    /// Which button.
    pub media: Media,
}

/// The row in which somebody pressed a button showed another person by then, in a
/// frame of the page: the page says so.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct RowChanged;

/// A person did something with a call, in the page.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct ContentAction(pub ContentIntent);

/// Where the toast was put, to be remembered.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct SaveToastPosition(pub ToastPosition);

/// The call is to be framed in the page. The reply is the call page's path in the
/// extension, for one frame.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct FrameCall;

/// Who shall carry the calls of this page's site. The answer is pushed as
/// [`Push::Carrier`].
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct ChooseCarrier(pub Carrier);

/// Somebody has shown who is who on a page: the text of a profile's file of that one
/// kind of page, for the site of the sender. The reply is what is wrong with it; then
/// nothing has changed.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct Teach(pub String);

requests! {
    /// What the popup may ask of the worker.
    FromPopup as "popup" {
        GetView -> View,
        GetMissed -> Vec<MissedView>,
        PopupAction -> (),
        GetDoNotDisturb -> bool,
        SetDoNotDisturb -> bool,
        GetSites -> Vec<SiteStatus>,
        RetryApi -> (),
        GetRefusedNotes -> Vec<RefusedNote>,
        ForgetNote -> (),
        GetGuestCalls -> Vec<GuestCall>,
        InviteAgain -> (),
        ForgetGuestCall -> (),
        StartPicker -> bool,
    }
}

/// Queries the view for the popup, the same as a CRM tab would get.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetView;

/// Queries the missed calls. The reply has the newest first.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetMissed;

/// A missed call.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct MissedView {
    pub call: CallId,
    /// Who called.
    pub peer: Peer,
    /// When it was missed.
    pub at: Timestamp,
}

/// A person did something in the popup.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct PopupAction(pub PopupIntent);

/// Queries "do not disturb".
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetDoNotDisturb;

/// Sets "do not disturb". The reply is what was stored.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct SetDoNotDisturb(pub bool);

/// Queries how it is with the API of each site.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetSites;

/// A site, and how it is with its API.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct SiteStatus {
    pub origin: String,
    /// The API's address.
    pub api: String,
    /// How that is known.
    pub source: ApiSource,
    /// What requests have shown.
    pub state: ApiState,
    /// How it is with the push connection.
    pub push: PushState,
    /// The permissions to ask for where one is missing.
    pub patterns: Vec<String>,
    /// How it is with its profile.
    pub profile: ProfileState,
}

/// Tries the API again at once.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct RetryApi;

/// Queries the notes that the CRM refused to take, oldest first.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetRefusedNotes;

/// The user has this note, or does not want it.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct ForgetNote(pub RefusedNote);

/// Queries the calls with guests that were made on this computer, the newest
/// first.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetGuestCalls;

/// Invites the guest of this call again, to another meeting.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct InviteAgain(pub GuestCall);

/// Takes this call off the list.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct ForgetGuestCall(pub GuestCall);

/// The page in this tab asks who is who on it. The reply is whether Ringside runs there.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct StartPicker(pub TabId);

requests! {
    /// What the options page may ask of the worker.
    FromOptions as "options" {
        GetSettings -> Settings,
        SetSettings -> Settings,
        GetDiagnostics -> Vec<Line>,
        GetSiteStates -> Vec<SiteStatus>,
        TryAgain -> (),
        GetUnstopped -> Vec<String>,
        GetStorage -> StorageState,
        ImportProfile -> Option<ProfileError>,
        ExportProfile -> Option<String>,
        RemoveProfile -> (),
        GetManagedProblems -> Vec<ManagedProblem>,
    }
}

/// Queries the settings.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetSettings;

/// Stores settings. The reply is what was stored: unusable values are repaired,
/// and values set by an administrator are not changed.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct SetSettings(pub Settings);

/// Queries the diagnostics, oldest line first.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetDiagnostics;

/// The same as [`GetSites`], for the options.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetSiteStates;

/// The same as [`RetryApi`], for the options.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct TryAgain;

/// Queries the origins whose CRM's own call window could not be kept out.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetUnstopped;

/// Queries how it is with the storage.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetStorage;

/// This file is the profile of the site at this origin from now on. The reply is
/// what is wrong with it; then nothing has changed.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct ImportProfile {
    pub origin: String,
    /// The file's text.
    pub file: String,
}

/// Queries the file that was imported for the site at this origin.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct ExportProfile(pub String);

/// The site at this origin has no profile of the user's any more.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct RemoveProfile(pub String);

/// Queries what is wrong with what an administrator has set.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct GetManagedProblems;

/// What the worker pushes to a content script.
#[derive(Clone, Debug, PartialEq, Codec)]
pub enum Push {
    /// What to show now. Older revisions than the last seen are dropped.
    View(Box<View>),
    /// Who can be reached changed: pairs of [`RecordRef::key`] and reach.
    Reach(Vec<(String, Reach)>),
    /// The worker needs the page's sign-in again: answer with [`Hello`].
    SayHello,
    /// Who carries the calls of this site, whose CRM has a call window of its
    /// own.
    Carrier {
        carrier: Carrier,
        /// Whether the window is kept out of this page.
        kept_out: bool,
    },
    /// The profiles for this site: the first of them counts that knows a path.
    Profiles(Vec<SiteProfile>),
    /// A row changed under somebody's press, in a frame of the page.
    RowChanged,
    /// The site was switched off: leave the page.
    Leave,
    /// Ask the person who is who on the page.
    Pick,
}

impl Format for Push {
    const FORMAT: &'static str = "push";
}

/// What a person did with what is shown over the page: the overlay module tells
/// the content module, which tells the worker.
#[derive(Clone, Debug, PartialEq, Codec)]
pub enum OverlayEvent {
    /// An action on a call.
    Action(ContentIntent),
    /// The toast was moved here.
    SaveToastPosition(ToastPosition),
    /// Who shall carry the calls at this site.
    ChooseCarrier(Carrier),
}

/// The port that a content script holds open while a call rings or goes on. No
/// message is sent on it: when it closes, the worker was ended, and a new
/// [`Hello`] starts it.
pub const WATCH_PORT: &str = "watch";

/// The port that a call page opens to the worker. When it closes, the worker
/// knows that the media is gone.
pub const CALL_PORT: &str = "call";
