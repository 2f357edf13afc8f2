//! The wire format of the messages between host and meeting.
//!
//! Every message is a JSON *string*; the meeting drops anything else. The
//! outer layer is "postis" (scope and handshake), the inner one carries
//! events, requests and responses.

use super::address::Scope;
use super::event::Event;
use super::json::Json;
use super::quality::Stats;
use super::request::Request;
use crate::json::{JsonValue, rounded};

/// A message from the meeting.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// The handshake, with an identifier that must be returned unchanged.
    Ready(String),
    /// Something happened.
    Event(Event),
    /// The answer to the request of this number; see [`answer`].
    Response(u32),
}

/// The answer to a request.
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

/// A message of this scope. `None` for anything else: other frames' messages,
/// other scripts', and kinds that the host does not use.
pub fn parse<S: JsonValue>(source: &S, scope: Scope) -> Option<Incoming> {
    let ours = source.flag("postis")? && source.text("scope")? == scope.to_string();
    if !ours {
        return None;
    }
    let params = source.field("params")?;
    match source.text("method")?.as_str() {
        "__ready__" => params.as_text().map(Incoming::Ready),
        "message" => match params.text("type")?.as_str() {
            "event" => Event::parse(&params.field("data")?).map(Incoming::Event),
            "response" => rounded(params.number("id")?).map(Incoming::Response),
            _ => None,
        },
        _ => None,
    }
}

/// The answer in a response. A failure looks like success (`result: {"error":
/// {}}`) or has no result at all.
pub fn answer<S: JsonValue>(source: &S, request: Request) -> Answer {
    let result = source
        .field("params")
        .and_then(|params| params.field("result"));
    let answer = result.and_then(|result| match request {
        Request::IsAudioMuted => result.as_flag().map(Answer::AudioMuted),
        Request::IsVideoMuted => result.as_flag().map(Answer::VideoMuted),
        Request::ConnectionStats => Stats::parse(&result).map(Answer::Stats),
    });
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
    use crate::jitsi::recording::Recorder;

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
    fn messages_of_the_real_iframe_are_parsed() {
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
    fn messages_of_others_are_ignored() {
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
            Command::StartRecording(Recorder::Server),
            Command::ShowShareButton(true),
            Command::StartRecording(Recorder::Browser),
            Command::StopRecording(Recorder::Browser),
            Command::ShowRecordButton(true),
            Command::StopRecording(Recorder::Stream),
            Command::AnswerKnock {
                id: "a".to_owned(),
                admit: true,
            },
            Command::AgreeToRecording { unmute: true },
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
