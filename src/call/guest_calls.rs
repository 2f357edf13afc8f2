//! The calls with guests that were made on this computer. No CRM has them.

use super::current::{Current, Phase};
use super::guest::Guest;
use crate::codec::{Codec, Format, Recover, Stored};
use crate::domain::{Duration, Identity, Media, Newest, Timestamp};
use crate::site::{RecordKind, RecordRef};

/// How many are remembered.
const MOST: usize = 100;

/// A call to which somebody was invited. Its meeting is not kept: who knows the
/// link of an earlier call must not come into a later one.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct GuestCall {
    /// The origin of the page from which it was made.
    pub page: String,
    /// The user who made it, where a CRM was asked about the guest.
    pub owner: Option<Identity>,
    pub name: String,
    pub detail: Option<String>,
    pub email: Option<String>,
    /// With or without camera.
    pub media: Media,
    /// When the button was pressed.
    pub at: Timestamp,
    /// How long the guest was there; `None` when nobody has come, or the call
    /// goes on.
    pub lasted: Option<Duration>,
}

impl GuestCall {
    /// As it is now.
    #[must_use]
    pub fn of(current: &Current, guest: &Guest, lasted: Option<Duration>) -> Self {
        Self {
            page: guest.page.clone(),
            owner: guest.owner.clone(),
            name: current.peer.name.clone(),
            detail: current.peer.detail.clone(),
            email: guest.email.clone(),
            media: current.media,
            at: guest.invited,
            lasted,
        }
    }

    /// What is to be remembered of a call that ends now; `None` when it is with no
    /// guest.
    #[must_use]
    pub fn ended(current: &Current, now: Timestamp) -> Option<Self> {
        let (Some(guest), Phase::Live(live)) = (&current.guest, &current.phase) else {
            return None;
        };
        let lasted = guest.came.then(|| now.since(live.since));
        Some(Self::of(current, guest, lasted))
    }

    /// The record beside which the button was, as far as it is known.
    #[must_use]
    pub fn record(&self) -> RecordRef {
        RecordRef {
            kind: RecordKind::Person,
            id: None,
            email: self.email.clone(),
            name: self.name.clone(),
            detail: self.detail.clone(),
        }
    }

    fn is_same_as(&self, other: &Self) -> bool {
        (self.at, &self.name, &self.owner) == (other.at, &other.name, &other.owner)
    }
}

/// The calls with guests, the newest last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct GuestCalls(Newest<GuestCall, MOST>);

impl Format for GuestCalls {
    const FORMAT: &'static str = "guest calls 1";
}

impl Stored for GuestCalls {}

impl Recover for GuestCalls {
    fn take_back(&mut self, aside: Self) {
        let newer = std::mem::replace(self, aside);
        for call in newer.0.iter() {
            self.record(call.clone());
        }
    }
}

impl GuestCalls {
    /// Adds a call, in place of what was known of it.
    pub fn record(&mut self, call: GuestCall) {
        match self.0.iter_mut().find(|known| known.is_same_as(&call)) {
            Some(known) => *known = call,
            None => self.0.push(call),
        }
    }

    /// Takes a call off the list.
    pub fn forget(&mut self, call: &GuestCall) {
        self.0.retain(|known| !known.is_same_as(call));
    }

    /// Takes the calls off the list that are of a site which is not listed any
    /// more. `true` when there were any.
    pub fn keep_sites(&mut self, is_listed: impl Fn(&str) -> bool) -> bool {
        let before = self.0.len();
        self.0.retain(|call| {
            let owner = call.owner.as_ref().map(|owner| owner.site.as_str());
            is_listed(&call.page) && owner.is_none_or(&is_listed)
        });
        self.0.len() != before
    }

    /// The calls to show, the newest first: those of a CRM's user while that user
    /// is signed in there.
    #[must_use]
    pub fn shown(&self, is_signed_in: impl Fn(&Identity) -> bool) -> Vec<GuestCall> {
        let is_shown = |call: &&GuestCall| call.owner.as_ref().is_none_or(&is_signed_in);
        self.0.iter().rev().filter(is_shown).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UserId;

    fn call(name: &str, at: u64) -> GuestCall {
        GuestCall {
            page: "https://page.example.com".to_owned(),
            owner: None,
            name: name.to_owned(),
            detail: None,
            email: None,
            media: Media::Video,
            at: Timestamp(at),
            lasted: None,
        }
    }

    fn olivia() -> Identity {
        Identity {
            site: "https://crm.example.com".to_owned(),
            user: UserId(14),
        }
    }

    #[test]
    fn a_call_that_ends_is_no_second_one() {
        let mut calls = GuestCalls::default();
        calls.record(call("Ann", 1));
        calls.record(call("Bob", 2));
        let ended = GuestCall {
            lasted: Some(Duration::from_secs(9)),
            ..call("Ann", 1)
        };
        calls.record(ended.clone());
        assert_eq!(calls.shown(|_| false), [call("Bob", 2), ended]);
        calls.forget(&call("Ann", 1));
        assert_eq!(calls.shown(|_| false), [call("Bob", 2)]);
    }

    #[test]
    fn nobody_sees_another_users_calls() {
        let mut calls = GuestCalls::default();
        let owned = GuestCall {
            owner: Some(olivia()),
            ..call("Ann", 1)
        };
        calls.record(owned.clone());
        assert_eq!(calls.shown(|_| false), []);
        assert_eq!(calls.shown(|who| *who == olivia()), [owned]);
    }

    #[test]
    fn nothing_remains_of_a_site_that_is_removed() {
        let mut calls = GuestCalls::default();
        calls.record(call("Ann", 1));
        calls.record(GuestCall {
            owner: Some(olivia()),
            ..call("Bob", 2)
        });
        assert!(!calls.keep_sites(|_| true));
        assert!(calls.keep_sites(|site| site != olivia().site));
        assert_eq!(calls.shown(|_| true), [call("Ann", 1)]);
        assert!(calls.keep_sites(|_| false));
        assert_eq!(calls.shown(|_| true), []);
    }

    #[test]
    fn they_have_a_bound() {
        let mut calls = GuestCalls::default();
        for at in 0..1_000 {
            calls.record(call("Ann", at));
        }
        let shown = calls.shown(|_| true);
        assert_eq!((shown.len(), shown[0].at), (MOST, Timestamp(999)));
    }

    #[test]
    fn what_was_set_aside_comes_before_what_is_newer() {
        let (mut now, mut aside) = (GuestCalls::default(), GuestCalls::default());
        aside.record(call("Ann", 1));
        aside.record(call("Bob", 2));
        let ended = GuestCall {
            lasted: Some(Duration::from_secs(9)),
            ..call("Bob", 2)
        };
        now.record(ended.clone());
        now.record(call("Cleo", 3));
        for _ in 0..2 {
            now.take_back(aside.clone());
            let expected = [call("Cleo", 3), ended.clone(), call("Ann", 1)];
            assert_eq!(now.shown(|_| true), expected);
        }
    }
}
