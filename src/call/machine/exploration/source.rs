//! A counterexample, as the source of a machine test.

use std::fmt::Write;

use super::actions::Action;
use super::world::World;
use super::*;

/// The events of the person at whose browser the law is broken.
pub(super) fn test(initial: &World, actions: &[Action]) -> String {
    let mut world = initial.recording();
    for action in actions {
        world.act(*action);
    }
    if world.broken.is_none() {
        // What follows when everybody stops acting belongs to the test, too.
        world = world.rest();
    }
    let Some(broken) = world.broken.clone() else {
        return format!("{actions:#?}");
    };
    let me = world.people[broken.person].me.0;
    let mut source = format!("// {}: {}\n", broken.law.name(), broken.what);
    let _ = writeln!(source, "// {actions:?}\n#[test]\nfn counterexample() {{");
    let _ = writeln!(source, "    let mut play = Play::signed_in(UserId({me}));");
    let recorded = world.recorded.unwrap_or_default();
    for (person, now, event) in recorded {
        if person == broken.person {
            let _ = writeln!(source, "    play.at({now}, {});", event_source(&event));
        }
    }
    source + "}\n"
}

fn event_source(event: &Event) -> String {
    match event {
        Event::Seen(session) => format!("Event::Seen({})", session_source(session)),
        Event::Placed { attempt, session } => {
            let session = session_source(session);
            format!("Event::Placed {{ attempt: {attempt}, session: {session} }}")
        }
        Event::PlaceFailed { attempt, why } => {
            format!("Event::PlaceFailed {{ attempt: {attempt}, why: Refusal::{why:?} }}")
        }
        Event::AnswerFailed { call, why } => {
            format!("Event::AnswerFailed {{ call: {call:?}, why: Refusal::{why:?} }}")
        }
        Event::Intent { intent, .. } => {
            let intent = format!("{intent:?}").replace("Audio", "Media::Audio");
            format!("Event::Intent {{ intent: Intent::{intent}, tab: Some(TAB) }}")
        }
        Event::Place { record, .. } => format!(
            "Event::Place {{ record: RecordRef {{ name: {:?}.to_owned(), ..jane() }}, \
             media: Media::Audio, tab: Some(TAB) }}",
            record.name
        ),
        Event::NoneActive => "Event::NoneActive".to_owned(),
        Event::Woke => "Event::Woke".to_owned(),
        Event::Time => "Event::Time".to_owned(),
        other => format!("Event::{other:?}"),
    }
}

fn session_source(session: &Session) -> String {
    let call = session.id.0;
    let (from, to) = (session.initiator.0, session.recipient.map_or(0, |to| to.0));
    let (status, created) = (session.status, session.created_at.map_or(0, |at| at.0));
    format!("session({call}, Status::{status:?}, (UserId({from}), UserId({to})), {created})")
}
