//! The log of API requests that tests read.

use serde_json::{Value, json};

use crate::clock::Stamp;

/// Requests in the order they came in.
#[derive(Default)]
pub(super) struct Log {
    entries: Vec<Value>,
    /// How many entries were forgotten before the first one here.
    forgotten: usize,
}

/// The place of an entry, to fill in how the request ended.
#[derive(Clone, Copy)]
pub(super) struct Place(usize);

impl Log {
    /// Notes a request as it comes in, its status still open (null).
    pub(super) fn open(
        &mut self,
        host: &str,
        method: &str,
        path: &str,
        user: Option<i64>,
        body: Value,
    ) -> Place {
        self.entries.push(json!({
            "at_ms": Stamp::now().millis(),
            "host": host,
            "method": method,
            "path": path,
            "user": user,
            "status": null,
            "body": body,
        }));
        Place(self.forgotten + self.entries.len() - 1)
    }

    /// Notes the answer. A request whose answer was dropped keeps null.
    pub(super) fn close(&mut self, place: Place, status: u16) {
        let entry = place
            .0
            .checked_sub(self.forgotten)
            .and_then(|index| self.entries.get_mut(index));
        if let Some(entry) = entry {
            entry["status"] = json!(status);
        }
    }

    pub(super) fn clear(&mut self) {
        self.forgotten += self.entries.len();
        self.entries.clear();
    }

    pub(super) fn json(&self) -> Value {
        json!(self.entries)
    }
}

/// A body as the log shows it: JSON as JSON, passwords left out, anything
/// else by its length.
pub(super) fn shown(bytes: &[u8]) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    match serde_json::from_slice::<Value>(bytes) {
        Ok(mut body) => {
            if let Some(password) = body.get_mut("password") {
                *password = json!("(left out)");
            }
            body
        }
        Err(_) => json!(format!("({} bytes)", bytes.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_after_clearing_does_not_land_on_another_request() {
        let mut log = Log::default();
        let first = log.open("a", "GET", "/api/a/", None, Value::Null);
        log.clear();
        let second = log.open("a", "POST", "/api/b/", Some(14), Value::Null);
        log.close(first, 200);
        assert_eq!(log.json()[0]["status"], Value::Null);
        log.close(second, 201);
        assert_eq!(log.json()[0]["status"], 201);
    }

    #[test]
    fn passwords_are_left_out() {
        let shown = shown(br#"{"username":"a","password":"b"}"#);
        assert_eq!(shown, json!({"username": "a", "password": "(left out)"}));
    }
}
