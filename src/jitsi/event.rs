//! The events from the meeting to the host.
//!
//! Fields that are undefined in Jitsi are absent on the wire, and servers
//! differ: every field is optional, and unknown events are ignored.

use super::recording::Recorder;
use crate::domain::DeviceFault;
use crate::domain::Origin;
use crate::json::JsonValue;

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

/// Somebody else in the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their number in this meeting.
    pub id: String,
    /// Their name, as they or the server give it; perhaps empty.
    pub name: String,
}

/// Whether a person can safely be sent there; on this computer without
/// encryption, too, as a meeting that runs here is.
fn is_link(link: &str) -> bool {
    Origin::parse(link).is_some_and(|origin| origin.is_secure())
}

/// Longer names and texts from a meeting are cut.
const LONGEST: usize = 80;

/// Somebody's number and name. Jitsi writes one name's key in lower case in
/// one event.
fn person<S: JsonValue>(data: &S) -> Option<Person> {
    let name = data
        .text("displayName")
        .or_else(|| data.text("displayname"))
        .or_else(|| data.text("formattedDisplayName"));
    Some(Person {
        id: data.text("id")?,
        name: cut(&name.unwrap_or_default()),
    })
}

impl Event {
    /// The event in this payload; `None` for those that the host does not use.
    pub fn parse<S: JsonValue>(data: &S) -> Option<Self> {
        let muted = || data.flag("muted");
        let id = || data.text("id");
        let fault = || device_fault(data.text("type").as_deref());
        match data.text("name")?.as_str() {
            "ready" => Some(Self::Ready),
            "video-conference-joined" => Some(Self::Joined { me: id() }),
            "video-conference-left" => Some(Self::Left),
            "video-ready-to-close" => Some(Self::Close),
            "participant-joined" => person(data).map(Self::Came),
            "participant-left" => id().map(|id| Self::Went { id }),
            "display-name-change" => person(data).map(Self::Renamed),
            "participant-kicked-out" => Some(Self::KickedOut {
                me: data.field("kicked")?.flag("local").unwrap_or(false),
            }),
            "audio-mute-status-changed" => muted().map(Self::AudioMuted),
            "video-mute-status-changed" => muted().map(Self::VideoMuted),
            "screen-sharing-status-changed" => data.flag("on").map(Self::Sharing),
            "dominant-speaker-changed" => id().map(|id| Self::Speaker { id }),
            "raise-hand-updated" => Some(Self::Hand {
                id: id()?,
                up: data.number("handRaised")? > 0.0,
            }),
            // The second is the name before July 2026.
            "low-bandwidth-mode-changed" | "audio-only-changed" => {
                data.flag("enabled").map(Self::LowBandwidth)
            }
            "recording-status-changed" => Some(Self::Recording {
                recorder: match data.text("mode").as_deref() {
                    Some("local") => Recorder::Browser,
                    _ => Recorder::Server,
                },
                on: data.flag("on")?,
                failed: data.field("error").is_some(),
            }),
            "recording-link-available" => data
                .text("link")
                .filter(|link| is_link(link) && link.len() <= 2_000)
                .map(Self::RecordingLink),
            "mic-error" => Some(Self::MicFault(fault())),
            "camera-error" => Some(Self::CameraFault(fault())),
            "password-required" => Some(Self::PasswordRequired),
            "error-occurred" => {
                let error = data.field("error")?;
                Some(Self::Failed {
                    name: cut(&error.text("name").unwrap_or_default()),
                    fatal: error.flag("isFatal").unwrap_or(false),
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
    fn missing_fields_are_tolerated() {
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
    fn recordings_are_told_apart_by_who_records() {
        assert_eq!(
            event(
                r#"{"name":"recording-status-changed","on":false,"mode":"local","error":"NotAllowedError"}"#
            ),
            Some(Event::Recording {
                recorder: Recorder::Browser,
                on: false,
                failed: true
            })
        );
        assert_eq!(
            event(r#"{"name":"recording-status-changed","on":true,"mode":"stream"}"#),
            Some(Event::Recording {
                recorder: Recorder::Server,
                on: true,
                failed: false
            })
        );
    }

    #[test]
    fn only_secure_links_to_recordings_are_accepted() {
        assert_eq!(
            event(r#"{"name":"recording-link-available","link":"javascript:1"}"#),
            None
        );
    }
}
