//! The messages between a call page and the worker, over the port that the page
//! opens.

use super::guest::Guest;
use super::intent::CallPageIntent;
use super::view::CallView;
use crate::codec::{Codec, Format};
use crate::crm::upload::UploadDenied;
use crate::domain::{CallId, Media, Origin, Quality, Timestamp, Trouble};

pub use super::work::PendingWork;

/// A message from a call page to the worker.
#[derive(Clone, Debug, PartialEq, Codec)]
pub enum PageEvent {
    /// The page has loaded and asks for its call. Answered with
    /// [`PageCommand::Join`] when this tab holds the call, else with
    /// [`PageCommand::Leave`].
    Ready {
        /// Whether it is a window or tab of its own, not a frame in a page.
        alone: bool,
    },
    /// No news: keeps the worker awake during a call.
    Ping,
    /// The meeting was joined.
    Joined,
    /// The meeting was left: by the person, or by the server.
    Left,
    /// The number of others in the meeting has changed.
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
    /// The page has work that outlasts the call, or has none any more. Repeated
    /// while it lasts.
    PendingWork(PendingWork),
    /// A person chose a recording for this call: the page asks to upload it.
    /// Answered with [`PageCommand::UploadGrant`] or [`PageCommand::UploadDenied`].
    UploadRequested {
        /// The call that the recording belongs to.
        call: CallId,
        /// Whether the CRM refused the sign-in of the last grant.
        refused: bool,
    },
    /// The CRM refused a recording at the documented endpoint and took the same
    /// file by the fallback.
    FallbackFound,
    /// Something keeps the call from working here.
    Trouble(Trouble),
    /// A person did something in the call page.
    Act(CallPageIntent),
    /// The meeting asks something that a person has to see.
    Asks,
    /// Somebody removed this user from the meeting.
    KickedOut {
        /// Their name, if it was sent.
        by: Option<String>,
    },
    /// The meeting's server cannot be reached from this page. Answered with
    /// [`PageCommand::ServerReached`]: the page around this one may be why.
    ServerUnreachable,
    /// A person wants the meeting in a tab of its own, at this address.
    OpenTab(String),
    /// The user lets the token go to the server of the meeting.
    ServerAllowed,
}

impl Format for PageEvent {
    const FORMAT: &'static str = "page event";
}

/// A message from the worker to a call page.
#[derive(Clone, Debug, PartialEq, Codec)]
pub enum PageCommand {
    /// Join this meeting. Sent again when the join info changes.
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
        /// The call that it belongs to.
        call: CallId,
        /// With whom it was.
        peer_name: String,
        /// The note so far.
        text: String,
    },
    /// The page may upload a recording.
    UploadGrant(UploadGrant),
    /// The call cannot move to another page now: this one's work would be
    /// lost.
    Stay,
    /// It may not upload a recording.
    UploadDenied {
        /// The call that the recording belongs to.
        call: CallId,
        why: UploadDenied,
    },
    /// Whether the meeting's server answers, asked from the worker.
    ServerReached { answers: bool },
}

impl Format for PageCommand {
    const FORMAT: &'static str = "page command";
}

/// What a call page needs to upload one recording: only a page can, because
/// files do not travel through messages. It is for the page that hosts that
/// call, after a person has chosen a file, and is neither stored nor shown.
#[derive(Clone, PartialEq, Eq, Codec)]
pub struct UploadGrant {
    /// The call that the recording belongs to.
    pub call: CallId,
    /// Where the CRM's API is.
    pub api: String,
    /// The value of the `Authorization` header.
    pub authorization: String,
    /// Whether the documented endpoint is known to be broken at this CRM.
    pub skip_documented: bool,
}

impl UploadGrant {
    /// The policy under which the file is sent: nothing goes anywhere but to the
    /// API's origin. `None` where its address has none.
    #[must_use]
    pub fn policy(&self) -> Option<String> {
        let origin = Origin::parse(&self.api)?;
        let source = if origin.is_ipv6() {
            // Policies know no such hosts (Content Security Policy Level 3,
            // `host-char`): browsers ignore the source, and nothing could be
            // sent at all. The scheme is the narrowest that they take. What is
            // redirected away counts as no answer here as well.
            format!("{}:", origin.scheme())
        } else {
            origin.to_string()
        };
        Some(format!("connect-src {source}"))
    }
}

impl std::fmt::Debug for UploadGrant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without the sign-in, because debug output may be stored.
        write!(f, "UploadGrant({})", self.call.0)
    }
}

/// What a call page needs to join a call.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct JoinInfo {
    pub call: CallId,
    /// The meeting's address (see [`crate::crm::session::Room`]).
    pub address: String,
    /// The token that admits this user, if the server requires one.
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
    /// Whether the meeting goes on in a tab of its own, so that the page joins
    /// nothing.
    pub in_own_tab: bool,
    /// Whether the user is to confirm the meeting's server before anything goes
    /// to it.
    pub asks: bool,
    /// Whom an invitation brings into it; no CRM takes notes or recordings of
    /// such a call.
    pub guest: Option<Guest>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(api: &str) -> UploadGrant {
        UploadGrant {
            call: CallId(7),
            api: api.to_owned(),
            authorization: "Bearer secret".to_owned(),
            skip_documented: false,
        }
    }

    #[test]
    fn no_sign_in_is_ever_printed() {
        let grant = PageCommand::UploadGrant(grant("https://crm.example"));
        let printed = format!("{grant:?}");
        assert!(!printed.contains("secret"), "{printed}");
    }

    /// A path in a policy allows that path alone.
    #[test]
    fn a_file_goes_to_the_origin_of_its_api_alone() {
        let policy = |api| grant(api).policy();
        for api in [
            "https://api.example.com:8443/v1",
            "https://API.example.com:8443",
        ] {
            let expected = "connect-src https://api.example.com:8443";
            assert_eq!(policy(api).as_deref(), Some(expected), "{api}");
        }
        for (api, source) in [
            ("https://[2001:db8::1]:8443/v1", "https:"),
            ("http://[::1]:8000", "http:"),
        ] {
            let expected = format!("connect-src {source}");
            assert_eq!(policy(api), Some(expected), "{api}");
        }
        assert_eq!(policy("https://x; script-src *"), None);
        assert_eq!(policy("https://x https://y"), None);
        assert_eq!(policy(""), None);
    }
}
