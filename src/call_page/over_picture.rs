//! What lies over the meeting's picture or stands above it: one thing at a
//! time, the most urgent first.

use super::button::Button;
use super::cover::{Cover, Notice};
use super::model::{Model, PagePhase};
use super::trouble::{self, Shown};
use super::words::Words;
use crate::domain::{Quality, Timestamp};
use crate::jitsi::event::Person;
use crate::jitsi::meeting::{Meeting, Phase};
use crate::site::detect::initials;
use crate::text;

/// How long joining may take before the meeting's own page is shown: it may
/// be asking something, in milliseconds.
const JOINING: u64 = 10_000;

/// The cover of the picture, or the line above it.
pub(super) fn over_picture(
    model: &Model,
    meeting: Option<&Meeting>,
    name: &str,
    now: Timestamp,
) -> (Option<Cover>, Option<Notice>) {
    let person = |title, pulse| Cover {
        mark: Some(initials(name)),
        pulse,
        title: Words::new(title),
        help: None,
        buttons: Vec::new(),
    };
    match model.phase {
        PagePhase::Waiting => return (Some(person(text::CONNECTING, true)), None),
        // The picture stays: the browser stops recording what it cannot see.
        PagePhase::Saving(_) => {
            return (None, Some(Notice::calm(Words::new(text::RECORDING_SAVING))));
        }
        PagePhase::Leaving(_) => return (Some(person(text::ENDING, false)), None),
        // The note lies over the picture by itself.
        PagePhase::Over if model.note.open => return (None, None),
        PagePhase::Over if model.saved_here.is_some() => {
            let cover = Cover {
                help: Some(Words::new(text::RECORDING_SAVED)),
                buttons: vec![
                    (Button::AddRecording, text::ADD_RECORDING),
                    (Button::Dismiss, text::TOAST_CLOSE),
                ],
                ..person(text::CALL_OVER, false)
            };
            return (Some(cover), None);
        }
        PagePhase::Over => return (Some(person(text::CALL_OVER, false)), None),
        PagePhase::Outside => {
            let cover = Cover {
                help: Some(Words::new(text::OUTSIDE_HELP)),
                ..person(text::OUTSIDE, false)
            };
            return (Some(cover), None);
        }
        PagePhase::Calling => {}
    }
    match model
        .trouble()
        .map(|it| trouble::shown(it, model.facts.engine, model.facts.alone))
    {
        Some(Shown::Cover(cover)) => return (Some(cover), None),
        Some(Shown::Notice(notice)) => return (None, Some(notice)),
        None => {}
    }
    match meeting {
        Some(meeting) => match meeting.phase {
            Phase::Joined { .. } => (None, aside(model, meeting, name, now)),
            Phase::Ready { since } if now.since(since) >= JOINING => {
                (None, Some(Notice::calm(Words::new(text::CONNECTING))))
            }
            _ => (Some(person(text::CONNECTING, true)), None),
        },
        None => (Some(person(text::CONNECTING, true)), None),
    }
}

/// The one line of news during a call, the most urgent first.
fn aside(model: &Model, meeting: &Meeting, name: &str, now: Timestamp) -> Option<Notice> {
    if model.share_offered {
        return Some(Notice {
            words: Words::new(text::SHARE_HINT),
            button: Some((Button::Share, text::CANCEL)),
            calm: true,
        });
    }
    if model.record_offered {
        return Some(Notice {
            words: Words::new(text::RECORD_HERE_HINT),
            button: Some((Button::RecordHere, text::CANCEL)),
            calm: true,
        });
    }
    if model.stayed.is_some() {
        return Some(Notice::calm(Words::new(text::RECORDING_STAYS)));
    }
    if model.on_top_refused.is_some() {
        return Some(Notice::calm(Words::new(text::ON_TOP_REFUSED)));
    }
    if meeting.quality == Some(Quality::Lost) {
        return Some(Notice {
            words: Words::new(text::RECONNECTING),
            button: None,
            calm: false,
        });
    }
    if meeting.quality == Some(Quality::Poor) && !meeting.low_bandwidth {
        return Some(Notice {
            words: Words::new(text::POOR_CONNECTION),
            button: Some((Button::LowBandwidth, text::VOICE_ONLY)),
            calm: false,
        });
    }
    if meeting.recording.failed.is_some() {
        return Some(Notice::calm(Words::new(text::RECORDING_FAILED)));
    }
    if model.record_is_silent(now) {
        return Some(Notice::calm(Words::new(text::RECORD_HERE_SILENT)));
    }
    if model.saved_here.is_some() {
        return Some(Notice {
            words: Words::new(text::RECORDING_SAVED),
            button: Some((Button::AddRecording, text::ADD_RECORDING)),
            calm: true,
        });
    }
    if model.copied.is_some() {
        return Some(Notice::calm(Words::new(text::LINK_COPIED)));
    }
    let hand = meeting.hands.first();
    if let Some(other) = meeting.others.iter().find(|other| Some(&other.id) == hand) {
        return Some(Notice::calm(Words::with(
            text::HAND_OF,
            called(other).as_str(),
        )));
    }
    if meeting.others.is_empty() {
        return Some(Notice::calm(Words::with(text::WAITING_FOR, name)));
    }
    None
}

/// A guest may have given no name.
pub(super) fn called(person: &Person) -> String {
    if person.name.trim().is_empty() {
        "–".to_owned()
    } else {
        person.name.clone()
    }
}
