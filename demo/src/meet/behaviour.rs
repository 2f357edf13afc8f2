//! How the stand-in misbehaves, so that tests can reproduce real servers.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Deserialize, Serialize};

/// Deviations from a well-behaved, current Jitsi server; the default is none.
///
/// `POST /__meet/behaviour` replaces the whole set, `DELETE` resets it. Pages
/// loaded afterwards start with it, and joined pages are notified at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// Requests of the host are never answered (a dead frame).
    pub no_reply: bool,
    /// Requests are answered without a `result`.
    pub reply_without_result: bool,
    /// Milliseconds before the page begins to listen and to ping.
    pub late_ready_ms: u64,
    /// A server from before July 2026: no `connection-stats`, and the
    /// `audio-only` names instead of the `low-bandwidth-mode` ones.
    pub old_server: bool,
    /// `video-ready-to-close` never comes, as with a promotional close page.
    pub no_ready_to_close: bool,
    /// Value of an `X-Frame-Options` header on the page.
    pub x_frame_options: Option<String>,
    /// Value of a `frame-ancestors` directive on the page.
    pub frame_ancestors: Option<String>,
    /// Further headers on the page.
    pub headers: BTreeMap<String, String>,
    /// The status that the page is answered with, such as 404 or 500.
    pub page_status: Option<u16>,
    /// The page's program does not arrive while this is on: a slow server.
    pub hold_program: bool,
    /// Milliseconds after which the server drops a joined page's socket; the
    /// page then reports a fatal error and reloads itself, as Jitsi does.
    pub disconnect_after_ms: Option<u64>,
    /// Milliseconds between a fatal error and the reload. Without it, as in
    /// Jitsi: 10 seconds, and up to 20 more by chance.
    pub reload_wait_ms: Option<u64>,
    /// Pages do not reload after a fatal error while this is on, as if their
    /// wait lasted.
    pub hold_reload: bool,
    /// Pages that have loaded do not join while this is on.
    pub hold_join: bool,
    /// Whoever comes into a room with somebody in it has to be let in.
    pub lobby: bool,
    /// The server has no recorder: commands to record are ignored.
    pub no_recorder: bool,
    /// The server takes nobody without a token.
    pub token_required: bool,
    /// A server from 2023 or 2024: no command for going on without pictures,
    /// and no answer to requests that it does not know.
    pub no_voice_only: bool,
    /// The name of a DOMException that asking for devices fails with, for
    /// example `NotAllowedError`.
    pub media_error: Option<String>,
    /// A password that the host must send, or a person type, before the page
    /// joins.
    pub password: Option<String>,
    /// How many people a room takes.
    pub room_limit: Option<usize>,
    /// The pictures that cameras are asked for, where they are to cost less than
    /// what people want to see.
    pub camera: Option<Camera>,
    /// The name of a Jitsi error with which joining fails, for example
    /// `conference.authenticationRequired`.
    pub join_error: Option<String>,
}

/// The size of a camera's pictures, and how many there are in a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Camera {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// In pictures a second.
    pub frame_rate: u32,
}

/// A header that HTTP cannot carry.
#[derive(Debug, thiserror::Error)]
pub(super) enum BadHeader {
    #[error("not a header name: {0}")]
    Name(String, #[source] axum::http::header::InvalidHeaderName),
    #[error("not a value for the header {0}")]
    Value(String, #[source] axum::http::header::InvalidHeaderValue),
}

impl Behaviour {
    /// The headers that the meeting page is to be served with.
    pub(super) fn page_headers(&self) -> Result<HeaderMap, BadHeader> {
        let mut headers = HeaderMap::new();
        let value = |name: &str, text: &str| {
            HeaderValue::from_str(text).map_err(|cause| BadHeader::Value(name.to_owned(), cause))
        };
        for (name, text) in &self.headers {
            let key = HeaderName::from_bytes(name.as_bytes())
                .map_err(|cause| BadHeader::Name(name.clone(), cause))?;
            headers.append(key, value(name, text)?);
        }
        if let Some(text) = &self.x_frame_options {
            headers.insert(header::X_FRAME_OPTIONS, value("x_frame_options", text)?);
        }
        if let Some(text) = &self.frame_ancestors {
            headers.append(
                header::CONTENT_SECURITY_POLICY,
                value("frame_ancestors", &format!("frame-ancestors {text}"))?,
            );
        }
        Ok(headers)
    }
}
