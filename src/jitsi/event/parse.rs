//! Reading the events that a meeting sends.

use super::{Event, Message, Person};
use crate::domain::{DeviceFault, Origin};
use crate::jitsi::notification::{Medium, Notification};
use crate::jitsi::recording::Recorder;
use crate::json::JsonValue;

/// Whether a person can safely be sent there; on this computer without
/// encryption, too, as a meeting that runs here is.
fn is_link(link: &str) -> bool {
    Origin::parse(link).is_some_and(|origin| origin.is_secure())
}

/// Longer names from a meeting are cut.
const LONGEST: usize = 80;
/// More breakout rooms are not read; Jitsi makes fewer.
const MOST_ROOMS: usize = 100;
/// Longer messages are cut: they are shown in one line above the picture.
const LONGEST_MESSAGE: usize = 300;

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
            "video-conference-joined" => Some(Self::Joined {
                me: id(),
                breakout: data.flag("breakoutRoom").unwrap_or(false),
            }),
            "video-conference-left" => Some(Self::Left),
            "video-ready-to-close" => Some(Self::Close),
            "participant-joined" => person(data).map(Self::Came),
            "participant-left" => id().map(|id| Self::Went { id }),
            "display-name-change" => person(data).map(Self::Renamed),
            "participant-kicked-out" => {
                let (kicked, kicker) = (data.field("kicked")?, data.field("kicker"));
                Some(Self::KickedOut {
                    me: kicked.flag("local").unwrap_or(false),
                    who: cut(&kicked.text("name").unwrap_or_default()),
                    by: kicker
                        .and_then(|kicker| kicker.text("name"))
                        .map(|name| cut(&name))
                        .filter(|name| !name.is_empty()),
                })
            }
            "knocking-participant" => {
                let knocking = data.field("participant")?;
                Some(Self::Knock(Person {
                    id: knocking.text("id")?,
                    name: cut(&knocking.text("name").unwrap_or_default()),
                }))
            }
            "breakout-rooms-updated" => Some(Self::InAllRooms {
                count: in_all_rooms(&data.field("rooms")?),
            }),
            "moderation-status-changed" => Some(Self::Moderation(
                Medium::parse(&data.text("mediaType")?)?,
                data.flag("enabled")?,
            )),
            "recording-consent-dialog-open" => data.flag("open").map(Self::ConsentAsked),
            "incoming-message" => Some(Self::Message(Message {
                name: cut(&data.text("nick").unwrap_or_default()),
                text: data
                    .text("message")?
                    .chars()
                    .take(LONGEST_MESSAGE)
                    .collect(),
            })),
            "suspend-detected" => Some(Self::Suspended),
            "notification-triggered" => {
                let (title, description) = (data.text("title"), data.text("description"));
                Notification::parse(title.as_deref(), description.as_deref()).map(Self::Notified)
            }
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
                    Some("stream") => Recorder::Stream,
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

/// Everybody in these rooms: an object of rooms, each with an object of people.
fn in_all_rooms<S: JsonValue>(rooms: &S) -> u32 {
    let people = rooms.values().into_iter().take(MOST_ROOMS).map(|room| {
        let people = room.field("participants");
        people.map_or(0, |people| people.values().len())
    });
    u32::try_from(people.sum::<usize>()).unwrap_or(u32::MAX)
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
            Some(Event::Joined {
                me: None,
                breakout: false,
            })
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
                recorder: Recorder::Stream,
                on: true,
                failed: false
            })
        );
    }

    #[test]
    fn breakout_rooms_are_counted_by_their_people() {
        assert_eq!(
            event(
                r#"{"name":"breakout-rooms-updated","rooms":{
                    "main@x":{"isMainRoom":true,"participants":{"a":{},"b":{}}},
                    "one@x":{"participants":{"c":{}}},"empty@x":{}}}"#
            ),
            Some(Event::InAllRooms { count: 3 })
        );
    }

    #[test]
    fn who_was_kicked_out_by_whom() {
        assert_eq!(
            event(
                r#"{"name":"participant-kicked-out","kicked":{"id":"a","name":"Me","local":true},
                    "kicker":{"id":"b","name":"Jane"}}"#
            ),
            Some(Event::KickedOut {
                me: true,
                who: "Me".into(),
                by: Some("Jane".into())
            })
        );
    }

    #[test]
    fn a_knock_has_a_number_and_a_name() {
        assert_eq!(
            event(r#"{"name":"knocking-participant","participant":{"id":"k","name":"Max"}}"#),
            Some(Event::Knock(Person {
                id: "k".into(),
                name: "Max".into()
            }))
        );
        assert_eq!(event(r#"{"name":"knocking-participant"}"#), None);
    }

    #[test]
    fn only_secure_links_to_recordings_are_accepted() {
        assert_eq!(
            event(r#"{"name":"recording-link-available","link":"javascript:1"}"#),
            None
        );
    }
}
