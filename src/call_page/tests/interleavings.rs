//! The page against a model of its browser, in random order: worker, meeting,
//! person, files, windows and time. proptest shrinks a failure to a short
//! sequence.

use proptest::prelude::*;

use super::browser::{Browser, Step};
use super::*;
use crate::call_page::button::NAMES;
use crate::call_page::input::TransferEvent;
use crate::domain::DeviceFault;
use crate::jitsi::event::{Message, Person};
use crate::jitsi::notification::Notification;
use crate::jitsi::request::Request;
use crate::jitsi::wire::Answer;

fn said() -> impl Strategy<Value = Received> {
    let jane = || Person {
        id: "jane".to_owned(),
        name: "Jane Doe".to_owned(),
    };
    let recording = |recorder| {
        (any::<bool>(), any::<bool>()).prop_map(move |(on, failed)| Event::Recording {
            recorder,
            on: on && !failed,
            failed,
        })
    };
    let event = prop_oneof![
        4 => Just(Event::Joined {
        me: None,
        breakout: false,
    }),
        1 => Just(Event::Left),
        1 => Just(Event::Close),
        1 => Just(Event::Came(jane())),
        1 => any::<bool>().prop_map(Event::AudioMuted),
        1 => any::<bool>().prop_map(Event::VideoMuted),
        1 => any::<bool>().prop_map(Event::Sharing),
        2 => recording(Recorder::Browser),
        1 => recording(Recorder::Server),
        1 => Just(Event::RecordingLink("https://r.example/1".to_owned())),
        1 => Just(Event::MicFault(DeviceFault::Refused)),
        1 => Just(Event::Knock(jane())),
        1 => any::<bool>().prop_map(Event::ConsentAsked),
        1 => Just(Event::Suspended),
        1 => Just(Event::KickedOut { me: true, who: String::new(), by: None }),
        1 => Just(Event::Notified(Notification::RecordersBusy)),
        1 => Just(Event::Message(Message { name: String::new(), text: "hello".to_owned() })),
        1 => Just(Event::CameraFault(DeviceFault::InUse)),
        1 => any::<bool>().prop_map(|fatal| Event::Failed {
            name: "conference.iceFailed".to_owned(),
            fatal,
        }),
    ];
    prop_oneof![
        6 => event.prop_map(Received::Event),
        2 => Just(Received::Handshake { frames: Vec::new() }),
        1 => Just(Received::Answer(Answer::TimedOut(Request::IsAudioMuted))),
        1 => Just(Received::Answer(Answer::AudioMuted(false))),
    ]
}

fn transferred() -> impl Strategy<Value = TransferEvent> {
    let status = prop::sample::select(vec![200, 400, 401, 403, 413, 500, 503]);
    prop_oneof![
        Just(TransferEvent::Progress(1, 2)),
        Just(TransferEvent::Nothing),
        status.prop_map(|status| TransferEvent::Answer(status, String::new())),
    ]
}

fn buttons() -> Vec<Button> {
    NAMES.iter().map(|(_, button)| *button).collect()
}

fn any_step() -> impl Strategy<Value = Step> {
    let call = || 1..3_u64;
    prop_oneof![
        3 => call().prop_map(Step::Join),
        1 => Just(Step::Leave),
        1 => call().prop_map(Step::OnlyNote),
        1 => Just(Step::Mute),
        1 => Just(Step::Stay),
        2 => (call(), any::<bool>()).prop_map(|(call, skip)| Step::Grant(call, skip)),
        1 => call().prop_map(Step::Deny),
        8 => said().prop_map(Step::Says),
        1 => Just(Step::OldFrameCloses),
        1 => Just(Step::FrameFails),
        1 => Just(Step::FrameLoads),
        1 => any::<bool>().prop_map(Step::ServerReached),
        1 => any::<bool>().prop_map(Step::WorkerReached),
        5 => any::<u16>().prop_map(Step::Wait),
        8 => prop::sample::select(buttons()).prop_map(Step::Press),
        1 => Just(Step::Press(Button::OnTop)),
        1 => Just(Step::CloseMenu),
        1 => Just(Step::Escape),
        1 => Just(Step::Write),
        1 => any::<bool>().prop_map(Step::Copied),
        1 => Just(Step::TabOpens),
        2 => Just(Step::FileChosen),
        3 => transferred().prop_map(Step::Transfer),
        1 => Just(Step::OldTransferAnswers),
        2 => any::<bool>().prop_map(Step::OnTop),
        1 => Just(Step::OnTopClosed),
        1 => Just(Step::LinkCloses),
        3 => any::<bool>().prop_map(Step::Connects),
    ]
}

proptest! {
    #[test]
    fn page_invariants_hold_in_any_order(
        alone in any::<bool>(),
        steps in prop::collection::vec(any_step(), 1..80),
    ) {
        let mut browser = Browser::new(alone);
        browser.take(Input::Connected);
        for step in steps {
            browser.happens(step);
        }
        browser.ends();
    }
}
