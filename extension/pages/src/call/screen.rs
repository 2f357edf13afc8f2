//! What the call page shows, made by one function of what it knows (pure).

use super::button::Button;
use super::model::{Model, PagePhase, Panel};
use super::trouble::{self, Shown};
use super::upload::{Upload, UploadView};
use ringside::call::page_protocol::PendingWork;
use ringside::domain::Quality;
use ringside::domain::{Timestamp, format_duration};
use ringside::jitsi::event::Person;
use ringside::jitsi::meeting::{Meeting, Phase};
use ringside::jitsi::quality::Figures;
use ringside::jitsi::recording::Recording;
use ringside::site::detect::initials;
use ringside::text::{self, Text};
use ringside_web::browser::i18n;

/// Everything that can be seen, apart from the meeting itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// With whom.
    pub name: String,
    /// The state beside the name.
    pub state: State,
    /// What lies over the picture.
    pub cover: Option<Cover>,
    /// A line above the picture.
    pub notice: Option<Notice>,
    /// Whether the controls of a meeting can be used.
    pub in_meeting: bool,
    /// Whether there is something to hang up.
    pub can_hang_up: bool,
    /// Whether the microphone is off.
    pub mic_muted: bool,
    /// Whether the camera is off.
    pub camera_muted: bool,
    /// Whether the screen is shared, or the way to it is shown.
    pub sharing: bool,
    /// Whether the menu is open.
    pub menu_open: bool,
    /// Whether the hand is up.
    pub hand_up: bool,
    /// Whether the meeting goes without pictures.
    pub low_bandwidth: bool,
    /// Who records it.
    pub recording: Recording,
    /// Whether recording in this browser is offered.
    pub can_record_here: bool,
    /// The recording that is handed in, when there is one.
    pub upload: Option<UploadView>,
    /// Whether a recording can be added now.
    pub can_add_recording: bool,
    /// Whether the call is over and something is left of it to do.
    pub after_call: bool,
    /// How good the connection is, when known.
    pub quality: Option<Quality>,
    /// The connection's figures, when they are asked for.
    pub details: Option<Details>,
    /// Whether the other person speaks.
    pub peer_speaks: bool,
    /// The invitation, when it is shown.
    pub invitation: Option<String>,
    /// Who is there, when that is shown.
    pub people: Option<Vec<Attendee>>,
    /// How many are there.
    pub count: usize,
    /// The user's note, when it is shown.
    pub note: Option<NoteView>,
    /// Whether the page shows its own header.
    pub alone: bool,
    /// Whether the controls are on top of other windows; `None` where they
    /// cannot be.
    pub on_top: Option<bool>,
}

/// The note as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteView {
    /// What it says.
    pub text: String,
}

/// The state beside the name.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// In words.
    Words(Text),
    /// How long it has lasted.
    Clock(String),
}

impl State {
    /// In the user's language.
    #[must_use]
    pub fn spoken(&self) -> String {
        match self {
            Self::Words(words) => i18n::text_of(words),
            Self::Clock(clock) => clock.clone(),
        }
    }
}

/// What lies over the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// A person's initials; a warning sign when `None`.
    pub mark: Option<String>,
    /// Whether something is under way.
    pub pulse: bool,
    /// What is the matter.
    pub title: Text,
    /// What to do about it.
    pub help: Option<Text>,
    /// With which buttons; at most [`MOST_BUTTONS`].
    pub buttons: Vec<(Button, Text)>,
}

/// How many buttons a cover has room for.
pub const MOST_BUTTONS: usize = 2;

/// A line above the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it says.
    pub words: Text,
    /// A button in it.
    pub button: Option<(Button, Text)>,
    /// Whether it is mere news and no warning.
    pub calm: bool,
}

/// The connection's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Details {
    /// This server has none.
    None,
    /// These.
    Figures(Figures),
}

/// How long joining may take before the meeting's own page is shown: it may
/// be asking something, in milliseconds.
const JOINING: u64 = 10_000;

/// What to show.
#[must_use]
pub fn screen(model: &Model, now: Timestamp) -> Screen {
    let meeting = model
        .meeting
        .as_ref()
        .filter(|_| model.fate == PagePhase::Calling);
    let joined = meeting.is_some_and(Meeting::is_joined);
    let name = model.ticket.as_ref().map_or_else(
        || model.note.peer_name.clone(),
        |ticket| ticket.peer_name.clone(),
    );
    let (cover, notice) = over_picture(model, meeting, &name, now);
    Screen {
        state: state(model, meeting, now),
        cover,
        notice,
        in_meeting: joined,
        can_hang_up: matches!(model.fate, PagePhase::Calling | PagePhase::Outside),
        mic_muted: meeting.is_some_and(|it| it.mic_muted),
        camera_muted: meeting.is_some_and(|it| it.camera_muted),
        sharing: joined && (model.share_offered || meeting.is_some_and(|it| it.sharing)),
        menu_open: model.menu_open && joined,
        hand_up: meeting.is_some_and(|it| it.hand_up),
        low_bandwidth: meeting.is_some_and(|it| it.low_bandwidth),
        recording: meeting.map(|it| it.recording).unwrap_or_default(),
        can_record_here: model.can_record_here(),
        upload: model.upload.as_ref().map(Upload::view),
        can_add_recording: model.can_add_recording(),
        after_call: model.fate == PagePhase::Over
            && (model.note.open || model.work() != PendingWork::None),
        quality: meeting.and_then(|it| it.quality),
        details: (model.panel == Some(Panel::Details) && joined).then(|| {
            meeting
                .and_then(|it| it.figures)
                .map_or(Details::None, Details::Figures)
        }),
        peer_speaks: meeting.is_some_and(|it| it.speaker.is_some()),
        invitation: model
            .invitation()
            .filter(|_| model.panel == Some(Panel::Invite) && joined),
        people: meeting
            .filter(|_| model.panel == Some(Panel::People) && joined)
            .map(attendees),
        count: meeting.map_or(0, |it| it.others.len() + 1),
        note: model.note.open.then(|| NoteView {
            text: model.note.text.clone(),
        }),
        alone: model.alone,
        on_top: model.on_top.filter(|_| model.alone && joined),
        name,
    }
}

