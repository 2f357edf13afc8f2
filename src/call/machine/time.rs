//! Deadlines.

use super::effect::Effect;
use super::{elsewhere, ending, host, incoming, inquiry, live, outgoing};
use crate::call::state::{Phase, State};
use crate::domain::{Jump, Timestamp};

/// Handles all deadlines that are over. Runs before each event, so that no
/// event meets an outdated state.
pub(super) fn pass(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let mut effects = follow_clock(state, now);
    incoming::pass(state, now);
    elsewhere::pass(state, now);
    effects.extend(outgoing::pass(state, now));
    effects.extend(host::pass(state, now));
    effects.extend(live::pass(state, now));
    ending::forget_lost(state, now);
    if state
        .notice
        .as_ref()
        .is_some_and(|(_, until)| now >= *until)
    {
        state.notice = None;
    }
    effects
}

/// Where the clock was set, or the computer slept, every time in the state moves
/// along: nothing rings or waits for longer or shorter because of it. Whether
/// time has passed, and for which call it was too long, is asked of the CRM.
fn follow_clock(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let due = next_deadline(state);
    let Some(jump) = state.clock.read(now, due) else {
        return Vec::new();
    };
    shift(state, jump);
    match jump {
        Jump::Ahead(_) => inquiry::about_all(state),
        Jump::Back(_) => Vec::new(),
    }
}

/// Moves every time in the state along.
pub(super) fn shift(state: &mut State, jump: Jump) {
    for ring in &mut state.rings {
        ring.since.follow(jump);
        // After a night nobody is to be startled by a call that is long over.
        ring.silent |= matches!(jump, Jump::Ahead(_));
    }
    if let Some(elsewhere) = &mut state.elsewhere {
        elsewhere.since.follow(jump);
    }
    if let Jump::Back(_) = jump {
        // After a sleep they are as old as they are.
        for lost in &mut state.lost {
            lost.since.follow(jump);
        }
    }
    if let Some((_, until)) = &mut state.notice {
        until.follow(jump);
    }
    if let Some(current) = &mut state.current {
        if let Some(moving) = &mut current.moving {
            moving.since.follow(jump);
        }
        follow_in(&mut current.phase, jump);
    }
}

fn follow_in(phase: &mut Phase, jump: Jump) {
    match phase {
        Phase::Dialing { since, .. } | Phase::Ringing { since, .. } => since.follow(jump),
        Phase::Live(live) => {
            live.since.follow(jump);
            let waits = [&mut live.alone_since, &mut live.unhosted_since];
            for since in waits.into_iter().flatten() {
                since.follow(jump);
            }
        }
        Phase::Ended { until, .. } => until.follow(jump),
    }
}

/// When the machine needs the next event at the latest.
#[must_use]
pub fn next_deadline(state: &State) -> Option<Timestamp> {
    [
        incoming::deadline(state),
        elsewhere::deadline(state),
        outgoing::deadline(state),
        host::deadline(state),
        live::deadline(state),
        state.notice.as_ref().map(|(_, until)| *until),
    ]
    .into_iter()
    .flatten()
    .min()
}
