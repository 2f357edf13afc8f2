//! What all contexts of a browser printed as errors, to prove that they are
//! clean: pages, content scripts, extension frames and the worker.

use anyhow::{Context, Result, ensure};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;

use crate::driver::Output;

/// Collects errors from all contexts of one browser.
pub struct Console {
    source: Source,
}

enum Source {
    /// Chromium tells through its debugging interface.
    Debugger {
        errors: Output,
        task: JoinHandle<()>,
        skip: usize,
    },
    /// Firefox prints them; lines before `skip` came before the test.
    Printed { output: Output, skip: usize },
    /// Nobody asked.
    Unwatched,
}

impl Drop for Console {
    fn drop(&mut self) {
        if let Source::Debugger { task, .. } = &self.source {
            task.abort();
        }
    }
}

impl Console {
    pub(crate) fn unwatched() -> Self {
        Self {
            source: Source::Unwatched,
        }
    }

    /// Firefox's errors, from what it prints from now on.
    pub(crate) fn printed(output: Output) -> Self {
        let skip = output.lines().len();
        Self {
            source: Source::Printed { output, skip },
        }
    }

    /// Chromium's errors. Attaching keeps a service worker awake; tests that
    /// want it dead kill it.
    pub(crate) async fn debugger(address: &str) -> Result<Self> {
        let version: Value = reqwest::get(format!("http://{address}/json/version"))
            .await?
            .json()
            .await?;
        let url = version["webSocketDebuggerUrl"]
            .as_str()
            .context("Chromium names no debugger address")?;
        let (mut socket, _) = tokio_tungstenite::connect_async(url)
            .await
            .context("connect to Chromium's debugger")?;
        socket.send(auto_attach(0, None)).await?;
        let errors = Output::default();
        let found = errors.clone();
        let task = tokio::spawn(async move {
            let mut id = 0;
            while let Some(Ok(message)) = socket.next().await {
                let Ok(event) = message
                    .to_text()
                    .map_err(drop)
                    .and_then(|text| serde_json::from_str::<Value>(text).map_err(drop))
                else {
                    continue;
                };
                if event["method"] == "Target.attachedToTarget" {
                    let session = event["params"]["sessionId"].as_str();
                    id += 3;
                    let watch = [
                        command(id, session, "Runtime.enable", &json!({})),
                        command(id + 1, session, "Log.enable", &json!({})),
                        auto_attach(id + 2, session),
                    ];
                    for message in watch {
                        if socket.send(message).await.is_err() {
                            return;
                        }
                    }
                } else if let Some(error) = error_in(&event) {
                    found.lines().push(error);
                }
            }
        });
        Ok(Self {
            source: Source::Debugger {
                errors,
                task,
                skip: 0,
            },
        })
    }

    /// Leaves Chromium alone from now on; what was found is kept. With a
    /// second debugger attached, a window on top of others never comes up: the
    /// driver waits for it for ever.
    pub fn leave(&self) {
        if let Source::Debugger { task, .. } = &self.source {
            task.abort();
        }
    }

    /// Forgets all errors so far.
    pub(crate) fn forget(&mut self) {
        match &mut self.source {
            Source::Debugger {
                errors: all, skip, ..
            }
            | Source::Printed { output: all, skip } => {
                *skip = all.lines().len();
            }
            Source::Unwatched => {}
        }
    }

    /// All errors so far.
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        match &self.source {
            Source::Debugger { errors, skip, .. } => {
                errors.lines().iter().skip(*skip).cloned().collect()
            }
            Source::Printed { output, skip } => output
                .lines()
                .iter()
                .skip(*skip)
                .filter(|line| is_printed_error(line))
                .cloned()
                .collect(),
            Source::Unwatched => Vec::new(),
        }
    }

    /// Fails when anything but the expected was printed as an error.
    ///
    /// # Errors
    /// Names what was printed.
    pub fn assert_clean(&self, expected: &[&str]) -> Result<()> {
        let mut errors = self.errors();
        errors.retain(|error| !expected.iter().any(|text| error.contains(text)));
        ensure!(errors.is_empty(), "printed errors: {errors:#?}");
        Ok(())
    }
}

