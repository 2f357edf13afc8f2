//! How calls end, and restarts of the worker.

use super::*;
use crate::domain::Duration;

#[test]
fn a_hang_up_of_the_peer_closes_the_page() {
    let mut play = Play::new();
    play.talking(7);
    let over = play.outgoing(7, Status::Completed);
    let effects = play.seen(over);
    assert_eq!(
        effects,
        [Effect::PageCommand(
            MediaHost::Toast(TAB),
            PageCommand::Leave
        )]
    );
    assert_eq!(play.ends(7), 0, "the CRM knows");
}

#[test]
fn a_call_ends_after_a_while_alone() {
    let mut play = Play::new();
    play.talking(7);
    play.page_event(PageEvent::Others { count: 0 });
    play.after(Duration::from_secs(1));
    play.after(Duration::from_secs(44));
    assert!(matches!(
        play.toast(TAB),
        ToastState::InCall(call) if call.interrupted
    ));
    play.page_event(PageEvent::Others { count: 1 });
    play.after(Duration::from_mins(3));
    assert_eq!(play.ends(7), 0, "their meeting was loaded again");
    play.page_event(PageEvent::Others { count: 0 });
    play.after(Duration::from_secs(4));
    play.after(Duration::from_secs(114));
    assert_eq!(play.ends(7), 0);
    play.after(Duration::from_secs(3));
    assert_eq!(play.ends(7), 1);
}

#[test]
fn a_peer_who_leaves_is_asked_about_before_that_is_an_interruption() {
    let mut play = Play::new();
    play.talking(7);
    play.page_event(PageEvent::Others { count: 0 });
    let goes_on = |play: &Play| {
        matches!(
            play.toast(TAB),
            ToastState::InCall(call) if call.connected && !call.interrupted
        )
    };
    assert!(goes_on(&play), "the end comes in a moment");
    let asked = play.after(Duration::from_secs(1));
    assert!(asked.contains(&Effect::Check(CallId(7))), "{asked:?}");
    assert!(goes_on(&play));
    let over = play.outgoing(7, Status::Completed);
    play.seen(over);
    assert!(matches!(play.reason(), Some(EndReason::Over { .. })));

    let mut play = Play::new();
    play.talking(7);
    play.page_event(PageEvent::Others { count: 0 });
    play.after(Duration::from_secs(1));
    let asked = play.after(Duration::from_secs(3));
    assert!(asked.contains(&Effect::Check(CallId(7))), "{asked:?}");
    assert!(!goes_on(&play), "the CRM knows of no end");
    assert!(play.after(Duration::from_secs(5)).is_empty(), "asked twice");
}

#[test]
fn a_call_lasts_as_long_as_the_crm_says() {
    let mut play = Play::new();
    play.ringing_out(7);
    // The answer is heard of three seconds late.
    let mut active = play.outgoing(7, Status::Active);
    let answered = Timestamp(play.now);
    active.started_at = Some(answered);
    play.after(Duration::from_secs(3));
    play.seen(active.clone());
    let since = |play: &Play| match play.toast(TAB) {
        ToastState::InCall(call) => Some(call.since),
        _ => None,
    };
    assert_eq!(since(&play), Some(answered));
    // What is off by less than can be measured does not move the clock.
    active.started_at = Some(answered.plus(Duration::from_millis(300)));
    play.seen(active);
    assert_eq!(since(&play), Some(answered));
    play.after(Duration::from_secs(60));
    play.intent(Intent::HangUp);
    let over = Session {
        duration: Some(Duration::from_secs(64)),
        started_at: Some(answered),
        ..play.outgoing(7, Status::Completed)
    };
    play.seen(over);
    let lasted = Duration::from_secs(64);
    assert_eq!(play.reason(), Some(EndReason::Over { lasted }));
}

#[test]
fn an_answer_given_here_counts_from_when_the_crm_had_it() {
    let mut play = Play::new();
    let rings = play.incoming(9, Status::Pending);
    play.seen(rings);
    let (call, media) = (CallId(9), Media::Video);
    play.intent(Intent::Answer { call, media });
    play.after(Duration::from_secs(2));
    let active = play.incoming(9, Status::Active);
    let at = active.started_at;
    play.seen(active);
    assert!(matches!(play.toast(TAB), ToastState::InCall(call) if Some(call.since) == at));
    // The peer hangs up: how long it lasted comes from the CRM.
    play.after(Duration::from_secs(9));
    let lasted = Duration::from_secs(8);
    let over = Session {
        duration: Some(lasted),
        started_at: at,
        ..play.incoming(9, Status::Completed)
    };
    play.seen(over);
    assert_eq!(play.reason(), Some(EndReason::Over { lasted }));
}

#[test]
fn who_is_removed_from_the_meeting_reads_by_whom() {
    let mut play = Play::new();
    play.talking(7);
    let by = Some("Jane Doe".to_owned());
    play.page_event(PageEvent::KickedOut { by: by.clone() });
    assert_eq!(play.reason(), Some(EndReason::Removed { by }));
    assert_eq!(play.ends(7), 1);
}

#[test]
fn a_question_of_the_meeting_is_not_hidden_in_a_small_toast() {
    let mut play = Play::new();
    play.talking(7);
    let minimised = ToastPosition {
        minimised: true,
        ..ToastPosition::default()
    };
    play.then(Event::ToastMoved(minimised));
    play.page_event(PageEvent::Asks);
    assert!(!play.state.toast_position.minimised);
}

