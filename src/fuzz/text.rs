//! Texts: what is stored, messages, tokens, addresses and times.

use std::fmt::Debug;

use super::damage::Chance;
use super::{corpus, runs};
use crate::call::account::AccountView;
use crate::call::checkpoint::Checkpoint;
use crate::call::intent::Intent;
use crate::call::machine::{self, Event, TimedEvent};
use crate::call::page_protocol::{PageCommand, PageEvent};
use crate::call::state::State;
use crate::call::view;
use crate::codec::{self, Codec, Format, Restored, Stored};
use crate::crm::clock::{Skew, parse_iso};
use crate::crm::fallback::Fallbacks;
use crate::crm::limit::Limit;
use crate::crm::retry_after::RetryAfter;
use crate::crm::token::{FoundTokens, PageTokens, Tokens, claims_text};
use crate::crm::{discovery, push};
use crate::diagnostics::Diagnostics;
use crate::domain::{Origin, TabId, Timestamp, UserId, pattern};
use crate::jitsi::address::Address;
use crate::message::{FromContent, FromOptions, FromPopup, Hello, Push};
use crate::outbox::{Delivery, Outbox};
use crate::presence::people::People;
use crate::schedule::{PollContext, Schedule};
use crate::settings::{Settings, SiteSetting};
use crate::signin::SignIn;
use crate::site::detect;
use crate::site::profile::own::OwnProfiles;
use crate::site::profile::state::ProfileUse;

const NOW: Timestamp = Timestamp(1_795_000_000_000);

fn fuzz(kind: &str, parse: impl Fn(&String)) {
    runs(kind, &corpus(kind), Chance::text, parse);
}

/// A text that is read takes no more memory than a multiple of its length: as it
/// is written again it is hardly longer.
fn is_linear<T: Codec>(text: &str, value: &T) {
    let again = codec::encode(value).len();
    assert!(
        again <= 40 * text.len() + 1_000,
        "{again} of {}",
        text.len()
    );
}

fn restored<T: Stored + Debug>(text: &str) -> Option<T> {
    match codec::restore::<T>(text) {
        Restored::Current(value) | Restored::Migrated(value) => {
            is_linear(text, &value);
            Some(value)
        }
        Restored::Newer(_) | Restored::Unreadable => None,
    }
}

fn decoded<T: Codec>(text: &str) -> Option<T> {
    // The corpus has formats' names in front; these are read without.
    let value = codec::decode(text)?;
    is_linear(text, &value);
    Some(value)
}

fn step(state: &mut State, now: Timestamp, event: Event) {
    machine::step(state, TimedEvent { now, event });
}

/// What is done with a state at its first use.
fn use_state(mut state: State) {
    let tab = Some(TabId(1));
    for now in [Timestamp(0), NOW, Timestamp(u64::MAX)] {
        let _ = view::of(&state, tab);
        let _ = machine::next_deadline(&state);
        step(&mut state, now, Event::Woke);
        step(&mut state, now, Event::Time);
        let _ = Checkpoint::of(&state, now);
    }
    let intent = Intent::HangUp;
    step(&mut state, NOW, Event::Intent { intent, tab });
}

#[test]
fn stored_texts() {
    fuzz("stored", |text| {
        if let Some(mut outbox) = restored::<Outbox>(text) {
            let mut tried = Vec::new();
            while let Some(next) = outbox.next(NOW, &tried).cloned() {
                outbox.delivered(&next, Delivery::Later);
                tried.push(next);
            }
            let _ = (outbox.ripe_at(Timestamp(u64::MAX)), outbox.decided());
        }
        if let Some(settings) = restored::<Settings>(text) {
            let settings = settings.repaired();
            let _ = (settings.rules(1_439, None), settings.patterns_off());
        }
        if let Some(checkpoint) = restored::<Checkpoint>(text) {
            let mut state = State::default();
            let decided = Vec::new();
            let event = Event::Restarted {
                checkpoint,
                decided,
            };
            step(&mut state, NOW, event);
            let account = AccountView::SignedIn {
                user: UserId(14),
                name: String::new(),
            };
            step(&mut state, NOW, Event::Account(account));
            use_state(state);
        }
        restored::<Fallbacks>(text);
        restored::<OwnProfiles>(text);
        restored::<Diagnostics>(text);
    });
}

