//! What a keyboard shortcut and a click on a notification mean.

use super::state::{Incoming, State};
use crate::call::intent::Intent;
use crate::domain::TabId;

/// The intent of this shortcut, by its name in the manifest. `None` when it has
/// no effect now.
#[must_use]
pub fn of_command(state: &State, command: &str) -> Option<Intent> {
    match command {
        // Ending the call that is on is never a side effect of a key.
        "answer" if state.is_talking() => None,
        "answer" => state.rings.first().map(answer),
        "toggle-mute" => Some(Intent::ToggleMic),
        "hang-up" => Some(hang_up(state)),
        "show-toast" => Some(Intent::ShowCall),
        _ => None,
    }
}

/// The effect of a click on a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Click {
    /// The tab to show.
    pub show: Option<TabId>,
    /// What the user wants with the call.
    pub intent: Option<Intent>,
}

/// The effect of a click on this call's notification: on its first button, its
/// second, or outside of them. Some browsers show no buttons.
#[must_use]
pub fn of_click(state: &State, ring: &Incoming, button: Option<u32>) -> Click {
    let tab = state.best_tab();
    let (show, intent) = match button {
        None => (tab, None),
        // In a call the page asks whether to end it.
        Some(0) if state.is_talking() => (tab, None),
        Some(0) => (tab, Some(answer(ring))),
        Some(_) => {
            let (call, note) = (ring.call, None);
            (None, Some(Intent::Decline { call, note }))
        }
    };
    Click { show, intent }
}

/// The call that is on here; where there is none, the one that is elsewhere.
fn hang_up(state: &State) -> Intent {
    match &state.elsewhere {
        Some(elsewhere) if state.current.is_none() => {
            let call = elsewhere.call;
            Intent::EndElsewhere { call }
        }
        _ => Intent::HangUp,
    }
}

fn answer(ring: &Incoming) -> Intent {
    Intent::Answer {
        call: ring.call,
        media: ring.media,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::state::{Current, Live, Phase, Tab};
    use crate::domain::{CallId, Media, Peer, Timestamp};

    const TAB: TabId = TabId(1);
    const CALL: CallId = CallId(7);

    fn ring(call: CallId) -> Incoming {
        Incoming {
            call,
            peer: Peer {
                user: None,
                name: "Jane Doe".to_owned(),
                detail: None,
            },
            media: Media::Audio,
            room: None,
            since: Timestamp(1),
            silent: false,
        }
    }

    fn ringing() -> State {
        State {
            rings: vec![ring(CALL), ring(CallId(8))],
            tabs: vec![Tab {
                id: TAB,
                visible: false,
            }],
            ..State::default()
        }
    }

    fn answer_it() -> Option<Intent> {
        Some(Intent::Answer {
            call: CALL,
            media: Media::Audio,
        })
    }

    #[test]
    fn the_answer_shortcut_takes_the_call_that_rings_longest() {
        assert_eq!(of_command(&ringing(), "answer"), answer_it());
        assert_eq!(of_command(&State::default(), "answer"), None);
    }

    #[test]
    fn the_answer_shortcut_and_the_notification_end_no_call_that_is_on() {
        let mut state = ringing();
        let ring = state.rings.remove(0);
        let phase = Phase::Live(Live::new(CallId(3), None, Timestamp(1)));
        let current = Current::new(ring.peer.clone(), Media::Audio, phase, None);
        state.current = Some(current);
        assert_eq!(of_command(&state, "answer"), None);
        let (show, intent) = (Some(TAB), None);
        let click = of_click(&state, &ring, Some(0));
        assert_eq!(click, Click { show, intent });
    }

    #[test]
    fn every_other_shortcut_means_the_same_at_any_time() {
        let of = |command| of_command(&State::default(), command);
        assert_eq!(of("toggle-mute"), Some(Intent::ToggleMic));
        assert_eq!(of("hang-up"), Some(Intent::HangUp));
        assert_eq!(of("show-toast"), Some(Intent::ShowCall));
        assert_eq!(of("another"), None);
    }

    #[test]
    fn a_click_beside_the_buttons_shows_the_page() {
        let (state, show) = (ringing(), Some(TAB));
        let click = of_click(&state, &ring(CALL), None);
        assert_eq!(click, Click { show, intent: None });
    }

    #[test]
    fn the_first_button_answers_in_the_page_and_the_second_declines() {
        let (state, ring) = (ringing(), ring(CALL));
        let click = of_click(&state, &ring, Some(0));
        let (show, intent) = (Some(TAB), answer_it());
        assert_eq!(click, Click { show, intent });
        let click = of_click(&state, &ring, Some(1));
        let decline = Intent::Decline {
            call: CALL,
            note: None,
        };
        let (show, intent) = (None, Some(decline));
        assert_eq!(click, Click { show, intent });
    }
}
