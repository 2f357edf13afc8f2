//! Event sequences: what must come of them, strange ones first.

mod restart;
mod work;

use super::*;
use crate::call::session::{Room, Status};
use crate::call::state::State;
use crate::call::view::{self, Notes, Stage, Where};
use crate::call::{Peer, UserId};
use crate::message::Trouble;
use crate::site::RecordKind;

const ME: UserId = UserId(14);
const JANE: UserId = UserId(15);
const TAB: TabId = TabId(1);
const OTHER: TabId = TabId(2);
const START: u64 = 1_795_000_000_000;

/// A machine, its clock, and what it decided so far.
struct Play {
    state: State,
    now: u64,
    effects: Vec<Effect>,
}

impl Play {
    /// Signed in, with one visible CRM tab.
    fn new() -> Self {
        let mut play = Self {
            state: State::default(),
            now: START,
            effects: Vec::new(),
        };
        let name = "Olivia Owner".to_owned();
        play.then(What::Account(AccountView::SignedIn { user: ME, name }));
        play.then(What::Tab(Tab {
            id: TAB,
            visible: true,
        }));
        play
    }

    /// Something happens a tenth of a second later. Returns what it leads to.
    fn then(&mut self, what: What) -> Vec<Effect> {
        self.now += 100;
        let effects = step(
            &mut self.state,
            Event {
                now: Millis(self.now),
                what,
            },
        );
        self.effects.extend(effects.clone());
        effects
    }

    fn after(&mut self, ms: u64) -> Vec<Effect> {
        self.now += ms;
        self.then(What::Time)
    }

    fn seen(&mut self, session: Session) -> Vec<Effect> {
        self.then(What::Seen(session))
    }

    fn intent(&mut self, intent: Intent) -> Vec<Effect> {
        self.then(What::Intent {
            intent,
            tab: Some(TAB),
        })
    }

    fn report(&mut self, report: Report) -> Vec<Effect> {
        self.then(What::Report { tab: TAB, report })
    }

    fn place(&mut self) -> Vec<Effect> {
        self.then(What::Place {
            record: jane(),
            media: Media::Video,
            tab: Some(TAB),
        })
    }

    /// A call to Jane that rings there.
    fn ringing_out(&mut self, call: u64) {
        self.place();
        let attempt = self.state.next_attempt - 1;
        let session = self.outgoing(call, Status::Pending);
        self.then(What::Placed { attempt, session });
    }

    /// A call with Jane that both are in.
    fn talking(&mut self, call: u64) {
        self.ringing_out(call);
        let session = self.outgoing(call, Status::Active);
        self.seen(session);
        self.report(Report::Ready { alone: false });
        self.report(Report::Joined);
        self.report(Report::Others { count: 1 });
    }

    fn outgoing(&self, call: u64, status: Status) -> Session {
        session(call, status, (ME, JANE), self.now)
    }

    fn incoming(&self, call: u64, status: Status) -> Session {
        session(call, status, (JANE, ME), self.now)
    }

    fn stage(&self, tab: TabId) -> Stage {
        view::of(&self.state, Some(tab)).stage
    }

