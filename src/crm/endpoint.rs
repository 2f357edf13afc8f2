//! The requests that Ringside makes, as data.
//!
//! Paths end in a slash: without it the backend answers a POST with 500 or
//! loses its body in a redirect.

use crate::domain::{CallId, Media, UserId};

/// One request to the CRM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The path below the API's base, with its query.
    pub path: String,
    /// The fields of the JSON body; none means no body.
    pub body: Vec<(&'static str, Value)>,
    /// Whether it is sent with the sign-in.
    pub signed: bool,
    /// Whether a person waits for it, so that the request limit does not apply.
    pub urgent: bool,
}

/// The HTTP methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Acts.
    Post,
    /// Changes fields.
    Patch,
}

impl Method {
    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
        }
    }
}

/// A value in a request's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Number(u64),
    Text(String),
    /// Yes or no.
    Flag(bool),
}

/// The actions of `update_status/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Take the call.
    Answer,
    /// Decline it. Only the recipient may.
    Reject,
    End,
}

fn get(path: String) -> Request {
    Request {
        method: Method::Get,
        path,
        body: Vec::new(),
        signed: true,
        urgent: false,
    }
}

fn send(method: Method, path: String, body: Vec<(&'static str, Value)>) -> Request {
    Request {
        method,
        path,
        body,
        signed: true,
        urgent: false,
    }
}

impl Request {
    /// The same request, for which a person `waits` or nobody does.
    #[must_use]
    pub fn urgent_if(self, waits: bool) -> Self {
        Self {
            urgent: self.urgent || waits,
            ..self
        }
    }
}

fn urgent(request: Request) -> Request {
    Request {
        urgent: true,
        ..request
    }
}

fn call_type(media: Media) -> Value {
    Value::Text(match media {
        Media::Audio => "audio".to_owned(),
        Media::Video => "video".to_owned(),
    })
}

/// Rings a user.
#[must_use]
pub fn initiate(user: UserId, media: Media) -> Request {
    let body = vec![
        ("recipient_id", Value::Number(user.0)),
        ("call_type", call_type(media)),
    ];
    urgent(send(
        Method::Post,
        "/api/jitsi-calls/initiate_call/".to_owned(),
        body,
    ))
}

/// Rings the user with exactly this e-mail address.
#[must_use]
pub fn initiate_by_email(email: &str, media: Media) -> Request {
    let body = vec![
        ("recipient_email", Value::Text(email.to_owned())),
        ("call_type", call_type(media)),
    ];
    urgent(send(
        Method::Post,
        "/api/jitsi-calls/initiate_call_by_email/".to_owned(),
        body,
    ))
}

/// Answers, declines or ends a call.
#[must_use]
pub fn update_status(call: CallId, action: Action) -> Request {
    let action = match action {
        Action::Answer => "answer",
        Action::Reject => "reject",
        Action::End => "end",
    };
    urgent(send(
        Method::Post,
        format!("/api/jitsi-calls/{}/update_status/", call.0),
        vec![("action", Value::Text(action.to_owned()))],
    ))
}

/// Writes the notes of a call.
#[must_use]
pub fn set_notes(call: CallId, notes: &str) -> Request {
    let path = format!("/api/jitsi-calls/{}/", call.0);
    urgent(send(
        Method::Patch,
        path,
        vec![("notes", Value::Text(notes.to_owned()))],
    ))
}

/// Writes where a call's recording can be had.
#[must_use]
pub fn set_recording_link(call: CallId, link: &str) -> Request {
    let path = format!("/api/jitsi-calls/{}/", call.0);
    urgent(send(
        Method::Patch,
        path,
        vec![("recording_url", Value::Text(link.to_owned()))],
    ))
}

/// The user's active call; 204 when there is none.
#[must_use]
pub fn my_active_call() -> Request {
    get("/api/jitsi-calls/my_active_call/".to_owned())
}

/// All calls of the organisation that go on. Always fails at the real CRM.
#[must_use]
pub fn active_calls() -> Request {
    get("/api/jitsi-calls/active_calls/".to_owned())
}

/// The user's calls in this status, a bare list.
#[must_use]
pub fn my_calls(status: &str) -> Request {
    get(format!("/api/jitsi-calls/?my_calls=true&status={status}"))
}

/// One call. It is asked before each end and after each answer that was lost,
/// so a person waits for it.
#[must_use]
pub fn call(call: CallId) -> Request {
    urgent(get(format!("/api/jitsi-calls/{}/", call.0)))
}

/// Says that the user is there. Sets the status to online, whatever it was.
#[must_use]
pub fn heartbeat() -> Request {
    send(
        Method::Post,
        "/api/jitsi-calls/heartbeat/".to_owned(),
        Vec::new(),
    )
}

/// The most rows of a page of a list: as many as the CRM gives.
pub const ROWS_MAX: usize = 100;

/// The presence of everybody in the user's organisations.
#[must_use]
pub fn presence(page: u32) -> Request {
    get(format!("/api/user-presence/?page_size=100&page={page}"))
}

/// Sets the user's own status, as documented. Always fails at the real CRM.
#[must_use]
pub fn set_my_status(status: &str) -> Request {
    send(
        Method::Post,
        "/api/user-presence/update_my_status/".to_owned(),
        vec![("status", Value::Text(status.to_owned()))],
    )
}

/// Sets a user's status by writing their presence row.
#[must_use]
pub fn set_status(user: UserId, status: &str) -> Request {
    let path = format!("/api/user-presence/{}/", user.0);
    send(
        Method::Patch,
        path,
        vec![("status", Value::Text(status.to_owned()))],
    )
}

/// Customers with the users behind them.
#[must_use]
pub fn customers(page: u32) -> Request {
    get(format!(
        "/api/customers/?status=all&page_size=100&page={page}"
    ))
}

/// One customer.
#[must_use]
pub fn customer(id: u64) -> Request {
    get(format!("/api/customers/{id}/"))
}

/// One employee.
#[must_use]
pub fn employee(id: u64) -> Request {
    get(format!("/api/employees/{id}/"))
}

/// Users with their e-mail addresses.
#[must_use]
pub fn users(page: u32) -> Request {
    get(format!("/api/users/?page_size=100&page={page}"))
}

/// The signed-in user.
#[must_use]
pub fn me() -> Request {
    get("/api/users/me/".to_owned())
}

/// A new access token.
#[must_use]
pub fn refresh(token: &str) -> Request {
    Request {
        signed: false,
        ..send(
            Method::Post,
            "/api/auth/token/refresh/".to_owned(),
            vec![("refresh", Value::Text(token.to_owned()))],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_keeps_its_slash() {
        let requests = [
            initiate(UserId(1), Media::Audio),
            initiate_by_email("a@b", Media::Video),
            update_status(CallId(1), Action::End),
            set_notes(CallId(1), "x"),
            set_recording_link(CallId(1), "x"),
            my_active_call(),
            active_calls(),
            my_calls("pending"),
            call(CallId(1)),
            heartbeat(),
            presence(1),
            set_my_status("busy"),
            set_status(UserId(1), "busy"),
            customers(1),
            customer(1),
            employee(1),
            users(1),
            me(),
            refresh("t"),
        ];
        for request in requests {
            let path = request.path.split('?').next().unwrap_or_default();
            assert!(path.starts_with("/api/") && path.ends_with('/'), "{path}");
        }
    }
}
