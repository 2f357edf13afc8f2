//! Windows that do not come.

use super::*;

#[test]
fn a_second_pop_out_opens_no_second_window() {
    let mut play = Play::new();
    play.talking(7);
    assert_eq!(play.intent(Intent::PopOut), [Effect::OpenWindow]);
    assert_eq!(play.intent(Intent::PopOut), []);
}

#[test]
fn a_window_that_cannot_open_brings_the_call_back_to_the_tab() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::PopOut);
    play.then(Event::NoWindow);
    assert!(
        matches!(play.toast(TAB), ToastState::InCall(call) if call.location == MediaLocation::Here)
    );
    assert_eq!(play.intent(Intent::PopOut), [Effect::OpenWindow], "again");
}

#[test]
fn a_window_that_is_closed_before_its_page_is_ready_brings_the_call_back_to_the_tab() {
    for window_first in [false, true] {
        let mut play = Play::new();
        play.then(Event::Rules(Rules {
            window_first,
            ..Rules::default()
        }));
        if window_first {
            play.ringing_out(7);
            let answered = play.outgoing(7, Status::Active);
            play.seen(answered);
        } else {
            play.talking(7);
            play.intent(Intent::PopOut);
        }
        let window = TabId(9);
        play.then(Event::TabGone(window));
        play.then(Event::WindowOpened(window));
        assert_eq!(play.intent(Intent::PopOut), [], "it is about to be ready");
        play.then(Event::TabGone(window));
        assert!(
            matches!(play.toast(TAB), ToastState::InCall(call) if call.location == MediaLocation::Here)
        );
        assert_eq!(play.intent(Intent::PopOut), [Effect::OpenWindow], "again");
    }
}

#[test]
fn a_call_for_a_window_that_does_not_come_goes_to_the_tab() {
    let window_first = Rules {
        window_first: true,
        ..Rules::default()
    };
    for fails_at_once in [true, false] {
        let mut play = Play::new();
        play.then(Event::Rules(window_first.clone()));
        play.ringing_out(7);
        let answered = play.outgoing(7, Status::Active);
        assert_eq!(play.seen(answered), [Effect::OpenWindow]);
        if fails_at_once {
            play.then(Event::NoWindow);
        } else {
            // It was closed before its page was ready.
            play.after(Duration::from_secs(15));
        }
        assert!(
            matches!(play.toast(TAB), ToastState::InCall(call) if call.location == MediaLocation::Here)
        );
        let joins = play.page_event(PageEvent::Ready { alone: false });
        assert!(matches!(
            joins[0],
            Effect::PageCommand(MediaHost::Toast(TAB), PageCommand::Join(_))
        ));
    }
}

#[test]
fn a_window_that_comes_too_late_is_told_to_close() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::PopOut);
    play.after(Duration::from_secs(15));
    let effects = play.then(Event::PageEvent {
        tab: OTHER,
        event: PageEvent::Ready { alone: true },
    });
    let leave = Effect::PageCommand(MediaHost::Window(OTHER), PageCommand::Leave);
    assert_eq!(effects, [leave]);
}
