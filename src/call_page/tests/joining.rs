//! Joining a call, joining it again, and joining another.

use super::*;
use crate::call::intent::CallPageIntent;
use crate::call_page::screen::screen;
use crate::domain::{DeviceFault, Trouble};
use crate::jitsi::request::Request;
use crate::jitsi::wire::Answer;
use crate::text;

#[test]
fn the_worker_hands_over_a_call_and_its_meeting_is_loaded() {
    let mut play = Play::new(facts());
    let outputs = play.command(PageCommand::Join(JoinInfo {
        jwt: Some("a.b.c".to_owned()),
        media: Media::Audio,
        ..join_info(CALL)
    }));
    let (number, url) = loaded(&outputs).unwrap();
    assert_eq!(number, 1);
    assert!(url.starts_with("https://meet.example.com/7?lang=en#"));
    assert!(url.contains("config.startWithVideoMuted=true"));
    let outputs = play.document();
    assert_eq!(posted(&outputs), []);
    let outputs = play.heard(Event::Joined {
        me: None,
        breakout: false,
    });
    assert_eq!(
        posted(&outputs),
        [PageEvent::Joined, PageEvent::Others { count: 0 }]
    );
}

#[test]
fn every_frame_has_a_scope_of_its_own() {
    let mut play = Play::new(facts());
    let first = play.command(PageCommand::Join(join_info(CALL)));
    let second = play.press(Button::Retry);
    assert_ne!(loaded(&first).unwrap(), loaded(&second).unwrap());
    let scope = |outputs: &[Output]| {
        outputs.iter().find_map(|output| match output {
            Output::LoadFrame { scope, .. } => Some(*scope),
            _ => None,
        })
    };
    assert_ne!(scope(&first), scope(&second));
}

#[test]
fn a_call_that_is_held_already_is_not_joined_again() {
    let mut play = Play::in_meeting();
    let outputs = play.command(PageCommand::Join(join_info(CALL)));
    assert_eq!(outputs, []);
}

#[test]
fn another_call_takes_the_place_of_the_one_before() {
    let mut play = Play::in_meeting();
    let outputs = play.command(PageCommand::Join(join_info(CallId(8))));
    assert_eq!(outputs[0], Output::DropFrame);
    assert_eq!(loaded(&outputs).unwrap().0, 2);
    assert_eq!(play.model.note.call, Some(CallId(8)));
}

#[test]
fn a_call_whose_meeting_moved_is_joined_at_its_new_address() {
    let mut play = Play::in_meeting();
    let moved = JoinInfo {
        address: "https://other.example.com/7".to_owned(),
        ..join_info(CALL)
    };
    assert!(loaded(&play.command(PageCommand::Join(moved))).is_some());
}

#[test]
fn a_join_that_is_offered_again_after_hanging_up_is_ignored() {
    let mut play = Play::in_meeting();
    play.press(Button::HangUp);
    assert_eq!(play.command(PageCommand::Join(join_info(CALL))), []);
    play.heard(Event::Close);
    assert_eq!(play.model.phase, PagePhase::Over);
    assert_eq!(play.command(PageCommand::Join(join_info(CALL))), []);
    // Another call is joined.
    let outputs = play.command(PageCommand::Join(join_info(CallId(8))));
    assert!(loaded(&outputs).is_some());
}

#[test]
fn late_messages_of_an_old_frame_are_ignored() {
    let mut play = Play::in_meeting();
    let old = play.model.frames;
    play.press(Button::Retry);
    let outputs = play.then(Input::Heard(old, Received::Event(Event::Close)));
    assert_eq!(outputs, []);
    assert_eq!(play.model.phase, PagePhase::Calling);
}

#[test]
fn where_the_page_forbids_the_microphone_no_frame_is_loaded_and_the_worker_knows() {
    let mut play = Play::new(PageFacts {
        mic_allowed: false,
        ..facts()
    });
    let outputs = play.command(PageCommand::Join(join_info(CALL)));
    assert_eq!(loaded(&outputs), None);
    assert_eq!(posted(&outputs), [PageEvent::Trouble(Trouble::PagePolicy)]);
    assert_eq!(play.model.trouble(), Some(&Trouble::PagePolicy));
}

#[test]
fn an_invalid_address_is_shown_as_trouble() {
    let mut play = Play::new(facts());
    let info = JoinInfo {
        address: "http://meet.example.com/7".to_owned(),
        ..join_info(CALL)
    };
    let outputs = play.command(PageCommand::Join(info));
    assert_eq!(loaded(&outputs), None);
    assert!(matches!(
        play.model.trouble(),
        Some(Trouble::Conference(why)) if why.contains("not secure")
    ));
}

#[test]
fn a_frame_that_the_browser_refuses_is_trouble_that_can_be_retried() {
    let mut play = Play::new(facts());
    play.command(PageCommand::Join(join_info(CALL)));
    let outputs = play.then(Input::FrameFailed(1, "no".to_owned()));
    let trouble = Trouble::Conference("no".to_owned());
    assert_eq!(
        outputs,
        [Output::DropFrame, Output::Post(PageEvent::Trouble(trouble))]
    );
    assert!(loaded(&play.press(Button::Retry)).is_some());
    assert_eq!(play.model.trouble(), None);
}

