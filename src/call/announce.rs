//! What a state of the calls means outside the CRM's pages: the sound, the
//! toolbar button, notifications, and a call's own window.

use super::state::{Incoming, State};
use super::view::{AccountView, MediaHost};
use crate::domain::{CallId, TabId};

/// Which announcements the user wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alerts {
    /// Whether incoming calls sound.
    pub sound: bool,
    /// Whether incoming calls are shown as system notifications while no page
    /// of the CRM is visible.
    pub notifications: bool,
}

/// What the toolbar button says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolbar {
    /// A call rings here.
    Ringing,
    /// A call is being made or goes on.
    InCall,
    /// The user must sign in again.
    SignInExpired,
    /// Nobody is signed in.
    SignedOut,
    /// Calls can be made.
    Ready,
}

/// The toolbar button in this state.
#[must_use]
pub fn toolbar(state: &State) -> Toolbar {
    if !state.rings.is_empty() {
        return Toolbar::Ringing;
    }
    if state.is_engaged() {
        return Toolbar::InCall;
    }
    match state.account {
        AccountView::Expired => Toolbar::SignInExpired,
        AccountView::SignedOut => Toolbar::SignedOut,
        AccountView::SignedIn { .. } => Toolbar::Ready,
    }
}

/// Whether the ring sounds.
#[must_use]
pub fn sounds(state: &State, alerts: Alerts) -> bool {
    alerts.sound && state.sounds()
}

/// The incoming calls to show as notifications now: none while a page of the
/// CRM is visible, because it shows them.
#[must_use]
pub fn notifications(state: &State, alerts: Alerts) -> &[Incoming] {
    if state.is_watched() || state.rules.quiet || !alerts.notifications {
        return &[];
    }
    &state.rings
}

/// The parts of the state before an event that are compared with the state
/// after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    rings: Vec<CallId>,
    host: Option<MediaHost>,
}

impl Before {
    /// The parts of this state to compare with later.
    #[must_use]
    pub fn of(state: &State) -> Self {
        Self {
            rings: state.rings.iter().map(|ring| ring.call).collect(),
            host: host(state),
        }
    }

    /// The calls that rang.
    #[must_use]
    pub fn rang(&self) -> &[CallId] {
        &self.rings
    }

    /// The window to close: a call's own window closes with the call, or when
    /// the call moves elsewhere. A toast needs nothing.
    #[must_use]
    pub fn window_to_close(&self, now: &State) -> Option<TabId> {
        match self.host {
            Some(MediaHost::Window(tab)) if host(now).is_none_or(|host| host.tab() != tab) => {
                Some(tab)
            }
            _ => None,
        }
    }
}

fn host(state: &State) -> Option<MediaHost> {
    state.current.as_ref().and_then(|current| current.host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::state::{Current, Phase, Tab};
    use crate::domain::{EndReason, Media, Peer, Timestamp, UserId};

    const ALL: Alerts = Alerts {
        sound: true,
        notifications: true,
    };
    const JANE: CallId = CallId(7);
    const MIKE: CallId = CallId(8);
    const WINDOW: TabId = TabId(3);

    fn peer() -> Peer {
        Peer {
            user: None,
            name: "Jane Doe".to_owned(),
            detail: None,
        }
    }

    fn ring(call: CallId) -> Incoming {
        Incoming {
            call,
            peer: peer(),
            media: Media::Video,
            room: None,
            since: Timestamp(1),
            silent: false,
        }
    }

    fn ringing(calls: &[CallId]) -> State {
        State {
            rings: calls.iter().copied().map(ring).collect(),
            ..State::default()
        }
    }

    fn calling(host: Option<MediaHost>) -> State {
        let phase = Phase::Ringing {
            call: JANE,
            room: None,
            since: Timestamp(1),
        };
        State {
            current: Some(Current::new(peer(), Media::Video, phase, host)),
            ..State::default()
        }
    }

    #[test]
    fn the_toolbar_says_the_most_urgent_thing() {
        let mut state = calling(None);
        assert_eq!(toolbar(&state), Toolbar::InCall);
        state.rings = vec![ring(MIKE)];
        assert_eq!(toolbar(&state), Toolbar::Ringing);
        let mut state = State::default();
        assert_eq!(toolbar(&state), Toolbar::SignedOut);
        state.account = AccountView::Expired;
        assert_eq!(toolbar(&state), Toolbar::SignInExpired);
        state.account = AccountView::SignedIn {
            user: UserId(14),
            name: String::new(),
        };
        assert_eq!(toolbar(&state), Toolbar::Ready);
    }

    #[test]
    fn a_call_that_is_over_is_no_call_on_the_toolbar() {
        let mut state = calling(None);
        if let Some(current) = &mut state.current {
            current.phase = Phase::Ended {
                call: Some(JANE),
                reason: EndReason::Lost,
                until: Timestamp(9),
            };
        }
        assert_eq!(toolbar(&state), Toolbar::SignedOut);
    }

    #[test]
    fn it_sounds_only_where_the_user_wants_it() {
        let state = ringing(&[JANE]);
        assert!(sounds(&state, ALL));
        let silent = Alerts {
            sound: false,
            ..ALL
        };
        assert!(!sounds(&state, silent));
        assert!(!sounds(&State::default(), ALL));
    }

    #[test]
    fn notifications_are_shown_only_while_no_crm_page_is_visible() {
        let mut state = ringing(&[JANE]);
        assert_eq!(notifications(&state, ALL), [ring(JANE)]);
        let none = Alerts {
            notifications: false,
            ..ALL
        };
        assert_eq!(notifications(&state, none), []);
        state.tabs = vec![Tab {
            id: TabId(1),
            visible: true,
        }];
        assert_eq!(notifications(&state, ALL), [], "the page shows it");
        state.tabs.clear();
        state.rules.quiet = true;
        assert_eq!(notifications(&state, ALL), []);
    }

    #[test]
    fn a_calls_window_closes_with_the_call_or_when_it_moves() {
        let before = Before::of(&calling(Some(MediaHost::Window(WINDOW))));
        let close = |now: &State| before.window_to_close(now);
        assert_eq!(close(&State::default()), Some(WINDOW));
        let toast = MediaHost::Toast(TabId(1));
        assert_eq!(close(&calling(Some(toast))), Some(WINDOW));
        assert_eq!(close(&calling(Some(MediaHost::Window(WINDOW)))), None);
        let in_toast = Before::of(&calling(Some(toast)));
        assert_eq!(in_toast.window_to_close(&State::default()), None);
    }
}
