//! Browsers that play story after story. Starting one takes longer than
//! resetting one, and the reset goes on while the next story is played.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result, anyhow};
use tokio::{runtime::Handle, sync::oneshot};

use crate::{
    Browser, Options, Session, reset,
    timing::{Phase, Stopwatch},
};

/// The longest that a reset may take, so that a hang is a failure.
const LIMIT: Duration = Duration::from_secs(60);

/// A browser on its way back into the pool.
struct Returning {
    browser: Browser,
    /// The story that had it before.
    story: &'static str,
    session: oneshot::Receiver<Result<Session>>,
}

static RETURNING: Mutex<Vec<Returning>> = Mutex::new(Vec::new());

fn returning() -> MutexGuard<'static, Vec<Returning>> {
    RETURNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A browser in which nothing is left of an earlier story: from the pool, or a
/// new one when none is there.
///
/// # Errors
/// When it does not start, or an earlier story has left something in it.
pub async fn take(browser: Browser) -> Result<Session> {
    let next = {
        let mut returning = returning();
        let at = returning.iter().position(|one| one.browser == browser);
        at.map(|at| returning.remove(at))
    };
    let Some(next) = next else {
        let options = Options {
            pooled: true,
            ..Options::default()
        };
        return Session::start(browser, &options).await;
    };
    let session = next.session.await.context("the reset was abandoned")?;
    session.with_context(|| format!("reset {} after {}", browser.name(), next.story))
}

/// Takes a browser back after a story, whose CRM and meeting were at these
/// origins.
pub fn give_back(session: Session, story: &'static str, origins: &[String]) {
    let (done, receiver) = oneshot::channel();
    returning().push(Returning {
        browser: session.browser,
        story,
        session: receiver,
    });
    let (runtime, origins) = (Handle::current(), origins.to_vec());
    // A thread of its own: what drives a browser need not be `Send`.
    std::thread::spawn(move || {
        let mut session = session;
        let mut watch = Stopwatch::new(story);
        let reset = watch.measure(Phase::Reset, reset(&mut session, &origins));
        let reset = runtime.block_on(reset);
        watch.charge(Phase::Reset, &[&session]);
        // Nobody receives it when the program ends; the browser ends with it.
        let _ = done.send(reset.map(|()| session));
    });

    async fn reset(session: &mut Session, origins: &[String]) -> Result<()> {
        tokio::time::timeout(LIMIT, reset::reset(session, origins))
            .await
            .unwrap_or_else(|_| Err(anyhow!("took longer than {} s", LIMIT.as_secs())))
    }
}

/// Ends all browsers in the pool.
pub async fn close() {
    let all = std::mem::take(&mut *returning());
    for one in all {
        if let Ok(Ok(session)) = one.session.await {
            // It is killed if it does not close.
            let _ = session.quit().await;
        }
    }
}
