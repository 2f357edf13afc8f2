//! Incoming calls.

use super::*;
use crate::domain::Duration;

#[test]
fn an_incoming_call_rings_once_and_everywhere() {
    let mut play = Play::new();
    play.then(Event::Tab(Tab {
        id: OTHER,
        visible: false,
    }));
    let session = play.incoming(9, Status::Pending);
    play.seen(session.clone());
    play.seen(session.clone());
    for tab in [TAB, OTHER] {
        assert_eq!(view::of(&play.state, Some(tab)).rings.len(), 1);
    }
    assert!(play.state.sounds());
    let effects = play.intent(Intent::Answer {
        call: CallId(9),
        media: Media::Video,
    });
    assert_eq!(effects[0], Effect::Answer(CallId(9)));
    assert!(play.state.rings.is_empty() && !play.state.sounds());
    // The poll may still show it as pending.
    play.seen(session);
    assert!(play.state.rings.is_empty(), "it does not ring again");
    assert!(matches!(play.toast(TAB), ToastState::InCall(_)));
}

#[test]
fn declining_enqueues_note_and_rejection_in_order() {
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session.clone());
    let effects = play.intent(Intent::Decline {
        call: CallId(9),
        note: Some("Later".into()),
    });
    let told: Vec<_> = effects
        .iter()
        .map(|effect| match effect {
            Effect::Enqueue(entry) => entry.update.clone(),
            other => panic!("unexpected {other:?}"),
        })
        .collect();
    assert_eq!(told, [CrmUpdate::Note("Later".into()), CrmUpdate::Reject]);
    play.seen(session);
    assert!(play.state.rings.is_empty(), "it does not ring again");
}

#[test]
fn answered_elsewhere_stops_the_ring_without_a_missed_call() {
    let mut play = Play::new();
    let pending = play.incoming(9, Status::Pending);
    play.seen(pending);
    let active = play.incoming(9, Status::Active);
    play.seen(active);
    assert!(play.state.rings.is_empty() && play.state.missed.is_empty());
    assert!(matches!(play.toast(TAB), ToastState::Elsewhere(_)));
}

#[test]
fn a_caller_who_gives_up_is_a_missed_call() {
    let mut play = Play::new();
    let pending = play.incoming(9, Status::Pending);
    play.seen(pending);
    // The backend says completed; the missing start shows that it was
    // cancelled.
    let over = play.incoming(9, Status::Completed);
    play.seen(over);
    assert_eq!(play.state.missed.len(), 1);
    let view = view::of(&play.state, Some(TAB));
    assert_eq!(
        view.notice,
        Some(Notice::Missed {
            call: CallId(9),
            name: "Jane Doe".into()
        })
    );
}

#[test]
fn an_old_pending_call_never_rings() {
    let mut play = Play::new();
    let mut session = play.incoming(9, Status::Pending);
    session.created_at = Some(Timestamp(play.now - 20 * 60_000));
    play.seen(session.clone());
    play.seen(session);
    assert!(play.state.rings.is_empty());
    assert_eq!(play.state.missed.len(), 1);
}

#[test]
fn a_ring_ends_by_itself() {
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    play.after(Duration::from_mins(1));
    assert!(play.state.rings.is_empty());
    assert_eq!(play.state.missed.len(), 1);
}

#[test]
fn do_not_disturb_shows_the_call_without_a_sound() {
    let mut play = Play::new();
    let quiet = Rules {
        quiet: true,
        ..Rules::default()
    };
    play.then(Event::Rules(quiet));
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    assert!(!play.state.sounds());
}

#[test]
fn a_ringing_call_that_the_poll_leaves_out_rings_on() {
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    let effects = play.then(Event::NoneActive);
    assert_eq!(effects, [Effect::Check(CallId(9))]);
    assert_eq!(play.state.rings.len(), 1);
    play.then(Event::Gone(CallId(9)));
    assert!(play.state.rings.is_empty());
}

