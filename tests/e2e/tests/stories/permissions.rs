//! The browser takes the site away from Ringside, as a person can in its
//! settings, while a call rings or goes on.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Media, Person, Scenario, User, dom, grants, in_browsers, storage, wait, windows,
};
use serde_json::{Value, json};

in_browsers! {
    chromium = Chromium in AsFound: withdrawn_while_it_rings, withdrawn_in_a_call;
    firefox = Firefox in AsDocumented: withdrawn_while_it_rings, withdrawn_in_a_call;
}

/// What rings goes from the page, with everything else of Ringside, and nothing
/// of Olivia's sign-in is left. Given back, Ringside is there again, in the same
/// page.
async fn withdrawn_while_it_rings(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let call = scenario.crm.call(User::Mike, User::Olivia).await?;
    olivia.banner_says(User::Mike.name()).await?;
    grants::withdraw(&olivia.session).await?;
    nothing_is_left(scenario, olivia).await?;
    scenario.crm.act(User::Mike, &call, "end").await?;
    given_back(olivia).await?;
    scenario.caught_up(olivia).await
}

/// The call ends for Olivia, and the toast goes. The CRM cannot be told any
/// more; it is when Ringside may reach it again.
async fn withdrawn_in_a_call(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    grants::withdraw(&olivia.session).await?;
    nothing_is_left(scenario, olivia).await?;
    wait::until_true("Olivia to be out of the meeting", wait::STEP, async || {
        let rooms = scenario.meeting.rooms().await?;
        let mut people = rooms.iter().flat_map(|room| &room.participants);
        Ok(people.all(|one| one.display_name != User::Olivia.name()))
    })
    .await?;
    given_back(olivia).await?;
    scenario.crm.knows_the_end(&call).await?;
    jane.call_gone().await?;
    scenario.caught_up(olivia).await
}

/// Nothing of Ringside is in the page, rings, asks the CRM when it is woken, or
/// hears from it, and the worker has no sign-in.
async fn nothing_is_left(scenario: &Scenario, person: &Person) -> Result<()> {
    wait::until_true("Ringside to leave the page", wait::STEP, async || {
        Ok(dom::count(person.web(), "[data-ringside]").await? == 0)
    })
    .await?;
    let token = "return localStorage.getItem('accessToken');";
    let token = person.web().execute(token, vec![]).await?.json().clone();
    let token = token.as_str().unwrap_or_default().to_owned();
    ensure!(token.len() > 20, "no sign-in in the page: “{token}”");
    let mut left = Value::Null;
    wait::until_true("the sign-in to be forgotten", wait::STEP, async || {
        left = windows::in_extension(&person.session, NOTIFICATIONS, Value::Null).await?;
        let session = storage::session_text(&person.session).await?;
        Ok(left == json!([]) && !session.contains(&token))
    })
    .await
    .with_context(|| format!("notifications: {left}"))?;

    // The CRM's own page has a socket, and asks for news, too.
    let address = person.web().current_url().await?;
    let blank = person.web().new_tab().await?;
    person.web().close_window().await?;
    person.web().switch_to_window(blank).await?;
    let id = scenario.crm.id(person.user).await?;
    wait::until_true("no socket", wait::STEP, async || {
        Ok(scenario.crm.sockets(id).await? == 0)
    })
    .await?;
    let before = requests(scenario, id).await?;
    windows::in_extension(&person.session, WAKE, Value::Null).await?;
    person.popup_is_signed_out().await?;
    let after = requests(scenario, id).await?;
    ensure!(before == after, "{} requests more", after - before);
    person.web().goto(address.as_str()).await?;
    Ok(())
}

/// How many requests the CRM has got in this user's name.
async fn requests(scenario: &Scenario, id: u64) -> Result<usize> {
    let log = scenario.crm.log().await?;
    Ok(log.iter().filter(|entry| entry["user"] == id).count())
}

async fn given_back(person: &Person) -> Result<()> {
    grants::give_back(&person.session).await?;
    person
        .find_button(User::Jane.name(), Media::Video)
        .await
        .map(drop)
}

const NOTIFICATIONS: &str = "async () => Object.keys(await chrome.notifications.getAll())";

/// Wakes the worker as its alarms do, and ends when it has been woken.
const WAKE: &str = "async () => {
    const woken = new Promise((resolve) => chrome.alarms.onAlarm.addListener(resolve));
    await chrome.alarms.create('ringside', { when: Date.now() });
    await woken;
    return true;
}";
