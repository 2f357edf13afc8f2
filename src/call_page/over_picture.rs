//! The cover of the meeting's picture or the line above it: one at a time, the
//! most urgent first.

use super::button::Button;
use super::cover::{Cover, Notice};
use super::model::{Model, PagePhase};
use super::names::called;
use super::told::{question, told};
use super::trouble::{self, Shown};
use crate::domain::{Duration, Quality, Timestamp};
use crate::jitsi::meeting::{Meeting, Phase};
use crate::jitsi::recording::Recorder;
use crate::site::detect::initials;
use crate::text;

/// How long joining may take before the meeting's own page is shown, because it
/// may be asking something.
const JOINING: Duration = Duration::from_secs(10);

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
        title,
        help: None,
        buttons: Vec::new(),
    };
    match model.phase {
        PagePhase::Waiting => return (Some(person(text::connecting(), true)), None),
        // The picture stays: the browser stops recording what it cannot see.
        PagePhase::Saving(_) => {
            return (None, Some(Notice::calm(text::recording_saving())));
        }
        PagePhase::Leaving(_) => return (Some(person(text::ending(), false)), None),
        // The note lies over the picture by itself.
        PagePhase::Over if model.note.open => return (None, None),
        PagePhase::Over if model.saved_here.is_some() => {
            let cover = Cover {
                help: Some(text::recording_saved()),
                buttons: vec![
                    (Button::AddRecording, text::add_recording()),
                    (Button::Dismiss, text::toast_close()),
                ],
                ..person(text::call_over(), false)
            };
            return (Some(cover), None);
        }
        PagePhase::Over => return (Some(person(text::call_over(), false)), None),
        PagePhase::Outside => {
            let cover = Cover {
                help: Some(text::outside_help()),
                buttons: vec![(Button::Back, text::toast_show_call())],
                ..person(text::outside(), false)
            };
            return (Some(cover), None);
        }
        PagePhase::Asking => {
            let cover = Cover {
                help: Some(text::server_new_help()),
                buttons: vec![
                    (Button::AllowServer, text::server_allow()),
                    (Button::HangUp, text::server_not_now()),
                ],
                ..person(text::server_new(&model.server()), false)
            };
            return (Some(cover), None);
        }
        PagePhase::Calling => {}
    }
    match model
        .trouble()
        .map(|it| trouble::shown(it, &model.server(), model.facts.engine, model.facts.alone))
    {
        Some(Shown::Cover(cover)) => return (Some(cover), None),
        Some(Shown::Notice(notice)) => return (None, Some(notice)),
        None => {}
    }
    match meeting {
        Some(meeting) => match meeting.phase {
            Phase::Joined { .. } => (None, aside(model, meeting, name, now)),
            Phase::Ready { since } if now.since(since) >= JOINING => {
                (None, Some(Notice::calm(text::connecting())))
            }
            Phase::Away { .. } => {
                let cover = Cover {
                    help: Some(text::returning_help()),
                    ..person(text::returning(), true)
                };
                (Some(cover), None)
            }
            _ if meeting.is_slow(now) => {
                let cover = Cover {
                    help: Some(text::server_slow(&model.server())),
                    ..person(text::connecting(), true)
                };
                (Some(cover), None)
            }
            _ => (Some(person(text::connecting(), true)), None),
        },
        None => (Some(person(text::connecting(), true)), None),
    }
}

/// The line above the picture during a call, the most urgent first.
fn aside(model: &Model, meeting: &Meeting, name: &str, now: Timestamp) -> Option<Notice> {
    if let Some(question) = question(meeting) {
        return Some(question);
    }
    if model.share_offered {
        return Some(Notice::offer(
            text::share_hint(),
            Button::Share,
            text::cancel(),
        ));
    }
    if model.record_offered {
        return Some(Notice::offer(
            text::record_here_hint(),
            Button::RecordHere,
            text::cancel(),
        ));
    }
    if model.stayed.is_some() {
        return Some(Notice::calm(text::recording_stays()));
    }
    if model.on_top_refused.is_some() {
        return Some(Notice::calm(text::on_top_refused()));
    }
    if meeting.quality == Some(Quality::Lost) {
        return Some(Notice {
            calm: false,
            ..Notice::calm(text::reconnecting())
        });
    }
    if meeting.quality == Some(Quality::Poor) && !meeting.low_bandwidth {
        return Some(Notice {
            calm: false,
            ..Notice::offer(
                text::poor_connection(),
                Button::LowBandwidth,
                text::voice_only(),
            )
        });
    }
    if let Some(news) = meeting.news.current() {
        return Some(told(news));
    }
    if meeting.recording.failed.is_some() {
        return Some(Notice::calm(text::recording_failed()));
    }
    match model.silent_recorder(now) {
        Some(Recorder::Browser) => return Some(Notice::calm(text::record_here_silent())),
        Some(_) => return Some(Notice::calm(text::recording_failed())),
        None => {}
    }
    if model.saved_here.is_some() {
        return Some(Notice::offer(
            text::recording_saved(),
            Button::AddRecording,
            text::add_recording(),
        ));
    }
    if model.copied.is_some() {
        return Some(Notice::calm(text::link_copied()));
    }
    let hand = meeting.hands.first();
    if let Some(other) = meeting.others.iter().find(|other| Some(&other.id) == hand) {
        return Some(Notice::calm(text::hand_of(called(other).as_str())));
    }
    if meeting.others.is_empty() && meeting.others.elsewhere() > 0 {
        return Some(Notice::calm(text::others_elsewhere()));
    }
    if meeting.others.is_empty() && !meeting.is_parting(now) {
        return Some(Notice::calm(text::waiting_for(name)));
    }
    None
}
