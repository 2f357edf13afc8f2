//! The state of a meeting, seen from its host.
//!
//! Connecting → ready → joined → left, while the server may reload itself, lose
//! the conference, send no event at the end, or stop answering.

mod events;
mod watch;

use super::event::{Event, Person};
use super::quality::Figures;
use super::recording::Recording;
use super::request::Request;
use super::wire::Answer;
use crate::call::page_protocol::PageEvent;
use crate::domain::{Duration, Media, Quality, Timestamp, Trouble};

/// How long a frame may take to give a sign of life.
pub const HANDSHAKE_LIMIT: Duration = Duration::from_secs(8);
/// How often a joined meeting is asked whether it is still there.
const WATCH: Duration = Duration::from_secs(10);
/// How often its statistics are read; see `config.pcStatsInterval`.
const POLL: Duration = Duration::from_secs(5);
/// How long after "left" the meeting may come back or send that it closes.
const LEAVING: Duration = Duration::from_secs(3);
/// How long a meeting that reloads itself may take.
const RELOADING: Duration = Duration::from_secs(20);
/// When the five-minute end of the public demo server is announced.
const DEMO_WARNING: Duration = Duration::from_mins(4);

/// The phase of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The frame loads; nobody has answered.
    Connecting {
        since: Timestamp,
    },
    /// The frame did not answer in time. It may still do.
    Silent,
    /// The meeting's page runs and joins.
    Ready {
        since: Timestamp,
    },
    Joined {
        since: Timestamp,
    },
    /// It is over.
    Left,
}

/// An input.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Another document answered in the frame.
    Fresh,
    /// The meeting sent an event.
    Event(Event),
    /// A request was answered, or was not.
    Answer(Answer),
    /// Time passed.
    Tick,
}

/// An output.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Send the worker an event.
    PageEvent(PageEvent),
    /// Ask the meeting.
    Ask(Request),
    /// Load the frame again, because it does not answer.
    Reload,
}

/// A meeting.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Its phase.
    pub phase: Phase,
    pub others: Vec<Person>,
    /// Whether this user's microphone is off.
    pub mic_muted: bool,
    /// Whether this user's camera is off.
    pub camera_muted: bool,
    /// Whether this user shares their screen.
    pub sharing: bool,
    /// Whether this user's hand is up.
    pub hand_up: bool,
    /// The others whose hands are up.
    pub hands: Vec<String>,
    /// Whether it runs without video.
    pub low_bandwidth: bool,
    /// Who records it, as far as the meeting sends events about it.
    pub recording: Recording,
    /// Who speaks, when it is somebody else.
    pub speaker: Option<String>,
    /// How good the connection is, when known.
    pub quality: Option<Quality>,
    /// The figures behind it, where the server has them.
    pub figures: Option<Figures>,
    /// What keeps it from working, when something does.
    pub trouble: Option<Trouble>,
    /// Less urgent trouble, shown after the first one is gone.
    pub lesser: Option<Trouble>,
    told_mic: Option<bool>,
    told_camera: Option<bool>,
    me: Option<String>,
    is_public_demo: bool,
    demo_announced: bool,
    has_stats: bool,
    next_watch: Timestamp,
    next_poll: Timestamp,
    unanswered: u8,
    /// When the meeting counts as over, unless another event comes.
    leaving: Option<Timestamp>,
    /// Until when it may reload itself.
    reloading: Option<Timestamp>,
}

impl Meeting {
    /// A meeting whose frame starts to load now.
    #[must_use]
    pub fn new(media: Media, is_public_demo: bool, now: Timestamp) -> Self {
        Self {
            phase: Phase::Connecting { since: now },
            others: Vec::new(),
            mic_muted: false,
            camera_muted: media == Media::Audio,
            sharing: false,
            hand_up: false,
            hands: Vec::new(),
            low_bandwidth: false,
            recording: Recording::default(),
            speaker: None,
            quality: None,
            figures: None,
            trouble: None,
            lesser: None,
            told_mic: None,
            told_camera: None,
            me: None,
            is_public_demo,
            demo_announced: false,
            has_stats: true,
            next_watch: now,
            next_poll: now,
            unanswered: 0,
            leaving: None,
            reloading: None,
        }
    }

