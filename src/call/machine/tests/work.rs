//! A page with work that outlasts its call: a recording that is uploaded.

use super::*;
use crate::call::page_protocol::PendingWork;
use crate::crm::upload::UploadDenied;
use crate::domain::Duration;

fn over_and_open(play: &Play) -> bool {
    matches!(
        play.toast(TAB),
        ToastState::Ended {
            notes: NoteOffer::Open,
            here: true,
            ..
        }
    )
}

#[test]
fn a_page_with_work_outlasts_its_call_until_it_is_done() {
    let mut play = Play::new();
    play.talking(7);
    play.page_event(PageEvent::PendingWork(PendingWork::Runs));
    play.intent(Intent::HangUp);
    play.after(ENDED_SHOWN);
    assert!(over_and_open(&play), "the page stays");
    // An hour on a slow connection.
    for _ in 0..90 {
        play.after(NOTE_OPEN.saturating_sub(Duration::from_secs(20)));
        play.page_event(PageEvent::PendingWork(PendingWork::Runs));
    }
    assert!(over_and_open(&play), "as long as it says that it works");
    play.page_event(PageEvent::PendingWork(PendingWork::None));
    assert_eq!(play.toast(TAB), ToastState::Hidden);
    assert_eq!(play.ends(7), 1);
}

#[test]
fn a_silent_page_is_closed_after_a_while() {
    let mut play = Play::new();
    play.talking(7);
    play.page_event(PageEvent::PendingWork(PendingWork::Runs));
    play.intent(Intent::HangUp);
    let effects = play.after(NOTE_OPEN);
    assert_eq!(
        effects,
        [Effect::PageCommand(
            MediaHost::Toast(TAB),
            PageCommand::Leave
        )]
    );
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn work_ends_with_its_page() {
    let mut play = Play::new();
    play.talking(7);
    play.page_event(PageEvent::PendingWork(PendingWork::Runs));
    play.intent(Intent::HangUp);
    play.then(Event::PageGone(TAB));
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn closing_the_note_ends_no_work_and_work_closes_no_note() {
    let mut play = Play::new();
    play.talking(7);
    play.page_event(PageEvent::PendingWork(PendingWork::Runs));
    play.page_event(PageEvent::NoteOpen(true));
    play.intent(Intent::HangUp);
    play.page_event(PageEvent::NoteOpen(false));
    assert!(over_and_open(&play), "it works");
    play.page_event(PageEvent::NoteOpen(true));
    play.page_event(PageEvent::PendingWork(PendingWork::None));
    assert!(over_and_open(&play), "the note is open");
    play.page_event(PageEvent::NoteOpen(false));
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn only_the_host_page_of_a_call_may_upload_its_recording() {
    let mut play = Play::new();
    play.talking(7);
    let asked = |call| PageEvent::UploadRequested {
        call: CallId(call),
        refused: false,
    };
    let (host, call) = (MediaHost::Toast(TAB), CallId(7));
    let refused = false;
    let grant = Effect::UploadGrant {
        host,
        call,
        refused,
    };
    assert_eq!(play.page_event(asked(7)), std::slice::from_ref(&grant));
    // Another page, such as one that a site put into a frame.
    let event = asked(7);
    assert_eq!(play.then(Event::PageEvent { tab: OTHER, event }), []);
    // Another call than the one that the page holds.
    let (call, why) = (CallId(6), UploadDenied::OtherCall);
    let denied = Effect::PageCommand(host, PageCommand::UploadDenied { call, why });
    assert_eq!(play.page_event(asked(6)), [denied]);
    // After the call, while its page is there.
    play.page_event(PageEvent::PendingWork(PendingWork::Runs));
    play.intent(Intent::HangUp);
    assert_eq!(play.page_event(asked(7)), [grant]);
    play.page_event(PageEvent::PendingWork(PendingWork::None));
    assert_eq!(play.page_event(asked(7)), []);
}

#[test]
fn a_call_does_not_move_away_from_a_recording_under_way() {
    let mut play = Play::new();
    play.talking(7);
    play.page_event(PageEvent::PendingWork(PendingWork::Runs));
    let effects = play.intent(Intent::PopOut);
    assert_eq!(
        effects,
        [Effect::PageCommand(
            MediaHost::Toast(TAB),
            PageCommand::Stay
        )]
    );
    play.page_event(PageEvent::PendingWork(PendingWork::Waits));
    assert_eq!(play.intent(Intent::PopOut), [Effect::OpenWindow]);
}
