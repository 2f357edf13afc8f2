//! Waiting for a condition, with a deadline. Nothing here sleeps a fixed time.

use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

/// How long a step in a browser may take before the test fails. Generous,
/// because a whole test run shares two cores with four browsers.
pub const STEP: Duration = Duration::from_secs(20);

/// The pause between two looks at a condition.
const PAUSE: Duration = Duration::from_millis(40);

/// Asks `look` until it finds something, at most for `limit`.
///
/// An error of `look` counts as "not yet" (a page that is being rebuilt
/// answers with stale elements) and is named when the time is over.
///
/// # Errors
/// When the time is over: what was awaited, and the last error seen.
pub async fn until<T>(
    what: &str,
    limit: Duration,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        let last = match look().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if start.elapsed() >= limit {
            let waited = format!("waited {:.1} s for {what}", start.elapsed().as_secs_f32());
            return Err(match last {
                Some(error) => error.context(waited),
                None => anyhow!(waited),
            });
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Like [`until`], for a condition that is only true or false.
///
/// # Errors
/// When the time is over.
pub async fn until_true(
    what: &str,
    limit: Duration,
    mut look: impl AsyncFnMut() -> Result<bool>,
) -> Result<()> {
    until(what, limit, async || Ok(look().await?.then_some(()))).await
}