#[test]
fn the_workers_memory() {
    let parts = [
        codec::encode(&State::default()),
        codec::encode(&Schedule::default()),
        codec::encode(&SignIn::default()),
    ];
    let mut seeds = corpus("memory");
    seeds.extend(parts);
    runs("memory", &seeds, Chance::text, |text| {
        if let Some(state) = decoded::<State>(text) {
            use_state(state);
        }
        if let Some(mut jobs) = decoded::<Schedule>(text) {
            for now in [NOW, Timestamp(0), Timestamp(u64::MAX)] {
                jobs.resume(now);
                jobs.adapt(now, PollContext::default());
                let _ = (jobs.take_due(now), jobs.is_attended(now));
            }
        }
        if let Some(mut limit) = decoded::<Limit>(text) {
            let request = crate::crm::endpoint::active_calls();
            let _ = limit.admit(&request, NOW);
            let _ = limit.admit(&request, Timestamp(u64::MAX));
        }
        if let Some(skew) = decoded::<Skew>(text) {
            let _ = (skew.to_local(NOW), skew.to_server(Timestamp(u64::MAX)));
        }
        decoded::<SignIn>(text);
        decoded::<People>(text);
    });
}

#[test]
fn messages() {
    fn arrives<T: Format>(text: &str) {
        if let Some(message) = codec::parse::<T>(text) {
            is_linear(text, &message);
        }
    }
    let push = |view| codec::text(&Push::View(Box::new(view)));
    let mut state = State::default();
    step(&mut state, NOW, Event::Undelivered { offline: true });
    let found = FoundTokens {
        access: Some("a.b.c".to_owned()),
        refresh: None,
        legacy: None,
        user: Some((14, "Olivia".to_owned())),
    };
    let hello = FromContent::from(Hello {
        tokens: PageTokens::Found(found),
        visible: true,
        api: None,
        has_own_window: false,
        profile: ProfileUse::default(),
    });
    let mut seeds = corpus("messages");
    seeds.push(push(view::of(&state, Some(TabId(1)))));
    seeds.push(codec::text(&hello));
    seeds.push(codec::text(&PageEvent::Others { count: 3 }));
    seeds.push(codec::text(&PageCommand::Stay));
    runs("messages", &seeds, Chance::text, |text| {
        arrives::<FromContent>(text);
        arrives::<FromPopup>(text);
        arrives::<FromOptions>(text);
        arrives::<PageEvent>(text);
        arrives::<PageCommand>(text);
        arrives::<Push>(text);
    });
}

#[test]
fn tokens() {
    fuzz("tokens", |text| {
        let _ = claims_text(text);
        let token = || Some(text.clone());
        let found = FoundTokens {
            access: token(),
            refresh: token(),
            legacy: token(),
            user: Some((14, text.clone())),
        };
        if let Some(header) = Tokens::from(&found).header() {
            assert!(header.is_ascii() && !header.contains(['\r', '\n', '\0']));
        }
    });
}

#[test]
fn addresses() {
    fuzz("addresses", |text| {
        let _ = (Origin::parse(text), Address::parse(text));
        let _ = pattern::pattern_of(text).map(|it| pattern::allow(&[it], text));
        let _ = discovery::api_of_request(text);
        let _ = push::address(text, UserId(14));
        let _ = SiteSetting::parse(text, text);
        let _ = detect::email_in(text).map(detect::local_part);
        let _ = (detect::initials(text), detect::is_name(text));
        assert!(detect::tidy(text).len() <= text.len());
    });
}

#[test]
fn times() {
    fuzz("times", |text| {
        let _ = parse_iso(text);
        if let Some(after) = RetryAfter::parse(text, parse_iso) {
            let _ = (after.wait(NOW), after.wait(Timestamp(0)));
        }
    });
}
