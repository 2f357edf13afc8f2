//! The notice and how long it is shown.

use crate::call::notice::Notice;
use crate::call::state::State;
use crate::domain::{CallId, Duration, Timestamp};

/// How long a notice is shown.
pub const NOTICE_SHOWN: Duration = Duration::from_secs(20);
/// How long the notice of an expired sign-in is shown: no calls arrive until
/// the user signs in, so it stays for a working day.
pub const SIGN_IN_SHOWN: Duration = Duration::from_hours(8);

/// Removes a notice about a call when that call itself is shown, and when it no
/// longer matters.
pub(super) fn drop_outdated(state: &mut State) {
    let outdated = match &state.notice {
        Some((Notice::Missed { call, .. }, _)) => is_back(state, *call),
        Some((Notice::MovedToWindow, _)) => !state.is_engaged(),
        Some((Notice::Busy, _)) => !state.is_talking(),
        _ => false,
    };
    if outdated {
        state.notice = None;
    }
}

/// Whether the user read of the missed call by other means: it was called back
/// or taken off the list, or a call with the same person is shown.
fn is_back(state: &State, call: CallId) -> bool {
    let Some(missed) = state.missed.iter().find(|missed| missed.call == call) else {
        return true;
    };
    let current = state.current.as_ref().filter(|_| state.is_engaged());
    let rings = state.rings.iter().map(|ring| &ring.peer);
    let elsewhere = state.elsewhere.as_ref().map(|elsewhere| &elsewhere.peer);
    rings
        .chain(current.map(|current| &current.peer))
        .chain(elsewhere)
        .any(|peer| peer.is_same_person(&missed.peer))
}

/// Shows a notice in place of the one before.
pub(super) fn notice(state: &mut State, now: Timestamp, notice: Notice) {
    state.notice = Some((notice, now.plus(NOTICE_SHOWN)));
}
