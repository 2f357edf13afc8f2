//! The context of one step.

use super::model::Model;
use super::output::Output;
use crate::call::page_protocol::PageEvent;
use crate::domain::Timestamp;
use crate::jitsi::command::Command;

/// One step of the page: its model, the input's time and random bits, and the
/// outputs so far.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) model: &'a mut Model,
    pub(super) now: Timestamp,
    pub(super) random: u64,
    pub(super) outputs: Vec<Output>,
}

impl Context<'_> {
    pub(super) fn push(&mut self, output: Output) {
        self.outputs.push(output);
    }

    /// Sends the worker an event, now or when it is connected again.
    pub(super) fn post(&mut self, event: PageEvent) {
        if !self.model.link.is_open() {
            self.model.link.not_told(event);
        } else if let Some(event) = self.model.throttle.takes(event) {
            self.push(Output::Post(event));
        }
    }

    /// Sends a command to the meeting, if there is one.
    pub(super) fn command(&mut self, command: Command) {
        if self.model.meeting.is_some() {
            self.push(Output::SendCommand(command));
        }
    }

    /// Does what was chosen from the menu.
    pub(super) fn choose(&mut self, command: Command) {
        self.model.menu_open = false;
        self.command(command);
    }

    /// Removes the meeting's frame and all state of the meeting.
    pub(super) fn drop_meeting(&mut self) {
        if self.model.meeting.take().is_some() {
            self.push(Output::DropFrame);
        }
    }
}
