//! The events of the meeting and their effects.

use super::context::Context;
use super::model::PagePhase;
use super::output::Output;
use super::{join, leave, recording};
use crate::call::page_protocol::PageEvent;
use crate::jitsi::event::Event;
use crate::jitsi::meeting::{Input, Output as Decision};
use crate::jitsi::transport::Received;

/// The meeting in the frame of this number sent a message. Messages of older
/// frames are ignored.
pub(super) fn heard(page: &mut Context<'_>, frame: u32, received: Received) {
    if frame != page.model.frames {
        return;
    }
    match page.model.phase {
        PagePhase::Saving(_) => return,
        PagePhase::Leaving(_) => {
            if matches!(received, Received::Event(Event::Close | Event::Left)) {
                leave::left(page);
            }
            return;
        }
        _ => {}
    }
    match received {
        Received::Nothing | Received::Handshake { fresh: false, .. } => {}
        Received::Handshake { fresh: true, .. } => step(page, Input::Fresh),
        Received::Event(event) => step(page, Input::Event(event)),
        Received::Answer(answer) => step(page, Input::Answer(answer)),
    }
}

/// Passes an input to the meeting and carries out its outputs.
pub(super) fn step(page: &mut Context<'_>, input: Input) {
    let Some(meeting) = &mut page.model.meeting else {
        return;
    };
    for decision in meeting.step(input, page.now) {
        match decision {
            Decision::PageEvent(PageEvent::Left) => {
                page.post(PageEvent::Left);
                return leave::left(page);
            }
            Decision::PageEvent(event) => page.post(event),
            Decision::Ask(request) => page.push(Output::AskMeeting(request)),
            Decision::Reload => return join::reopen(page, None),
        }
    }
    recording::meeting_changed(page);
}
