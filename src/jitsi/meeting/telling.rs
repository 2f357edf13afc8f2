//! What the worker is told of a meeting's states: each once.

use super::{Meeting, Output};
use crate::call::page_protocol::PageEvent;
use crate::domain::Quality;

impl Meeting {
    pub(super) fn set_mic(&mut self, muted: bool) -> Vec<Output> {
        self.mic_muted = muted;
        tell(&mut self.told.mic, muted, PageEvent::MicMuted)
    }

    pub(super) fn set_camera(&mut self, muted: bool) -> Vec<Output> {
        self.camera_muted = muted;
        tell(&mut self.told.camera, muted, PageEvent::CameraMuted)
    }

    pub(super) fn set_quality(&mut self, quality: Quality) -> Vec<Output> {
        if self.quality.replace(quality) == Some(quality) {
            return Vec::new();
        }
        vec![Output::PageEvent(PageEvent::Quality(quality))]
    }

    pub(super) fn tell_speaking(&mut self) -> Vec<Output> {
        let speaks = self.speaker.is_some();
        if self.told.speaking.is_none() && !speaks {
            return Vec::new();
        }
        tell(&mut self.told.speaking, speaks, PageEvent::Speaking)
    }

    pub(super) fn tell_recording(&mut self) -> Vec<Output> {
        let on = self.recording.is_on();
        if self.told.recording.is_none() && !on {
            return Vec::new();
        }
        tell(&mut self.told.recording, on, PageEvent::Recording)
    }

    /// The others, in every room of the meeting: while they are in a breakout
    /// room, nobody is alone.
    pub(super) fn count(&self) -> u32 {
        let others = self.others.len() + self.others.elsewhere();
        u32::try_from(others).unwrap_or(u32::MAX)
    }

    pub(super) fn tell_count(&mut self) -> Vec<Output> {
        let count = self.count();
        tell(&mut self.told.count, count, |count| PageEvent::Others {
            count,
        })
    }
}

/// An event for the worker, if the state has changed: meetings repeat
/// themselves.
fn tell<T: PartialEq + Copy>(
    last: &mut Option<T>,
    now: T,
    event: impl Fn(T) -> PageEvent,
) -> Vec<Output> {
    if last.replace(now) == Some(now) {
        return Vec::new();
    }
    vec![Output::PageEvent(event(now))]
}
