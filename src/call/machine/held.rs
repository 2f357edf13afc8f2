//! Presses of call buttons in pages that are asked for their sign-in first.

use super::effect::Effect;
use super::outgoing;
use crate::call::host::MediaHost;
use crate::call::state::{Current, Phase, State};
use crate::domain::{Media, Peer, TabId, Timestamp};
use crate::site::RecordRef;

/// Shows a press as a call that is being made until its page has shown its
/// sign-in. No request goes out for it from here.
pub(super) fn hold(
    state: &mut State,
    now: Timestamp,
    record: RecordRef,
    media: Media,
    tab: TabId,
) -> Vec<Effect> {
    if state.is_engaged() {
        return Vec::new();
    }
    let peer = Peer {
        user: None,
        name: record.name.clone(),
        detail: record.detail.clone(),
    };
    outgoing::dial(state, now, peer, record, media, Some(MediaHost::Toast(tab)));
    Vec::new()
}

/// A held press goes on elsewhere.
pub(super) fn release(state: &mut State, attempt: u64) -> Vec<Effect> {
    let is_it = |current: &Current| matches!(current.phase, Phase::Dialing { attempt: held, .. } if held == attempt);
    if state.current.as_ref().is_some_and(is_it) {
        state.current = None;
    }
    Vec::new()
}
