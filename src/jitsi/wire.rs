//! The messages between host and meeting, as they cross the frame's border
//! (pure).
//!
//! Every message is a JSON *string*; the meeting drops anything else. The
//! outer layer is "postis" (scope and handshake), the inner one carries
//! events, requests and responses.

use serde::{Deserialize, de::DeserializeOwned};

use super::address::Scope;
use super::event::Event;
use super::json::Json;
use super::quality::Stats;
use super::request::Request;

/// A parsed JSON text that typed values can be read from: a `JsValue` in the
/// browser, a `serde_json::Value` in native tests.
pub trait Source {
    /// The value as a `T`, if it has that shape.
    fn read<T: DeserializeOwned>(&self) -> Option<T>;
}

/// A message from the meeting.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// "I am here", with an identifier that wants to come back unchanged.
    Ready(String),
    /// Something happened.
    Event(Event),
    /// The answer to the request of this number; see [`answer`].
    Response(u32),
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Whether the microphone is off.
    AudioMuted(bool),
    /// Whether the camera is off.
    VideoMuted(bool),
    /// How the connection is.
    Stats(Stats),
    /// The meeting cannot answer: an older server, or not in a meeting.
    Failed(Request),
    /// No answer came in time.
    TimedOut(Request),
}

#[derive(Deserialize)]
struct Head {
    postis: bool,
    scope: String,
    method: String,
}

/// The envelope's content, whatever it is.
#[derive(Deserialize)]
struct Envelope<T> {
    params: T,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: String,
    id: Option<u32>,
}

#[derive(Deserialize)]
struct Payload<T> {
    data: T,
}

#[derive(Deserialize)]
struct Outcome<T> {
    result: Option<T>,
}

