//! How many requests an idle person's browser makes in an hour, by what it
//! makes in some minutes.

use std::time::Duration;

use anyhow::Result;
use futures_util::future::try_join_all;
use ringside_e2e::{Browser, Crm, Mode, Options, Person, User};

/// After so long nobody counts as being there any more.
const SETTLED: Duration = Duration::from_secs(130);

/// What the CRM does about push.
#[derive(Clone, Copy)]
enum Push {
    Refused,
    /// The socket is open, and no call has come on it yet.
    Unproven,
    /// A call has come on it.
    Proven,
}

impl Push {
    const ALL: [Self; 3] = [Self::Refused, Self::Unproven, Self::Proven];

    fn name(self) -> &'static str {
        match self {
            Self::Refused => "without push",
            Self::Unproven => "push, no call yet",
            Self::Proven => "push, after a call",
        }
    }
}

/// Measures all cases at the same time, and prints a row for each.
pub(crate) async fn measure(browser: Browser, options: &Options, span: Duration) -> Result<()> {
    let cases = [1, 5]
        .into_iter()
        .flat_map(|tabs| Push::ALL.map(|push| (tabs, push)));
    let measured = cases.map(|(tabs, push)| async move {
        let requests = case(browser, options, tabs, push, span).await?;
        anyhow::Ok((tabs, push, requests))
    });
    for (tabs, push, requests) in try_join_all(measured).await? {
        println!(
            "{:<10} {tabs} {} in sight, idle, {:<20} {requests:>6} requests an hour",
            browser.name(),
            if tabs == 1 { "tab " } else { "tabs" },
            push.name()
        );
    }
    Ok(())
}

async fn case(
    browser: Browser,
    options: &Options,
    tabs: usize,
    push: Push,
    span: Duration,
) -> Result<usize> {
    let crm = Crm::start(Mode::AsFound).await?;
    if matches!(push, Push::Refused) {
        crm.refuse_sockets(true).await?;
    }
    let olivia = Person::start(browser, options, &crm, User::Olivia).await?;
    olivia.visit("/customers").await?;
    for _ in 1..tabs {
        olivia.open_tab("/customers").await?;
    }
    if matches!(push, Push::Proven) {
        let call = crm.call(User::Mike, User::Olivia).await?;
        olivia.rings().await?;
        crm.act(User::Mike, &call, "end").await?;
        olivia.quiet().await?;
    }
    let me = crm.id(User::Olivia).await?;
    tokio::time::sleep(SETTLED).await;
    let before = made_by(&crm, me).await?;
    tokio::time::sleep(span).await;
    let made = made_by(&crm, me).await? - before;
    olivia.session.quit().await?;
    Ok(made * 3_600 / span.as_secs().max(1) as usize)
}

/// How many requests this user has made so far.
async fn made_by(crm: &Crm, user: u64) -> Result<usize> {
    let log = crm.log().await?;
    Ok(log.iter().filter(|entry| entry["user"] == user).count())
}
