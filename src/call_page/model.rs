//! The state of the call page.

use super::link::Link;
use super::throttle::Throttle;
use super::upload::Upload;
use crate::call::guest::Guest;
use crate::call::page_protocol::{JoinInfo, PendingWork};
use crate::domain::{
    BrowserEngine, CallId, Duration, Media, Newest, SteadyClock, Timestamp, Trouble,
};
use crate::jitsi::address::{Address, Entry};
use crate::jitsi::config::{self, Start};
use crate::jitsi::meeting::Meeting;
use crate::jitsi::recording::Recorder;

/// What never changes during the life of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFacts {
    /// Whether the page is a window or tab of its own.
    pub alone: bool,
    pub engine: BrowserEngine,
    /// The browser's language, such as `en-GB`.
    pub language: String,
    /// Whether the page's policy lets frames use the microphone.
    pub mic_allowed: bool,
    /// Whether the browser has small windows on top of others.
    pub has_on_top: bool,
}

/// The state from which decisions and the screen are derived.
#[derive(Clone, Debug)]
pub struct Model {
    /// What never changes.
    pub facts: PageFacts,
    /// The connection to the worker.
    pub link: Link,
    /// The phase of the page.
    pub phase: PagePhase,
    /// The call that was hung up here, until the worker knows.
    pub hung_up: Option<CallId>,
    /// The call, once the worker has handed it over.
    pub join_info: Option<JoinInfo>,
    /// Its meeting; there is a frame exactly as long as there is one.
    pub meeting: Option<Meeting>,
    /// The number of the newest frame.
    pub frames: u32,
    /// Trouble that keeps the frame from being loaded at all.
    pub load_trouble: Option<Trouble>,
    /// Trouble that the person has dismissed.
    pub dismissed: Newest<Trouble, 20>,
    /// Whether the meeting's own share button is shown with an explanation.
    pub share_offered: bool,
    /// Whether the meeting's own recording button is shown with an
    /// explanation.
    pub record_offered: bool,
    /// Who was asked to record, and by when that should have begun, until it
    /// does.
    pub record_asked: Option<(Recorder, Timestamp)>,
    /// When the meeting was asked to go on without pictures (`true`), or with them
    /// again, until it does.
    pub voice_only_asked: Option<(bool, Timestamp)>,
    /// The state events for the worker.
    pub throttle: Throttle,
    /// When this browser saved a recording among the downloads.
    pub saved_here: Option<Timestamp>,
    /// The recording that is uploaded.
    pub upload: Option<Upload>,
    /// The number of the newest transfer.
    pub transfers: u32,
    /// The pending work that the worker was last told of, and when.
    pub announced_work: (PendingWork, Timestamp),
    /// When the call could not move because of a recording under way.
    pub stayed: Option<Timestamp>,
    /// Whether the menu is open.
    pub menu_open: bool,
    /// The panel that is open.
    pub panel: Option<Panel>,
    /// The user's note on the call.
    pub note: Note,
    /// The call whose invitation was shown because nobody was there yet.
    pub invited: Option<CallId>,
    /// When the invitation was copied.
    pub copied: Option<Timestamp>,
    /// Whether the controls are in a small window on top of others; `None`
    /// where there is no such window.
    pub on_top: Option<bool>,
    /// When the browser refused that window.
    pub on_top_refused: Option<Timestamp>,
    /// The time of the last tick.
    pub last_tick: Timestamp,
    /// By which all waits are measured; what the worker says of times is by this
    /// computer's clock.
    pub clock: SteadyClock,
    /// When the last ping was sent to the worker.
    pub last_ping: Timestamp,
}

/// What the page is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePhase {
    /// It has asked for its call.
    Waiting,
    /// It asks whether to go to the meeting's server, which is new.
    Asking,
    /// It holds a call.
    Calling,
    /// It is about to leave; the meeting has until then to save what this
    /// browser recorded.
    Saving(Timestamp),
    /// It leaves; the meeting has until then to confirm.
    Leaving(Timestamp),
    /// The meeting goes on in a tab of its own.
    Outside,
    /// The call is over or lives elsewhere.
    Over,
}

/// The user's note on the call. It can be written on after the call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The call it belongs to.
    pub call: Option<CallId>,
    /// Whether it is shown.
    pub open: bool,
    /// What was written.
    pub text: String,
    /// The peer, when only the note is left of the call.
    pub peer_name: String,
}

impl Note {
    /// Assigns the note to this call, with the text that was written elsewhere;
    /// another call's note is closed.
    pub fn belongs_to(&mut self, call: CallId, text: String) {
        if self.call != Some(call) {
            *self = Self {
                call: Some(call),
                text,
                ..Self::default()
            };
        }
    }
}

/// What can be opened from the menu, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The connection's figures.
    Details,
    /// The address that invites somebody.
    Invite,
    /// The participants.
    People,
}

/// How long the outcome of a press is shown.
const SAID: Duration = Duration::from_secs(4);
/// How long a saved recording is offered to be added.
const SAVED_SAID: Duration = Duration::from_mins(1);
/// How long the failure to begin a recording is shown. A meeting that cannot
/// record sends no event.
const RECORD_SAID: Duration = Duration::from_secs(10);
/// How long a meeting may take to go on without pictures. One that cannot sends
/// no event either.
pub(super) const VOICE_ONLY_LIMIT: Duration = Duration::from_secs(4);

