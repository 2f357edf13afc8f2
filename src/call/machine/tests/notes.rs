//! Notes on a call.

use super::*;
use crate::call::intent::CallPageIntent;
use crate::call::page_protocol::PendingWork;
use crate::domain::Duration;

#[test]
fn a_note_is_written_during_the_call_and_for_a_while_after() {
    let mut play = Play::new();
    play.talking(7);
    let call = CallId(7);
    play.page_event(PageEvent::NoteOpen(true));
    let text = "Wants a".to_owned();
    let told = play.page_event(PageEvent::Act(CallPageIntent::Note { call, text }));
    assert!(
        matches!(&told[..], [Effect::Enqueue(entry)] if entry.update == CrmUpdate::Note("Wants a".into()))
    );

    play.intent(Intent::HangUp);
    let notes = |play: &Play| match play.toast(TAB) {
        ToastState::Ended { notes, .. } => Some(notes),
        _ => None,
    };
    play.after(ENDED_SHOWN);
    assert_eq!(notes(&play), Some(NoteOffer::Open), "the panel stays");
    play.after(Duration::from_millis(NOTE_OPEN.as_millis() / 2));
    let text = "Wants a quote".to_owned();
    play.page_event(PageEvent::Act(CallPageIntent::Note { call, text }));
    play.after(NOTE_OPEN.saturating_sub(Duration::from_secs(1)));
    assert_eq!(
        notes(&play),
        Some(NoteOffer::Open),
        "it stays while one writes"
    );
    let effects = play.after(Duration::from_secs(1));
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
fn a_note_can_be_added_to_a_call_that_has_just_ended() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::HangUp);
    assert!(matches!(
        play.toast(TAB),
        ToastState::Ended {
            notes: NoteOffer::Offered,
            ..
        }
    ));
    play.intent(Intent::AddNote);
    let effects = play.page_event(PageEvent::Ready { alone: false });
    assert!(matches!(
        &effects[..],
        [Effect::PageCommand(
            MediaHost::Toast(TAB),
            PageCommand::Note {
                call: CallId(7),
                ..
            }
        )]
    ));
    play.page_event(PageEvent::NoteOpen(false));
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn a_note_goes_along_when_the_call_moves() {
    let mut play = Play::new();
    play.talking(7);
    let (call, text) = (CallId(7), "Wants a quote".to_owned());
    play.page_event(PageEvent::Act(CallPageIntent::Note { call, text }));
    play.intent(Intent::PopOut);
    let event = PageEvent::Ready { alone: true };
    let effects = play.then(Event::PageEvent { tab: OTHER, event });
    assert!(effects.iter().any(|effect| matches!(
        effect,
        Effect::PageCommand(MediaHost::Window(OTHER), PageCommand::Join(info)) if info.note == "Wants a quote"
    )));
}

#[test]
fn no_note_is_offered_where_nobody_talked() {
    let mut play = Play::new();
    play.ringing_out(7);
    play.intent(Intent::HangUp);
    assert!(matches!(
        play.toast(TAB),
        ToastState::Ended {
            notes: NoteOffer::None,
            ..
        }
    ));
    play.intent(Intent::AddNote);
    play.after(ENDED_SHOWN);
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn an_outcome_that_is_closed_is_shown_in_no_tab_any_more() {
    let mut play = Play::new();
    play.ringing_out(7);
    play.intent(Intent::HangUp);
    assert!(matches!(play.toast(OTHER), ToastState::Ended { .. }));
    play.intent(Intent::CloseOutcome);
    for tab in [TAB, OTHER] {
        assert_eq!(play.toast(tab), ToastState::Hidden);
    }
}

#[test]
fn closing_an_outcome_ends_no_call_and_no_work() {
    let mut play = Play::new();
    play.talking(7);
    assert_eq!(play.intent(Intent::CloseOutcome), []);
    assert!(matches!(play.toast(TAB), ToastState::InCall(_)));

    play.page_event(PageEvent::PendingWork(PendingWork::Runs));
    play.intent(Intent::HangUp);
    assert_eq!(play.intent(Intent::CloseOutcome), []);
    assert!(matches!(play.toast(TAB), ToastState::Ended { .. }));
}
