//! Calls that nobody answered.

use super::*;

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
