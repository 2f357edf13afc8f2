//! Waiting for a condition, with a deadline. Nothing here sleeps a fixed time.

use std::{
    error::Error,
    fmt,
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow};

/// How long a step in a browser may take before the test fails. Generous,
/// because a whole test run shares two cores with four browsers.
pub const STEP: Duration = Duration::from_secs(20);

/// An error that waiting does not forgive: what must never be the case, not
/// even for a moment.
#[derive(Debug)]
pub struct Never(pub String);

impl fmt::Display for Never {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Never {}

/// The first pause between two looks at a condition. It grows: looking costs
/// the browser time that what is awaited needs.
const PAUSE: Duration = Duration::from_millis(40);
/// The longest pause.
const PAUSE_MAX: Duration = Duration::from_millis(160);

/// Asks `look` until it finds something, at most for `limit`.
///
/// An error of `look` counts as "not yet" (a page that is being rebuilt
/// answers with stale elements) and is named when the time is over; only
/// [`Never`] ends the wait.
///
/// # Errors
/// When the time is over: what was awaited, and the last error seen. When
/// something is that must never be.
pub async fn until<T>(
    what: &str,
    limit: Duration,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    let mut pause = PAUSE;
    loop {
        let last = match look().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => None,
            Err(error) if error.is::<Never>() => {
                return Err(error.context(format!("while waiting for {what}")));
            }
            Err(error) => Some(error),
        };
        if start.elapsed() >= limit {
            let waited = format!("waited {:.1} s for {what}", start.elapsed().as_secs_f32());
            return Err(match last {
                Some(error) => error.context(waited),
                None => anyhow!(waited),
            });
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 5 / 4).min(PAUSE_MAX);
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

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[tokio::test]
    async fn an_error_is_forgiven_until_it_is_one_that_must_never_be() {
        let mut looks = 0;
        let waited = until("it", STEP, async || {
            looks += 1;
            if looks < 3 {
                bail!("not yet");
            }
            Ok(Some(looks))
        });
        assert!(matches!(waited.await, Ok(3)));
        let mut looks = 0;
        let waited = until_true("it", STEP, async || {
            looks += 1;
            Err(Never("two of them".to_owned()).into())
        });
        assert!(waited.await.is_err());
        assert_eq!(looks, 1);
    }
}
