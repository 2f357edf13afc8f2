//! What keeps a page from holding its call.

use crate::codec::Codec;

/// What keeps a call page from holding its call.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub enum Trouble {
    /// The page's policy forbids microphone and camera to frames in it.
    PagePolicy,
    /// No sign of life from the meeting server within eight seconds: it
    /// refuses to be framed, or cannot be reached.
    NoHandshake,
    /// The microphone was refused, is missing or in use.
    Microphone(DeviceFault),
    /// The camera was refused, is missing or in use.
    Camera(DeviceFault),
    /// The meeting server refused or lost the conference.
    Conference(String),
    /// This server ends embedded calls after five minutes.
    FiveMinutes,
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
