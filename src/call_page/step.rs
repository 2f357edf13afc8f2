//! One step of the call page: passes each input to the module that handles it.

use super::context::Context;
use super::input::{Input, TimedInput};
use super::model::Model;
use super::output::Output;
use super::{
    connection, join, leave, meeting, note, on_top, press, sharing, time, uploading, work,
};
use crate::call::page_protocol::PageCommand;
use crate::jitsi::command::Command;
use crate::jitsi::meeting::Input as Meeting;

/// Applies one input to the model and returns the outputs in order.
pub fn step(model: &mut Model, input: TimedInput) -> Vec<Output> {
    let TimedInput { now, random, input } = input;
    let now = model.clock.read(now);
    let mut page = Context {
        model,
        now,
        random,
        outputs: Vec::new(),
    };
    apply(&mut page, input);
    work::announce(&mut page);
    on_top::close_after_call(&mut page);
    page.outputs
}

fn apply(page: &mut Context<'_>, input: Input) {
    match input {
        Input::Connect => page.push(Output::Connect),
        Input::Connected => connection::connected(page),
        Input::LinkClosed => connection::closed(page),
        Input::NotPosted(event) => page.model.link.not_told(event),
        Input::PageCommand(command) => {
            page.model.link.is_well();
            command_given(page, command);
        }
        Input::Heard(frame, received) => meeting::heard(page, frame, received),
        Input::FrameLoaded(frame) => meeting::of_frame(page, frame, Meeting::Loaded),
        Input::ServerReached(frame, reach) => {
            meeting::of_frame(page, frame, Meeting::Reached(reach));
        }
        Input::FrameFailed(frame, why) => join::frame_failed(page, frame, why),
        Input::Tick => time::tick(page),
        Input::Press(button) => press::press(page, button),
        Input::CloseMenu => {
            press::close_menu(page);
        }
        Input::Escape => {
            if !press::close_menu(page) && page.model.note.open {
                note::toggle(page);
            }
        }
        Input::NoteWritten(text) => note::written(page, text),
        Input::Copied(copied) => sharing::copied(page, copied),
        Input::FileChosen { file, name, size } => uploading::chosen(page, file, name, size),
        Input::TransferEvent(number, event) => uploading::transfer_event(page, number, &event),
        Input::OnTopOpened(opened) => on_top::opened(page, opened),
        Input::OnTopClosed => on_top::closed(page),
    }
}

/// Carries out a command of the worker.
fn command_given(page: &mut Context<'_>, command: PageCommand) {
    match command {
        PageCommand::Join(info) => join::join(page, info),
        PageCommand::Leave => leave::told_to_leave(page),
        PageCommand::ToggleMic => page.command(Command::ToggleAudio),
        PageCommand::ToggleCamera => page.command(Command::ToggleVideo),
        PageCommand::Note {
            call,
            peer_name,
            text,
        } => note::only_note(page, call, peer_name, text),
        PageCommand::ServerReached { answers } => meeting::worker_reached(page, answers),
        PageCommand::Stay => page.model.stayed = Some(page.now),
        PageCommand::UploadGrant(grant) => uploading::granted(page, grant),
        PageCommand::UploadDenied { call, why } => uploading::denied(page, call, why),
        PageCommand::Show(view) => {
            if let Some(info) = &mut page.model.join_info
                && info.call == view.call
            {
                info.since = view.since;
                info.peer_name = view.peer.name;
                if view.in_own_tab {
                    join::tab_opened(page);
                }
            }
        }
    }
}
