//! The extension's storage is full, damaged, or from a newer version: the rest
//! works, nothing is written over, and it is said.

use anyhow::{Result, ensure};
use ringside_e2e::{Person, Scenario, in_browsers, storage, wait, windows, words, worker};
use serde_json::{Value, json};

in_browsers! {
    chromium = Chromium in AsFound: full, damaged, newer, newer_and_full, read_back;
    firefox = Firefox in AsDocumented: full, damaged, newer, read_back;
}

/// Nothing can be saved at Olivia's and at Jane's: they call, answer and hang up
/// as always. The options say it, and the diagnostics once. When there is room
/// again, what is set is saved.
async fn full(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    for person in [olivia, jane] {
        storage::fill(&person.session).await?;
    }
    scenario.connect().await?;
    let here = windows::open_page(&olivia.session, "options.html").await?;
    says(olivia, "#storage-fails", "does not let Ringside save").await?;
    let unsaved = lines(olivia, "cannot save: checkpoints").await?;
    ensure!(unsaved.len() == 1, "the diagnostics say {unsaved:?}");
    ensure!(!unsaved[0].contains('×'), "more than once: {unsaved:?}");
    olivia.web().close_window().await?;
    olivia.web().switch_to_window(here).await?;
    olivia.hang_up().await?;
    scenario.over().await?;

    for person in [olivia, jane] {
        storage::free(&person.session).await?;
        windows::set_option(&person.session, "ring_seconds", 50).await?;
        let stored = storage::stored(&person.session).await?;
        let settings = stored["settings"].as_str().unwrap_or_default();
        ensure!(settings.contains(" 50 "), "the settings are {settings}");
    }
    let here = windows::open_page(&olivia.session, "options.html").await?;
    olivia.find("#storage-fails[hidden]").await?;
    olivia.web().close_window().await?;
    olivia.web().switch_to_window(here).await?;
    Ok(())
}

/// All that Olivia's browser has stored is damaged. The next worker has nothing
/// of it, says so, and keeps it; the next call is as always.
async fn damaged(scenario: &Scenario) -> Result<()> {
    let texts = |key: &str| json!(format!("\u{0}damaged {key}"));
    unusable(scenario, texts, "unreadable", "#storage-damaged").await
}

/// The same with what a newer version has stored.
async fn newer(scenario: &Scenario) -> Result<()> {
    unusable(scenario, of_newer, "newer", "#storage-newer").await
}

/// What a newer version has stored cannot even be set aside: it stays where it
/// is, whatever is to be saved there, until there is room.
async fn newer_and_full(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let texts = json!({ "checkpoints": of_newer("checkpoints"), "settings": of_newer("settings") });
    storage::store(&olivia.session, texts.clone()).await?;
    storage::fill(&olivia.session).await?;
    start_anew(scenario).await?;
    call(scenario).await?;
    windows::set_option(&olivia.session, "ring_seconds", 50).await?;
    let stored = storage::stored(&olivia.session).await?;
    for (key, text) in texts.as_object().into_iter().flatten() {
        ensure!(stored[key] == *text, "{key} is {}", stored[key]);
    }

    storage::free(&olivia.session).await?;
    windows::set_option(&olivia.session, "ring_seconds", 55).await?;
    let stored = storage::stored(&olivia.session).await?;
    let aside = &stored["settings.newer"];
    ensure!(*aside == texts["settings"], "set aside: {aside}");
    let settings = stored["settings"].as_str().unwrap_or_default();
    ensure!(settings.contains(" 55 "), "the settings are {settings}");
    // What else could not be saved is tried again by itself.
    wait::until_true("the checkpoints to be set aside", wait::STEP, async || {
        let stored = storage::stored(&olivia.session).await?;
        Ok(stored["checkpoints.newer"] == texts["checkpoints"])
    })
    .await
}

