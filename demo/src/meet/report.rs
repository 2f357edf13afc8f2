//! The answers of the control paths: rooms, participants, and the log of joins
//! and leaves.

use serde::{Deserialize, Serialize};

/// One room with somebody in it, as `GET /__meet/rooms` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomReport {
    /// The room as in its address: `room` or `tenant/room`.
    pub room: String,
    /// Whether a recording is on.
    pub recording: bool,
    /// Who is in the room, in order of joining.
    pub participants: Vec<ParticipantReport>,
}

/// One participant. The counters are the page's own `getStats` numbers over
/// everything it received since it joined, reported ten times a second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantReport {
    /// The participant's id, new for each page load.
    pub id: String,
    /// The name the page joined with; empty when it gave none.
    pub display_name: String,
    /// Whether the microphone is off.
    pub audio_muted: bool,
    /// Whether the camera is off.
    pub video_muted: bool,
    /// Whether a screen is shared.
    pub sharing: bool,
    /// Video frames decoded from others.
    pub frames_decoded: u64,
    /// Audio packets received from others.
    pub audio_packets: u64,
    /// Connections to others that are up.
    pub connected_peers: u32,
    /// When the participant joined, in milliseconds since 1970.
    pub joined_at_ms: u64,
}

/// One line of `GET /__meet/log`, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
    pub room: String,
    /// The participant's id.
    pub id: String,
    /// The participant's name at that time.
    pub display_name: String,
    /// What happened.
    pub what: LogKind,
}

/// The kind of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogKind {
    /// The participant joined.
    Joined,
    /// The participant hung up, or its page or browser went away.
    Left,
}
