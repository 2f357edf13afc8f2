//! Firefox's privileged side, for what WebDriver has no command for.

use anyhow::Result;
use serde_json::{Value, json};
use thirtyfour::{common::command::ExtensionCommand, prelude::WebDriverResult};

use crate::Session;

/// Runs a script on Firefox's privileged side. After the given arguments comes
/// a function that takes the result.
///
/// # Errors
/// When Firefox was started without system access.
pub async fn run(session: &Session, script: &str, arguments: Vec<Value>) -> Result<Value> {
    context(session, "chrome").await?;
    let result = session.web.execute_async(script, arguments).await;
    context(session, "content").await?;
    Ok(result?.json().clone())
}

async fn context(session: &Session, name: &'static str) -> WebDriverResult<()> {
    session
        .web
        .cmd(thirtyfour::common::command::Command::ExtensionCommand(
            Box::new(SetContext(name)),
        ))
        .await
        .map(|_| ())
}

#[derive(Debug)]
struct SetContext(&'static str);

impl ExtensionCommand for SetContext {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({"context": self.0}))
    }

    fn method(&self) -> reqwest::Method {
        reqwest::Method::POST
    }

    fn endpoint(&self) -> std::sync::Arc<str> {
        "/moz/context".into()
    }
}