    fn reason(&self) -> Option<EndReason> {
        match self.stage(TAB) {
            Stage::Ended { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// How often the CRM was told that this call is over.
    fn ends(&self, call: u64) -> usize {
        let ends = |effect: &&Effect| matches!(effect, Effect::Tell(tell) if tell.call == CallId(call) && tell.what == Told::End);
        self.effects.iter().filter(ends).count()
    }
}

fn session(call: u64, status: Status, between: (UserId, UserId), now: u64) -> Session {
    let name = |user| {
        if user == ME {
            "Olivia Owner"
        } else {
            "Jane Doe"
        }
        .to_owned()
    };
    Session {
        id: CallId(call),
        status,
        media: Media::Video,
        initiator: between.0,
        initiator_name: name(between.0),
        recipient: Some(between.1),
        recipient_name: name(between.1),
        created_at: Some(Millis(now)),
        started_at: (status == Status::Active).then_some(Millis(now)),
        room: Some(Room {
            address: format!("https://meet.example.com/{call}"),
            jwt: None,
        }),
        notes: String::new(),
    }
}

fn jane() -> RecordRef {
    RecordRef {
        kind: RecordKind::Customer,
        id: Some(2),
        email: Some("jane.doe@example.com".to_owned()),
        name: "Jane Doe".to_owned(),
        detail: None,
    }
}

#[test]
fn a_call_from_click_to_end() {
    let mut play = Play::new();
    assert!(matches!(
        play.place()[..],
        [Effect::Initiate { attempt: 0, .. }]
    ));
    assert!(matches!(
        play.stage(TAB),
        Stage::Calling {
            rings: false,
            here: true,
            ..
        }
    ));
    let session = play.outgoing(7, Status::Pending);
    play.then(What::Placed {
        attempt: 0,
        session,
    });
    assert!(matches!(
        play.stage(TAB),
        Stage::Calling { rings: true, .. }
    ));
    assert!(matches!(
        play.stage(OTHER),
        Stage::Calling { here: false, .. }
    ));
    let answered = play.outgoing(7, Status::Active);
    play.seen(answered);
    let orders = play.report(Report::Ready { alone: false });
    assert!(matches!(
        orders[0],
        Effect::Order(Seat::Toast(TAB), Order::Join(_))
    ));
    play.report(Report::Joined);
    play.report(Report::Others { count: 1 });
    assert!(
        matches!(play.stage(TAB), Stage::InCall(call) if call.connected && call.place == Where::Here)
    );
    play.after(134_000);
    play.intent(Intent::HangUp);
    assert!(matches!(play.reason(), Some(EndReason::Over { lasted }) if lasted >= 134_000));
    assert_eq!(play.ends(7), 1);
    play.after(ENDED_SHOWN_MS);
    assert_eq!(play.stage(TAB), Stage::Hidden);
}

#[test]
fn the_push_of_our_own_call_comes_before_the_answer() {
    let mut play = Play::new();
    play.place();
    let pushed = play.outgoing(7, Status::Pending);
    play.seen(pushed.clone());
    assert!(matches!(
        play.stage(TAB),
        Stage::Calling { rings: true, .. }
    ));
    assert!(
        play.then(What::Placed {
            attempt: 0,
            session: pushed
        })
        .is_empty()
    );
    assert!(!play.state.sounds(), "one does not ring oneself");
}

#[test]
fn a_second_press_is_no_second_call() {
    let mut play = Play::new();
    play.place();
    assert!(play.place().is_empty());
}

#[test]
fn hanging_up_before_the_crm_answered_ends_the_call_when_it_shows_up() {
    let mut play = Play::new();
    play.place();
    play.intent(Intent::HangUp);
    assert_eq!(play.reason(), Some(EndReason::Cancelled));
    let session = play.outgoing(7, Status::Pending);
    play.then(What::Placed {
        attempt: 0,
        session: session.clone(),
    });
    assert_eq!(play.ends(7), 1);
    play.seen(session);
    assert_eq!(play.ends(7), 1, "and only once");
}

#[test]
fn an_attempt_whose_answer_was_lost_is_found_and_ended() {
    let mut play = Play::new();
    play.place();
    play.then(What::PlaceFailed {
        attempt: 0,
        why: Refusal::Offline,
    });
    assert_eq!(play.reason(), Some(EndReason::Refused(Refusal::Offline)));
    let session = play.outgoing(7, Status::Pending);
    play.seen(session);
    assert_eq!(play.ends(7), 1);
}

#[test]
fn an_own_call_from_another_computer_is_left_alone() {
    let mut play = Play::new();
    let session = play.outgoing(7, Status::Pending);
    assert!(play.seen(session).is_empty());
    assert_eq!(play.stage(TAB), Stage::Hidden);
}

#[test]
fn nobody_answers() {
    let mut play = Play::new();
    play.ringing_out(7);
    play.after(45_000);
    assert_eq!(play.reason(), Some(EndReason::NoAnswer));
    assert_eq!(play.ends(7), 1, "the CRM never ends it by itself");
}

#[test]
fn they_decline_with_a_reason() {
    let mut play = Play::new();
    play.ringing_out(7);
    let notes = "In a meeting, back at three".to_owned();
    let session = Session {
        notes: notes.clone(),
        ..play.outgoing(7, Status::Rejected)
    };
    play.seen(session);
    assert_eq!(
        play.reason(),
        Some(EndReason::Declined { note: Some(notes) })
    );
    assert_eq!(play.ends(7), 0, "ending a rejected call would complete it");
}

#[test]
fn the_reason_is_fetched_when_only_the_rejection_was_pushed() {
    let mut play = Play::new();
    play.ringing_out(7);
    let pushed = play.outgoing(7, Status::Rejected);
    assert_eq!(play.seen(pushed.clone()), [Effect::Check(CallId(7))]);
    assert_eq!(play.reason(), Some(EndReason::Declined { note: None }));
    let fetched = Session {
        notes: "Later".to_owned(),
        ..pushed
    };
    play.seen(fetched);
    let note = Some("Later".to_owned());
    assert_eq!(play.reason(), Some(EndReason::Declined { note }));
}

#[test]
fn rooms_that_cut_embedded_calls_open_in_a_window() {
    let mut play = Play::new();
    play.ringing_out(7);
    let mut session = play.outgoing(7, Status::Active);
    session.room = Some(Room {
        address: "https://meet.jit.si/crm-7".to_owned(),
        jwt: None,
    });
    assert_eq!(play.seen(session), [Effect::OpenWindow]);
}

#[test]
fn refused_calls_say_why() {
    let mut play = Play::new();
    play.place();
    play.then(What::PlaceFailed {
        attempt: 0,
        why: Refusal::NotAvailable,
    });
    assert_eq!(
        play.reason(),
        Some(EndReason::Refused(Refusal::NotAvailable))
    );
    play.place();
    assert!(
        matches!(play.stage(TAB), Stage::Calling { .. }),
        "one can try again at once"
    );
}

#[test]
fn an_incoming_call_rings_once_and_everywhere() {
    let mut play = Play::new();
    play.then(What::Tab(Tab {
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
    assert!(matches!(play.stage(TAB), Stage::InCall(_)));
}

#[test]
fn declining_tells_note_and_rejection_in_order() {
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
            Effect::Tell(tell) => tell.what.clone(),
            other => panic!("unexpected {other:?}"),
        })
        .collect();
    assert_eq!(told, [Told::Note("Later".into()), Told::Reject]);
    play.seen(session);
    assert!(play.state.rings.is_empty(), "it does not ring again");
}

#[test]
fn answered_elsewhere_falls_silent_without_a_missed_call() {
    let mut play = Play::new();
    let pending = play.incoming(9, Status::Pending);
    play.seen(pending);
    let active = play.incoming(9, Status::Active);
    play.seen(active);
    assert!(play.state.rings.is_empty() && play.state.missed.is_empty());
    assert_eq!(play.stage(TAB), Stage::Hidden);
}

#[test]
fn a_caller_who_gives_up_is_a_missed_call() {
    let mut play = Play::new();
    let pending = play.incoming(9, Status::Pending);
    play.seen(pending);
    // The backend calls it completed; that it never started tells.
    let over = play.incoming(9, Status::Completed);
    play.seen(over);
    assert_eq!(play.state.missed.len(), 1);
    let view = view::of(&play.state, Some(TAB));
    assert_eq!(
        view.notice,
        Some(Notice::Missed {
            name: "Jane Doe".into()
        })
    );
}

#[test]
fn an_old_pending_call_never_rings() {
    let mut play = Play::new();
    let mut session = play.incoming(9, Status::Pending);
    session.created_at = Some(Millis(play.now - 20 * 60_000));
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
    play.after(60_000);
    assert!(play.state.rings.is_empty());
    assert_eq!(play.state.missed.len(), 1);
}

#[test]
fn do_not_disturb_shows_and_does_not_sound() {
    let mut play = Play::new();
    let quiet = Rules {
        quiet: true,
        ..Rules::default()
    };
    play.then(What::Rules(quiet));
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    assert!(!play.state.sounds());
}

#[test]
fn the_crm_forgets_a_ringing_call_and_it_rings_on() {
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    let effects = play.then(What::NoneActive);
    assert_eq!(effects, [Effect::Check(CallId(9))]);
    assert_eq!(play.state.rings.len(), 1);
    play.then(What::Gone(CallId(9)));
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
    assert!(matches!(play.stage(TAB), Stage::InCall(call) if call.call == CallId(9)));
}

#[test]
fn the_page_of_the_first_call_takes_the_second() {
    let mut play = Play::new();
    play.talking(7);
    let second = play.incoming(8, Status::Pending);
    play.seen(second);
    let effects = play.intent(Intent::EndAndAnswer {
        call: CallId(8),
        media: Media::Video,
    });
    let orders: Vec<&Order> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Order(Seat::Toast(TAB), order) => Some(order),
            _ => None,
        })
        .collect();
    assert!(
        matches!(
            orders.as_slice(),
            [Order::Leave, Order::Join(ticket), ..] if ticket.call == CallId(8)
        ),
        "{orders:?}"
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
    assert!(matches!(play.stage(TAB), Stage::InCall(call) if call.call == CallId(10)));
}

#[test]
fn calling_each_other_makes_one_call() {
    // The CRM refused ours and theirs rings here.
    let mut play = Play::new();
    play.place();
    let theirs = play.incoming(9, Status::Pending);
    play.seen(theirs);
    let effects = play.then(What::PlaceFailed {
        attempt: 0,
        why: Refusal::NotAvailable,
    });
    assert_eq!(effects[0], Effect::Answer(CallId(9)));
    assert!(matches!(play.stage(TAB), Stage::InCall(call) if call.call == CallId(9)));

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
fn an_answer_that_came_too_late_is_looked_into() {
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    play.intent(Intent::Answer {
        call: CallId(9),
        media: Media::Video,
    });
    let effects = play.then(What::AnswerFailed {
        call: CallId(9),
        why: Refusal::Gone,
    });
    assert_eq!(effects, [Effect::Check(CallId(9))]);
    let over = play.incoming(9, Status::Completed);
    play.seen(over);
    assert_eq!(play.reason(), Some(EndReason::Cancelled));
}

#[test]
fn a_reload_brings_the_call_back() {
    let mut play = Play::new();
    play.talking(7);
    play.then(What::PageGone(TAB));
    assert!(matches!(play.stage(TAB), Stage::InCall(call) if !call.connected));
    play.then(What::Tab(Tab {
        id: TAB,
        visible: true,
    }));
    let orders = play.report(Report::Ready { alone: false });
    assert!(matches!(
        orders[0],
        Effect::Order(Seat::Toast(TAB), Order::Join(_))
    ));
    assert_eq!(play.ends(7), 0);
}

#[test]
fn a_closed_tab_hands_the_call_to_the_one_in_sight() {
    let mut play = Play::new();
    play.talking(7);
    play.then(What::TabGone(TAB));
    assert!(matches!(play.stage(OTHER), Stage::InCall(call) if call.place == Where::OtherTab));
    play.then(What::Tab(Tab {
        id: OTHER,
        visible: true,
    }));
    assert!(matches!(play.stage(OTHER), Stage::InCall(call) if call.place == Where::Here));
}

#[test]
fn a_call_that_nobody_comes_back_to_ends() {
    let mut play = Play::new();
    play.talking(7);
    play.then(What::TabGone(TAB));
    play.after(121_000);
    assert_eq!(play.reason(), Some(EndReason::Lost));
    assert_eq!(play.ends(7), 1);
}

#[test]
fn only_one_page_holds_the_call() {
    let mut play = Play::new();
    play.talking(7);
    let other = What::Report {
        tab: OTHER,
        report: Report::Ready { alone: false },
    };
    assert_eq!(
        play.then(other),
        [Effect::Order(Seat::Toast(OTHER), Order::Leave)]
    );
}

#[test]
fn popping_out_moves_the_media() {
    let mut play = Play::new();
    play.talking(7);
    assert_eq!(play.intent(Intent::PopOut), [Effect::OpenWindow]);
    let window = What::Report {
        tab: OTHER,
        report: Report::Ready { alone: true },
    };
    let effects = play.then(window);
    assert_eq!(effects[0], Effect::Order(Seat::Toast(TAB), Order::Leave));
    assert!(matches!(
        effects[1],
        Effect::Order(Seat::Window(OTHER), Order::Join(_))
    ));
    assert!(matches!(play.stage(TAB), Stage::InCall(call) if call.place == Where::Window));
    play.then(What::PageGone(TAB));
    assert!(
        matches!(play.stage(TAB), Stage::InCall(_)),
        "the old page may go"
    );
    play.then(What::TabGone(OTHER));
    assert_eq!(play.ends(7), 1, "closing the window hangs up");
}

#[test]
fn a_call_that_is_shown_comes_to_the_front_and_is_large() {
    let mut play = Play::new();
    assert_eq!(play.intent(Intent::ShowCall), [], "there is none");
    play.talking(7);
    let small = ToastSpot {
        minimised: true,
        ..ToastSpot::default()
    };
    play.then(What::Spot(small));
    // The shortcut was pressed in another tab.
    let shown = What::Intent {
        intent: Intent::ShowCall,
        tab: Some(OTHER),
    };
    assert_eq!(play.then(shown), [Effect::Focus(TAB)]);
    assert!(!view::of(&play.state, Some(TAB)).spot.minimised);
    assert!(matches!(play.stage(TAB), Stage::InCall(call) if call.place == Where::Here));
}

#[test]
fn a_call_in_a_window_is_shown_there_and_its_remote_stays_small() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::PopOut);
    play.then(What::Report {
        tab: OTHER,
        report: Report::Ready { alone: true },
    });
    let small = ToastSpot {
        minimised: true,
        ..ToastSpot::default()
    };
    play.then(What::Spot(small));
    assert_eq!(play.intent(Intent::ShowCall), [Effect::Focus(OTHER)]);
    assert!(view::of(&play.state, Some(TAB)).spot.minimised);
}

#[test]
fn a_page_that_cannot_hold_media_makes_way_for_a_window() {
    let mut play = Play::new();
    play.talking(7);
    let effects = play.report(Report::Trouble(Trouble::PagePolicy));
    assert_eq!(effects, [Effect::OpenWindow]);
    let notice = view::of(&play.state, Some(TAB)).notice;
    assert_eq!(notice, Some(Notice::MovedToWindow));
}

#[test]
fn the_other_side_hangs_up() {
    let mut play = Play::new();
    play.talking(7);
    let over = play.outgoing(7, Status::Completed);
    let effects = play.seen(over);
    assert_eq!(effects, [Effect::Order(Seat::Toast(TAB), Order::Leave)]);
    assert_eq!(play.ends(7), 0, "the CRM knows");
}

#[test]
fn left_alone_a_call_ends_after_a_while() {
    let mut play = Play::new();
    play.talking(7);
    play.report(Report::Others { count: 0 });
    play.after(5_000);
    play.report(Report::Others { count: 1 });
    play.after(60_000);
    assert_eq!(play.ends(7), 0, "they reloaded");
    play.report(Report::Others { count: 0 });
    play.after(31_000);
    assert_eq!(play.ends(7), 1);
}

#[test]
fn a_worker_that_wakes_does_again_what_may_be_lost() {
    let mut play = Play::new();
    play.place();
    assert_eq!(
        play.then(What::Woke),
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
    let effects = play.then(What::Woke);
    assert!(effects.contains(&Effect::Answer(CallId(9))));
}

#[test]
fn an_expired_sign_in_is_said_once_and_until_it_is_renewed() {
    let mut play = Play::new();
    let name = "Olivia Owner".to_owned();
    let noticed = |play: &Play| view::of(&play.state, Some(TAB)).notice;
    play.then(What::Account(AccountView::Expired));
    assert_eq!(noticed(&play), Some(Notice::SignInAgain));
    play.after(3_600_000);
    assert_eq!(noticed(&play), Some(Notice::SignInAgain));
    play.intent(Intent::DismissNotice);
    play.then(What::Account(AccountView::Expired));
    assert_eq!(noticed(&play), None);
    play.then(What::Account(AccountView::SignedIn {
        user: ME,
        name: name.clone(),
    }));
    play.then(What::Account(AccountView::Expired));
    assert_eq!(noticed(&play), Some(Notice::SignInAgain));
    play.then(What::Account(AccountView::SignedIn { user: ME, name }));
    assert_eq!(noticed(&play), None);
}

#[test]
fn an_end_that_waits_is_said_until_it_is_delivered() {
    let mut play = Play::new();
    let noticed = |play: &Play| view::of(&play.state, Some(TAB)).notice;
    play.then(What::Undelivered { offline: true });
    assert_eq!(noticed(&play), Some(Notice::OfflineEnd));
    play.then(What::Delivered);
    assert_eq!(noticed(&play), None);
    play.then(What::Undelivered { offline: false });
    assert_eq!(noticed(&play), Some(Notice::CrmTrouble));
}

#[test]
fn nobody_calls_while_signed_out() {
    let mut play = Play::new();
    play.then(What::Account(AccountView::Expired));
    assert!(play.place().is_empty());
    assert_eq!(play.reason(), Some(EndReason::Refused(Refusal::SignedOut)));
}

#[test]
fn after_the_computer_slept_nothing_old_is_left() {
    let mut play = Play::new();
    let session = play.incoming(9, Status::Pending);
    play.seen(session);
    play.now += 3 * 60 * 60_000;
    // The first thing after waking is an answer to what is no longer there.
    let effects = play.intent(Intent::Answer {
        call: CallId(9),
        media: Media::Video,
    });
    assert!(effects.is_empty());
    assert_eq!(play.state.missed.len(), 1);
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
fn a_note_is_written_during_the_call_and_for_a_while_after() {
    let mut play = Play::new();
    play.talking(7);
    let call = CallId(7);
    play.report(Report::Noting(true));
    let text = "Wants a".to_owned();
    let told = play.report(Report::Act(Intent::Note { call, text }));
    assert!(matches!(&told[..], [Effect::Tell(tell)] if tell.what == Told::Note("Wants a".into())));

    play.intent(Intent::HangUp);
    let notes = |play: &Play| match play.stage(TAB) {
        Stage::Ended { notes, .. } => Some(notes),
        _ => None,
    };
    play.after(ENDED_SHOWN_MS);
    assert_eq!(notes(&play), Some(Notes::Open), "the panel stays");
    play.after(NOTING_MS / 2);
    let text = "Wants a quote".to_owned();
    play.report(Report::Act(Intent::Note { call, text }));
    play.after(NOTING_MS - 1_000);
    assert_eq!(notes(&play), Some(Notes::Open), "it stays while one writes");
    let effects = play.after(1_000);
    assert_eq!(effects, [Effect::Order(Seat::Toast(TAB), Order::Leave)]);
    assert_eq!(play.stage(TAB), Stage::Hidden);
}

#[test]
fn a_note_can_be_added_to_a_call_that_has_just_ended() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::HangUp);
    assert!(matches!(
        play.stage(TAB),
        Stage::Ended {
            notes: Notes::Offered,
            ..
        }
    ));
    play.intent(Intent::AddNote);
    let effects = play.report(Report::Ready { alone: false });
    assert!(matches!(
        &effects[..],
        [Effect::Order(
            Seat::Toast(TAB),
            Order::Note {
                call: CallId(7),
                ..
            }
        )]
    ));
    play.report(Report::Noting(false));
    assert_eq!(play.stage(TAB), Stage::Hidden);
}

#[test]
fn a_note_goes_along_when_the_call_moves() {
    let mut play = Play::new();
    play.talking(7);
    let (call, text) = (CallId(7), "Wants a quote".to_owned());
    play.report(Report::Act(Intent::Note { call, text }));
    play.intent(Intent::PopOut);
    let report = Report::Ready { alone: true };
    let effects = play.then(What::Report { tab: OTHER, report });
    assert!(effects.iter().any(|effect| matches!(
        effect,
        Effect::Order(Seat::Window(OTHER), Order::Join(ticket)) if ticket.note == "Wants a quote"
    )));
}

#[test]
fn no_note_is_offered_where_nobody_talked() {
    let mut play = Play::new();
    play.ringing_out(7);
    play.intent(Intent::HangUp);
    assert!(matches!(
        play.stage(TAB),
        Stage::Ended {
            notes: Notes::None,
            ..
        }
    ));
    play.intent(Intent::AddNote);
    play.after(ENDED_SHOWN_MS);
    assert_eq!(play.stage(TAB), Stage::Hidden);
}

#[test]
fn the_end_of_a_call_in_a_window_is_shown_where_a_person_looks() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::PopOut);
    let report = Report::Ready { alone: true };
    play.then(What::Report { tab: OTHER, report });
    play.intent(Intent::HangUp);
    assert!(matches!(play.stage(TAB), Stage::Ended { here: true, .. }));
}

#[test]
fn a_missed_call_can_be_called_back() {
    let mut play = Play::new();
    let session = play.incoming(3, Status::Pending);
    play.seen(session);
    let session = play.incoming(3, Status::Completed);
    play.seen(session);
    assert_eq!(play.state.missed.len(), 1);
    let call = CallId(3);
    let effects = play.intent(Intent::CallBack { call });
    assert!(matches!(
        &effects[..],
        [Effect::Initiate {
            user: Some(JANE),
            media: Media::Audio,
            ..
        }]
    ));
    assert!(play.state.missed.is_empty());
    assert_eq!(play.intent(Intent::CallBack { call }), [], "once");
}

#[test]
fn a_missed_call_can_be_taken_off_the_list() {
    let mut play = Play::new();
    let session = play.incoming(3, Status::Pending);
    play.seen(session);
    let session = play.incoming(3, Status::Completed);
    play.seen(session);
    play.intent(Intent::ForgetMissed { call: CallId(3) });
    assert!(play.state.missed.is_empty());
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
    play.after(ENDED_SHOWN_MS);
    assert!(play.state.is_idle());
}
