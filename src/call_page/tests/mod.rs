//! Sequences of inputs and their expected outputs, unusual ones first.

mod browser;
mod guest;
mod interleavings;
mod joining;
mod leaving;
mod meeting;
mod notes;
mod presses;
mod recordings;
mod screen;
mod uploads;
mod worker_link;

use super::button::Button;
use super::input::{Input, TimedInput};
use super::model::{Model, PageFacts, PagePhase};
use super::output::Output;
use super::step;
use crate::call::page_protocol::{JoinInfo, PageCommand, PageEvent};
use crate::call::view::{CallView, MediaLocation};
use crate::domain::{BrowserEngine, CallId, Duration, Media, Peer, Timestamp};
use crate::jitsi::command::Command;
use crate::jitsi::event::Event;
use crate::jitsi::recording::Recorder;
use crate::jitsi::transport::Received;

const START: u64 = 1_795_000_000_000;
const CALL: CallId = CallId(7);

/// A page in a CRM page's toast, in Chromium.
fn facts() -> PageFacts {
    PageFacts {
        alone: false,
        engine: BrowserEngine::Chromium,
        language: "en-GB".to_owned(),
        mic_allowed: true,
        has_on_top: true,
    }
}

fn join_info(call: CallId) -> JoinInfo {
    JoinInfo {
        call,
        address: format!("https://meet.example.com/{}", call.0),
        jwt: None,
        display_name: "Olivia Owner".to_owned(),
        peer_name: "Jane Doe".to_owned(),
        media: Media::Video,
        since: Timestamp(START),
        note: String::new(),
        in_own_tab: false,
        asks: false,
        guest: None,
    }
}

/// What the worker shows of a call whose meeting goes on in a tab of its own.
fn in_own_tab(info: &JoinInfo) -> CallView {
    CallView {
        call: info.call,
        peer: Peer {
            user: None,
            name: info.peer_name.clone(),
            detail: None,
        },
        media: info.media,
        since: info.since,
        connected: false,
        location: MediaLocation::Here,
        mic_muted: false,
        camera_muted: false,
        quality: None,
        peer_speaking: false,
        recording: false,
        interrupted: false,
        in_own_tab: true,
        guest: None,
    }
}

/// A page and its clock.
struct Play {
    model: Model,
    now: u64,
}

impl Play {
    /// A page that is connected to the worker.
    fn new(facts: PageFacts) -> Self {
        let mut play = Self {
            model: Model::new(facts, Timestamp(START)),
            now: START,
        };
        assert_eq!(play.then(Input::Connect), [Output::Connect]);
        play.then(Input::Connected);
        play
    }

    /// A page in a toast, in the meeting of its call.
    fn in_meeting() -> Self {
        Self::new(facts()).joined()
    }

    /// A page that is a window of its own, in the meeting of its call.
    fn in_window() -> Self {
        Self::new(PageFacts {
            alone: true,
            ..facts()
        })
        .joined()
    }

    fn joined(mut self) -> Self {
        self.command(PageCommand::Join(join_info(CALL)));
        self.document();
        self.heard(Event::Joined {
            me: None,
            breakout: false,
        });
        self
    }

    /// Something happens a tenth of a second later. Returns what is to be done.
    fn then(&mut self, input: Input) -> Vec<Output> {
        self.now += 100;
        let input = TimedInput {
            now: Timestamp(self.now),
            random: self.now << 11,
            input,
        };
        step(&mut self.model, input)
    }

    /// Time passes, with a tick for each second.
    fn wait(&mut self, time: Duration) -> Vec<Output> {
        let end = self.now + time.as_millis();
        let mut outputs = Vec::new();
        while self.now < end {
            self.now = (self.now + 900).min(end);
            outputs.extend(self.then(Input::Tick));
        }
        outputs
    }

    fn command(&mut self, command: PageCommand) -> Vec<Output> {
        self.then(Input::PageCommand(command))
    }

    fn press(&mut self, button: Button) -> Vec<Output> {
        self.then(Input::Press(button))
    }

    /// The newest frame sends an event.
    fn received(&mut self, received: Received) -> Vec<Output> {
        self.then(Input::Heard(self.model.frames, received))
    }

    fn heard(&mut self, event: Event) -> Vec<Output> {
        self.received(Received::Event(event))
    }

    /// The meeting's document answers in the newest frame.
    fn document(&mut self) -> Vec<Output> {
        self.received(Received::Handshake { frames: Vec::new() })
    }

    /// The meeting records in this browser, or stops.
    fn records_here(&mut self, on: bool) -> Vec<Output> {
        self.heard(Event::Recording {
            recorder: Recorder::Browser,
            on,
            failed: false,
        })
    }

    /// The connection closes and opens again. Returns the events that are sent
    /// then.
    fn reconnect(&mut self) -> Vec<PageEvent> {
        self.then(Input::LinkClosed);
        assert_eq!(self.then(Input::Connect), [Output::Connect]);
        posted(&self.then(Input::Connected))
    }
}

/// The events sent to the worker.
fn posted(outputs: &[Output]) -> Vec<PageEvent> {
    let post = |output: &Output| match output {
        Output::Post(event) => Some(event.clone()),
        _ => None,
    };
    outputs.iter().filter_map(post).collect()
}

/// The commands sent to the meeting.
fn commands(outputs: &[Output]) -> Vec<Command> {
    let command = |output: &Output| match output {
        Output::SendCommand(command) => Some(command.clone()),
        _ => None,
    };
    outputs.iter().filter_map(command).collect()
}

/// The number and the address of the frame that is to be loaded.
fn loaded(outputs: &[Output]) -> Option<(u32, &str)> {
    outputs.iter().find_map(|output| match output {
        Output::LoadFrame { number, url, .. } => Some((*number, url.as_str())),
        _ => None,
    })
}
