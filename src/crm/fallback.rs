//! Endpoints that are broken at a CRM, and their fallbacks.
//!
//! The CRM differs from its documentation: some endpoints are known to fail on
//! every request (`update_my_status/`, `active_calls/`, `upload_recording/`).
//! Which ones fail at this CRM is found out by use and remembered for a day, so
//! that a repaired CRM is used as documented from the next day on.

use crate::codec::{Codec, Format, Stored};
use crate::domain::{Duration, Timestamp};

/// How long a finding is valid.
pub const KEEP: Duration = Duration::from_hours(24);

/// An endpoint with a fallback.
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

/// The broken endpoints found at one CRM.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Fallbacks {
    /// The address of its API.
    api: String,
    found: Vec<Found>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
struct Found {
    fallback: Fallback,
    at: Timestamp,
}

impl Fallback {
    /// The name of the broken endpoint, for the diagnostics.
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
    /// Whether to use the fallback at this API.
    #[must_use]
    pub fn is_known(&self, api: &str, fallback: Fallback, now: Timestamp) -> bool {
        let mut found = self.found.iter();
        self.api == api
            && found.any(|found| found.fallback == fallback && found.at.counts(KEEP, now))
    }

    /// The endpoint failed and its fallback worked.
    pub fn learn(&mut self, api: &str, fallback: Fallback, now: Timestamp) {
        if self.api != api {
            api.clone_into(&mut self.api);
            self.found.clear();
        }
        self.forget(fallback);
        self.found.push(Found { fallback, at: now });
    }

    /// The fallback does not work (any more).
    pub fn forget(&mut self, fallback: Fallback) {
        self.found.retain(|found| found.fallback != fallback);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec;

    const API: &str = "https://crm.example.com";

    #[test]
    fn a_fallback_is_kept_for_a_day_and_for_its_crm() {
        let mut fallbacks = Fallbacks::default();
        let found = Timestamp(1_000);
        assert!(!fallbacks.is_known(API, Fallback::MyStatus, found));
        fallbacks.learn(API, Fallback::MyStatus, found);
        assert!(fallbacks.is_known(
            API,
            Fallback::MyStatus,
            found.plus(KEEP.saturating_sub(Duration::from_millis(1)))
        ));
        assert!(!fallbacks.is_known(API, Fallback::MyStatus, found.plus(KEEP)));
        assert!(!fallbacks.is_known(API, Fallback::ActiveCalls, found));
        assert!(!fallbacks.is_known("https://other.example.com", Fallback::MyStatus, found));
    }

    #[test]
    fn a_fallback_does_not_apply_to_another_crm() {
        let mut fallbacks = Fallbacks::default();
        fallbacks.learn(API, Fallback::MyStatus, Timestamp(1));
        fallbacks.learn(
            "https://other.example.com",
            Fallback::ActiveCalls,
            Timestamp(2),
        );
        assert!(!fallbacks.is_known(API, Fallback::MyStatus, Timestamp(3)));
    }

    #[test]
    fn a_fallback_that_fails_is_forgotten() {
        let mut fallbacks = Fallbacks::default();
        fallbacks.learn(API, Fallback::MyStatus, Timestamp(1));
        fallbacks.forget(Fallback::MyStatus);
        assert!(!fallbacks.is_known(API, Fallback::MyStatus, Timestamp(2)));
    }

    #[test]
    fn fallbacks_survive_storage() {
        let mut fallbacks = Fallbacks::default();
        fallbacks.learn(API, Fallback::UploadRecording, Timestamp(1));
        let text = codec::text(&fallbacks);
        assert_eq!(codec::parse(&text), Some(fallbacks));
    }

    #[test]
    fn what_was_found_is_remembered_once() {
        let mut fallbacks = Fallbacks::default();
        for at in 0..1_000 {
            fallbacks.learn(API, Fallback::MyStatus, Timestamp(at));
            fallbacks.learn(API, Fallback::ActiveCalls, Timestamp(at));
        }
        assert_eq!(fallbacks.found.len(), 2);
    }
}
