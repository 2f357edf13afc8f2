//! The note on the call: opened, written, and what is left of a call for it.

use super::model::PagePhase;
use super::page::CallPage;
use ringside::call::intent::CallPageIntent;
use ringside::call::page_protocol::PageEvent;
use ringside::domain::CallId;

impl CallPage {
    /// Opens the note or closes it. Closing it after the call ends the page's
    /// work.
    pub(super) fn toggle_note(&mut self) {
        if self.model.note.call.is_none() {
            return;
        }
        self.model.menu_open = false;
        self.model.panel = None;
        self.model.note.open = !self.model.note.open;
        let open = self.model.note.open;
        self.link.post(PageEvent::NoteOpen(open));
        if !open && self.model.fate == PagePhase::Over {
            self.left();
        }
    }

    /// Each letter is the worker's at once, so that nothing is lost when the
    /// page goes; the worker tells the CRM at a pause.
    pub(super) fn noted(&mut self, text: String) {
        let Some(call) = self.model.note.call else {
            return;
        };
        self.model.note.text.clone_from(&text);
        let written = CallPageIntent::Note { call, text };
        self.link.post(PageEvent::Act(written));
    }

    /// The call is over, and the page is there for its note alone.
    pub(super) fn only_note(&mut self, call: CallId, peer_name: String, text: String) {
        let note = &mut self.model.note;
        note.belongs_to(call, text);
        note.peer_name = peer_name;
        note.open = true;
        match self.model.fate {
            PagePhase::Calling | PagePhase::Outside => self.told_to_leave(),
            PagePhase::Waiting => self.model.fate = PagePhase::Over,
            PagePhase::Saving(_) | PagePhase::Leaving(_) | PagePhase::Over => {}
        }
    }

    /// The call is over or lives elsewhere. Told a second time, the note is
    /// over, too.
    pub(super) fn told_to_leave(&mut self) {
        self.model.hung_up = None;
        if let Some(ticket) = self.model.ticket.take() {
            self.model.note.peer_name = ticket.peer_name;
        } else {
            self.model.note.open = false;
        }
        self.leave();
    }
}
