//! The events of the meeting and their effects.

use super::context::Context;
use super::model::PagePhase;
use super::output::Output;
use super::{guest, join, leave, recording, sharing};
use crate::call::page_protocol::PageEvent;
use crate::jitsi::event::Event;
use crate::jitsi::meeting::{ASK_LIMIT, Input, Output as Decision};
use crate::jitsi::reach::{Frames, Reach};
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
    if let Received::Handshake { .. } = received {
        // Another document has the toolbar that its address asked for.
        page.model.share_offered = false;
        page.model.record_offered = false;
    }
    match received {
        Received::Nothing => {}
        Received::Handshake { .. } => step(page, Input::Fresh),
        Received::Event(event) => step(page, Input::Event(event)),
        Received::Answer(answer) => step(page, Input::Answer(answer)),
    }
}

/// Something about the frame of this number that the meeting has to know.
pub(super) fn of_frame(page: &mut Context<'_>, frame: u32, input: Input) {
    if frame == page.model.frames && page.model.phase == PagePhase::Calling {
        step(page, input);
    }
}

/// Passes an input to the meeting and carries out its outputs.
pub(super) fn step(page: &mut Context<'_>, input: Input) {
    let Some(meeting) = &mut page.model.meeting else {
        return;
    };
    for decision in meeting.step(input, page.now) {
        match decision {
            Decision::PageEvent(end @ (PageEvent::Left | PageEvent::KickedOut { .. })) => {
                page.post(end);
                return leave::left(page);
            }
            Decision::AskServer => ask_server(page),
            Decision::AskWorker => page.post(PageEvent::ServerUnreachable),
            Decision::PageEvent(event) => page.post(event),
            Decision::Ask(request) => page.push(Output::AskMeeting(request)),
            Decision::Reload => return join::reopen(page, None),
        }
    }
    recording::meeting_changed(page);
    sharing::meeting_changed(page);
    guest::meeting_changed(page);
}

/// The worker has found out whether the server answers there.
pub(super) fn worker_reached(page: &mut Context<'_>, answers: bool) {
    let reach = match answers {
        false => Reach::Unreachable,
        true if page.model.facts.alone => Reach::Answers {
            status: None,
            frames: Frames::Anywhere,
        },
        true => Reach::KeptOut,
    };
    of_frame(page, page.model.frames, Input::Reached(reach));
}

/// Asks the server without the user's token: what is wrong is wrong for
/// everybody.
fn ask_server(page: &mut Context<'_>) {
    if let Some(url) = page.model.invitation() {
        page.push(Output::AskServer {
            number: page.model.frames,
            url,
            limit: ASK_LIMIT,
        });
    }
}
