//! The effect of each button of the call page.

use super::button::Button;
use super::context::Context;
use super::model::{PagePhase, Panel};
use super::output::Output;
use super::{join, leave, note, on_top, recording, sharing, uploading};
use crate::call::intent::CallPageIntent;
use crate::call::page_protocol::PageEvent;
use crate::domain::Media;
use crate::jitsi::command::Command;
use crate::jitsi::meeting::Meeting;
use crate::jitsi::recording::Recorder;

/// Handles a pressed button.
pub(super) fn press(page: &mut Context<'_>, button: Button) {
    let joined = page.model.meeting.as_ref().is_some_and(Meeting::is_joined);
    match button {
        Button::HangUp => leave::hang_up(page),
        Button::Retry => join::retry(page),
        Button::AllowServer => join::allow_server(page),
        Button::WithoutCamera if joined => dismiss(page),
        Button::WithoutCamera => join::reopen(page, Some(Media::Audio)),
        Button::Dismiss => dismiss(page),
        Button::PopOut => page.post(PageEvent::Act(CallPageIntent::PopOut)),
        Button::OpenTab => {
            if let Some(link) = page.model.tab() {
                page.post(PageEvent::OpenTab(link));
            }
        }
        Button::FullScreen if page.model.facts.alone => {
            page.model.menu_open = false;
            page.push(Output::ToggleFullScreen);
        }
        Button::FullScreen => {}
        // There is no CRM to keep it.
        Button::NoteOffer if page.model.guest().is_some() => {}
        Button::NoteOffer => note::toggle(page),
        Button::AddRecording => uploading::choose_file(page),
        Button::UploadAgain => uploading::again(page),
        Button::UploadEnd => uploading::give_up(page),
        Button::Back => page.post(PageEvent::Act(CallPageIntent::ShowCall)),
        _ if !joined => {}
        Button::Mic => page.command(Command::ToggleAudio),
        Button::Camera => page.command(Command::ToggleVideo),
        Button::Share => sharing::toggle(page),
        Button::More => page.model.menu_open = !page.model.menu_open,
        Button::Details => toggle_panel(page, Panel::Details),
        Button::Invite => toggle_panel(page, Panel::Invite),
        Button::People => toggle_panel(page, Panel::People),
        Button::Hand => page.choose(Command::ToggleRaiseHand),
        Button::LowBandwidth => {
            let meeting = page.model.meeting.as_ref();
            let on = meeting.is_some_and(|it| it.low_bandwidth);
            page.choose(Command::LowBandwidth(!on));
            page.model.voice_only_asked = Some((!on, page.now));
        }
        Button::Admit => answer_knock(page, true),
        Button::Reject => answer_knock(page, false),
        Button::Agree => page.command(Command::AgreeToRecording { unmute: false }),
        Button::AgreeAndSpeak => page.command(Command::AgreeToRecording { unmute: true }),
        Button::StopStream => page.choose(Command::StopRecording(Recorder::Stream)),
        Button::RecordHere if page.model.record_offered => recording::offer(page, false),
        Button::Record => recording::toggle(page, Recorder::Server),
        Button::RecordHere => recording::toggle(page, Recorder::Browser),
        Button::Copy => sharing::copy(page),
        Button::OnTop => on_top::toggle(page),
    }
}

/// Closes the menu and what it opened. `false` when nothing was open.
pub(super) fn close_menu(page: &mut Context<'_>) -> bool {
    let menu = std::mem::take(&mut page.model.menu_open);
    page.model.panel.take().is_some() || menu
}

/// Opens a panel in place of any other, or closes it.
fn toggle_panel(page: &mut Context<'_>, panel: Panel) {
    page.model.menu_open = false;
    if page.model.note.open {
        note::toggle(page);
    }
    let before = page.model.panel.replace(panel);
    page.model.panel.take_if(|panel| before == Some(*panel));
}

/// Lets in who knocked first, or sends them away.
fn answer_knock(page: &mut Context<'_>, admit: bool) {
    let knocks = page.model.meeting.as_mut().map(|it| &mut it.knocks);
    let Some(knocks) = knocks.filter(|knocks| !knocks.is_empty()) else {
        return;
    };
    let id = knocks.remove(0).id;
    page.command(Command::AnswerKnock { id, admit });
}

fn dismiss(page: &mut Context<'_>) {
    if page.model.phase == PagePhase::Over {
        page.model.saved_here = None;
    }
    let now = page.now;
    match (page.model.trouble().cloned(), &mut page.model.meeting) {
        (Some(trouble), _) => page.model.dismissed.push(trouble),
        (None, Some(meeting)) => meeting.news.dismiss(now),
        (None, None) => {}
    }
}
