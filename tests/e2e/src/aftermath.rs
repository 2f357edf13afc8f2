//! What has to be true after every story, whatever it was.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::{
    Browser, Person, Scenario, User, dom, extension, privileged, wait, windows::CALL_PAGE, worker,
};

/// Everybody who can have been in a call.
const EVERYBODY: [User; 3] = [User::Olivia, User::Jane, User::Mike];

/// Proves that the story has left nothing behind: at the CRM, in the meeting,
/// in the pages, in the extensions, on the consoles.
///
/// # Errors
/// Names what is left.
pub(crate) async fn check(scenario: &Scenario) -> Result<()> {
    scenario.crm.no_faults().await?;
    calls_are_over(scenario, wait::STEP).await?;
    scenario.meeting.empty().await?;
    for person in [&scenario.olivia, &scenario.jane] {
        outbox_is_empty(person, wait::STEP).await?;
        pages_are_tidy(person).await?;
    }
    // Only now: nobody has anything to tell the CRM any more.
    told_at_most_once(scenario).await?;
    scenario.assert_clean()
}

/// Within this time no call rings or is on at the CRM.
pub(crate) async fn calls_are_over(scenario: &Scenario, limit: Duration) -> Result<()> {
    let mut open = Vec::new();
    wait::until_true("all calls to be over", limit, async || {
        open.clear();
        for user in EVERYBODY {
            open.extend(scenario.crm.open_calls(user).await?);
        }
        Ok(open.is_empty())
    })
    .await
    .with_context(|| format!("these go on: {open:?}"))
}

/// Every answer, rejection and end that the CRM took, it took once.
pub(crate) async fn told_at_most_once(scenario: &Scenario) -> Result<()> {
    let log = scenario.crm.log().await?;
    let repeated = repeated(&log);
    ensure!(repeated.is_empty(), "told more than once: {repeated:?}");
    Ok(())
}

/// What the CRM took more than once: the call's path and the action.
fn repeated(log: &[Value]) -> BTreeMap<(&str, &str), usize> {
    let mut told = BTreeMap::new();
    let taken = log.iter().filter(|entry| entry["status"] == 200);
    for entry in taken {
        if let Some(path) = entry["path"].as_str()
            && path.ends_with("/update_status/")
            && let Some(action) = entry["body"]["action"].as_str()
        {
            *told.entry((path, action)).or_insert(0) += 1;
        }
    }
    told.retain(|_, times| *times > 1);
    told
}

/// Within this time the extension has nothing to tell the CRM any more.
pub(crate) async fn outbox_is_empty(person: &Person, limit: Duration) -> Result<()> {
    let session = &person.session;
    let mut outbox = Value::Null;
    wait::until_true("an empty outbox", limit, async || {
        outbox = match session.browser {
            Browser::Chromium => worker::evaluate(session, OUTBOX).await?,
            Browser::Firefox => {
                let id = json!(extension::id(session.extension())?);
                privileged::run(session, OUTBOX_IN_FIREFOX, vec![id]).await?
            }
        };
        Ok(outbox.is_null() || outbox == EMPTY_OUTBOX)
    })
    .await
    .with_context(|| format!("{}'s holds {outbox}", person.user.name()))
}

/// How an outbox without entries is stored.
const EMPTY_OUTBOX: &str = "10 outboxes 10 0 0 ";

const OUTBOX: &str = "chrome.storage.local.get('outboxes').then((all) => all.outboxes ?? null)";

/// Without a page of the extension, which would wake it.
const OUTBOX_IN_FIREFOX: &str = r"
const [id, done] = arguments;
const { ExtensionStorageIDB } = ChromeUtils.importESModule('resource://gre/modules/ExtensionStorageIDB.sys.mjs');
const policy = WebExtensionPolicy.getByID(id);
const look = async () => {
    const database = await ExtensionStorageIDB.open(ExtensionStorageIDB.getStoragePrincipal(policy.extension));
    return (await database.get('outboxes')).outboxes ?? null;
};
look().then(done, (error) => done(String(error)));
";

/// In the CRM's pages is nothing of ours but what belongs there, once; no call
/// has a window any more. What a person would read and close is closed.
pub(crate) async fn pages_are_tidy(person: &Person) -> Result<()> {
    let web = person.web();
    wait::until_true("tidy pages", wait::STEP, async || {
        for window in web.windows().await? {
            web.switch_to_window(window).await?;
            let address = web.current_url().await?;
            ensure!(
                !address.path().ends_with(CALL_PAGE),
                "a call has a window: {address}"
            );
            if !address.as_str().starts_with(person.crm()) {
                continue;
            }
            for close in dom::all(web, CLOSE).await? {
                close.click().await?;
            }
            let faults = web.execute(UNTIDY, vec![]).await?.json().clone();
            if faults != json!([]) {
                bail!("{address}: {faults}");
            }
        }
        Ok(true)
    })
    .await
    .with_context(|| format!("at {}'s", person.user.name()))
}

/// Takes away what waits to be read. Only a person's press does.
const CLOSE: &str = ".toast [aria-label=Close], .card [aria-label=Dismiss]";

/// What is wrong with a page of the CRM.
pub const UNTIDY: &str = r"
const faults = [];
const own = (kind) => [...document.querySelectorAll('[data-ringside]')]
    .filter((host) => (host.getAttribute('data-ringside') === 'shell') === (kind === 'shell'));
const shells = own('shell');
if (shells.length > 1) faults.push(`${shells.length} hosts over the page`);
const seen = (element) => element.getClientRects().length > 0;
for (const { shadowRoot } of shells) {
    if (!shadowRoot) continue;
    for (const part of shadowRoot.querySelectorAll('.toast, .card, iframe')) {
        if (seen(part)) faults.push(`${part.className || part.localName}: ${part.innerText ?? ''}`);
    }
    for (const part of ['.toast', '.live[aria-live=polite]', '.live[aria-live=assertive]']) {
        const count = shadowRoot.querySelectorAll(part).length;
        if (count > 1) faults.push(`${count} of ${part}`);
    }
}
const beside = new Map();
for (const host of own('buttons')) {
    for (const media of ['audio', 'video']) {
        const count = host.shadowRoot?.querySelectorAll(`button[data-media=${media}]`).length ?? 0;
        if (count !== 1) faults.push(`${count} ${media} buttons in one pair`);
    }
    const record = host.closest('tr') ?? host.parentElement;
    beside.set(record, (beside.get(record) ?? 0) + 1);
}
const bare = [...document.querySelectorAll('tbody tr')].filter((row) => !beside.has(row));
if (beside.size > 0 && bare.length > 0) faults.push(`${bare.length} rows without buttons`);
for (const [record, pairs] of beside) {
    if (pairs > 1) faults.push(`${pairs} pairs of buttons beside ${record.innerText}`);
}
return faults;
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_the_crm_took_twice() {
        let told = |call: u64, action: &str, status: u64| {
            json!({
                "path": format!("/api/jitsi-calls/{call}/update_status/"),
                "body": {"action": action},
                "status": status,
            })
        };
        let mut log = vec![
            told(1, "answer", 200),
            told(1, "end", 503),
            told(1, "end", 200),
            told(2, "end", 200),
        ];
        assert!(repeated(&log).is_empty());
        log.push(told(1, "end", 200));
        assert_eq!(repeated(&log).len(), 1);
    }
}
