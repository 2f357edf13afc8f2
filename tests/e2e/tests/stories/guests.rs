//! Calls with people who have no account: they are invited by a link.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Person, Scenario, User, dom,
    foreign::ForeignPage,
    in_browsers, wait,
    windows::{self, open_page},
    words,
};
use serde_json::Value;

in_browsers! {
    chromium = Chromium in AsFound: without_an_account, without_any_crm;
    firefox = Firefox in AsDocumented: without_an_account, without_any_crm;
}

/// A lead, of whom the CRM has an address and no account.
const NORA: &str = "Nora Lindholm";
const NORAS_ADDRESS: &str = "nora.lindholm@aurorakayaks.example";

/// Olivia invites a lead. First she has to name a server; then a meeting opens,
/// with the invitation, and whoever follows that is in the call with her. The CRM
/// hears nothing of it.
async fn without_an_account(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    olivia.visit("/leads/1").await?;
    invite(olivia, NORA).await?;
    olivia.toast_says("Jitsi server").await?;
    olivia.press(words::OPEN_OPTIONS).await?;
    windows::close(olivia.web(), "options.html").await?;
    olivia.press(words::CLOSE).await?;
    name_server(olivia, scenario.crm.meeting_url()).await?;

    scenario.crm.forget_log().await?;
    invite(olivia, NORA).await?;
    let link = invitation(olivia, NORAS_ADDRESS).await?;
    ensure!(
        link.starts_with(&format!("{}/ringside-", scenario.crm.meeting_url())),
        "{link}"
    );
    olivia.toast_says("Nobody is here yet").await?;

    let before = jane.web().window().await?;
    jane.web()
        .switch_to_window(jane.web().new_tab().await?)
        .await?;
    jane.web().goto(&link).await?;
    scenario.meeting.both_ways().await?;
    olivia
        .call_shows(INVITATION_HIDDEN, |hidden| hidden == "true")
        .await
        .context("the invitation goes when somebody has come")?;
    olivia.toast_says("0:").await.context("the clock runs")?;

    olivia.hang_up().await?;
    olivia.call_gone().await?;
    jane.web().close_window().await?;
    jane.web().switch_to_window(before).await?;
    scenario.meeting.empty().await?;
    let log = scenario.crm.log().await?;
    let told: Vec<_> = log
        .iter()
        .filter(|entry| {
            let path = entry["path"].as_str().unwrap_or_default();
            entry["method"] != "GET" && path.starts_with("/api/jitsi-calls/")
        })
        .collect();
    ensure!(told.is_empty(), "the CRM heard {told:?}");

    let again = invited_again(olivia).await?;
    ensure!(
        link != again,
        "who has the old link comes into the new call"
    );
    olivia.hang_up().await?;
    olivia.call_gone().await?;
    scenario.meeting.empty().await?;
    next_user(olivia).await
}

/// The popup lists the call, and opens another meeting with the same person.
/// Returns its link.
async fn invited_again(person: &Person) -> Result<String> {
    let before = open_page(&person.session, "popup.html").await?;
    let card = person
        .find("#cards .card:has([data-press^=forget-guest])")
        .await?;
    let text = card.text().await?;
    ensure!(text.contains(NORA) && text.contains("0:"), "it says {text}");
    // The popup closes with it.
    person.press(words::INVITE_AGAIN).await?;
    person.web().switch_to_window(before).await?;
    invitation(person, NORAS_ADDRESS).await
}

/// Another user of the same browser finds nothing of it in the popup.
async fn next_user(person: &Person) -> Result<()> {
    person.sign_out().await?;
    person.enter_login(User::Mike).await?;
    let before = open_page(&person.session, "popup.html").await?;
    dom::says(person.web(), "#account", User::Mike.name()).await?;
    let cards = person.web().execute(CARDS, vec![]).await?;
    ensure!(cards.json() == "", "Mike reads {cards:?}");
    person.web().close_window().await?;
    Ok(person.web().switch_to_window(before).await?)
}

