//! JSON: rows of the CRM, pushes, the meeting's messages and old settings.

use serde_json::Value;

use super::damage::Chance;
use super::{corpus, runs};
use crate::call::account::AccountView;
use crate::call::machine::{self, Event, TimedEvent};
use crate::call::state::State;
use crate::crm::clock::Skew;
use crate::crm::fault::Fault;
use crate::crm::push::Pushed;
use crate::crm::session::Session;
use crate::crm::token::Claims;
use crate::crm::wire::{self, WirePresence, WireRecord, WireUser};
use crate::domain::{Media, Timestamp, UserId};
use crate::jitsi::address::Scope;
use crate::jitsi::meeting::{Input, Meeting};
use crate::jitsi::request::Request;
use crate::jitsi::transport::{Received, Transport};
use crate::settings::Settings;
use crate::signin::RenewedTokens;

const NOW: Timestamp = Timestamp(1_795_000_000_000);

fn fuzz(kind: &str, parse: impl Fn(&Value)) {
    let texts = corpus(kind);
    let seeds: Vec<Value> = texts
        .iter()
        .map(|text| serde_json::from_str(text).unwrap())
        .collect();
    runs(kind, &seeds, Chance::value, parse);
}

/// The session comes to a browser whose user is 14, or 15, twice.
fn seen(session: &Session) {
    for user in [UserId(14), UserId(15)] {
        let mut state = State::default();
        let name = String::new();
        let signed_in = Event::Account(AccountView::SignedIn { user, name });
        let seen = || Event::Seen(session.clone());
        for event in [signed_in, seen(), seen(), Event::Time] {
            machine::step(&mut state, TimedEvent { now: NOW, event });
        }
    }
}

#[test]
fn rows() {
    fuzz("rows", |row| {
        for skew in [Skew::default(), known_skew()] {
            if let Some(session) = wire::session(row, skew) {
                seen(&session);
            }
        }
        let user = WireUser::parse(row);
        assert_ne!(user.map(|user| user.id), Some(0));
        let record = WireRecord::parse(row);
        assert_ne!(record.callee, Some(UserId(0)));
        let _ = (WirePresence::parse(row), RenewedTokens::parse(row));
        let _ = Claims::parse(row).map(|claims| claims.is_stale(NOW));
        for status in [200, 400, 401, 403, 404, 429, 500] {
            let _ = Fault::of(status, None, &row.to_string());
        }
    });
}

#[test]
fn pushes() {
    fuzz("pushes", |frame| {
        if let Pushed::Call(session) = Pushed::parse(frame, Skew::default(), NOW) {
            assert_eq!(session.created_at, None);
            seen(&session);
        }
    });
}

#[test]
fn the_meetings_messages() {
    let scope = Scope::from_random(1);
    fuzz("meeting", |message| {
        let mut transport = Transport::new(scope);
        let mut meeting = Meeting::new(Media::Video, true, NOW);
        let _ = transport.request(Request::IsAudioMuted, NOW);
        let _ = transport.request(Request::ConnectionStats, NOW);
        let mut message = message.clone();
        if message.get("scope").is_some() {
            message["scope"] = scope.to_string().into();
        }
        for at in 0..4 {
            let input = match transport.receive(&message) {
                Received::Nothing => Input::Tick,
                Received::Handshake { .. } => Input::Fresh,
                Received::Event(event) => Input::Event(event),
                Received::Answer(answer) => Input::Answer(answer),
            };
            meeting.step(input, Timestamp(NOW.0 + at * 1_000));
            meeting.step(Input::Tick, Timestamp(NOW.0 + at * 60_000));
        }
    });
}

#[test]
fn settings_of_the_first_version() {
    fuzz("settings", |stored| {
        let _ = Settings::restore(stored);
    });
}

/// A CRM whose clock is as far ahead as any can be.
fn known_skew() -> Skew {
    let mut skew = Skew::default();
    skew.learn(Timestamp(u64::MAX), Timestamp(0), Timestamp(1));
    skew
}
