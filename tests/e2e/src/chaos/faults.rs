//! What fails, and how it is made to.

use anyhow::{Context, Result};
use fastrand::Rng;
use serde_json::json;

use super::tabs;
use crate::{Person, Scenario, wait, worker};

/// One of the two people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Olivia.
    Caller,
    /// Jane.
    Called,
}

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The browser ends the worker.
    WorkerEnded(Side),
    /// The page is loaded anew.
    PageReloaded(Side),
    /// One more tab of the CRM is opened in front.
    TabOpened(Side),
    /// The tab in front is closed, if another one is there.
    TabClosed(Side),
    /// The computer's clock jumps by a day.
    ClockMoved(Side, i64),
    /// Every push socket is closed.
    SocketsClosed,
    /// No push socket can be opened.
    SocketsRefused,
    /// Push sockets stay open and say nothing.
    SocketsMute,
    /// No request reaches the CRM.
    NetworkLost,
    /// The CRM carries out one change, and its answer is lost.
    AnswerLost,
    /// The CRM answers everything with an error.
    ServerDown,
    /// Access tokens expire.
    TokensExpired,
}

/// In milliseconds.
const DAY: i64 = 24 * 3_600_000;

/// Every path of the call API.
const CALLS: &str = "/api/jitsi-calls/";

impl Fault {
    pub(super) fn draw(rng: &mut Rng, side: Side) -> Self {
        match rng.u8(0..12) {
            0 => Self::WorkerEnded(side),
            1 => Self::PageReloaded(side),
            2 => Self::TabOpened(side),
            3 => Self::TabClosed(side),
            4 => Self::ClockMoved(side, if rng.bool() { DAY } else { -DAY }),
            5 => Self::SocketsClosed,
            6 => Self::SocketsRefused,
            7 => Self::SocketsMute,
            8 => Self::NetworkLost,
            9 => Self::AnswerLost,
            10 => Self::ServerDown,
            _ => Self::TokensExpired,
        }
    }

    /// What it is called in the tally.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WorkerEnded(_) => "worker ended",
            Self::PageReloaded(_) => "page reloaded",
            Self::TabOpened(_) => "tab opened",
            Self::TabClosed(_) => "tab closed",
            Self::ClockMoved(..) => "clock moved by a day",
            Self::SocketsClosed => "sockets closed",
            Self::SocketsRefused => "sockets refused",
            Self::SocketsMute => "sockets mute",
            Self::NetworkLost => "network lost",
            Self::AnswerLost => "answer lost",
            Self::ServerDown => "server down",
            Self::TokensExpired => "tokens expired",
        }
    }

    /// Whether it goes on until [`lift`].
    pub(super) fn lasts(self) -> bool {
        matches!(
            self,
            Self::SocketsRefused
                | Self::SocketsMute
                | Self::NetworkLost
                | Self::AnswerLost
                | Self::ServerDown
        )
    }
}

pub(super) async fn strike(scenario: &Scenario, fault: Fault) -> Result<()> {
    let crm = &scenario.crm;
    let side = |side| match side {
        Side::Caller => &scenario.olivia,
        Side::Called => &scenario.jane,
    };
    match fault {
        Fault::WorkerEnded(who) => end_worker(scenario, side(who)).await,
        Fault::PageReloaded(who) => Ok(side(who).web().refresh().await?),
        Fault::TabOpened(who) => {
            let path = side(who).web().current_url().await?.path().to_owned();
            side(who).open_tab(&path).await.map(drop)
        }
        Fault::TabClosed(who) => tabs::close_newest(side(who)).await,
        Fault::ClockMoved(who, by) => {
            wait::until_true("a worker that runs", wait::STEP, async || {
                let moved = worker::move_clock(&side(who).session, by).await;
                moved.map(|()| true)
            })
            .await
        }
        Fault::SocketsClosed => crm.close_sockets().await,
        Fault::SocketsRefused => crm.stop_pushing().await,
        Fault::SocketsMute => crm.mute_sockets(true, true).await,
        Fault::NetworkLost => {
            crm.fault(json!({"path_prefix": CALLS, "kind": {"drop": true}}))
                .await
        }
        Fault::AnswerLost => {
            let lost = json!({"path_prefix": CALLS, "method": "POST", "times": 1,
                "kind": {"drop": "answer"}});
            crm.fault(lost).await
        }
        Fault::ServerDown => {
            let down = json!({"status": 503, "body": "{\"error\": \"down\"}"});
            crm.fault(json!({"path_prefix": CALLS, "kind": down})).await
        }
        Fault::TokensExpired => crm.expire_tokens().await,
    }
    .with_context(|| format!("{fault:?}"))
}

/// Ends the faults that last.
pub(super) async fn lift(scenario: &Scenario) -> Result<()> {
    let crm = &scenario.crm;
    crm.no_faults().await?;
    crm.mute_sockets(false, false).await?;
    crm.refuse_sockets(false).await
}

async fn end_worker(scenario: &Scenario, person: &Person) -> Result<()> {
    // Chromium's words for a worker that is ended while it starts.
    scenario.expect_error("Failed to load the script unexpectedly");
    wait::until_true("a worker that runs", wait::STEP, async || {
        worker::kill(&person.session).await.map(|()| true)
    })
    .await
}
