//! What the call page shows, as one function of its model.

use super::cover::{Cover, Notice};
use super::guest;
use super::model::{Model, PagePhase, Panel};
use super::names::called;
use super::over_picture::over_picture;
use super::upload::{Upload, UploadView};
use crate::call::page_protocol::PendingWork;
use crate::domain::format_duration;
use crate::domain::{Quality, Timestamp};
use crate::jitsi::meeting::{Meeting, Phase};
use crate::jitsi::quality::Figures;
use crate::jitsi::recording::Recording;
use crate::text::{self, Text};

/// Everything that can be seen, apart from the meeting itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    pub name: String,
    /// The state beside the name.
    pub state: State,
    /// The cover of the picture.
    pub cover: Option<Cover>,
    /// The line above the picture.
    pub notice: Option<Notice>,
    /// Whether the controls of a meeting can be used.
    pub in_meeting: bool,
    /// Whether there is something to hang up.
    pub can_hang_up: bool,
    /// Whether the microphone is off.
    pub mic_muted: bool,
    /// Whether the camera is off.
    pub camera_muted: bool,
    /// Whether the screen is shared, or sharing is offered.
    pub sharing: bool,
    /// Whether the menu is open.
    pub menu_open: bool,
    /// Whether the hand is up.
    pub hand_up: bool,
    /// Whether the meeting runs without video.
    pub low_bandwidth: bool,
    /// Who records it.
    pub recording: Recording,
    /// Whether recording in this browser is offered.
    pub can_record_here: bool,
    /// The recording that is uploaded, when there is one.
    pub upload: Option<UploadView>,
    /// Whether a recording can be added now.
    pub can_add_recording: bool,
    /// Whether the call is over and its page still has work.
    pub after_call: bool,
    /// How good the connection is, when known.
    pub quality: Option<Quality>,
    /// The connection's figures, when the panel is open.
    pub details: Option<Details>,
    /// Whether the other person speaks.
    pub peer_speaks: bool,
    /// The invitation, when it is shown.
    pub invitation: Option<Invitation>,
    /// The participants, when the panel is open.
    pub people: Option<Vec<Attendee>>,
    /// The number of participants.
    pub count: usize,
    /// The user's note, when it is shown.
    pub note: Option<NoteView>,
    /// Whether the call is with a guest: no CRM takes notes or recordings of it.
    pub with_guest: bool,
    /// Whether the page shows its own header.
    pub alone: bool,
    /// Whether the controls are on top of other windows; `None` where they
    /// cannot be.
    pub on_top: Option<bool>,
}

/// The note as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteView {
    /// Its text.
    pub text: String,
}

/// The invitation as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The address at which anybody can join.
    pub link: String,
    /// To whom it is to be sent, when that is known.
    pub email: Option<String>,
}

/// The state beside the name.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Words(Text),
    /// How long it has lasted.
    Clock(String),
}

/// The connection's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Details {
    /// The server provides none.
    None,
    /// These.
    Figures(Figures),
}

/// What to show.
#[must_use]
pub fn screen(model: &Model, now: Timestamp) -> Screen {
    let now = model.clock.of(now);
    let meeting = model
        .meeting
        .as_ref()
        .filter(|_| model.phase == PagePhase::Calling);
    let joined = meeting.is_some_and(Meeting::is_joined);
    let name = model.join_info.as_ref().map_or_else(
        || model.note.peer_name.clone(),
        |info| info.peer_name.clone(),
    );
    let (cover, notice) = over_picture(model, meeting, &name, now);
    Screen {
        state: state(model, meeting, now),
        cover,
        notice,
        in_meeting: joined,
        can_hang_up: matches!(
            model.phase,
            PagePhase::Calling | PagePhase::Outside | PagePhase::Asking
        ),
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
        after_call: model.phase == PagePhase::Over
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
            .filter(|_| model.panel == Some(Panel::Invite) && joined)
            .map(|link| Invitation {
                link,
                email: model.guest().and_then(|guest| guest.email.clone()),
            }),
        people: meeting
            .filter(|_| model.panel == Some(Panel::People) && joined)
            .map(attendees),
        count: meeting.map_or(0, |it| it.others.len() + 1),
        note: model.note.open.then(|| NoteView {
            text: model.note.text.clone(),
        }),
        with_guest: model.guest().is_some(),
        alone: model.facts.alone,
        on_top: model.on_top.filter(|_| model.facts.alone && joined),
        name,
    }
}

impl Screen {
    /// The one line of the small window: trouble, else the state.
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
    match model.phase {
        PagePhase::Waiting => State::Words(text::connecting()),
        PagePhase::Saving(_) => State::Words(text::recording_saving()),
        PagePhase::Leaving(_) => State::Words(text::ending()),
        PagePhase::Over => State::Words(text::call_over()),
        PagePhase::Outside | PagePhase::Calling | PagePhase::Asking => {
            match (&model.join_info, meeting) {
                (Some(info), Some(meeting))
                    if meeting.is_joined() && guest::is_awaited(info, meeting) =>
                {
                    State::Words(text::guest_awaited())
                }
                (Some(info), Some(meeting)) if meeting.is_joined() => {
                    State::Clock(format_duration(now.since(model.clock.of(info.since))))
                }
                (Some(info), None) if model.phase == PagePhase::Outside => {
                    State::Clock(format_duration(now.since(model.clock.of(info.since))))
                }
                (_, Some(meeting)) if matches!(meeting.phase, Phase::Away { .. }) => {
                    State::Words(text::returning())
                }
                _ => State::Words(text::connecting()),
            }
        }
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

/// All participants, this user first.
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
