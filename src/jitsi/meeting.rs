//! The state of a meeting, seen from its host.
//!
//! Connecting → ready → joined → left, while the server may reload itself, lose
//! the conference, send no event at the end, or stop answering.

use super::event::{Event, Person};
use super::quality::Figures;
use super::recording::Recording;
use super::request::Request;
use super::wire::Answer;
use crate::call::page_protocol::PageEvent;
use crate::domain::{Duration, Media, Timestamp};
use crate::domain::{Quality, Trouble};

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

    fn event(&mut self, event: Event, now: Timestamp) -> Vec<Output> {
        match event {
            Event::Ready => Vec::new(),
            Event::Joined { me } => self.joined(me, now),
            Event::Left => {
                if self.is_joined() && self.reloading.is_none() {
                    self.leaving = Some(now.plus(LEAVING));
                }
                Vec::new()
            }
            Event::Close | Event::KickedOut { me: true } => self.over(),
            Event::KickedOut { me: false } => Vec::new(),
            Event::Came(person) => {
                self.others.retain(|other| other.id != person.id);
                self.others.push(person);
                vec![self.report_count()]
            }
            Event::Went { id } => {
                self.others.retain(|other| other.id != id);
                self.speaker.take_if(|speaker| *speaker == id);
                self.hands.retain(|other| *other != id);
                vec![self.report_count()]
            }
            Event::Renamed(person) => {
                if let Some(other) = self.others.iter_mut().find(|it| it.id == person.id) {
                    other.name = person.name;
                }
                Vec::new()
            }
            Event::AudioMuted(muted) => self.set_mic(muted),
            Event::VideoMuted(muted) => self.set_camera(muted),
            Event::Sharing(on) => {
                self.sharing = on;
                Vec::new()
            }
            Event::Speaker { id } => {
                let peer = self.me.as_ref() != Some(&id);
                self.speaker = peer.then_some(id);
                vec![Output::PageEvent(PageEvent::Speaking(peer))]
            }
            Event::Hand { id, up } => {
                if self.me.as_ref() == Some(&id) {
                    self.hand_up = up;
                } else {
                    self.hands.retain(|other| *other != id);
                    if up {
                        self.hands.push(id);
                    }
                }
                Vec::new()
            }
            Event::LowBandwidth(on) => {
                self.low_bandwidth = on;
                Vec::new()
            }
            Event::Recording {
                recorder,
                on,
                failed,
            } => {
                self.recording.changed(recorder, on, failed);
                vec![Output::PageEvent(PageEvent::Recording(
                    self.recording.is_on(),
                ))]
            }
            Event::RecordingLink(link) => vec![Output::PageEvent(PageEvent::RecordingLink(link))],
            Event::MicFault(fault) => self.in_trouble(Trouble::Microphone(fault)),
            Event::CameraFault(fault) => self.in_trouble(Trouble::Camera(fault)),
            Event::PasswordRequired => self.in_trouble(Trouble::Conference(
                "conference.passwordRequired".to_owned(),
            )),
            Event::Failed { name, fatal: true } => {
                // Jitsi reloads itself; only if that fails it is reported as
                // trouble.
                self.reloading = Some(now.plus(RELOADING));
                let mut outputs = self.set_quality(Quality::Lost);
                if !self.is_joined() {
                    outputs.extend(self.in_trouble(Trouble::Conference(name)));
                }
                outputs
            }
            Event::Failed { name, fatal: false } => {
                if self.is_joined() {
                    Vec::new()
                } else {
                    self.in_trouble(Trouble::Conference(name))
                }
            }
        }
    }

    fn joined(&mut self, me: Option<String>, now: Timestamp) -> Vec<Output> {
        self.me = me;
        self.phase = Phase::Joined { since: now };
        self.leaving = None;
        self.reloading = None;
        self.unanswered = 0;
        self.has_stats = true;
        self.next_watch = now.plus(WATCH);
        self.next_poll = now.plus(POLL);
        if matches!(
            self.trouble,
            Some(Trouble::Conference(_) | Trouble::NoHandshake)
        ) {
            self.trouble = None;
        }
        let mut outputs = vec![
            Output::PageEvent(PageEvent::Joined),
            self.report_count(),
            // No event comes for the initial states.
            Output::Ask(Request::IsAudioMuted),
            Output::Ask(Request::IsVideoMuted),
        ];
        if self.quality == Some(Quality::Lost) {
            outputs.extend(self.set_quality(Quality::Good));
        }
        outputs
    }

    fn over(&mut self) -> Vec<Output> {
        self.phase = Phase::Left;
        self.leaving = None;
        self.others.clear();
        vec![Output::PageEvent(PageEvent::Left)]
    }

    fn answer(&mut self, answer: Answer) -> Vec<Output> {
        if !matches!(answer, Answer::TimedOut(_)) {
            self.unanswered = 0;
        }
        match answer {
            Answer::AudioMuted(muted) => self.set_mic(muted),
            Answer::VideoMuted(muted) => self.set_camera(muted),
            // Alone there is nothing to measure, and no connection to lose.
            Answer::Stats(_) if self.others.is_empty() => Vec::new(),
            Answer::Stats(stats) => {
                self.figures = Some(stats.figures());
                self.set_quality(stats.level())
            }
            // An older server: only events tell the quality.
            Answer::Failed(Request::ConnectionStats) => {
                self.has_stats = false;
                self.figures = None;
                Vec::new()
            }
            Answer::TimedOut(Request::IsAudioMuted) if self.is_joined() => {
                self.unanswered += 1;
                if self.unanswered < 2 {
                    return Vec::new();
                }
                let mut outputs = self.set_quality(Quality::Lost);
                outputs.push(Output::Reload);
                outputs
            }
            Answer::Failed(_) | Answer::TimedOut(_) => Vec::new(),
        }
    }

    fn tick(&mut self, now: Timestamp) -> Vec<Output> {
        if self.leaving.is_some_and(|deadline| now >= deadline) {
            return self.over();
        }
        if self.reloading.is_some_and(|deadline| now >= deadline) {
            self.reloading = None;
            let lost = "connection.droppedError".to_owned();
            return self.in_trouble(Trouble::Conference(lost));
        }
        match self.phase {
            Phase::Connecting { since } if now.since(since) >= HANDSHAKE_LIMIT => {
                self.phase = Phase::Silent;
                self.in_trouble(Trouble::NoHandshake)
            }
            Phase::Joined { since } => self.look_after(since, now),
            _ => Vec::new(),
        }
    }

    fn look_after(&mut self, since: Timestamp, now: Timestamp) -> Vec<Output> {
        let mut outputs = Vec::new();
        if now >= self.next_watch {
            self.next_watch = now.plus(WATCH);
            outputs.push(Output::Ask(Request::IsAudioMuted));
        }
        if self.has_stats && now >= self.next_poll {
            self.next_poll = now.plus(POLL);
            outputs.push(Output::Ask(Request::ConnectionStats));
        }
        if self.is_public_demo && !self.demo_announced && now.since(since) >= DEMO_WARNING {
            self.demo_announced = true;
            outputs.extend(self.in_trouble(Trouble::FiveMinutes));
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
