//! Endpoints that a CRM has broken, and the other way to the same end (pure).
//!
//! The CRM's documents and the CRM itself differ: of some endpoints it is
//! known that they fail on every request (`update_my_status/`, `active_calls/`,
//! `upload_recording/`). Which ones do at this CRM is found out by using them,
//! and remembered for a day: a CRM that is repaired is used as documented from
//! the next day on.

use crate::codec::{Codec, Format, Stored};
use crate::domain::{Duration, Timestamp};

/// How long a finding counts.
pub const KEEP: Duration = Duration::from_hours(24);

/// An endpoint with another way round it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum Fallback {
    /// `update_my_status/`; the user's presence row can be written instead.
    MyStatus,
    /// `active_calls/`; the history can be asked for active calls instead.
    ActiveCalls,
    /// `upload_recording/`; the file can be written into the call's row
    /// instead.
    UploadRecording,
}

/// What was found out about one CRM.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Fallbacks {
    /// The API that it was found out about.
    api: String,
    found: Vec<Found>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
struct Found {
    detour: Fallback,
    at: Timestamp,
}

impl Fallback {
    /// The endpoint that is broken, for the diagnostics.
    #[must_use]
    pub fn endpoint(self) -> &'static str {
        match self {
            Self::MyStatus => "update_my_status/",
            Self::ActiveCalls => "active_calls/",
            Self::UploadRecording => "upload_recording/",
        }
    }
}

impl Format for Fallbacks {
    const FORMAT: &'static str = "detours 1";
}

impl Stored for Fallbacks {}

impl Fallbacks {
    /// Whether the way round is the one to take at this API.
    #[must_use]
    pub fn is_known(&self, api: &str, detour: Fallback, now: Timestamp) -> bool {
        let mut found = self.found.iter();
        self.api == api && found.any(|found| found.detour == detour && now.since(found.at) < KEEP)
    }

    /// The endpoint failed and the way round it worked.
    pub fn learn(&mut self, api: &str, detour: Fallback, now: Timestamp) {
        if self.api != api {
            api.clone_into(&mut self.api);
            self.found.clear();
        }
        self.forget(detour);
        self.found.push(Found { detour, at: now });
    }

    /// The way round does not work (any more).
    pub fn forget(&mut self, detour: Fallback) {
        self.found.retain(|found| found.detour != detour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec;

    const API: &str = "https://crm.example.com";

    #[test]
    fn a_fallback_is_kept_for_a_day_and_for_its_crm() {
        let mut detours = Fallbacks::default();
        let found = Timestamp(1_000);
        assert!(!detours.is_known(API, Fallback::MyStatus, found));
        detours.learn(API, Fallback::MyStatus, found);
        assert!(detours.is_known(
            API,
            Fallback::MyStatus,
            found.plus(KEEP.saturating_sub(Duration::from_millis(1)))
        ));
        assert!(!detours.is_known(API, Fallback::MyStatus, found.plus(KEEP)));
        assert!(!detours.is_known(API, Fallback::ActiveCalls, found));
        assert!(!detours.is_known("https://other.example.com", Fallback::MyStatus, found));
    }

    #[test]
    fn a_fallback_does_not_apply_to_another_crm() {
        let mut detours = Fallbacks::default();
        detours.learn(API, Fallback::MyStatus, Timestamp(1));
        detours.learn(
            "https://other.example.com",
            Fallback::ActiveCalls,
            Timestamp(2),
        );
        assert!(!detours.is_known(API, Fallback::MyStatus, Timestamp(3)));
    }

    #[test]
    fn a_fallback_that_fails_is_forgotten() {
        let mut detours = Fallbacks::default();
        detours.learn(API, Fallback::MyStatus, Timestamp(1));
        detours.forget(Fallback::MyStatus);
        assert!(!detours.is_known(API, Fallback::MyStatus, Timestamp(2)));
    }

    #[test]
    fn fallbacks_survive_storage() {
        let mut detours = Fallbacks::default();
        detours.learn(API, Fallback::UploadRecording, Timestamp(1));
        let text = codec::text(&detours);
        assert_eq!(codec::parse(&text), Some(detours));
    }
}
