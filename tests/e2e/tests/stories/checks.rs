//! What is looked at after every story can be found.

use anyhow::{Result, ensure};
use ringside_e2e::{Media, Person, Scenario, User, aftermath::UNTIDY, dom, in_browsers};
use serde_json::Value;

in_browsers! {
    chromium_calls_firefox = ChromiumCallsFirefox in AsFound: doubled;
    firefox_calls_chromium = FirefoxCallsChromium in AsDocumented: left_behind;
}

/// A second pair of buttons beside a record, a second host over the page, and a
/// row without buttons.
async fn doubled(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    olivia.find_button(User::Jane.name(), Media::Video).await?;
    let double = format!(
        "const pair = document.querySelector('tbody [data-ringside]');
        const shell = document.querySelector('[data-ringside=shell]');
        const [second, copy] = [pair, shell].map((one) => one.cloneNode());
        pair.after(second);
        document.documentElement.append(copy);
        const row = pair.closest('tbody').insertRow();
        try {{
            return (() => {{ {UNTIDY} }})();
        }} finally {{
            for (const one of [second, copy, row]) one.remove();
        }}"
    );
    let faults = olivia
        .web()
        .execute(double, vec![])
        .await?
        .json()
        .to_string();
    for fault in [
        "2 hosts over the page",
        "2 pairs of buttons",
        "1 rows without buttons",
    ] {
        ensure!(faults.contains(fault), "no “{fault}” in {faults}");
    }
    Ok(())
}

/// A banner that rings, a toast that calls, and a call that goes on in it.
async fn left_behind(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.ring().await?;
    finds(jane, "card ring").await?;
    dom::visible(olivia.web(), ".toast").await?;
    finds(olivia, "toast").await?;
    jane.answer().await?;
    scenario.meeting.both_ways().await?;
    finds(jane, "iframe").await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

async fn finds(person: &Person, fault: &str) -> Result<()> {
    let faults: Value = person.web().execute(UNTIDY, vec![]).await?.json().clone();
    ensure!(
        faults.to_string().contains(fault),
        "no “{fault}” in {faults}"
    );
    Ok(())
}
