//! Messages between users: with whom, and what was written.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use rusqlite::{Connection, Row};
use serde_json::{Value, json};

use super::Route;
use super::failure::Failure;
use super::request::{Caller, Params};
use crate::app::App;
use crate::clock::Stamp;
use crate::people;

pub(super) fn routes() -> Vec<Route> {
    vec![
        ("/api/conversations/", get(conversations)),
        ("/api/messages/with_user/", get(with_user)),
    ]
}

struct Message {
    id: i64,
    sender: i64,
    recipient: i64,
    content: String,
    created_at: Stamp,
}

impl Message {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            sender: row.get("sender")?,
            recipient: row.get("recipient")?,
            content: row.get("content")?,
            created_at: row.get("created_at")?,
        })
    }

    fn other_than(&self, user: i64) -> i64 {
        if self.sender == user {
            self.recipient
        } else {
            self.sender
        }
    }

    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "sender": self.sender,
            "recipient": self.recipient,
            "content": self.content,
            "created_at": self.created_at.rest(),
        })
    }
}

/// Everything that a user has written or got, oldest first.
fn of(conn: &Connection, user: i64) -> rusqlite::Result<Vec<Message>> {
    conn.prepare("SELECT * FROM message WHERE ?1 IN (sender, recipient) ORDER BY created_at")?
        .query_map([user], Message::read)?
        .collect()
}

/// A bare array, the newest first.
async fn conversations(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Result<Json<Vec<Value>>, Failure> {
    let conn = app.database();
    let user = caller.user.id;
    let mut last: HashMap<i64, Message> = HashMap::new();
    for message in of(&conn, user)? {
        last.insert(message.other_than(user), message);
    }
    let mut last: Vec<(i64, Message)> = last.into_iter().collect();
    last.sort_by_key(|(_, message)| std::cmp::Reverse(message.created_at));
    let mut answer = Vec::new();
    for (other, message) in last {
        answer.push(json!({
            "id": message.id,
            "other_participant": participant(&conn, other)?,
            "last_message": message.json(),
            "unread_count": 0,
        }));
    }
    Ok(Json(answer))
}

/// The phone number is that of the person's record, if there is one.
fn participant(conn: &Connection, user: i64) -> Result<Value, Failure> {
    let Some(user) = people::by_id(conn, user)? else {
        return Ok(Value::Null);
    };
    let phone: Option<String> = conn.query_row(
        "SELECT coalesce((SELECT phone FROM customer WHERE user_id = ?1),
                         (SELECT phone FROM employee WHERE user_id = ?1))",
        [user.id],
        |row| row.get(0),
    )?;
    Ok(json!({
        "id": user.id,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "phone": phone,
    }))
}

/// `?user_id=`: a bare array, oldest first.
async fn with_user(
    State(app): State<Arc<App>>,
    caller: Caller,
    params: Params,
) -> Result<Json<Vec<Value>>, Failure> {
    let other: Option<i64> = params.get("user_id").and_then(|id| id.parse().ok());
    let user = caller.user.id;
    let mut messages = of(&app.database(), user)?;
    messages.retain(|message| Some(message.other_than(user)) == other);
    Ok(Json(messages.iter().map(Message::json).collect()))
}