/// What a version before had to set aside can be read by this one, as after an
/// update that follows a downgrade: the settings are back, and the end of a call
/// that waited among it is told. What still cannot be read stays.
async fn read_back(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    windows::set_option(&olivia.session, "ring_seconds", 50).await?;
    let settings = storage::stored(&olivia.session).await?["settings"].clone();
    windows::set_option(&olivia.session, "ring_seconds", 45).await?;
    scenario.connect().await?;
    let call = scenario.crm.newest_call(olivia.user).await?["id"].clone();
    let (site, user) = (olivia.crm(), scenario.crm.id(olivia.user).await?);
    let outboxes = format!(
        "10 outboxes 11 {} {site}{user} 1 {call} 0 1795000000000 0 0 0 ",
        site.len()
    );
    let texts = json!({
        "settings.newer": settings,
        "outboxes.unreadable": outboxes,
        "servers.newer": of_newer("servers"),
    });
    storage::store(&olivia.session, texts.clone()).await?;
    worker::kill(&olivia.session).await?;
    olivia.visit("/customers").await?;
    scenario.jane.call_gone().await?;
    wait::until_true("the texts to be read back", wait::STEP, async || {
        let stored = storage::stored(&olivia.session).await?;
        let is_gone = |key: &str| stored[key].is_null();
        Ok(is_gone("settings.newer") && is_gone("outboxes.unreadable"))
    })
    .await?;
    let stored = storage::stored(&olivia.session).await?;
    let kept = &stored["servers.newer"];
    ensure!(
        *kept == texts["servers.newer"],
        "of the servers there is {kept}"
    );
    let settings = stored["settings"].as_str().unwrap_or_default();
    ensure!(settings.contains(" 50 "), "the settings are {settings}");
    windows::set_option(&olivia.session, "ring_seconds", 45).await?;
    scenario.over().await.map(drop)
}

/// Everything that outlives the browser.
const KEYS: [&str; 5] = ["settings", "outboxes", "checkpoints", "detours", "servers"];

/// A text of this key's format, of a version that is far away.
fn of_newer(key: &str) -> Value {
    let format = format!("{key} 99");
    json!(format!("{} {format}nobody knows", format.len()))
}

async fn unusable(
    scenario: &Scenario,
    text: impl Fn(&str) -> Value,
    aside: &str,
    told: &str,
) -> Result<()> {
    let olivia = &scenario.olivia;
    let texts: Value = KEYS
        .iter()
        .map(|key| ((*key).to_owned(), text(key)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    storage::store(&olivia.session, texts.clone()).await?;
    start_anew(scenario).await?;
    call(scenario).await?;
    let stored = storage::stored(&olivia.session).await?;
    for key in KEYS {
        let kept = &stored[format!("{key}.{aside}")];
        ensure!(*kept == texts[key], "of {key} there is {kept}");
    }
    let here = windows::open_page(&olivia.session, "options.html").await?;
    says(olivia, told, "It is kept").await?;
    for key in KEYS {
        let said = lines(olivia, &format!(": {key}")).await?;
        ensure!(said.len() == 1, "the diagnostics say of {key} {said:?}");
    }
    olivia.web().close_window().await?;
    olivia.web().switch_to_window(here).await?;
    Ok(())
}

/// Olivia's worker ends, and the next one begins with a page of the CRM, of which
/// it has to find out again that it is one.
async fn start_anew(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let id = scenario.crm.id(olivia.user).await?;
    // Nobody asks for these but Ringside, once it knows who is signed in.
    let asked = async || {
        let log = scenario.crm.requests("/api/user-presence/?").await?;
        anyhow::Ok(log.iter().filter(|entry| entry["user"] == id).count())
    };
    wait::until_true("Ringside to be there", wait::STEP, async || {
        Ok(asked().await? > 0)
    })
    .await?;
    let before = asked().await?;
    worker::kill(&olivia.session).await?;
    olivia.visit("/customers").await?;
    wait::until_true("Ringside to be there again", wait::STEP, async || {
        Ok(asked().await? > before)
    })
    .await
}

async fn call(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Waits until the options, which are open, say this.
async fn says(person: &Person, place: &str, text: &str) -> Result<()> {
    let told = person.find(&format!("{place}:not([hidden])")).await?;
    let told = told.text().await?;
    ensure!(told.contains(text), "the options say “{told}”");
    Ok(())
}

/// The lines of the diagnostics, in the options, which are open, that contain
/// this.
async fn lines(person: &Person, text: &str) -> Result<Vec<String>> {
    person.press(words::DIAGNOSTICS).await?;
    person.find("#diagnostics-lines li").await?;
    let script = "return [...document.querySelectorAll('#diagnostics-lines li span')].map((line) => line.textContent);";
    let lines = person.web().execute(script, vec![]).await?;
    let mut lines: Vec<String> = serde_json::from_value(lines.json().clone())?;
    lines.retain(|line| line.contains(text));
    Ok(lines)
}