impl Model {
    /// The initial state.
    #[must_use]
    pub fn new(facts: PageFacts, now: Timestamp) -> Self {
        Self {
            on_top: facts.has_on_top.then_some(false),
            clock: SteadyClock::new(now),
            facts,
            link: Link::default(),
            phase: PagePhase::Waiting,
            hung_up: None,
            join_info: None,
            meeting: None,
            frames: 0,
            load_trouble: None,
            dismissed: Newest::default(),
            share_offered: false,
            record_offered: false,
            record_asked: None,
            voice_only_asked: None,
            throttle: Throttle::default(),
            saved_here: None,
            upload: None,
            transfers: 0,
            announced_work: (PendingWork::None, now),
            stayed: None,
            menu_open: false,
            panel: None,
            note: Note::default(),
            invited: None,
            copied: None,
            on_top_refused: None,
            last_tick: now,
            last_ping: now,
        }
    }

    /// The trouble to show, unless the person has dismissed it.
    #[must_use]
    pub fn trouble(&self) -> Option<&Trouble> {
        let of_meeting = self.meeting.as_ref();
        let of_meeting = of_meeting.map(|it| it.trouble.iter().chain(&it.lesser));
        let mut all = self
            .load_trouble
            .iter()
            .chain(of_meeting.into_iter().flatten());
        all.find(|trouble| !self.dismissed.contains(trouble))
    }

    /// The address at which anybody can join, without this user's own token.
    #[must_use]
    pub fn invitation(&self) -> Option<String> {
        let info = self.join_info.as_ref()?;
        Some(Address::parse(&info.address).ok()?.invitation())
    }

    /// Whom the user invited, when the call is with a guest.
    #[must_use]
    pub fn guest(&self) -> Option<&Guest> {
        self.join_info.as_ref()?.guest.as_ref()
    }

    /// Whether a recording can be added now: one at a time, to a call that the
    /// CRM knows.
    #[must_use]
    pub fn can_add_recording(&self) -> bool {
        self.note.call.is_some()
            && self.guest().is_none()
            && !self.upload.as_ref().is_some_and(Upload::is_running)
    }

    /// Whether recording in this browser makes sense: Jitsi does it in
    /// Chromium-based browsers only, and sends no event elsewhere.
    #[must_use]
    pub fn can_record_here(&self) -> bool {
        self.facts.engine == BrowserEngine::Chromium
    }

    /// Whose recording has not begun, although it should have.
    #[must_use]
    pub fn silent_recorder(&self, now: Timestamp) -> Option<Recorder> {
        let asked = self.record_asked.filter(|(_, by)| now >= *by);
        asked.map(|(recorder, _)| recorder)
    }

    /// The address of the meeting in a tab of its own, with this user's token.
    #[must_use]
    pub fn tab(&self) -> Option<String> {
        let info = self.join_info.as_ref()?;
        let (mic_muted, camera_muted) = match &self.meeting {
            Some(meeting) => (meeting.mic_muted, meeting.camera_muted),
            None => (false, info.media == Media::Audio),
        };
        let start = Start {
            display_name: &info.display_name,
            media: if camera_muted {
                Media::Audio
            } else {
                Media::Video
            },
            mic_muted,
        };
        let address = Address::parse(&info.address).ok()?;
        Some(address.tab(self.entry(info), &config::tab_params(&start)))
    }

    /// How this user enters the meeting of a call.
    #[must_use]
    pub fn entry<'a>(&'a self, info: &'a JoinInfo) -> Entry<'a> {
        Entry {
            jwt: info.jwt.as_deref(),
            language: Some(config::language(&self.facts.language)),
        }
    }

    /// The meeting server, as it is named to a person.
    #[must_use]
    pub fn server(&self) -> String {
        let info = self.join_info.as_ref();
        let address = info.and_then(|info| Address::parse(&info.address).ok());
        address.map_or_else(String::new, |address| address.server().to_owned())
    }

    /// Work that may outlast the call: a recording that this browser makes or
    /// saves, or that is uploaded, or about which a person has to read or
    /// decide something.
    #[must_use]
    pub fn work(&self) -> PendingWork {
        let recorded = self.meeting.as_ref().is_some_and(|it| it.recording.browser);
        let sent = self.upload.as_ref().is_some_and(Upload::is_running);
        if recorded || sent || matches!(self.phase, PagePhase::Saving(_)) {
            PendingWork::Runs
        } else if self.upload.is_some() || self.saved_here.is_some() {
            PendingWork::Waits
        } else {
            PendingWork::None
        }
    }

    /// Clears what has expired.
    pub fn tick(&mut self, now: Timestamp) {
        for said in [&mut self.copied, &mut self.stayed, &mut self.on_top_refused] {
            said.take_if(|said| now.since(*said) >= SAID);
        }
        self.upload.take_if(|upload| !upload.tick(now));
        self.saved_here.take_if(|at| now.since(*at) >= SAVED_SAID);
        self.record_asked
            .take_if(|(_, by)| now.since(*by) >= RECORD_SAID);
    }
}
