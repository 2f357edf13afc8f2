//! What the meeting tells the host (pure).
//!
//! Fields that are undefined in Jitsi are absent on the wire, and servers
//! differ: everything is optional, and unknown events are passed over.

use serde::Deserialize;

use super::wire::Source;
use crate::message::DeviceFault;

/// Something that happened in the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Jitsi's API is up; also after each reload.
    Ready,
    /// This user is in the meeting.
    Joined {
        /// This user's number in it.
        me: Option<String>,
    },
    /// This user is out of the meeting. Comes without a join and more than
    /// once, too: after failures, reloads and when the page unloads.
    Left,
    /// Nothing more will come; the frame can go. Not every server sends it.
    Close,
    /// Somebody else came.
    Came(Person),
    /// Somebody else went.
    Went {
        /// Their number.
        id: String,
    },
    /// Somebody has another name now.
    Renamed(Person),
    /// Somebody was thrown out.
    KickedOut {
        /// Whether it was this user.
        me: bool,
    },
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
    /// The meeting goes without pictures.
    LowBandwidth(bool),
    /// A recording started or stopped.
    Recording {
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

/// Somebody else in the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their number in this meeting.
    pub id: String,
    /// Their name, as they or the server give it; perhaps empty.
    pub name: String,
}

/// Longer names and texts from a meeting are cut.
const LONGEST: usize = 80;

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Muted {
    muted: bool,
}

#[derive(Deserialize)]
struct On {
    on: bool,
}

#[derive(Deserialize)]
struct Enabled {
    enabled: bool,
}

#[derive(Deserialize)]
struct Recording {
    on: bool,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Link {
    link: String,
}

#[derive(Deserialize)]
struct Gum {
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Hand {
    id: String,
    #[serde(rename = "handRaised")]
    raised: f64,
}

#[derive(Deserialize)]
struct Somebody {
    id: Option<String>,
    #[serde(rename = "displayName")]
    display_name: Option<String>,
    // Jitsi writes it in lower case in one event.
    displayname: Option<String>,
    #[serde(rename = "formattedDisplayName")]
    formatted: Option<String>,
}

#[derive(Deserialize)]
struct Kicked {
    kicked: Option<Local>,
}

#[derive(Deserialize)]
struct Local {
    local: Option<bool>,
}

#[derive(Deserialize)]
struct Failure {
    error: FailureDetail,
}

#[derive(Deserialize)]
struct FailureDetail {
    name: Option<String>,
    #[serde(rename = "isFatal")]
    fatal: Option<bool>,
}

impl Somebody {
    fn person(self) -> Option<Person> {
        let name = self.display_name.or(self.displayname).or(self.formatted);
        Some(Person {
            id: self.id?,
            name: cut(&name.unwrap_or_default()),
        })
    }
}

impl Event {
    /// The event in this payload; `None` for those that the host has no use
    /// for.
    pub fn parse<S: Source>(data: &S) -> Option<Self> {
        let Name { name } = data.read()?;
        let muted = || data.read::<Muted>().map(|it| it.muted);
        let id = || data.read::<Somebody>().and_then(|it| it.id);
        let person = || data.read::<Somebody>().and_then(Somebody::person);
        let fault = || {
            data.read::<Gum>()
                .map(|it| device_fault(it.kind.as_deref()))
        };
        match name.as_str() {
            "ready" => Some(Self::Ready),
            "video-conference-joined" => Some(Self::Joined { me: id() }),
            "video-conference-left" => Some(Self::Left),
            "video-ready-to-close" => Some(Self::Close),
            "participant-joined" => person().map(Self::Came),
            "participant-left" => id().map(|id| Self::Went { id }),
            "display-name-change" => person().map(Self::Renamed),
            "participant-kicked-out" => {
                let kicked = data.read::<Kicked>()?.kicked;
                let me = kicked.and_then(|it| it.local).unwrap_or(false);
                Some(Self::KickedOut { me })
            }
            "audio-mute-status-changed" => muted().map(Self::AudioMuted),
            "video-mute-status-changed" => muted().map(Self::VideoMuted),
            "screen-sharing-status-changed" => data.read::<On>().map(|it| Self::Sharing(it.on)),
            "dominant-speaker-changed" => id().map(|id| Self::Speaker { id }),
            "raise-hand-updated" => data.read::<Hand>().map(|it| Self::Hand {
                id: it.id,
                up: it.raised > 0.0,
            }),
            // The second is the name before July 2026.
            "low-bandwidth-mode-changed" | "audio-only-changed" => data
                .read::<Enabled>()
                .map(|it| Self::LowBandwidth(it.enabled)),
            "recording-status-changed" => data.read::<Recording>().map(|it| Self::Recording {
                on: it.on,
                failed: it.error.is_some(),
            }),
            "recording-link-available" => data
                .read::<Link>()
                .map(|it| it.link)
                .filter(|link| link.starts_with("https://") && link.len() <= 2_000)
                .map(Self::RecordingLink),
            "mic-error" => fault().map(Self::MicFault),
            "camera-error" => fault().map(Self::CameraFault),
            "password-required" => Some(Self::PasswordRequired),
            "error-occurred" => {
                let error = data.read::<Failure>()?.error;
                Some(Self::Failed {
                    name: cut(&error.name.unwrap_or_default()),
                    fatal: error.fatal.unwrap_or(false),
                })
            }
            _ => None,
        }
    }
}

fn device_fault(kind: Option<&str>) -> DeviceFault {
    match kind {
        Some("gum.permission_denied") => DeviceFault::Refused,
        Some("gum.not_found") => DeviceFault::Missing,
        _ => DeviceFault::InUse,
    }
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(json: &str) -> Option<Event> {
        Event::parse(&serde_json::from_str::<serde_json::Value>(json).unwrap())
    }

    #[test]
    fn fields_that_are_absent_do_no_harm() {
        assert_eq!(
            event(r#"{"name":"video-conference-joined","roomName":"r"}"#),
            Some(Event::Joined { me: None })
        );
        assert_eq!(
            event(r#"{"name":"participant-joined","id":"a"}"#),
            Some(Event::Came(Person {
                id: "a".into(),
                name: String::new()
            }))
        );
        assert_eq!(event(r#"{"name":"participant-joined"}"#), None);
        assert_eq!(event(r#"{"name":"audio-mute-status-changed"}"#), None);
        assert_eq!(
            event(r#"{"name":"mic-error"}"#),
            Some(Event::MicFault(DeviceFault::InUse))
        );
    }

    #[test]
    fn errors_are_nested() {
        assert_eq!(
            event(
                r#"{"name":"error-occurred","error":{"name":"conference.iceFailed","type":"CONFERENCE","isFatal":true}}"#
            ),
            Some(Event::Failed {
                name: "conference.iceFailed".into(),
                fatal: true
            })
        );
    }

    #[test]
    fn both_spellings_of_a_name_are_read() {
        let person = Event::Renamed(Person {
            id: "a".into(),
            name: "Jane".into(),
        });
        assert_eq!(
            event(r#"{"name":"display-name-change","id":"a","displayname":"Jane"}"#),
            Some(person)
        );
    }

    #[test]
    fn only_secure_links_to_recordings_are_believed() {
        assert_eq!(
            event(r#"{"name":"recording-link-available","link":"javascript:1"}"#),
            None
        );
    }
}
