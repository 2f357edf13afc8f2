//! What keeps a page from holding its call.

use crate::codec::Codec;

/// What keeps a call page from holding its call.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub enum Trouble {
    /// The page's policy forbids microphone and camera to frames in it.
    PagePolicy,
    /// The meeting server answers, but its meeting does not start in a frame,
    /// and nothing says why.
    NoHandshake,
    /// The microphone was refused, is missing or in use.
    Microphone(DeviceFault),
    /// The camera was refused, is missing or in use.
    Camera(DeviceFault),
    /// The meeting server refused or lost the conference.
    Conference(String),
    /// This server ends embedded calls after five minutes.
    FiveMinutes,
    /// The meeting server is wrong.
    Server(ServerFault),
    /// The meeting was left because the computer slept.
    Asleep,
    /// The page around this one keeps the meeting out, or is none of those that
    /// the server lists: in a window of its own the meeting starts.
    KeptOut,
}

/// What is wrong with a meeting server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum ServerFault {
    /// No connection to it can be made: it is not there, or the browser does
    /// not accept its certificate.
    Unreachable,
    /// It takes connections, and does not answer.
    NoAnswer,
    /// It answers with an error of HTTP.
    Status(u32),
    /// It forbids other pages to frame it.
    FramesForbidden,
}

/// What is wrong with a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum DeviceFault {
    /// The browser or the person refused it.
    Refused,
    /// There is none.
    Missing,
    /// Another program uses it, or it failed.
    InUse,
}
