//! The state of a meeting, seen from its host.
//!
//! Connecting → ready → joined → left, while the server may reload itself, lose
//! the conference, send no event at the end, or stop answering. That a meeting
//! says "left" ends nothing by itself: it may come back.

mod events;
mod telling;
mod watch;

use super::crowd::Crowd;
use super::event::{Event, Person};
use super::news::Newsfeed;
use super::quality::Figures;
use super::reach::{Frames, Reach};
use super::recording::Recording;
use super::request::Request;
use super::wire::Answer;
use crate::call::page_protocol::PageEvent;
use crate::domain::{Duration, Media, Quality, Timestamp, Trouble};

/// When the server is asked what is wrong, if the frame has given no sign of
/// life.
pub const ASK_AFTER: Duration = Duration::from_secs(4);
/// The same for a frame whose page has loaded: Jitsi's is quick then.
const ASK_LOADED: Duration = Duration::from_secs(1);
/// How long the server may take to answer that.
pub const ASK_LIMIT: Duration = Duration::from_secs(4);
/// How long the worker may take to find out whether the server answers there.
pub const ASK_AGAIN_LIMIT: Duration = Duration::from_millis(1_500);
/// How long a frame may take to give a sign of life, where its server answers.
pub const HANDSHAKE_LIMIT: Duration = Duration::from_secs(8);
/// How long it may take from when its page has loaded, however long that took:
/// the browser says that it has loaded about when the meeting's program starts.
pub const STARTING_LIMIT: Duration = Duration::from_secs(4);
/// How long a slow server is waited for: one whose page is still loading.
const SLOW_LIMIT: Duration = Duration::from_mins(1);
/// How often a joined meeting is asked whether it is still there.
const WATCH: Duration = Duration::from_secs(10);
/// How often its statistics are read; see `config.pcStatsInterval`.
const POLL: Duration = Duration::from_secs(5);
/// How long a meeting that was left may take to come back before that is
/// trouble. After a fatal error Jitsi waits for 10 to 30 seconds, leaves, and
/// loads itself again.
const RETURNING: Duration = Duration::from_secs(50);
/// How long a meeting that was ended by its server is waited for: a moderator
/// may have closed a breakout room only.
const DESTROYED: Duration = Duration::from_secs(10);
/// Who went so shortly ago has hung up, as a rule: the end comes in a moment.
const PARTING: Duration = Duration::from_secs(3);
/// How long nobody may be there at all.
pub const ABANDONED: Duration = Duration::from_mins(2);
/// When the five-minute end of the public demo server is announced.
const DEMO_WARNING: Duration = Duration::from_mins(4);
/// So many links to recordings are passed on, and so many people wait to be
/// let in.
const MOST_LINKS: usize = 10;
const MOST_KNOCKS: usize = 20;

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
    /// The meeting was left, and nobody here wanted that: Jitsi reloads itself,
    /// or moves to or from a breakout room.
    Away {
        since: Timestamp,
    },
    /// It is over.
    Left,
}

/// An input.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The frame's page has loaded, or the browser's page about a failure.
    Loaded,
    /// What a request to the server found out.
    Reached(Reach),
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
    /// Find out what is wrong with the server.
    AskServer,
    /// Have the worker find out whether the server answers there: the page
    /// around this one may keep it out.
    AskWorker,
    /// Load the frame again, because it does not answer.
    Reload,
}

/// A meeting.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Its phase.
    pub phase: Phase,
    pub others: Crowd,
    /// When the last of the others went.
    pub alone_since: Option<Timestamp>,
    /// Who waits to be let in, the first one first.
    pub knocks: Vec<Person>,
    /// What a person has to be told.
    pub news: Newsfeed,
    /// Whether the meeting asks for consent to be recorded.
    pub consent: bool,
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
    told: Told,
    me: Option<String>,
    breakout: bool,
    links: Vec<String>,
    /// When the frame's page had loaded.
    loaded: Option<Timestamp>,
    server: Asked,
    is_public_demo: bool,
    demo_announced: bool,
    has_stats: bool,
    next_watch: Timestamp,
    next_poll: Timestamp,
    unanswered: u8,
    /// Since when Jitsi waits before it loads itself again.
    reloading: Option<Timestamp>,
    /// When the server ended the meeting.
    destroyed: Option<Timestamp>,
}