fn command(id: u64, session: Option<&str>, method: &str, params: &Value) -> Message {
    let mut command = json!({"id": id, "method": method, "params": params});
    if let Some(session) = session {
        command["sessionId"] = json!(session);
    }
    Message::text(command.to_string())
}

/// Attach to every page, frame and worker below this one, now and later.
fn auto_attach(id: u64, session: Option<&str>) -> Message {
    command(
        id,
        session,
        "Target.setAutoAttach",
        &json!({"autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true}),
    )
}

/// The error that a debugger event tells of, if it does.
fn error_in(event: &Value) -> Option<String> {
    let params = &event["params"];
    match event["method"].as_str()? {
        "Runtime.exceptionThrown" => {
            let details = &params["exceptionDetails"];
            let text = details["exception"]["description"]
                .as_str()
                .or(details["text"].as_str())?;
            Some(format!(
                "{text} ({})",
                details["url"].as_str().unwrap_or("?")
            ))
        }
        "Runtime.consoleAPICalled" if params["type"] == "error" || params["type"] == "assert" => {
            let text: Vec<String> = params["args"]
                .as_array()?
                .iter()
                .map(|argument| {
                    argument["value"]
                        .as_str()
                        .or(argument["description"].as_str())
                        .map_or_else(|| argument["value"].to_string(), str::to_owned)
                })
                .collect();
            Some(text.join(" "))
        }
        "Log.entryAdded" if params["entry"]["level"] == "error" => {
            let entry = &params["entry"];
            if is_refusal(entry) {
                return None;
            }
            Some(format!(
                "{} ({})",
                entry["text"].as_str().unwrap_or("?"),
                entry["url"].as_str().unwrap_or("?")
            ))
        }
        _ => None,
    }
}

/// Whether the browser only tells that the CRM refused something: that is an
/// answer, not a fault of a page. A missing file of a page is one.
fn is_refusal(entry: &Value) -> bool {
    let text = entry["text"].as_str().unwrap_or_default();
    let api = entry["url"]
        .as_str()
        .is_some_and(|url| url.contains("/api/"));
    (entry["source"] == "network" && api)
        || (text.starts_with("WebSocket connection to 'ws://127.0.0.1:")
            && text.contains("/ws/video-call/"))
}

/// Whether a line that Firefox printed is an error of a page or an extension,
/// not of the browser's own code.
fn is_printed_error(line: &str) -> bool {
    match line.split_once(": ") {
        Some(("JavaScript error", place)) => {
            place.starts_with("http://") || place.starts_with("moz-extension://")
        }
        Some(("console.error", text)) => {
            !text.starts_with("RSLoader")
                && !text.contains("resource://")
                && !text.contains("chrome://")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{error_in, is_printed_error};

    #[test]
    fn tells_errors_from_chatter() {
        let thrown = json!({"method": "Runtime.exceptionThrown", "params": {"exceptionDetails":
            {"text": "Uncaught", "url": "a.js", "exception": {"description": "Error: x"}}}});
        assert_eq!(error_in(&thrown).as_deref(), Some("Error: x (a.js)"));
        let log =
            json!({"method": "Runtime.consoleAPICalled", "params": {"type": "log", "args": []}});
        assert_eq!(error_in(&log), None);
        let refused = json!({"method": "Log.entryAdded", "params": {"entry":
            {"level": "error", "source": "network", "url": "http://a/api/x/", "text": "400"}}});
        assert_eq!(error_in(&refused), None);
        let missing = json!({"method": "Log.entryAdded", "params": {"entry":
            {"level": "error", "source": "network", "url": "http://a/b.css", "text": "404"}}});
        assert_eq!(error_in(&missing).as_deref(), Some("404 (http://a/b.css)"));
        let warning =
            json!({"method": "Log.entryAdded", "params": {"entry": {"level": "warning"}}});
        assert_eq!(error_in(&warning), None);
    }

    #[test]
    fn ignores_what_firefox_says_of_itself() {
        assert!(is_printed_error(
            "JavaScript error: moz-extension://a/b.js, line 1: Error: x"
        ));
        assert!(is_printed_error("console.error: \"x\""));
        assert!(!is_printed_error(
            "JavaScript error: chrome://browser/content/x.js, line 1: y"
        ));
        assert!(!is_printed_error("console.error: RSLoader: "));
    }
}
