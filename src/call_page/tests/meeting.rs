//! What the meeting asks and tells during a call.

use super::*;
use crate::call_page::cover::Notice;
use crate::call_page::screen::screen;
use crate::domain::{ServerFault, Trouble};
use crate::jitsi::event::{Message, Person};
use crate::jitsi::notification::{Medium, Notification};
use crate::jitsi::reach::Reach;
use crate::text::{self, Text};

fn notice(play: &Play) -> Option<Notice> {
    screen(&play.model, Timestamp(play.now)).notice
}

fn said(play: &Play) -> Option<Text> {
    notice(play).map(|notice| notice.words)
}

fn max() -> Person {
    Person {
        id: "k".to_owned(),
        name: "Max Muster".to_owned(),
    }
}

#[test]
fn who_knocks_is_named_and_let_in_or_sent_away() {
    for (button, admit) in [(Button::Admit, true), (Button::Reject, false)] {
        let mut play = Play::in_meeting();
        let outputs = play.heard(Event::Knock(max()));
        assert_eq!(posted(&outputs), [PageEvent::Asks]);
        let asked = notice(&play).unwrap();
        assert_eq!(asked.words, text::knock("Max Muster"));
        assert!(asked.buttons.iter().any(|(it, _)| *it == button));
        let id = "k".to_owned();
        assert_eq!(
            commands(&play.press(button)),
            [Command::AnswerKnock { id, admit }]
        );
        assert_ne!(said(&play), Some(text::knock("Max Muster")));
        assert_eq!(commands(&play.press(button)), []);
    }
}

#[test]
fn consent_is_asked_for_until_it_is_given() {
    let mut play = Play::in_meeting();
    play.heard(Event::ConsentAsked(true));
    assert_eq!(said(&play), Some(text::recording_consent()));
    let agree = |unmute| [Command::AgreeToRecording { unmute }];
    assert_eq!(commands(&play.press(Button::Agree)), agree(false));
    assert_eq!(commands(&play.press(Button::AgreeAndSpeak)), agree(true));
    play.heard(Event::ConsentAsked(false));
    assert_ne!(said(&play), Some(text::recording_consent()));
}

#[test]
fn a_refusal_offers_what_helps() {
    let mut play = Play::in_meeting();
    let refused = Notification::NotAllowed(Medium::Microphone);
    play.heard(Event::Notified(refused));
    let told = notice(&play).unwrap();
    assert_eq!(told.words, text::moderation_mic());
    assert_eq!(told.buttons[0].0, Button::Hand);
}

#[test]
fn a_message_is_read_and_closed() {
    let mut play = Play::in_meeting();
    for text in ["hello", "are you there?"] {
        play.heard(Event::Message(Message {
            name: "Jane".to_owned(),
            text: text.to_owned(),
        }));
    }
    assert_eq!(said(&play), Some(text::message_from("Jane", "hello")));
    play.press(Button::Dismiss);
    assert_eq!(
        said(&play),
        Some(text::message_from("Jane", "are you there?"))
    );
    play.wait(Duration::from_secs(21));
    assert_eq!(said(&play), Some(text::waiting_for("Jane Doe")));
}

#[test]
fn who_hangs_up_is_not_waited_for() {
    let mut play = Play::in_meeting();
    let id = "jane".to_owned();
    let name = "Jane Doe".to_owned();
    play.heard(Event::Came(Person {
        id: id.clone(),
        name,
    }));
    play.heard(Event::Went { id });
    assert_eq!(said(&play), None, "the end comes in a moment");
    play.wait(Duration::from_secs(4));
    assert_eq!(said(&play), Some(text::waiting_for("Jane Doe")));
}

#[test]
fn a_server_that_ignores_a_command_to_record_is_found_out() {
    let mut play = Play::in_meeting();
    play.press(Button::Record);
    play.wait(Duration::from_secs(7));
    assert_ne!(said(&play), Some(text::recording_failed()));
    play.wait(Duration::from_secs(2));
    assert_eq!(said(&play), Some(text::recording_failed()));
    play.wait(Duration::from_secs(12));
    assert_ne!(said(&play), Some(text::recording_failed()));
}

