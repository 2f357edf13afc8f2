//! Uploading the recording of a call: the route, and the next step.
//!
//! The documented way, `POST …/upload_recording/`, fails at every CRM seen so
//! far: it compares "mp4" with ".mp4" and refuses every file with the list of
//! allowed types. The call's own row has a field for the file, which is the
//! fallback.

use super::fault::Fault;
use crate::codec::Codec;
use crate::domain::CallId;

/// Why a page may not upload a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum UploadDenied {
    /// The CRM cannot be reached to renew the sign-in.
    Offline,
    /// Nobody is signed in at the CRM.
    SignedOut,
    /// The call is not this page's any more.
    OtherCall,
}

/// A route for uploading a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadRoute {
    Documented,
    /// As a field of the call's row.
    Row,
}

impl UploadRoute {
    /// Method and path below the API's base.
    #[must_use]
    pub fn request(self, call: CallId) -> (&'static str, String) {
        let CallId(call) = call;
        match self {
            Self::Documented => ("POST", format!("/api/jitsi-calls/{call}/upload_recording/")),
            Self::Row => ("PATCH", format!("/api/jitsi-calls/{call}/")),
        }
    }

    /// The field of the form that has the file.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Documented => "recording",
            Self::Row => "recording_file",
        }
    }
}

/// What to do after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The CRM has it.
    Done {
        /// Whether it took the fallback after it refused the documented route.
        fallback: bool,
    },
    /// Send it by this route.
    Send(UploadRoute),
    /// Request a renewed sign-in.
    Renew,
    /// Show this; the person decides whether to try again.
    Fail(Failure),
}

/// Why a recording was not uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It is too big for the CRM.
    TooBig,
    /// The CRM takes no files of this type.
    Type,
    /// There is no connection to the CRM.
    Offline,
    /// This user may not.
    Forbidden,
    /// The CRM has no such call any more.
    Gone,
    /// Nobody is signed in.
    SignedOut,
    /// The page has another call by now.
    OtherCall,
    /// The CRM failed or is overloaded.
    Trouble,
}

/// One upload, from the first grant to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    way: UploadRoute,
    /// Whether the documented route was tried and is broken.
    refused: bool,
    renewed: bool,
    extension: String,
}

impl Attempt {
    /// An attempt with the file of this name.
    #[must_use]
    pub fn new(file: &str) -> Self {
        let extension = file.rsplit_once('.').map_or("", |(_, end)| end);
        Self {
            way: UploadRoute::Documented,
            refused: false,
            renewed: false,
            extension: extension.to_ascii_lowercase(),
        }
    }

    /// The current route.
    #[must_use]
    pub fn way(&self) -> UploadRoute {
        self.way
    }

    /// Whether this is the fallback.
    #[must_use]
    pub fn is_detour(&self) -> bool {
        self.refused
    }

    /// The grant has arrived.
    pub fn permitted(&mut self, skip_documented: bool) -> UploadRoute {
        if skip_documented {
            self.way = UploadRoute::Row;
        }
        self.way
    }

    /// The CRM answered with this status and the start of this body; `None`
    /// when it did not answer at all.
    pub fn answered(&mut self, answer: Option<(u16, &str)>) -> Next {
        let Some((status, body)) = answer else {
            return Next::Fail(Failure::Offline);
        };
        match (status, self.way) {
            (200..=299, _) => Next::Done {
                fallback: self.refused,
            },
            (401, _) if !self.renewed => {
                self.renewed = true;
                Next::Renew
            }
            (401, _) => Next::Fail(Failure::SignedOut),
            // 403 is final: it does not fall back.
            (403, _) => Next::Fail(Failure::Forbidden),
            (413, _) => Next::Fail(Failure::TooBig),
            (429 | 502..=504, _) => Next::Fail(Failure::Trouble),
            (_, UploadRoute::Documented) if self.means_the_file(body) => Next::Fail(Failure::Type),
            (_, UploadRoute::Documented) => {
                self.refused = true;
                self.way = UploadRoute::Row;
                Next::Send(UploadRoute::Row)
            }
            (404 | 410, UploadRoute::Row) => Next::Fail(Failure::Gone),
            (400..=499, UploadRoute::Row) => Next::Fail(Failure::Type),
            (_, UploadRoute::Row) => Next::Fail(Failure::Trouble),
        }
    }

