//! What outlasts the call in its page: the user's note, for a while, and work
//! under way.

use super::effect::{Effect, enqueue};
use crate::call::host::MediaHost;
use crate::call::page_protocol::PageCommand;
use crate::call::state::{Current, Phase, State};
use crate::call::work::PendingWork;
use crate::crm::upload::UploadDenied;
use crate::domain::{CallId, Duration, EndReason, TabId, Timestamp};
use crate::outbox::CrmUpdate;

/// How long a note can be written after the call, since the last change; and
/// how long a page may work without an event.
pub const NOTE_OPEN: Duration = Duration::from_mins(1);

/// The user wrote: the CRM gets the whole text. While they write after the
/// call, the panel stays.
pub(super) fn written(
    state: &mut State,
    now: Timestamp,
    call: CallId,
    text: String,
) -> Vec<Effect> {
    if let Some(current) = &mut state.current
        && current.call() == Some(call)
    {
        current.note.clone_from(&text);
        if let Phase::Ended { until, .. } = &mut current.phase
            && current.note_open
        {
            *until = now.plus(NOTE_OPEN);
        }
    }
    // The last text may come after the call was removed here, but is never
    // accepted from a page of another user's call.
    if !state.is_handled(call) {
        return Vec::new();
    }
    vec![enqueue(call, CrmUpdate::Note(text), now)]
}

/// The user wants to add a note to the call that has just ended: its toast
/// shows the call page once more.
pub(super) fn add(state: &mut State, now: Timestamp, tab: Option<TabId>) -> Vec<Effect> {
    let tab = tab.or(state.best_tab());
    if let (Some(current), Some(tab)) = (&mut state.current, tab)
        && let Phase::Ended {
            call: Some(_),
            reason: EndReason::Over { .. },
            until,
        } = &mut current.phase
    {
        current.note_open = true;
        current.host = Some(MediaHost::Toast(tab));
        *until = now.plus(NOTE_OPEN);
    }
    Vec::new()
}

/// The panel was opened or closed in the call's page. Closing it after the
/// call ends what is shown of it.
pub(super) fn opened(state: &mut State, open: bool) -> Vec<Effect> {
    if let Some(current) = &mut state.current {
        current.note_open = open;
    }
    close_if_done(state)
}

/// The page has work to finish, or has finished it.
pub(super) fn works(state: &mut State, now: Timestamp, work: PendingWork) -> Vec<Effect> {
    if let Some(current) = &mut state.current {
        current.work = work;
        if let Phase::Ended { until, .. } = &mut current.phase
            && work != PendingWork::None
        {
            *until = now.plus(NOTE_OPEN);
        }
    }
    close_if_done(state)
}

/// Removes a call that is over when its page has neither a note nor work.
fn close_if_done(state: &mut State) -> Vec<Effect> {
    let done = state.current.as_ref().is_some_and(|current| {
        matches!(current.phase, Phase::Ended { .. }) && !current.keeps_page()
    });
    if done { closed(state) } else { Vec::new() }
}

/// The page asks to upload a recording. Only the page that hosts that very call
/// may.
pub(super) fn request_upload(
    state: &State,
    host: MediaHost,
    call: CallId,
    refused: bool,
) -> Vec<Effect> {
    let current = state.current.as_ref().and_then(Current::call);
    if current != Some(call) {
        let why = UploadDenied::OtherCall;
        return vec![Effect::PageCommand(
            host,
            PageCommand::UploadDenied { call, why },
        )];
    }
    vec![Effect::UploadGrant {
        host,
        call,
        refused,
    }]
}

/// The user closes what is shown of a call that is over, in every tab. A page
/// that still works is only hidden, where it is.
pub(super) fn close_outcome(state: &mut State) -> Vec<Effect> {
    let closes = state.current.as_ref().is_some_and(|current| {
        matches!(current.phase, Phase::Ended { .. }) && current.work == PendingWork::None
    });
    if closes { closed(state) } else { Vec::new() }
}

/// The page is gone, and its work with it.
pub(super) fn page_gone(state: &mut State) -> Vec<Effect> {
    let worked = state
        .current
        .as_mut()
        .is_some_and(|current| std::mem::take(&mut current.work) != PendingWork::None);
    if worked {
        close_if_done(state)
    } else {
        Vec::new()
    }
}

/// Removes a call that is over.
pub(super) fn closed(state: &mut State) -> Vec<Effect> {
    let current = state.current.take();
    let current = current.filter(Current::keeps_page);
    let host = current.and_then(|current| current.host);
    host.map(|host| Effect::PageCommand(host, PageCommand::Leave))
        .into_iter()
        .collect()
}

/// The command for a call page that asks for its call after the end, if it is
/// to show the note.
pub(super) fn page_ready(state: &State, tab: TabId) -> Option<Effect> {
    let current = state.current.as_ref().filter(|current| current.note_open)?;
    let host = current.host.filter(|host| host.tab() == tab)?;
    let Phase::Ended {
        call: Some(call), ..
    } = current.phase
    else {
        return None;
    };
    let command = PageCommand::Note {
        call,
        peer_name: current.peer.name.clone(),
        text: current.note.clone(),
    };
    Some(Effect::PageCommand(host, command))
}
