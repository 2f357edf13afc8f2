//! Faults on demand.
//!
//! ```json
//! {"path_prefix": "/api/jitsi-calls/", "method": "POST", "times": 3,
//!  "kind": {"status": 503, "body": "…", "headers": {"Retry-After": "2"}}}
//! ```
//!
//! `method` and `times` may be left out or null: any method, for ever. The
//! other kinds are `{"delay_ms": 800}` (the request is late, then answered as
//! usual), `{"hold": true}` (the same, late until faults are forgotten),
//! `{"drop": true}` (the connection closes, nothing was done) and
//! `{"drop": "answer"}` (the request is carried out and its answer lost).
//! The first fault that matches a request counts.

use std::collections::HashMap;

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// One fault, with how often it still happens.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Fault {
    path_prefix: String,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    times: Option<u32>,
    kind: FaultKind,
}

/// The kind of fault.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum FaultKind {
    /// This answer instead of the real one; nothing was done.
    Answer {
        status: u16,
        #[serde(default)]
        body: String,
        #[serde(default)]
        headers: HashMap<String, String>,
    },
    /// The request waits first.
    Delay { delay_ms: u64 },
    /// The request waits until faults are forgotten.
    Hold { hold: bool },
    /// The connection closes without an answer.
    Drop { drop: When },
}

/// When a connection is dropped.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
pub(crate) enum When {
    /// `true`: before anything is done. `false`: not at all.
    Before(bool),
    /// `"answer"`: after it was done.
    After(Answer),
}

/// The word of [`When::After`].
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Answer {
    Answer,
}

/// The fault that hits this request, counted down; spent faults are removed.
pub(super) fn take(faults: &mut Vec<Fault>, method: &Method, path: &str) -> Option<FaultKind> {
    let index = faults.iter().position(|fault| {
        path.starts_with(&fault.path_prefix)
            && fault
                .method
                .as_ref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()))
            && fault.times != Some(0)
    })?;
    let fault = faults.get_mut(index)?;
    let kind = fault.kind.clone();
    if let Some(times) = &mut fault.times {
        *times -= 1;
        if *times == 0 {
            faults.remove(index);
        }
    }
    Some(kind)
}

/// The fault's answer.
pub(super) fn answer(status: u16, body: &str, headers: &HashMap<String, String>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body.to_owned()).into_response();
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (
            axum::http::HeaderName::try_from(name),
            axum::http::HeaderValue::from_str(value),
        ) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_fault_hits_its_paths_and_method_as_often_as_it_says() {
        let mut faults = vec![
            fault(r#"{"path_prefix":"/api/a/","method":"post","times":2,"kind":{"delay_ms":5}}"#),
            fault(r#"{"path_prefix":"/api/","method":null,"times":null,"kind":{"status":503}}"#),
        ];
        let mut kinds = |method: Method, path: &str| take(&mut faults, &method, path);
        assert!(matches!(
            kinds(Method::GET, "/api/a/x/"),
            Some(FaultKind::Answer { status: 503, .. })
        ));
        for _ in 0..2 {
            assert!(matches!(
                kinds(Method::POST, "/api/a/x/"),
                Some(FaultKind::Delay { delay_ms: 5 })
            ));
        }
        assert!(matches!(
            kinds(Method::POST, "/api/a/x/"),
            Some(FaultKind::Answer { .. })
        ));
        assert!(kinds(Method::GET, "/customers").is_none());
    }

    #[test]
    fn both_kinds_of_dropping_parse() {
        let kind = |text| fault(&format!(r#"{{"path_prefix":"/","kind":{text}}}"#)).kind;
        assert!(matches!(
            kind(r#"{"drop":true}"#),
            FaultKind::Drop {
                drop: When::Before(true)
            }
        ));
        assert!(matches!(
            kind(r#"{"drop":"answer"}"#),
            FaultKind::Drop {
                drop: When::After(Answer::Answer)
            }
        ));
    }
}
