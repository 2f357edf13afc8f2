//! What each button of the call page does.

use crate::page;
use ringside::call::intent::CallPageIntent;
use ringside::call::page_protocol::PageEvent;
use ringside::domain::Media;
use ringside::jitsi::command::Command;
use ringside::jitsi::meeting::Meeting;
use ringside::jitsi::recording::Recorder;

use super::button::Button;
use super::model::{PagePhase, Panel};
use super::page::CallPage;

impl CallPage {
    /// A person pressed this.
    pub(super) fn press(&mut self, button: Button) {
        let joined = self.model.meeting.as_ref().is_some_and(Meeting::is_joined);
        match button {
            Button::HangUp => self.hang_up(),
            Button::Retry => self.retry(),
            Button::WithoutCamera if joined => self.dismiss(),
            Button::WithoutCamera => self.reopen(Some(Media::Audio)),
            Button::Dismiss => self.dismiss(),
            Button::PopOut => self.link.post(PageEvent::Act(CallPageIntent::PopOut)),
            Button::OpenTab => self.open_tab(),
            Button::FullScreen if self.model.alone => {
                self.model.menu_open = false;
                full_screen();
            }
            Button::FullScreen => {}
            Button::NoteOffer => self.toggle_note(),
            Button::AddRecording => self.choose_file(),
            Button::UploadAgain => self.upload_again(),
            Button::UploadEnd => self.drop_upload(),
            Button::Back => self.link.post(PageEvent::Act(CallPageIntent::ShowCall)),
            _ if !joined => {}
            Button::Mic => self.command(&Command::ToggleAudio),
            Button::Camera => self.command(&Command::ToggleVideo),
            Button::Share => self.share(),
            Button::More => self.model.menu_open = !self.model.menu_open,
            Button::Details => self.toggle_panel(Panel::Details),
            Button::Invite => self.toggle_panel(Panel::Invite),
            Button::People => self.toggle_panel(Panel::People),
            Button::Hand => self.choose(&Command::ToggleRaiseHand),
            Button::LowBandwidth => {
                let on = self
                    .model
                    .meeting
                    .as_ref()
                    .is_some_and(|it| it.low_bandwidth);
                self.choose(&Command::LowBandwidth(!on));
            }
            Button::RecordHere if self.model.record_offered => self.offer_recording(false),
            Button::Record => self.record(Recorder::Server),
            Button::RecordHere => self.record(Recorder::Browser),
            Button::Copy => self.copy(),
            Button::OnTop => self.toggle_on_top(),
        }
    }

    /// Opens a panel in place of any other, or closes it.
    fn toggle_panel(&mut self, panel: Panel) {
        self.model.menu_open = false;
        if self.model.note.open {
            self.toggle_note();
        }
        let before = self.model.panel.replace(panel);
        self.model.panel.take_if(|panel| before == Some(*panel));
    }

    pub(super) fn choose(&mut self, command: &Command) {
        self.model.menu_open = false;
        self.command(command);
    }

    fn hang_up(&mut self) {
        if matches!(self.model.fate, PagePhase::Calling | PagePhase::Outside) {
            self.model.hung_up = self.model.ticket.as_ref().map(|ticket| ticket.call);
            self.link.post(PageEvent::Act(CallPageIntent::HangUp));
            self.leave();
        }
    }

    fn dismiss(&mut self) {
        if self.model.fate == PagePhase::Over {
            self.model.saved_here = None;
        }
        let dismissed = self.model.trouble().cloned();
        self.model.dismissed.extend(dismissed);
    }

    /// Browsers want the click that shares a screen in the meeting itself, so
    /// the meeting's own button is shown.
    fn share(&mut self) {
        self.model.menu_open = false;
        self.model.panel = None;
        self.model.record_offered = false;
        let sharing = self.model.meeting.as_ref().is_some_and(|it| it.sharing);
        if sharing {
            self.command(&Command::StopSharing);
            self.command(&Command::ShowShareButton(false));
        } else {
            self.model.share_offered = !self.model.share_offered;
            self.command(&Command::ShowShareButton(self.model.share_offered));
        }
    }

    /// The meeting goes on in a tab, where the server neither refuses frames
    /// nor ends them after five minutes. The page stays, to hang up.
    fn open_tab(&mut self) {
        let (Some(link), Some(window)) = (self.model.invitation(), page::window()) else {
            return;
        };
        let opened =
            window.open_with_url_and_target_and_features(&link, "_blank", "noopener,noreferrer");
        if opened.is_ok() {
            self.frame = None;
            self.model.meeting = None;
            self.model.barred = None;
            self.model.fate = PagePhase::Outside;
        }
    }
}

fn full_screen() {
    let Some(document) = page::document() else {
        return;
    };
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(root) = document.document_element() {
        // Refused where a page around this one forbids it: nothing changes.
        let _ = root.request_fullscreen();
    }
}
