//! Buttons, the invitation, sharing, the small window.

use super::*;
use crate::call::intent::CallPageIntent;
use crate::call_page::model::Panel;
use crate::call_page::time::GAP;
use crate::domain::{DeviceFault, Duration};
use crate::jitsi::meeting::HANDSHAKE_LIMIT;
use crate::jitsi::reach::{Frames, Reach};

#[test]
fn the_meetings_controls_wait_until_it_is_joined() {
    let mut play = Play::new(facts());
    play.command(PageCommand::Join(join_info(CALL)));
    for button in [Button::Mic, Button::Share, Button::More, Button::Record] {
        assert_eq!(play.press(button), []);
    }
    play.document();
    play.heard(Event::Joined {
        me: None,
        breakout: false,
    });
    let outputs = play.press(Button::Mic);
    assert_eq!(commands(&outputs), [Command::ToggleAudio]);
    let outputs = play.press(Button::Camera);
    assert_eq!(commands(&outputs), [Command::ToggleVideo]);
}

#[test]
fn the_worker_can_mute_as_well() {
    let mut play = Play::in_meeting();
    let outputs = play.command(PageCommand::ToggleMic);
    assert_eq!(commands(&outputs), [Command::ToggleAudio]);
    let outputs = play.command(PageCommand::ToggleCamera);
    assert_eq!(commands(&outputs), [Command::ToggleVideo]);
    let mut idle = Play::new(facts());
    assert_eq!(idle.command(PageCommand::ToggleMic), []);
}

#[test]
fn one_panel_is_open_at_a_time() {
    let mut play = Play::in_meeting();
    play.press(Button::Details);
    play.press(Button::Invite);
    assert_eq!(play.model.panel, Some(Panel::Invite));
    play.press(Button::Invite);
    assert_eq!(play.model.panel, None);
}

#[test]
fn sharing_shows_the_meetings_own_button_until_it_shares() {
    let mut play = Play::in_meeting();
    let outputs = play.press(Button::Share);
    assert_eq!(commands(&outputs), [Command::ShowShareButton(true)]);
    assert!(play.model.share_offered);
    let outputs = play.heard(Event::Sharing(true));
    assert_eq!(commands(&outputs), [Command::ShowShareButton(false)]);
    assert!(!play.model.share_offered);
    let outputs = play.press(Button::Share);
    assert_eq!(commands(&outputs), [Command::StopSharing]);
}

#[test]
fn sharing_can_be_called_off() {
    let mut play = Play::in_meeting();
    play.press(Button::Share);
    let outputs = play.press(Button::Share);
    assert_eq!(commands(&outputs), [Command::ShowShareButton(false)]);
    assert!(!play.model.share_offered);
}

#[test]
fn the_invitation_is_copied_or_marked_for_copying() {
    let mut play = Play::in_meeting();
    play.press(Button::Invite);
    let link = "https://meet.example.com/7".to_owned();
    assert_eq!(play.press(Button::Copy), [Output::CopyText(link)]);
    assert_eq!(play.then(Input::Copied(false)), [Output::SelectInvitation]);
    assert_eq!(play.model.panel, Some(Panel::Invite));
    assert_eq!(play.then(Input::Copied(true)), []);
    assert!(play.model.panel.is_none() && play.model.copied.is_some());
    play.wait(Duration::from_secs(5));
    assert_eq!(play.model.copied, None);
}

#[test]
fn moving_and_coming_back_are_the_workers_to_do() {
    let mut play = Play::in_meeting();
    let outputs = play.press(Button::PopOut);
    assert_eq!(posted(&outputs), [PageEvent::Act(CallPageIntent::PopOut)]);
    let outputs = play.press(Button::Back);
    assert_eq!(posted(&outputs), [PageEvent::Act(CallPageIntent::ShowCall)]);
}

#[test]
fn only_a_window_fills_the_screen() {
    assert_eq!(Play::in_meeting().press(Button::FullScreen), []);
    let outputs = Play::in_window().press(Button::FullScreen);
    assert_eq!(outputs, [Output::ToggleFullScreen]);
}