/// Olivia has no CRM with a call API any more. On a page of any other, everybody
/// can be invited, and a reload keeps the call.
async fn without_any_crm(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let server = ForeignPage::of(PAGE, false).await?;
    // Another host than the CRM's, whose permission goes with the site.
    let page = server.url().replace("127.0.0.1", "localhost");
    olivia.web().goto(&page).await?;
    name_server(olivia, scenario.crm.meeting_url()).await?;
    forget_crm(olivia).await?;
    olivia.web().goto(&page).await?;

    invite(olivia, "Ann Other").await?;
    let link = invitation(olivia, "ann@example.com").await?;
    olivia.web().refresh().await?;
    let again = invitation(olivia, "ann@example.com").await?;
    ensure!(link == again, "another meeting: {again}");
    olivia.hang_up().await?;
    olivia.toast_says("cancelled").await?;
    olivia.call_gone().await?;
    scenario.meeting.empty().await
}

/// Presses the one button beside somebody who cannot be rung.
async fn invite(person: &Person, name: &str) -> Result<()> {
    dom::press(person.web(), &words::invite(name)).await
}

/// The link of the invitation that the call shows, and a mail to this address
/// holds.
async fn invitation(person: &Person, email: &str) -> Result<String> {
    let mut link = String::new();
    person
        .call_shows(SHOWN_LINK, |text| {
            text.clone_into(&mut link);
            !text.is_empty()
        })
        .await
        .context("the invitation is shown")?;
    let mail = person.look_into_call(MAIL).await?;
    let mail = mail.as_str().context("no mail")?;
    ensure!(mail.starts_with(&format!("mailto:{email}?")), "{mail}");
    Ok(link)
}

/// Types the address of a Jitsi server into the options.
async fn name_server(person: &Person, server: &str) -> Result<()> {
    let before = open_page(&person.session, "options.html").await?;
    let field = person.find("#meeting_server").await?;
    field.clear().await?;
    field.send_keys(format!("{server}/")).await?;
    person.web().execute(CHANGED, vec![]).await?;
    // What was stored comes back, without the slash.
    wait::until_true("the server to be stored", wait::STEP, async || {
        Ok(field.prop("value").await?.as_deref() == Some(server))
    })
    .await?;
    person.web().close_window().await?;
    Ok(person.web().switch_to_window(before).await?)
}

/// Removes the CRM in the options, as a person who has left a company.
async fn forget_crm(person: &Person) -> Result<()> {
    let before = open_page(&person.session, "options.html").await?;
    person.press(words::SITES).await?;
    wait::until_true("the CRM to be gone", wait::STEP, async || {
        let left = person.web().execute(REMOVE, vec![]).await?;
        Ok(left.json() == &Value::from(0))
    })
    .await?;
    person.web().close_window().await?;
    Ok(person.web().switch_to_window(before).await?)
}

const INVITATION_HIDDEN: &str = "return String(document.getElementById('invitation').hidden)";
const SHOWN_LINK: &str = "return document.getElementById('invitation').hidden
    ? '' : document.getElementById('invitation-link').value";
const MAIL: &str = "return document.getElementById('invitation-mail').href";
/// What leaving the field does.
const CHANGED: &str = "document.getElementById('meeting_server')
    .dispatchEvent(new Event('change', { bubbles: true }))";
const CARDS: &str = "return document.getElementById('cards').innerText";
const REMOVE: &str = "const all = [...document.querySelectorAll('[data-remove*=\"127.0.0.1\"]')];
    all[0]?.click();
    return all.length";
const PAGE: &str = "<!doctype html><html lang=en><head><title>People</title></head>
    <body><table><tr><th>Name<th>E-mail</tr>
    <tr><td>Ann Other</td><td><a href='mailto:ann@example.com'>ann@example.com</a></td></tr>
    </table></body></html>";