#[test]
fn a_new_worker_repeats_requests_that_may_be_lost() {
    let mut play = Play::new();
    play.dial();
    assert_eq!(
        play.then(Event::Woke),
        [Effect::Poll],
        "calling again could make two calls"
    );
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    play.intent(Intent::Answer {
        call: CallId(9),
        media: Media::Video,
    });
    let effects = play.then(Event::Woke);
    assert!(effects.contains(&Effect::Answer(CallId(9))));
}

#[test]
fn an_expired_sign_in_is_shown_once_until_it_is_renewed() {
    let mut play = Play::new();
    let name = "Olivia Owner".to_owned();
    let noticed = |play: &Play| view::of(&play.state, Some(TAB)).notice;
    play.then(Event::Account(AccountView::Expired));
    assert_eq!(noticed(&play), Some(Notice::SignInAgain));
    play.after(Duration::from_hours(1));
    assert_eq!(noticed(&play), Some(Notice::SignInAgain));
    play.intent(Intent::DismissNotice);
    play.then(Event::Account(AccountView::Expired));
    assert_eq!(noticed(&play), None);
    play.then(Event::Account(AccountView::SignedIn {
        user: ME,
        name: name.clone(),
    }));
    play.then(Event::Account(AccountView::Expired));
    assert_eq!(noticed(&play), Some(Notice::SignInAgain));
    play.then(Event::Account(AccountView::SignedIn { user: ME, name }));
    assert_eq!(noticed(&play), None);
}

#[test]
fn an_undelivered_end_is_shown_until_it_is_delivered() {
    let mut play = Play::new();
    let noticed = |play: &Play| view::of(&play.state, Some(TAB)).notice;
    play.then(Event::Undelivered { offline: true });
    assert_eq!(noticed(&play), Some(Notice::OfflineEnd));
    play.then(Event::Delivered);
    assert_eq!(noticed(&play), None);
    play.then(Event::Undelivered { offline: false });
    assert_eq!(noticed(&play), Some(Notice::CrmTrouble));
}

#[test]
fn nobody_calls_while_signed_out() {
    let mut play = Play::new();
    play.then(Event::Account(AccountView::Expired));
    assert!(play.dial().is_empty());
    assert_eq!(play.reason(), Some(EndReason::Refused(Refusal::SignedOut)));
    play.then(Event::Account(AccountView::SignedOut));
    assert!(play.dial().is_empty());
    let never = Some(EndReason::Refused(Refusal::NotSignedIn));
    assert_eq!(play.reason(), never, "nothing of hers has ended");
}

#[test]
fn after_a_sleep_no_outdated_call_is_left() {
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    let session = play.incoming(9, Status::Pending);
    play.now += 3 * 60 * 60_000;
    // The CRM, which never ends a call by itself, is asked how old it is.
    assert_eq!(
        play.then(Event::Woke).first(),
        Some(&Effect::Check(CallId(9)))
    );
    assert!(!play.state.sounds(), "nobody is startled meanwhile");
    play.seen(session);
    assert!(play.state.rings.is_empty());
    assert_eq!(play.state.missed.len(), 1);
}

#[test]
fn a_clock_that_is_set_back_prolongs_nothing() {
    const HOUR: u64 = 3_600_000;
    // What rings here.
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    play.now -= HOUR;
    play.after(Duration::ZERO);
    play.after(Duration::from_mins(1));
    assert!(play.state.rings.is_empty(), "it rings no longer than usual");
    // What rings at the peer's.
    let mut play = Play::new();
    play.ringing_out(7);
    play.now -= HOUR;
    play.after(Duration::ZERO);
    play.after(Duration::from_mins(1));
    assert_eq!(play.ends(7), 1);
    // What is shown of its end, and a notice.
    play.then(Event::Undelivered { offline: true });
    play.now -= HOUR;
    play.after(Duration::ZERO);
    play.after(NOTE_OPEN);
    assert_eq!(play.toast(TAB), ToastState::Hidden);
    assert_eq!(view::of(&play.state, Some(TAB)).notice, None);
    // A call that nobody comes back to, and one with nobody else in it.
    for event in [None, Some(PageEvent::Others { count: 0 })] {
        let mut play = Play::new();
        play.talking(7);
        match event {
            Some(event) => play.page_event(event),
            None => play.then(Event::TabGone(TAB)),
        };
        play.now -= HOUR;
        play.after(Duration::ZERO);
        play.after(Duration::from_secs(4));
        play.after(Duration::from_mins(2));
        assert_eq!(play.ends(7), 1);
    }
}

#[test]
fn peers_are_named_for_people() {
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    let expected = Peer {
        user: Some(JANE),
        name: "Jane Doe".into(),
        detail: None,
    };
    assert_eq!(play.state.rings[0].peer, expected);
}

#[test]
fn an_update_has_to_wait_for_calls_and_what_is_shown_of_them() {
    let mut play = Play::new();
    assert!(play.state.is_idle());
    let session = play.incoming(3, Status::Pending);
    play.seen(session);
    assert!(!play.state.is_idle(), "it rings");
    play.intent(Intent::Decline {
        call: CallId(3),
        note: None,
    });
    assert!(play.state.is_idle());
    play.talking(7);
    assert!(!play.state.is_idle(), "a call is on");
    play.intent(Intent::HangUp);
    assert!(!play.state.is_idle(), "a note can be added");
    play.after(ENDED_SHOWN);
    assert!(play.state.is_idle());
}
