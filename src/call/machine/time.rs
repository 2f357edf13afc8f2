//! Deadlines.

use super::effect::Effect;
use super::note::NOTE_OPEN;
use super::notify::{NOTICE_SHOWN, SIGN_IN_SHOWN};
use super::{elsewhere, incoming, live, outgoing};
use crate::call::notice::Notice;
use crate::call::state::{Phase, State};
use crate::domain::Timestamp;

/// Handles all deadlines that are over. Runs before each event, so that no
/// event meets an outdated state, such as after the computer slept.
pub(super) fn pass(state: &mut State, now: Timestamp) -> Vec<Effect> {
    follow_clock(state, now);
    incoming::pass(state, now);
    elsewhere::pass(state, now);
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

/// A recorded time in the future means that this computer's clock was set back.
/// It is replaced by now, so that nothing rings, waits or is shown until the
/// clock has caught up.
fn follow_clock(state: &mut State, now: Timestamp) {
    for ring in &mut state.rings {
        ring.since = ring.since.min(now);
    }
    if let Some(elsewhere) = &mut state.elsewhere {
        elsewhere.since = elsewhere.since.min(now);
    }
    if let Some((notice, until)) = &mut state.notice {
        let shown = match notice {
            Notice::SignInAgain => SIGN_IN_SHOWN,
            _ => NOTICE_SHOWN,
        };
        *until = (*until).min(now.plus(shown));
    }
    match state.current.as_mut().map(|current| &mut current.phase) {
        Some(Phase::Dialing { since, .. } | Phase::Ringing { since, .. }) => {
            *since = (*since).min(now);
        }
        Some(Phase::Live(live)) => {
            live.since = live.since.min(now);
            let waits = [&mut live.alone_since, &mut live.unhosted_since];
            for since in waits.into_iter().flatten() {
                *since = (*since).min(now);
            }
        }
        Some(Phase::Ended { until, .. }) => *until = (*until).min(now.plus(NOTE_OPEN)),
        None => {}
    }
}

/// When the machine needs the next event at the latest.
#[must_use]
pub fn next_deadline(state: &State) -> Option<Timestamp> {
    [
        incoming::deadline(state),
        elsewhere::deadline(state),
        outgoing::deadline(state),
        live::deadline(state),
        state.notice.as_ref().map(|(_, until)| *until),
    ]
    .into_iter()
    .flatten()
    .min()
}