#[test]
fn trying_again_after_a_refused_device_asks_for_it_again() {
    let mut play = Play::in_meeting();
    play.heard(Event::AudioMuted(true));
    play.heard(Event::VideoMuted(true));
    play.heard(Event::CameraFault(DeviceFault::Refused));
    let outputs = play.press(Button::Retry);
    let (_, url) = loaded(&outputs).unwrap();
    assert!(url.contains("config.startWithAudioMuted=false"));
    assert!(url.contains("config.startWithVideoMuted=false"));
}

#[test]
fn a_meeting_that_is_loaded_again_stays_muted() {
    let mut play = Play::in_meeting();
    play.heard(Event::AudioMuted(true));
    play.heard(Event::VideoMuted(true));
    // It does not answer twice: its document is dead.
    let silent = || Received::Answer(Answer::TimedOut(Request::IsAudioMuted));
    assert_eq!(loaded(&play.received(silent())), None);
    let outputs = play.received(silent());
    let (number, url) = loaded(&outputs).unwrap();
    assert_eq!(number, 2);
    assert!(url.contains("config.startWithAudioMuted=true"));
    assert!(url.contains("config.startWithVideoMuted=true"));
}

#[test]
fn before_the_meeting_is_joined_it_can_be_loaded_without_camera() {
    let mut play = Play::new(facts());
    play.command(PageCommand::Join(join_info(CALL)));
    play.heard(Event::CameraFault(DeviceFault::InUse));
    let outputs = play.press(Button::WithoutCamera);
    let (_, url) = loaded(&outputs).unwrap();
    assert!(url.contains("config.startWithVideoMuted=true"));
    assert!(url.contains("config.startWithAudioMuted=false"));
}

#[test]
fn in_the_meeting_going_on_without_camera_only_dismisses_the_trouble() {
    let mut play = Play::in_meeting();
    play.heard(Event::CameraFault(DeviceFault::InUse));
    assert_eq!(play.press(Button::WithoutCamera), []);
    assert_eq!(play.model.trouble(), None);
}

#[test]
fn the_meeting_can_go_on_in_a_tab_and_the_page_stays_to_hang_up() {
    let mut play = Play::new(facts());
    play.command(PageCommand::Join(JoinInfo {
        jwt: Some("a.b.c".to_owned()),
        ..join_info(CALL)
    }));
    play.document();
    let outputs = play.press(Button::OpenTab);
    let posted_events = posted(&outputs);
    let [PageEvent::OpenTab(link)] = &posted_events[..] else {
        panic!("{outputs:?}");
    };
    // It lets this user in, and nobody controls it from outside.
    assert!(link.starts_with("https://meet.example.com/7?lang=en#jwt=%22a.b.c%22&"));
    assert!(!link.contains("jitsi_meet_external_api_id"));
    let shown = PageCommand::Show(in_own_tab(&join_info(CALL)));
    assert_eq!(play.command(shown), [Output::DropFrame]);
    assert_eq!(play.model.phase, PagePhase::Outside);
    let outputs = play.press(Button::HangUp);
    assert_eq!(posted(&outputs).len(), 1);
    assert_eq!(play.model.phase, PagePhase::Over);
}

#[test]
fn a_tab_that_opens_after_the_call_changes_nothing() {
    let mut play = Play::in_meeting();
    play.press(Button::OpenTab);
    play.command(PageCommand::Leave);
    let shown = PageCommand::Show(in_own_tab(&join_info(CALL)));
    assert_eq!(play.command(shown), []);
    assert!(matches!(play.model.phase, PagePhase::Leaving(_)));
}

/// The page around the call page was loaded anew meanwhile.
#[test]
fn a_page_joins_nothing_while_the_meeting_is_in_a_tab() {
    let mut play = Play::new(facts());
    let outputs = play.command(PageCommand::Join(JoinInfo {
        in_own_tab: true,
        ..join_info(CALL)
    }));
    assert_eq!(loaded(&outputs), None);
    assert_eq!(play.model.phase, PagePhase::Outside);
    let back = PageEvent::Act(CallPageIntent::ShowCall);
    assert_eq!(posted(&play.press(Button::Back)), [back]);
}

#[test]
fn a_new_server_gets_nothing_before_the_user_agrees() {
    let asking = JoinInfo {
        jwt: Some("a.b.c".to_owned()),
        asks: true,
        ..join_info(CALL)
    };
    let mut play = Play::new(facts());
    let outputs = play.command(PageCommand::Join(asking.clone()));
    assert!(loaded(&outputs).is_none(), "{outputs:?}");
    // The worker may say it again meanwhile.
    assert!(loaded(&play.command(PageCommand::Join(asking.clone()))).is_none());
    let outputs = play.press(Button::AllowServer);
    assert!(loaded(&outputs).is_some());
    assert_eq!(posted(&outputs), [PageEvent::ServerAllowed]);

    let mut play = Play::new(facts());
    play.command(PageCommand::Join(asking.clone()));
    let outputs = play.press(Button::HangUp);
    assert!(loaded(&outputs).is_none());
    assert_eq!(posted(&outputs), [PageEvent::Act(CallPageIntent::HangUp)]);

    // Another port can be another server.
    for (address, named) in [
        ("https://meet.example.com:8443/7", "meet.example.com:8443"),
        ("https://meet.example.com:443/7", "meet.example.com"),
        ("https://[2001:db8::1]/7", "[2001:db8::1]"),
    ] {
        let mut play = Play::new(facts());
        play.command(PageCommand::Join(JoinInfo {
            address: address.to_owned(),
            ..asking.clone()
        }));
        let cover = screen(&play.model, Timestamp(0)).cover.unwrap();
        assert_eq!(cover.title, text::server_new(named));
    }
}
