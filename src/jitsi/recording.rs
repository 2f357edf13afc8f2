//! Which recorders are active in a meeting.

use super::command::Command;

pub use super::command::Recorder;

/// Who records a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// Whether the server records.
    pub server: bool,
    /// Whether the server broadcasts the meeting.
    pub stream: bool,
    /// Whether this browser records.
    pub browser: bool,
    /// Whether the server has said that it prepares a recording.
    pub pending: bool,
    /// Whether the server has said why it does not record.
    pub refused: bool,
    /// Whose last attempt to record failed.
    pub failed: Option<Recorder>,
    /// Whether this browser has recorded and stopped: the file is among the
    /// downloads then, or soon.
    pub saved: bool,
}

impl Recording {
    /// Whether anybody records.
    #[must_use]
    pub fn is_on(self) -> bool {
        self.server || self.stream || self.browser
    }

    /// The command for a press of "record" or "stop recording".
    #[must_use]
    pub fn command(self, recorder: Recorder) -> Command {
        let on = match recorder {
            Recorder::Server => self.server,
            Recorder::Stream => self.stream,
            Recorder::Browser => self.browser,
        };
        if on {
            Command::StopRecording(recorder)
        } else {
            Command::StartRecording(recorder)
        }
    }

    /// Whether recording in this browser has just failed; `true` once.
    pub fn failed_here(&mut self) -> bool {
        let failed = self.failed == Some(Recorder::Browser);
        self.failed.take_if(|_| failed);
        failed
    }

    /// Applies an event about a recording.
    pub(super) fn changed(&mut self, recorder: Recorder, on: bool, failed: bool) {
        match recorder {
            Recorder::Server => self.server = on,
            Recorder::Stream => self.stream = on,
            Recorder::Browser => {
                self.saved = self.browser && !on && !failed;
                self.browser = on;
            }
        }
        self.failed = failed.then_some(recorder);
        self.pending = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_recorder_has_its_own_switch() {
        let mut recording = Recording::default();
        recording.changed(Recorder::Browser, true, false);
        assert!(recording.is_on());
        let command = |recorder| recording.command(recorder);
        assert_eq!(
            command(Recorder::Browser),
            Command::StopRecording(Recorder::Browser)
        );
        assert_eq!(
            command(Recorder::Server),
            Command::StartRecording(Recorder::Server)
        );
    }

    #[test]
    fn it_is_recorded_as_long_as_anybody_records() {
        let mut recording = Recording::default();
        recording.changed(Recorder::Server, true, false);
        recording.changed(Recorder::Browser, true, false);
        recording.changed(Recorder::Server, false, false);
        assert!(recording.is_on() && !recording.saved);
        recording.changed(Recorder::Browser, false, false);
        assert!(!recording.is_on() && recording.saved);
    }

    #[test]
    fn what_did_not_start_was_not_saved() {
        let mut recording = Recording::default();
        recording.changed(Recorder::Browser, false, true);
        assert_eq!(recording.failed, Some(Recorder::Browser));
        assert!(!recording.saved);
    }
}