    /// Whether this user is in it.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        matches!(self.phase, Phase::Joined { .. })
    }

    /// Events that describe the whole state, for a worker that has just
    /// started.
    #[must_use]
    pub fn state_events(&self) -> Vec<PageEvent> {
        let mut state_events = Vec::new();
        if self.is_joined() {
            state_events.extend([
                PageEvent::Joined,
                self.count(),
                PageEvent::MicMuted(self.mic_muted),
                PageEvent::CameraMuted(self.camera_muted),
                PageEvent::Recording(self.recording.is_on()),
            ]);
            state_events.extend(self.quality.map(PageEvent::Quality));
        }
        state_events.extend(self.trouble.clone().map(PageEvent::Trouble));
        state_events
    }

    /// Applies an input and returns the outputs.
    pub fn step(&mut self, input: Input, now: Timestamp) -> Vec<Output> {
        // Pages still send events while they unload.
        if self.phase == Phase::Left {
            return Vec::new();
        }
        match input {
            Input::Fresh => self.fresh(now),
            Input::Event(event) => self.event(event, now),
            Input::Answer(answer) => self.answer(answer),
            Input::Tick => self.tick(now),
        }
    }

    fn fresh(&mut self, now: Timestamp) -> Vec<Output> {
        let had_company = !self.others.is_empty();
        let recorded = self.recording.is_on();
        self.others.clear();
        self.speaker = None;
        self.sharing = false;
        self.hand_up = false;
        self.hands.clear();
        // A document that was replaced no longer records.
        self.recording = Recording::default();
        self.me = None;
        self.unanswered = 0;
        self.leaving = None;
        self.phase = Phase::Ready { since: now };
        self.trouble = None;
        let mut outputs = Vec::new();
        if recorded {
            outputs.push(Output::PageEvent(PageEvent::Recording(false)));
        }
        if had_company {
            outputs.push(self.report_count());
        }
        outputs
    }

    fn in_trouble(&mut self, trouble: Trouble) -> Vec<Output> {
        let before = self.trouble.take();
        match (&before, &trouble) {
            // A missing microphone is more urgent than a missing camera.
            (Some(Trouble::Microphone(_)), Trouble::Camera(_)) => {
                self.lesser = Some(trouble.clone());
                self.trouble = before;
            }
            (Some(Trouble::Camera(_)), Trouble::Microphone(_)) => {
                self.lesser = before;
                self.trouble = Some(trouble.clone());
            }
            _ => self.trouble = Some(trouble.clone()),
        }
        vec![Output::PageEvent(PageEvent::Trouble(trouble))]
    }

    fn set_mic(&mut self, muted: bool) -> Vec<Output> {
        self.mic_muted = muted;
        event_if_changed(&mut self.told_mic, muted, PageEvent::MicMuted)
    }

    fn set_camera(&mut self, muted: bool) -> Vec<Output> {
        self.camera_muted = muted;
        event_if_changed(&mut self.told_camera, muted, PageEvent::CameraMuted)
    }

    fn set_quality(&mut self, quality: Quality) -> Vec<Output> {
        if self.quality.replace(quality) == Some(quality) {
            return Vec::new();
        }
        vec![Output::PageEvent(PageEvent::Quality(quality))]
    }

    fn count(&self) -> PageEvent {
        PageEvent::Others {
            count: u32::try_from(self.others.len()).unwrap_or(u32::MAX),
        }
    }

    fn report_count(&self) -> Output {
        Output::PageEvent(self.count())
    }
}

/// An event if the state has changed: the watchdog queries it repeatedly.
fn event_if_changed(
    last: &mut Option<bool>,
    now: bool,
    event: fn(bool) -> PageEvent,
) -> Vec<Output> {
    if last.replace(now) == Some(now) {
        return Vec::new();
    }
    vec![Output::PageEvent(event(now))]
}

#[cfg(test)]
mod tests;
