//! The note on the call: opening, writing, and the page after the call.

use super::context::Context;
use super::leave;
use super::model::PagePhase;
use crate::call::intent::CallPageIntent;
use crate::call::page_protocol::PageEvent;
use crate::domain::CallId;

/// Opens the note or closes it. Closing it after the call ends the page's
/// work.
pub(super) fn toggle(page: &mut Context<'_>) {
    let model = &mut *page.model;
    if model.note.call.is_none() {
        return;
    }
    model.menu_open = false;
    model.panel = None;
    model.note.open = !model.note.open;
    let open = model.note.open;
    page.post(PageEvent::NoteOpen(open));
    if !open && page.model.phase == PagePhase::Over {
        leave::left(page);
    }
}

/// Each change is sent to the worker at once, so that nothing is lost when the
/// page closes; the worker sends it to the CRM when the user pauses.
pub(super) fn written(page: &mut Context<'_>, text: String) {
    let Some(call) = page.model.note.call else {
        return;
    };
    page.model.note.text.clone_from(&text);
    page.post(PageEvent::Act(CallPageIntent::Note { call, text }));
}

/// The call is over, and the page shows only its note.
pub(super) fn only_note(page: &mut Context<'_>, call: CallId, peer_name: String, text: String) {
    let note = &mut page.model.note;
    note.belongs_to(call, text);
    note.peer_name = peer_name;
    note.open = true;
    match page.model.phase {
        PagePhase::Calling | PagePhase::Outside | PagePhase::Asking => leave::told_to_leave(page),
        PagePhase::Waiting => page.model.phase = PagePhase::Over,
        PagePhase::Saving(_) | PagePhase::Leaving(_) | PagePhase::Over => {}
    }
}