    /// Whether a refusal is about this very file: the CRM lists the types that
    /// it allows, and this one is not among them. A list that contains this
    /// type contradicts the refusal.
    fn means_the_file(&self, body: &str) -> bool {
        let Some((_, list)) = body.split_once("Invalid file type") else {
            return false;
        };
        let listed = |list: &str| {
            list.split(|letter: char| !letter.is_ascii_alphanumeric())
                .any(|word| word.eq_ignore_ascii_case(&self.extension))
        };
        list.contains('.') && !listed(list)
    }
}

/// The reason to show when renewing the sign-in failed.
#[must_use]
pub fn denial(fault: &Fault) -> UploadDenied {
    match fault {
        Fault::Network(_) | Fault::Timeout | Fault::Overloaded { .. } | Fault::Server(_) => {
            UploadDenied::Offline
        }
        _ => UploadDenied::SignedOut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: &str =
        r#"{"error":"Invalid file type. Allowed: .mp4, .webm, .mkv, .mp3, .wav"}"#;

    fn attempt() -> Attempt {
        let mut attempt = Attempt::new("Call with Jane.mp4");
        assert_eq!(attempt.permitted(false), UploadRoute::Documented);
        attempt
    }

    #[test]
    fn the_documented_route_comes_first() {
        let done = Next::Done { fallback: false };
        assert_eq!(attempt().answered(Some((200, "{}"))), done);
    }

    #[test]
    fn a_contradictory_refusal_falls_back() {
        let mut attempt = attempt();
        let next = attempt.answered(Some((400, REFUSED)));
        assert_eq!(next, Next::Send(UploadRoute::Row));
        let done = Next::Done { fallback: true };
        assert_eq!(attempt.answered(Some((200, "{}"))), done);
    }

    #[test]
    fn a_route_known_to_be_broken_is_skipped() {
        let mut attempt = Attempt::new("a.webm");
        assert_eq!(attempt.permitted(true), UploadRoute::Row);
        let done = Next::Done { fallback: false };
        assert_eq!(attempt.answered(Some((200, "{}"))), done);
    }

    #[test]
    fn a_refused_file_type_does_not_fall_back() {
        let mut attempt = Attempt::new("slides.PDF");
        let next = attempt.answered(Some((400, REFUSED)));
        assert_eq!(next, Next::Fail(Failure::Type));
        let mut upper = Attempt::new("CALL.MP4");
        let next = upper.answered(Some((400, REFUSED)));
        assert_eq!(next, Next::Send(UploadRoute::Row));
    }

    #[test]
    fn a_missing_documented_endpoint_falls_back() {
        for status in [400, 404, 405, 500, 501] {
            let next = attempt().answered(Some((status, "<html>")));
            assert_eq!(next, Next::Send(UploadRoute::Row), "{status}");
        }
    }

    #[test]
    fn the_sign_in_is_renewed_once() {
        let mut attempt = attempt();
        assert_eq!(attempt.answered(Some((401, ""))), Next::Renew);
        assert_eq!(attempt.permitted(false), UploadRoute::Documented);
        let next = attempt.answered(Some((401, "")));
        assert_eq!(next, Next::Fail(Failure::SignedOut));
    }

    #[test]
    fn a_renewed_sign_in_goes_on_where_it_was() {
        let mut attempt = attempt();
        attempt.answered(Some((400, REFUSED)));
        assert_eq!(attempt.answered(Some((401, ""))), Next::Renew);
        assert_eq!(attempt.permitted(false), UploadRoute::Row);
    }

    #[test]
    fn forbidden_does_not_fall_back() {
        let next = attempt().answered(Some((403, "")));
        assert_eq!(next, Next::Fail(Failure::Forbidden));
    }

    #[test]
    fn each_failure_has_its_name() {
        let other_way = |status| {
            let mut attempt = attempt();
            attempt.permitted(true);
            attempt.answered(Some((status, "")))
        };
        for (status, failure) in [
            (400, Failure::Type),
            (403, Failure::Forbidden),
            (404, Failure::Gone),
            (413, Failure::TooBig),
            (500, Failure::Trouble),
            (503, Failure::Trouble),
        ] {
            assert_eq!(other_way(status), Next::Fail(failure), "{status}");
        }
        assert_eq!(attempt().answered(None), Next::Fail(Failure::Offline));
    }

    #[test]
    fn paths_keep_their_slash() {
        for way in [UploadRoute::Documented, UploadRoute::Row] {
            assert!(way.request(CallId(7)).1.ends_with("/"));
        }
    }
}
