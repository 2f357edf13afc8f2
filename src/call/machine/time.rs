//! What the mere passing of time changes.

use super::effect::Effect;
use super::{incoming, live, outgoing};
use crate::call::state::State;
use crate::domain::Timestamp;

/// Everything whose time has come. Runs before each event, so that no event
/// is judged by a state that is out of date, such as after the computer slept.
pub(super) fn pass(state: &mut State, now: Timestamp) -> Vec<Effect> {
    incoming::pass(state, now);
    let mut effects = outgoing::pass(state, now);
    effects.extend(live::pass(state, now));
    if state
        .notice
        .as_ref()
        .is_some_and(|(_, until)| now >= *until)
    {
        state.notice = None;
    }
    effects
}

/// When the machine must be told the time again, at the latest.
#[must_use]
pub fn next_deadline(state: &State) -> Option<Timestamp> {
    [
        incoming::deadline(state),
        outgoing::deadline(state),
        live::deadline(state),
        state.notice.as_ref().map(|(_, until)| *until),
    ]
    .into_iter()
    .flatten()
    .min()
}
