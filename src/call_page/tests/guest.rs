//! A call to which somebody is invited.

use super::*;
use crate::call::guest::Guest;
use crate::call_page::screen::{Invitation, screen};
use crate::jitsi::event::Person;

fn with_guest(came: bool) -> JoinInfo {
    JoinInfo {
        guest: Some(Guest {
            email: Some("ann@example.com".to_owned()),
            own_name: "Olivia Owner".to_owned(),
            page: String::new(),
            owner: None,
            invited: Timestamp(START),
            came,
        }),
        ..join_info(CALL)
    }
}

fn entered(info: JoinInfo) -> Play {
    let mut play = Play::new(facts());
    play.command(PageCommand::Join(info));
    play.document();
    play.heard(Event::Joined {
        me: None,
        breakout: false,
    });
    play
}

fn invitation(play: &Play) -> Option<Invitation> {
    screen(&play.model, Timestamp(play.now)).invitation
}

fn comes(play: &mut Play) {
    play.heard(Event::Came(Person {
        id: "ann".to_owned(),
        name: "Ann".to_owned(),
    }));
}

#[test]
fn the_invitation_is_there_until_somebody_comes() {
    let mut play = entered(with_guest(false));
    let shown = invitation(&play).unwrap();
    assert_eq!(shown.link, format!("https://meet.example.com/{}", CALL.0));
    assert_eq!(shown.email.as_deref(), Some("ann@example.com"));
    comes(&mut play);
    assert_eq!(invitation(&play), None);
}

#[test]
fn an_invitation_that_was_closed_stays_closed() {
    let mut play = entered(with_guest(false));
    play.press(Button::Invite);
    assert_eq!(invitation(&play), None);
    play.wait(Duration::from_secs(5));
    play.heard(Event::AudioMuted(true));
    assert_eq!(invitation(&play), None);
}

#[test]
fn in_another_call_it_is_shown_when_it_is_asked_for_alone() {
    for info in [join_info(CALL), with_guest(true)] {
        let mut play = entered(info);
        assert_eq!(invitation(&play), None);
        play.press(Button::Invite);
        assert!(invitation(&play).is_some());
    }
}

#[test]
fn nothing_is_kept_of_it_for_a_crm() {
    let mut play = entered(with_guest(true));
    assert!(screen(&play.model, Timestamp(play.now)).with_guest);
    assert!(!play.model.can_add_recording());
    play.press(Button::NoteOffer);
    assert!(!play.model.note.open);
}
