//! Where the CRM's API is, and what is said when it is not to be had there. As
//! found, it is at another origin than the pages.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Media, Person, Scenario, User, dom, in_browsers, wait, windows::open_page, words,
};
use serde_json::{Value, json};

in_browsers! {
    chromium = Chromium in AsFound: found_at_another_origin, #[beside] gone, another_answers,
        not_allowed, push_refused, #[beside] socket_that_misses_calls, #[beside] half_open_socket;
    firefox = Firefox in AsFound: found_at_another_origin, #[beside] gone, another_answers,
        not_allowed, push_refused, #[beside] socket_that_misses_calls, #[beside] half_open_socket;
}

/// Nothing was typed: calls and pushes work, nothing went to the pages' origin,
/// and the options say where the API was found.
async fn found_at_another_origin(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let found = format!("API: {} (found in the page)", scenario.crm.api_url());
    let crm = open_sites(olivia).await?;
    site_says(olivia, &found).await?;
    site_says(olivia, "Calls work here.").await?;
    close_page(olivia, crm).await?;
    // The pages' origin has no socket.
    diagnosed(olivia, "the push connection is open").await?;
    let me = scenario.crm.id(User::Olivia).await?;
    let misdirected = async || {
        let mut log = scenario.crm.misdirected().await?;
        log.retain(|entry| entry["user"] == me);
        anyhow::Ok(log.len())
    };
    let before = misdirected().await?;
    scenario.ring().await?;
    olivia.cancel().await?;
    scenario.jane.quiet().await?;
    let after = misdirected().await?;
    ensure!(after == before, "{} requests to the pages", after - before);
    Ok(())
}

/// The API is gone: popup, options and a click say so, with its address, and no
/// button says that a person has no account. It is back, and one button says
/// so.
async fn gone(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    olivia.find_button(User::Jane.name(), Media::Video).await?;
    let drop = json!({"path_prefix": "/api/", "kind": {"drop": true}});
    scenario.crm.fault(drop).await?;
    let what = format!("API at {} cannot be reached", scenario.crm.api_url());
    let crm = open_page(&olivia.session, "popup.html").await?;
    popup_says(olivia, &what).await?;
    close_page(olivia, crm).await?;
    let why = format!("The CRM at {} cannot be reached", scenario.crm.api_url());
    cannot_call(olivia, &why).await?;

    let crm = open_sites(olivia).await?;
    site_says(olivia, &what).await?;
    scenario.crm.no_faults().await?;
    olivia.press(words::TRY_AGAIN).await?;
    site_says(olivia, "Calls work here.").await?;
    close_page(olivia, crm).await?;
    scenario.ring().await?;
    olivia.cancel().await
}

/// The user types an address at which something else answers: it is used at
/// once, though they are signed in, and what is wrong is said. They change it,
/// and calls work at once.
async fn another_answers(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    olivia.find_button(User::Jane.name(), Media::Video).await?;
    let crm = open_sites(olivia).await?;
    type_api(olivia, scenario.crm.url()).await?;
    let what = format!("at {} is not the CRM's call API", scenario.crm.url());
    site_says(olivia, &what).await?;
    let options = olivia.web().window().await?;
    olivia.web().switch_to_window(crm.clone()).await?;
    let why = format!("{} is not this CRM's call API", scenario.crm.url());
    cannot_call(olivia, &why).await?;
    let page = open_page(&olivia.session, "popup.html").await?;
    popup_says(olivia, &what).await?;
    close_page(olivia, page).await?;

    olivia.web().switch_to_window(options).await?;
    olivia.press(words::CHANGE_ADDRESS).await?;
    type_api(olivia, scenario.crm.api_url()).await?;
    site_says(olivia, "(as you typed it)").await?;
    site_says(olivia, "Calls work here.").await?;
    close_page(olivia, crm).await?;
    scenario.ring().await?;
    olivia.cancel().await?;
    scenario.jane.quiet().await
}

/// The page's requests show an API for which Ringside has no permission: it is
/// not used, and popup and options offer to allow it.
async fn not_allowed(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let (_, port) = scenario.crm.api_url().rsplit_once(':').context("a port")?;
    let api = format!("http://api.localhost:{port}");
    // A page without requests of its own.
    olivia.visit("/assets/crm/base.css").await?;
    let request = format!(
        "fetch('{api}/api/jitsi-calls/heartbeat/', {{ mode: 'no-cors' }}).catch(() => {{}})"
    );
    olivia.web().execute(&request, vec![]).await?;
    let what = format!("API is at {api}. Ringside may not use it yet.");
    let crm = open_page(&olivia.session, "popup.html").await?;
    popup_says(olivia, &what).await?;
    dom::button(olivia.web(), words::ALLOW).await?;
    close_page(olivia, crm).await?;
    let crm = open_sites(olivia).await?;
    site_says(olivia, &what).await?;
    dom::button(olivia.web(), words::ALLOW).await?;
    close_page(olivia, crm).await
}