impl Screen {
    /// The one line that a small window has room for: trouble, else the state.
    #[must_use]
    pub fn in_short(&self) -> State {
        match (&self.cover, &self.notice) {
            (Some(cover), _) if cover.mark.is_none() => State::Words(cover.title.clone()),
            (None, Some(notice)) if !notice.calm => State::Words(notice.words.clone()),
            _ => self.state.clone(),
        }
    }
}

fn state(model: &Model, meeting: Option<&Meeting>, now: Timestamp) -> State {
    match model.fate {
        PagePhase::Waiting => State::Words(text::connecting()),
        PagePhase::Saving(_) => State::Words(text::recording_saving()),
        PagePhase::Leaving(_) => State::Words(text::ending()),
        PagePhase::Over => State::Words(text::call_over()),
        PagePhase::Outside | PagePhase::Calling => match (&model.ticket, meeting) {
            (Some(ticket), Some(meeting)) if meeting.is_joined() => {
                State::Clock(format_duration(now.since(ticket.since)))
            }
            (Some(ticket), None) if model.fate == PagePhase::Outside => {
                State::Clock(format_duration(now.since(ticket.since)))
            }
            _ => State::Words(text::connecting()),
        },
    }
}

fn over_picture(
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
    match model.fate {
        PagePhase::Waiting => return (Some(person(text::connecting(), true)), None),
        // The picture stays: the browser stops recording what it cannot see.
        PagePhase::Saving(_) => {
            return (None, Some(calm(text::recording_saving())));
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
                ..person(text::outside(), false)
            };
            return (Some(cover), None);
        }
        PagePhase::Calling => {}
    }
    match model
        .trouble()
        .map(|it| trouble::shown(it, model.maker, model.alone))
    {
        Some(Shown::Cover(cover)) => return (Some(cover), None),
        Some(Shown::Notice(notice)) => return (None, Some(notice)),
        None => {}
    }
    match meeting {
        Some(meeting) => match meeting.phase {
            Phase::Joined { .. } => (None, aside(model, meeting, name, now)),
            Phase::Ready { since } if now.since(since) >= JOINING => {
                (None, Some(calm(text::connecting())))
            }
            _ => (Some(person(text::connecting(), true)), None),
        },
        None => (Some(person(text::connecting(), true)), None),
    }
}

/// Somebody who is in the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// Their name; `None` for this user.
    pub name: Option<String>,
    /// Whether they speak.
    pub speaks: bool,
    /// Whether their hand is up.
    pub hand_up: bool,
}

/// Everybody who is there, this user first.
fn attendees(meeting: &Meeting) -> Vec<Attendee> {
    let me = Attendee {
        name: None,
        speaks: false,
        hand_up: meeting.hand_up,
    };
    let others = meeting.others.iter().map(|other| Attendee {
        name: Some(called(other)),
        speaks: meeting.speaker.as_ref() == Some(&other.id),
        hand_up: meeting.hands.contains(&other.id),
    });
    std::iter::once(me).chain(others).collect()
}

/// A guest may have given no name.
fn called(person: &Person) -> String {
    if person.name.trim().is_empty() {
        "–".to_owned()
    } else {
        person.name.clone()
    }
}

/// The one line of news during a call, the most urgent first.
fn aside(model: &Model, meeting: &Meeting, name: &str, now: Timestamp) -> Option<Notice> {
    if model.share_offered {
        return Some(Notice {
            words: text::share_hint(),
            button: Some((Button::Share, text::cancel())),
            calm: true,
        });
    }
    if model.record_offered {
        return Some(Notice {
            words: text::record_here_hint(),
            button: Some((Button::RecordHere, text::cancel())),
            calm: true,
        });
    }
    if model.stayed.is_some() {
        return Some(calm(text::recording_stays()));
    }
    if model.on_top_refused.is_some() {
        return Some(calm(text::on_top_refused()));
    }
    if meeting.quality == Some(Quality::Lost) {
        return Some(Notice {
            words: text::reconnecting(),
            button: None,
            calm: false,
        });
    }
    if meeting.quality == Some(Quality::Poor) && !meeting.low_bandwidth {
        return Some(Notice {
            words: text::poor_connection(),
            button: Some((Button::LowBandwidth, text::voice_only())),
            calm: false,
        });
    }
    if meeting.recording.failed.is_some() {
        return Some(calm(text::recording_failed()));
    }
    if model.record_is_silent(now) {
        return Some(calm(text::record_here_silent()));
    }
    if model.saved_here.is_some() {
        return Some(Notice {
            words: text::recording_saved(),
            button: Some((Button::AddRecording, text::add_recording())),
            calm: true,
        });
    }
    if model.copied.is_some() {
        return Some(calm(text::link_copied()));
    }
    let hand = meeting.hands.first();
    if let Some(other) = meeting.others.iter().find(|other| Some(&other.id) == hand) {
        return Some(calm(text::hand_of(&called(other))));
    }
    if meeting.others.is_empty() {
        return Some(calm(text::waiting_for(name)));
    }
    None
}

fn calm(words: Text) -> Notice {
    Notice {
        words,
        button: None,
        calm: true,
    }
}

#[cfg(test)]
mod tests;