/// A message of this scope. `None` for anything else: other frames' messages,
/// other scripts', and kinds that the host has no use for.
pub fn parse<S: Source>(source: &S, scope: Scope) -> Option<Incoming> {
    let head: Head = source.read()?;
    if !head.postis || head.scope != scope.to_string() {
        return None;
    }
    match head.method.as_str() {
        "__ready__" => Some(Incoming::Ready(source.read::<Envelope<String>>()?.params)),
        "message" => {
            let Kind { kind, id } = source.read::<Envelope<Kind>>()?.params;
            match kind.as_str() {
                "event" => Event::parse(&EventData(source)).map(Incoming::Event),
                "response" => id.map(Incoming::Response),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The fields of an event's payload.
struct EventData<'a, S>(&'a S);

impl<S: Source> Source for EventData<'_, S> {
    fn read<T: DeserializeOwned>(&self) -> Option<T> {
        let envelope: Envelope<Payload<T>> = self.0.read()?;
        Some(envelope.params.data)
    }
}

/// What a response says about the request that it answers. A failure looks
/// like success (`result: {"error": {}}`) or has no result at all.
pub fn answer<S: Source>(source: &S, request: Request) -> Answer {
    fn result<S: Source, T: DeserializeOwned>(source: &S) -> Option<T> {
        let envelope: Envelope<Outcome<T>> = source.read()?;
        envelope.params.result
    }
    let answer = match request {
        Request::IsAudioMuted => result(source).map(Answer::AudioMuted),
        Request::IsVideoMuted => result(source).map(Answer::VideoMuted),
        Request::ConnectionStats => result(source)
            .filter(|stats: &Stats| stats.is_real())
            .map(Answer::Stats),
    };
    answer.unwrap_or(Answer::Failed(request))
}

/// The handshake's frame.
#[must_use]
pub fn ready(scope: Scope, id: &str) -> String {
    envelope(scope, "__ready__", Json::text(id))
}

/// A command's frame.
#[must_use]
pub fn command(scope: Scope, name: &str, arguments: Vec<Json>) -> String {
    let data = Json::Object(vec![
        ("name", Json::text(name)),
        ("data", Json::List(arguments)),
    ]);
    let message = Json::Object(vec![("type", Json::text("event")), ("data", data)]);
    envelope(scope, "message", message)
}

/// A request's frame.
#[must_use]
pub fn request(scope: Scope, id: u32, request: Request) -> String {
    let data = Json::Object(vec![("name", Json::text(request.name()))]);
    let message = Json::Object(vec![
        ("type", Json::text("request")),
        ("data", data),
        ("id", Json::Number(i64::from(id))),
    ]);
    envelope(scope, "message", message)
}

fn envelope(scope: Scope, method: &str, params: Json) -> String {
    Json::Object(vec![
        ("postis", true.into()),
        ("scope", Json::text(scope.to_string())),
        ("method", Json::text(method)),
        ("params", params),
    ])
    .to_string()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::jitsi::command::Command;

    impl Source for serde_json::Value {
        fn read<T: DeserializeOwned>(&self) -> Option<T> {
            T::deserialize(self).ok()
        }
    }

    fn scope() -> Scope {
        Scope::from_random(0)
    }

    fn incoming(json: &str) -> Option<Incoming> {
        parse(
            &serde_json::from_str::<serde_json::Value>(json).unwrap(),
            scope(),
        )
    }

    #[test]
    fn what_the_real_iframe_sent() {
        assert_eq!(
            incoming(
                r#"{"postis":true,"scope":"jitsi_meet_external_api_0","method":"__ready__","params":"1795381654558-0.5592694952849291"}"#
            ),
            Some(Incoming::Ready("1795381654558-0.5592694952849291".into()))
        );
        assert_eq!(
            incoming(
                r#"{"postis":true,"scope":"jitsi_meet_external_api_0","method":"message","params":{"type":"response","id":2,"result":true}}"#
            ),
            Some(Incoming::Response(2))
        );
        assert_eq!(
            incoming(
                r#"{"postis":true,"scope":"jitsi_meet_external_api_0","method":"message","params":{"type":"event","data":{"name":"audio-mute-status-changed","muted":true}}}"#
            ),
            Some(Incoming::Event(Event::AudioMuted(true)))
        );
    }

    #[test]
    fn what_is_not_for_us() {
        let others = [
            r#"{"postis":true,"scope":"jitsi_meet_external_api_1","method":"__ready__","params":"x"}"#,
            r#"{"postis":false,"scope":"jitsi_meet_external_api_0","method":"__ready__","params":"x"}"#,
            r#"{"postis":true,"scope":"jitsi_meet_external_api_0","method":"__ready__","params":{}}"#,
            r#"{"postis":true,"scope":"jitsi_meet_external_api_0","method":"message","params":"x"}"#,
            r#"{"postis":true,"scope":"jitsi_meet_external_api_0","method":"message","params":{"type":"request","id":1,"data":{"name":"_request-desktop-sources"}}}"#,
            r#"{"postis":true,"scope":"jitsi_meet_external_api_0","method":"message","params":{"type":"event","data":{"name":"something-new"}}}"#,
            r#"{"postis":true,"scope":"jitsi_meet_external_api_0","method":"message","params":{"type":"event"}}"#,
            r#"{"postis":true}"#,
            "[]",
            "7",
        ];
        for other in others {
            assert_eq!(incoming(other), None, "{other}");
        }
    }

    #[test]
    fn what_we_send() {
        let frames: Vec<String> = [
            Command::ToggleAudio,
            Command::StopSharing,
            Command::HangUp,
            Command::LowBandwidth(true),
            Command::StartRecording,
            Command::ShowShareButton(true),
        ]
        .iter()
        .flat_map(Command::wire)
        .map(|(name, arguments)| command(scope(), name, arguments))
        .chain([
            ready(scope(), "1-0.5"),
            request(scope(), 2, Request::IsAudioMuted),
        ])
        .collect();
        insta::assert_snapshot!(frames.join("\n"));
    }

    #[test]
    fn answers_that_only_look_like_success_are_failures() {
        let said = |params: &str, request| {
            let json = format!(r#"{{"params":{params}}}"#);
            answer(
                &serde_json::from_str::<serde_json::Value>(&json).unwrap(),
                request,
            )
        };
        let muted = Request::IsAudioMuted;
        let stats = Request::ConnectionStats;
        assert_eq!(
            said(r#"{"result":false}"#, muted),
            Answer::AudioMuted(false)
        );
        for params in [
            r#"{"result":{"error":{}}}"#,
            r#"{"result":null}"#,
            r#"{"error":"no"}"#,
            "{}",
        ] {
            assert_eq!(said(params, muted), Answer::Failed(muted), "{params}");
            assert_eq!(said(params, stats), Answer::Failed(stats), "{params}");
        }
        assert!(matches!(
            said(r#"{"result":{"connectionQuality":80,"codec":{}}}"#, stats),
            Answer::Stats(_)
        ));
    }
}
