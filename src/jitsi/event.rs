//! The events from the meeting to the host.
//!
//! Fields that are undefined in Jitsi are absent on the wire, and servers
//! differ: every field is optional, and unknown events are ignored.

mod parse;

use super::notification::{Medium, Notification};
use super::recording::Recorder;
use crate::domain::DeviceFault;

/// Something that happened in the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Jitsi's API is up; also after each reload.
    Ready,
    /// This user is in the meeting.
    Joined {
        /// This user's number in it.
        me: Option<String>,
        /// Whether it is a breakout room of the meeting.
        breakout: bool,
    },
    /// This user has left the meeting. Can come without a join and repeatedly:
    /// after failures, reloads and when the page unloads.
    Left,
    /// The last event; the frame can be removed. Not every server sends it.
    Close,
    /// Somebody else joined.
    Came(Person),
    /// Somebody else left.
    Went {
        /// Their number.
        id: String,
    },
    /// Somebody has another name now.
    Renamed(Person),
    /// Somebody was kicked out.
    KickedOut {
        /// Whether it was this user.
        me: bool,
        /// Their name.
        who: String,
        /// The name of who did it, if that was sent.
        by: Option<String>,
    },
    /// Somebody waits in the lobby. Only moderators hear of it, and can let
    /// them in.
    Knock(Person),
    /// So many people are in the meeting, in all of its rooms, this user
    /// included.
    InAllRooms { count: u32 },
    /// A moderator keeps others' microphones or cameras off (`true`), or no
    /// longer does.
    Moderation(Medium, bool),
    /// The meeting asks for consent to be recorded (`true`), or has it.
    ConsentAsked(bool),
    /// Somebody wrote in the meeting's chat.
    Message(Message),
    /// The meeting left because the computer slept, and offers to come back.
    Suspended,
    /// The meeting explains something.
    Notified(Notification),
    /// This user's microphone is off (`true`) or on.
    AudioMuted(bool),
    /// This user's camera is off (`true`) or on.
    VideoMuted(bool),
    /// This user shares their screen.
    Sharing(bool),
    /// Somebody speaks now.
    Speaker {
        /// Their number; perhaps this user's own.
        id: String,
    },
    /// Somebody's hand is up or down.
    Hand {
        /// Their number.
        id: String,
        /// Whether it is up.
        up: bool,
    },
    /// The meeting runs without video.
    LowBandwidth(bool),
    /// A recording started or stopped.
    Recording {
        /// Whose: only this user's own of [`Recorder::Browser`] are sent;
        /// recordings in other browsers are shown by the meeting alone.
        recorder: Recorder,
        /// Whether it runs.
        on: bool,
        /// Whether it did not start, or broke off.
        failed: bool,
    },
    /// A recording can be had here.
    RecordingLink(String),
    /// The microphone cannot be used.
    MicFault(DeviceFault),
    /// The camera cannot be used.
    CameraFault(DeviceFault),
    /// The meeting wants a password; its own dialog asks for it.
    PasswordRequired,
    /// The server refused or lost the conference.
    Failed {
        /// Jitsi's name for it, such as `conference.iceFailed`.
        name: String,
        /// Whether Jitsi gives up and reloads itself.
        fatal: bool,
    },
}

/// A text in the meeting's chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who wrote it.
    pub name: String,
    /// What they wrote, perhaps cut.
    pub text: String,
}

/// Somebody else in the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their number in this meeting.
    pub id: String,
    /// Their name, as they or the server give it; perhaps empty.
    pub name: String,
}
