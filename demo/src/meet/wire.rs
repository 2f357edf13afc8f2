//! The signalling protocol between the stand-in's page and its server: JSON
//! text frames with a `type`. It is the stand-in's own and has nothing to do
//! with Jitsi's.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Behaviour;

/// What a participant shows to the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Profile {
    /// The name, possibly empty.
    pub display_name: String,
    /// Whether the microphone is off.
    pub audio_muted: bool,
    /// Whether the camera is off.
    pub video_muted: bool,
    /// Whether the picture is a shared screen.
    pub sharing: bool,
    /// Whether this participant's browser records.
    pub local_recording: bool,
    /// When the hand was raised, in milliseconds since 1970; 0 when it is down.
    pub hand_raised: u64,
    /// Whether the others should send no video here.
    pub low_bandwidth: bool,
}

/// A participant as the others see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    /// The id, new for each page load.
    pub id: String,
    /// What it shows.
    #[serde(flatten)]
    pub profile: Profile,
}

/// A recording that is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Jitsi's recording mode: `file`, `stream` or `local`.
    pub mode: String,
    /// The id of the participant who started it.
    pub by: String,
}

/// One room of a meeting that has breakout rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BreakoutRoom {
    /// Its name in the page's address; breakout rooms have a number after `~`.
    pub name: String,
    pub participants: Vec<Participant>,
}

/// From a page to the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum FromPage {
    /// Must come first; answered with [`ToPage::Welcome`] or [`ToPage::Full`].
    Join(Profile),
    /// The profile has changed.
    State(Profile),
    /// A session description or ICE candidate for one other participant.
    Signal {
        /// The addressee's id.
        to: String,
        /// Opaque to the server.
        data: Value,
    },
    /// What the page has received so far, from its `getStats`.
    Media {
        /// Video frames decoded since joining.
        frames_decoded: u64,
        /// Audio packets received since joining.
        audio_packets: u64,
        /// Connections that are up.
        connected_peers: u32,
    },
    /// Starts a recording, or stops the one that is on.
    Record {
        /// Whether it is to be on.
        on: bool,
        /// Jitsi's recording mode.
        mode: String,
    },
    /// A text for one participant, or for all others when `to` is empty.
    Text {
        /// The addressee's id, or empty.
        to: String,
        text: String,
    },
    /// A text in the meeting's chat, for everybody else.
    Chat { text: String },
    /// Lets somebody in who waits in the lobby, or does not.
    AnswerKnock {
        /// Who waits.
        id: String,
        approved: bool,
    },
    /// The participant hangs up.
    Leave,
}

/// From the server to a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ToPage {
    /// The page is in. It now offers a connection to each of the others, who
    /// wait for that offer: two sides never offer at once.
    Welcome {
        /// The page's own id.
        id: String,
        /// Who is there already, in order of joining.
        participants: Vec<Participant>,
        /// The recording that is on.
        recording: Option<Recording>,
    },
    /// The room takes nobody else.
    Full,
    /// Somebody came.
    Joined { participant: Participant },
    /// Somebody shows something else than before.
    State {
        /// The participant, with the new profile.
        participant: Participant,
    },
    /// Somebody left.
    Left { id: String },
    /// See [`FromPage::Signal`].
    Signal {
        /// The sender's id.
        from: String,
        /// As it was sent.
        data: Value,
    },
    /// A recording has started or stopped.
    Recording {
        /// Whether it is on.
        on: bool,
        /// Jitsi's recording mode.
        mode: String,
        /// The id of the participant who started or stopped it.
        by: String,
    },
    /// See [`FromPage::Text`].
    Text {
        /// The sender's id.
        from: String,
        text: String,
    },
    /// See [`FromPage::Chat`].
    Chat {
        /// The sender's id.
        from: String,
        text: String,
    },
    /// The page has to wait until somebody lets it in.
    Lobby,
    /// Nobody let it in.
    Rejected,
    /// Somebody waits in the lobby.
    Knocking { id: String, name: String },
    /// Who is in which room of a meeting that has breakout rooms.
    Rooms {
        /// The main room first.
        rooms: Vec<BreakoutRoom>,
    },
    /// A test lets something happen to this participant; see `acts.js`.
    Act { act: Value },
    /// A test has changed how the stand-in behaves.
    Behaviour {
        /// The new behaviour.
        behaviour: Behaviour,
    },
}