#[test]
fn the_small_window_opens_and_closes() {
    let mut play = Play::in_window();
    assert_eq!(play.press(Button::OnTop), [Output::OpenOnTop]);
    play.then(Input::OnTopOpened(true));
    assert_eq!(play.model.on_top, Some(true));
    assert_eq!(play.press(Button::OnTop), [Output::CloseOnTop]);
    assert_eq!(play.model.on_top, Some(false));
    play.press(Button::OnTop);
    play.then(Input::OnTopOpened(true));
    assert_eq!(play.then(Input::OnTopClosed), [Output::CloseOnTop]);
    assert_eq!(play.model.on_top, Some(false));
}

#[test]
fn a_refused_small_window_is_shown_for_a_moment() {
    let mut play = Play::in_window();
    play.press(Button::OnTop);
    play.then(Input::OnTopOpened(false));
    assert!(play.model.on_top_refused.is_some());
    play.wait(Duration::from_secs(5));
    assert_eq!(play.model.on_top_refused, None);
}

#[test]
fn where_there_are_no_small_windows_none_is_opened() {
    let mut play = Play::new(PageFacts {
        has_on_top: false,
        ..facts()
    })
    .joined();
    assert_eq!(play.press(Button::OnTop), []);
}

#[test]
fn trouble_that_was_dismissed_stays_away_until_the_meeting_is_loaded_again() {
    let mut play = Play::in_meeting();
    play.heard(Event::MicFault(DeviceFault::Missing));
    play.press(Button::Dismiss);
    assert_eq!(play.model.trouble(), None);
    play.heard(Event::MicFault(DeviceFault::Missing));
    assert_eq!(play.model.trouble(), None);
    play.press(Button::Retry);
    play.heard(Event::MicFault(DeviceFault::Missing));
    assert!(play.model.trouble().is_some());
}

#[test]
fn requests_time_out_but_not_because_of_a_sleep() {
    let mut play = Play::in_meeting();
    let outputs = play.then(Input::Tick);
    assert_eq!(outputs[0], Output::ExpireRequests);
    play.now += GAP.as_millis();
    let outputs = play.then(Input::Tick);
    assert_eq!(
        outputs[..2],
        [Output::ForgiveRequests, Output::ExpireRequests]
    );
    assert_eq!(play.then(Input::Tick)[0], Output::ExpireRequests);
}

#[test]
fn without_a_meeting_no_requests_expire() {
    let mut play = Play::new(facts());
    play.now += 60_000;
    assert_eq!(play.then(Input::Tick), []);
}

#[test]
fn a_meeting_that_gives_no_sign_of_life_is_trouble_for_the_worker() {
    use crate::domain::Trouble;
    let mut play = Play::new(facts());
    play.command(PageCommand::Join(join_info(CALL)));
    play.then(Input::FrameLoaded(1));
    assert_eq!(posted(&play.wait(Duration::from_secs(2))), []);
    let answers = Reach::Answers {
        status: None,
        frames: Frames::Anywhere,
    };
    assert_eq!(play.then(Input::ServerReached(1, answers)), []);
    let outputs = play.wait(HANDSHAKE_LIMIT);
    let trouble = PageEvent::Trouble(Trouble::NoHandshake);
    assert_eq!(posted(&outputs)[0], trouble);
}

/// A page that isolates itself, and a server whose answers cannot be read.
#[test]
fn a_server_that_only_the_worker_can_reach_is_kept_out_by_the_page() {
    use crate::domain::{ServerFault, Trouble};
    let unreachable = Trouble::Server(ServerFault::Unreachable);
    for (answers, trouble) in [(true, Trouble::KeptOut), (false, unreachable)] {
        let mut play = Play::new(facts());
        play.command(PageCommand::Join(join_info(CALL)));
        play.wait(Duration::from_secs(5));
        let outputs = play.then(Input::ServerReached(1, Reach::Unreachable));
        assert_eq!(posted(&outputs), [PageEvent::ServerUnreachable]);
        let outputs = play.command(PageCommand::ServerReached { answers });
        assert_eq!(posted(&outputs), [PageEvent::Trouble(trouble)]);
    }
}

#[test]
fn a_failed_move_is_shown_for_a_moment() {
    let mut play = Play::in_meeting();
    play.command(PageCommand::Stay);
    assert!(play.model.stayed.is_some());
    play.wait(Duration::from_secs(5));
    assert_eq!(play.model.stayed, None);
}
