//! What the CRM is asked about.

use super::effect::Effect;
use crate::call::state::{Phase, State};

/// Asks about every call in the state by its number. Where the CRM knows no
/// active call it may be wrong: it forgets a ringing call when a newer one ended.
pub(super) fn about_all(state: &State) -> Vec<Effect> {
    let current = state
        .current
        .as_ref()
        .and_then(|current| match &current.phase {
            Phase::Ringing { call, .. } => Some(*call),
            Phase::Live(live) => Some(live.call),
            Phase::Dialing { .. } | Phase::Ended { .. } => None,
        });
    let rings = state.rings.iter().map(|ring| ring.call);
    let elsewhere = state.elsewhere.as_ref().map(|elsewhere| elsewhere.call);
    current
        .into_iter()
        .chain(rings)
        .chain(elsewhere)
        .map(Effect::Check)
        .collect()
}