#[test]
fn a_call_while_in_a_call_waits_without_a_sound() {
    let mut play = Play::new();
    play.talking(7);
    let mut second = play.incoming(9, Status::Pending);
    second.initiator = UserId(99);
    play.seen(second);
    let view = view::of(&play.state, Some(TAB));
    assert!(view.rings[0].waiting && !play.state.sounds());
    play.intent(Intent::EndAndAnswer {
        call: CallId(9),
        media: Media::Audio,
    });
    assert_eq!(play.ends(7), 1);
    assert!(matches!(play.toast(TAB), ToastState::InCall(call) if call.call == CallId(9)));
}

#[test]
fn the_page_of_the_first_call_joins_the_second() {
    let mut play = Play::new();
    play.talking(7);
    let second = play.incoming(8, Status::Pending);
    play.seen(second);
    let effects = play.intent(Intent::EndAndAnswer {
        call: CallId(8),
        media: Media::Video,
    });
    let commands: Vec<&PageCommand> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::PageCommand(MediaHost::Toast(TAB), command) => Some(command),
            _ => None,
        })
        .collect();
    assert!(
        matches!(
            commands.as_slice(),
            [PageCommand::Leave, PageCommand::Join(info), ..] if info.call == CallId(8)
        ),
        "{commands:?}"
    );
}

#[test]
fn two_incoming_calls_are_answered_one_by_one() {
    let mut play = Play::new();
    for (call, from) in [(9, 15), (10, 16)] {
        let mut session = play.incoming(call, Status::Pending);
        session.initiator = UserId(from);
        play.seen(session);
    }
    play.intent(Intent::Answer {
        call: CallId(10),
        media: Media::Audio,
    });
    let view = view::of(&play.state, Some(TAB));
    assert_eq!(view.rings.len(), 1);
    assert!(view.rings[0].waiting);
    play.intent(Intent::Decline {
        call: CallId(9),
        note: None,
    });
    assert!(matches!(play.toast(TAB), ToastState::InCall(call) if call.call == CallId(10)));
}

#[test]
fn calling_each_other_makes_one_call() {
    // The CRM refused ours and theirs rings here.
    let mut play = Play::new();
    play.dial();
    play.then(Event::Recipient {
        attempt: 0,
        user: JANE,
    });
    let theirs = play.incoming(9, Status::Pending);
    play.seen(theirs);
    let effects = play.then(Event::PlaceFailed {
        attempt: 0,
        why: Refusal::NotAvailable,
    });
    assert_eq!(effects[0], Effect::Answer(CallId(9)));
    assert!(matches!(play.toast(TAB), ToastState::InCall(call) if call.call == CallId(9)));

    // It let both through: the older one is the call, on both sides.
    let mut play = Play::new();
    play.ringing_out(10);
    let older = play.incoming(9, Status::Pending);
    let effects = play.seen(older);
    assert!(effects.contains(&Effect::Answer(CallId(9))));
    assert_eq!(play.ends(10), 1);

    let mut play = Play::new();
    play.ringing_out(8);
    let newer = play.incoming(9, Status::Pending);
    assert!(play.seen(newer).is_empty());
    assert!(play.state.rings.is_empty());
    assert_eq!(play.ends(8), 0);
}

#[test]
fn a_late_answer_checks_the_call() {
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    play.intent(Intent::Answer {
        call: CallId(9),
        media: Media::Video,
    });
    let effects = play.then(Event::AnswerFailed {
        call: CallId(9),
        why: Refusal::Gone,
    });
    assert_eq!(effects, [Effect::Check(CallId(9))]);
    let over = play.incoming(9, Status::Completed);
    play.seen(over);
    assert_eq!(play.reason(), Some(EndReason::Cancelled));
}

/// Found by the exploration, with a machine that forgot what was declined.
#[test]
fn a_declined_call_that_a_poll_still_shows_does_not_ring_again() {
    let mut play = Play::signed_in(JANE);
    let call = session(1, Status::Pending, (ME, JANE), START);
    play.at(START + 1_000, Event::Seen(call.clone()));
    assert_eq!(play.state.rings.len(), 1);
    let (call_id, note) = (CallId(1), None);
    let intent = Intent::Decline {
        call: call_id,
        note,
    };
    let tab = Some(TAB);
    play.at(START + 2_000, Event::Intent { intent, tab });
    play.at(START + 3_000, Event::Seen(call));
    assert!(play.state.rings.is_empty());
}