/// The states that the worker was told of last.
#[derive(Clone, Debug, Default)]
struct Told {
    mic: Option<bool>,
    camera: Option<bool>,
    speaking: Option<bool>,
    recording: Option<bool>,
    count: Option<u32>,
}

/// Whether the server was asked what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    No,
    Since(Timestamp),
    /// It could not be reached from here, and the worker tries.
    AgainSince(Timestamp),
    Answered(Frames),
}

impl Meeting {
    /// A meeting whose frame starts to load now.
    #[must_use]
    pub fn new(media: Media, is_public_demo: bool, now: Timestamp) -> Self {
        Self {
            phase: Phase::Connecting { since: now },
            others: Crowd::default(),
            alone_since: None,
            knocks: Vec::new(),
            news: Newsfeed::default(),
            consent: false,
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
            told: Told::default(),
            me: None,
            breakout: false,
            links: Vec::new(),
            loaded: None,
            server: Asked::No,
            is_public_demo,
            demo_announced: false,
            has_stats: true,
            next_watch: now,
            next_poll: now,
            unanswered: 0,
            reloading: None,
            destroyed: None,
        }
    }

    /// Whether this user is in it.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        matches!(self.phase, Phase::Joined { .. })
    }

    /// Whether the others went a moment ago.
    #[must_use]
    pub fn is_parting(&self, now: Timestamp) -> bool {
        self.others.is_empty() && self.alone_since.is_some_and(|at| now.since(at) < PARTING)
    }

    /// Events that describe the whole state, for a worker that has just
    /// started.
    #[must_use]
    pub fn state_events(&self) -> Vec<PageEvent> {
        let mut state_events = Vec::new();
        if self.is_joined() {
            state_events.extend([
                PageEvent::Joined,
                PageEvent::Others {
                    count: self.count(),
                },
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
            Input::Loaded => {
                self.loaded = Some(now);
                Vec::new()
            }
            Input::Reached(reach) => self.reached(reach, now),
            Input::Fresh => self.fresh(now),
            Input::Event(event) => self.event(event, now),
            Input::Answer(answer) => self.answer(answer),
            Input::Tick => self.tick(now),
        }
    }

    /// Another document is in the frame: what was known about the meeting is
    /// void.
    fn fresh(&mut self, now: Timestamp) -> Vec<Output> {
        let mut outputs = self.forget_room();
        // A document that was replaced no longer records.
        self.recording = Recording::default();
        outputs.extend(self.tell_recording());
        self.me = None;
        self.unanswered = 0;
        self.reloading = None;
        self.phase = Phase::Ready { since: now };
        self.trouble = None;
        outputs
    }

    /// This user is in no room any more.
    fn forget_room(&mut self) -> Vec<Output> {
        self.others.left_behind();
        self.knocks.clear();
        self.consent = false;
        self.speaker = None;
        self.sharing = false;
        self.hand_up = false;
        self.hands.clear();
        let mut outputs = self.tell_speaking();
        // Before the first document nobody was counted.
        if self.told.count.is_some() {
            outputs.extend(self.tell_count());
        }
        outputs
    }

    /// Whether this takes unusually long, and still may succeed.
    #[must_use]
    pub fn is_slow(&self, now: Timestamp) -> bool {
        matches!(self.phase, Phase::Connecting { since } if now.since(since) >= HANDSHAKE_LIMIT)
    }

    fn in_trouble(&mut self, trouble: Trouble) -> Vec<Output> {
        if self.trouble.as_ref() == Some(&trouble) || self.lesser.as_ref() == Some(&trouble) {
            return Vec::new();
        }
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
}

#[cfg(test)]
mod tests;
