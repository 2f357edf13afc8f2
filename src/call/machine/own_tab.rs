//! A call whose meeting goes on in a tab of its own, outside any page of
//! Ringside's. The call page stays, joins nothing, and is there to hang up.

use super::effect::Effect;
use super::ending::hang_up;
use crate::call::state::{Live, Phase, State};
use crate::domain::{CallId, Origin, TabId, Timestamp};

/// A person wants the meeting in a tab. The address has what only the call page
/// knows, and must be at the meeting's server.
pub(super) fn open(live: &Live, url: String) -> Vec<Effect> {
    if let Some(tab) = live.own_tab {
        return vec![Effect::Focus(tab)];
    }
    let server = live
        .room
        .as_ref()
        .and_then(|room| Origin::parse(&room.address));
    if server.is_none() || Origin::parse(&url) != server {
        return Vec::new();
    }
    let call = live.call;
    vec![Effect::OpenMeeting { call, url }]
}

/// The meeting is open in this tab. `false` when the call ended meanwhile, or is
/// in a tab already.
pub(super) fn opened(state: &mut State, call: CallId, tab: TabId) -> bool {
    let current = state.current.as_mut().map(|current| &mut current.phase);
    match current {
        Some(Phase::Live(live)) if live.call == call && live.own_tab.is_none() => {
            live.own_tab = Some(tab);
            live.joined = false;
            live.others = 0;
            live.alone_since = None;
        }
        _ => return false,
    }
    if let Some(current) = &mut state.current {
        // Nothing is heard of these from outside.
        current.quality = None;
        current.peer_speaking = false;
        current.recording = false;
    }
    true
}

/// A person closed the tab, and with it the call, as with a call's own window.
pub(super) fn closed(state: &mut State, now: Timestamp) -> Vec<Effect> {
    if let Some(current) = &mut state.current
        && let Phase::Live(live) = &mut current.phase
    {
        live.own_tab = None;
    }
    hang_up(state, now)
}