/// The CRM refuses the push connection: the options say so, beside the site and
/// in the diagnostics.
async fn push_refused(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    scenario.crm.stop_pushing().await?;
    let crm = open_sites(jane).await?;
    site_says(jane, "The CRM does not push calls").await?;
    close_page(jane, crm).await?;
    diagnosed(jane, "the CRM refuses the push connection").await
}

/// The socket is open, and calls are not pushed on it, as when another process
/// of the CRM made them: it rings all the same, in time to answer, and the
/// connection is called what it is.
async fn socket_that_misses_calls(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.crm.mute_sockets(true, false).await?;
    // A call that comes with the connection, or a moment after it, may have
    // been made before; the next one was not.
    scenario.ring().await?;
    olivia.cancel().await?;
    jane.quiet().await?;
    scenario.ring().await?;
    jane.answer().await?;
    diagnosed(jane, "nothing comes on the push connection").await?;
    scenario.crm.mute_sockets(false, false).await?;
    // A page that is in no meeting yet goes before it has answered the driver.
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The socket is open at this end only: that is noticed by the ping that nobody
/// answers, and said.
async fn half_open_socket(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    scenario.crm.mute_sockets(true, true).await?;
    diagnosed(jane, "nothing comes on the push connection").await?;
    scenario.crm.mute_sockets(false, false).await
}

/// Opens the list of sites in the options. Returns the tab before.
async fn open_sites(person: &Person) -> Result<thirtyfour::WindowHandle> {
    let before = open_page(&person.session, "options.html").await?;
    person.press(words::SITES).await?;
    Ok(before)
}

async fn close_page(person: &Person, before: thirtyfour::WindowHandle) -> Result<()> {
    person.web().close_window().await?;
    person.web().switch_to_window(before).await?;
    Ok(())
}

/// Waits until the line of the site says this.
async fn site_says(person: &Person, text: &str) -> Result<()> {
    says(person, "#sites li", text).await
}

async fn popup_says(person: &Person, text: &str) -> Result<()> {
    says(person, "#site", text).await
}

async fn says(person: &Person, selector: &str, text: &str) -> Result<()> {
    let mut said = String::new();
    // A working API is doubted before it is called broken, and silence is
    // noticed by a deadline.
    wait::until_true(&format!("“{text}”"), wait::STEP * 3, async || {
        said.clear();
        for part in dom::all(person.web(), selector).await? {
            said.push_str(&part.text().await?);
        }
        Ok(said.contains(text))
    })
    .await
    .with_context(|| format!("it says “{said}”"))
}

/// Types the address of the API of the site that is in the list, as the only
/// one, and stores it.
async fn type_api(person: &Person, api: &str) -> Result<()> {
    let fill = "for (const [id, value] of arguments) document.getElementById(id).value = value";
    let site = json!(["site-address", person.crm()]);
    let api = json!(["site-api", api]);
    person.web().execute(fill, vec![site, api]).await?;
    person.press(words::ADD_SITE).await
}

/// The buttons are there and say nothing false; a click says what is wrong, and
/// nothing of a call that ended.
async fn cannot_call(person: &Person, what: &str) -> Result<()> {
    let button = person.find_button(User::Jane.name(), Media::Video).await?;
    let name = button.attr("aria-label").await?.unwrap_or_default();
    ensure!(!name.contains("account"), "the button says “{name}”");
    person.call(User::Jane.name(), Media::Video).await?;
    person.toast_says(what).await?;
    let toast = dom::all(person.web(), words::TOAST).await?;
    let said = toast.first().context("no toast")?.text().await?;
    ensure!(!said.contains("Call ended"), "it says “{said}”");
    person.press(words::CLOSE).await
}

/// Waits for a line of the diagnostics.
async fn diagnosed(person: &Person, line: &str) -> Result<()> {
    let before = open_page(&person.session, "options.html").await?;
    let mut lines = Value::Null;
    wait::until_true(
        &format!("the line “{line}”"),
        wait::STEP * 3,
        async || {
            person.press(words::DIAGNOSTICS).await?;
            let list = person.find("#diagnostics-lines").await?;
            lines = list.text().await?.into();
            Ok(lines.to_string().contains(line))
        },
    )
    .await
    .with_context(|| format!("there are {lines}"))?;
    close_page(person, before).await
}
