//! Presses that the worker gets twice: it was ended before it could say that it
//! had the first.

use super::*;
use crate::call::intent::ContentIntent;

/// What a person can press in a page, but for the switch of the microphone.
fn presses() -> Vec<ContentIntent> {
    let media = Media::Video;
    let mut all = vec![
        ContentIntent::Silence,
        ContentIntent::HangUp,
        ContentIntent::PopOut,
        ContentIntent::ShowCall,
        ContentIntent::DismissNotice,
        ContentIntent::AddNote,
    ];
    for call in [CallId(7), CallId(8)] {
        let note = Some("Later".to_owned());
        all.extend([
            ContentIntent::Answer { call, media },
            ContentIntent::EndAndAnswer { call, media },
            ContentIntent::Decline { call, note },
            ContentIntent::TakeHere { call },
            ContentIntent::EndElsewhere { call },
        ]);
    }
    assert!(all.iter().all(ContentIntent::may_be_repeated));
    all
}

/// Somebody calls, is called, talks, is called while talking, has talked, or has
/// a call elsewhere.
fn situations() -> Vec<Play> {
    let play = |begin: &dyn Fn(&mut Play)| {
        let mut play = Play::new();
        begin(&mut play);
        play
    };
    let rings = |play: &mut Play| {
        let session = play.incoming(8, Status::Pending);
        play.seen(session);
    };
    vec![
        play(&|play| play.ringing_out(7)),
        play(&rings),
        play(&|play| play.talking(7)),
        play(&|play| {
            play.talking(7);
            rings(play);
        }),
        play(&|play| {
            play.talking(7);
            play.intent(Intent::HangUp);
        }),
        play(&|play| {
            let session = play.outgoing(7, Status::Active);
            play.seen(session);
        }),
    ]
}

/// What must not be done twice.
fn counts(effect: &Effect) -> bool {
    !matches!(
        effect,
        Effect::Focus(_)
            | Effect::Check(_)
            | Effect::PageCommand(_, PageCommand::Show(_) | PageCommand::Leave)
    )
}

#[test]
fn a_press_that_arrives_twice_does_nothing_more() {
    for press in presses() {
        for mut play in situations() {
            play.intent(press.clone().into());
            let (engaged, rings) = (play.state.is_engaged(), play.state.rings.len());
            let mut again = play.intent(press.clone().into());
            again.retain(counts);
            assert_eq!(again, [], "{press:?}");
            assert_eq!(play.state.is_engaged(), engaged, "{press:?}");
            assert_eq!(play.state.rings.len(), rings, "{press:?}");
        }
    }
}

#[test]
fn a_call_that_is_begun_twice_is_one_call() {
    let mut play = Play::new();
    assert!(matches!(play.dial()[..], [Effect::Initiate { .. }]));
    assert_eq!(play.dial(), []);
}

#[test]
fn who_switches_the_microphone_twice_hears_it_twice() {
    assert!(!ContentIntent::ToggleMic.may_be_repeated());
}