#[test]
fn a_recording_that_is_prepared_is_waited_for() {
    let mut play = Play::in_meeting();
    play.press(Button::Record);
    play.heard(Event::Notified(Notification::RecordingPending));
    play.wait(Duration::from_secs(30));
    assert_ne!(said(&play), Some(text::recording_failed()));
    play.heard(Event::Recording {
        recorder: Recorder::Server,
        on: true,
        failed: false,
    });
    assert_eq!(play.model.record_asked, None);
}

#[test]
fn a_server_without_voice_only_mode_is_found_out() {
    let mut play = Play::in_meeting();
    play.press(Button::LowBandwidth);
    play.heard(Event::LowBandwidth(true));
    play.wait(Duration::from_secs(6));
    assert_ne!(said(&play), Some(text::no_voice_only()));
    play.press(Button::LowBandwidth);
    play.wait(Duration::from_secs(5));
    assert_eq!(said(&play), Some(text::no_voice_only()));
}

#[test]
fn a_broadcast_can_be_stopped() {
    let mut play = Play::in_meeting();
    play.heard(Event::Recording {
        recorder: Recorder::Stream,
        on: true,
        failed: false,
    });
    assert!(screen(&play.model, Timestamp(play.now)).recording.is_on());
    assert_eq!(
        commands(&play.press(Button::StopStream)),
        [Command::StopRecording(Recorder::Stream)]
    );
}

#[test]
fn who_is_removed_leaves_and_the_worker_hears_by_whom() {
    let mut play = Play::in_meeting();
    let by = Some("Jane Doe".to_owned());
    let outputs = play.heard(Event::KickedOut {
        me: true,
        who: String::new(),
        by: by.clone(),
    });
    assert_eq!(
        outputs,
        [Output::Post(PageEvent::KickedOut { by }), Output::DropFrame]
    );
    assert_eq!(play.model.phase, PagePhase::Over);
}

#[test]
fn a_server_out_of_reach_is_blamed_by_name() {
    let mut play = Play::new(facts());
    play.command(PageCommand::Join(join_info(CALL)));
    let outputs = play.wait(Duration::from_secs(5));
    assert!(outputs.iter().any(|output| matches!(
        output,
        Output::AskServer { number: 1, url, .. } if url == "https://meet.example.com/7"
    )));
    play.then(Input::ServerReached(1, Reach::Unreachable));
    let outputs = play.command(PageCommand::ServerReached { answers: false });
    let trouble = Trouble::Server(ServerFault::Unreachable);
    assert_eq!(posted(&outputs), [PageEvent::Trouble(trouble)]);
    let cover = screen(&play.model, Timestamp(play.now)).cover.unwrap();
    assert_eq!(cover.title, text::server_unreachable("meet.example.com"));
}

#[test]
fn what_an_old_frames_server_says_is_ignored() {
    let mut play = Play::new(facts());
    play.command(PageCommand::Join(join_info(CALL)));
    play.press(Button::Retry);
    assert_eq!(play.then(Input::ServerReached(1, Reach::Unreachable)), []);
}

/// Thousands of events lead to a few messages to the worker.
#[test]
fn a_flood_of_events_does_not_reach_the_worker() {
    let mut play = Play::in_meeting();
    let mut told = 0;
    for number in 0..3_000 {
        let id = number.to_string();
        let come = Event::Came(Person {
            id: id.clone(),
            name: id.clone(),
        });
        for event in [
            come,
            Event::Speaker { id },
            Event::AudioMuted(number % 2 == 0),
            Event::Joined {
                me: None,
                breakout: false,
            },
        ] {
            told += posted(&play.heard(event)).len();
        }
    }
    assert!(told <= 20, "{told}");
    // The newest states are told with the next tick.
    let outputs = posted(&play.then(Input::Tick));
    assert!(outputs.contains(&PageEvent::MicMuted(false)));
    assert!(outputs.len() <= 10);
}
