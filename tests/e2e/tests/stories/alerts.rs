//! How a call is announced beside the CRM's page: sound, notification, toolbar,
//! popup, keyboard.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Media, Scenario, User,
    alerts::{self, announces, listen},
    dom, in_browsers, update, wait,
    windows::{self, open_page},
    words, worker,
};
use serde_json::Value;
use thirtyfour::WindowHandle;

in_browsers! {
    chromium = Chromium in AsFound: announced_beside_the_page, silent_by_setting,
        shortcuts, missed_calls_in_the_popup, #[beside] quiet_by_setting, notification_clicked,
        #[new_browsers] update_waits_for_the_call;
    firefox = Firefox in AsDocumented: announced_beside_the_page, silent_by_setting,
        shortcuts, missed_calls_in_the_popup, #[beside] quiet_by_setting, notification_clicked,
        #[new_browsers] update_waits_for_the_call;
    firefox_only = Firefox in AsFound: stays_awake;
    chromium_only = Chromium in AsFound: answered_from_the_notification,
        declined_from_the_notification;
}

/// Jane looks at another tab: one sound, one notification, the toolbar. All of
/// it goes when the caller gives up.
async fn announced_beside_the_page(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    let crm = called_behind_another_tab(scenario).await?;
    announces(jane, (1, true, CALLING)).await?;
    scenario.olivia.cancel().await?;
    announces(jane, (0, false, "Ringside: available")).await?;
    jane.web().switch_to_window(crm).await?;
    jane.notice_says("missed a call from Olivia").await
}

/// Silent mode shows everything and sounds nothing.
async fn silent_by_setting(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    windows::set_switch(&jane.session, "silent", true).await?;
    called_behind_another_tab(scenario).await?;
    announces(jane, (1, false, CALLING)).await?;
    scenario.olivia.cancel().await?;
    announces(jane, (0, false, "Ringside: available")).await
}

/// The browser's shortcuts answer, mute and hang up.
async fn shortcuts(scenario: &Scenario) -> Result<()> {
    scenario.ring().await?;
    worker::command(&scenario.jane.session, "answer").await?;
    scenario.meeting.both_ways().await?;
    worker::command(&scenario.jane.session, "toggle-mute").await?;
    wait::until_true("Jane to be muted", wait::STEP, async || {
        let rooms = scenario.meeting.rooms().await?;
        let mut people = rooms.iter().flat_map(|room| &room.participants);
        Ok(people.any(|one| one.display_name == User::Jane.name() && one.audio_muted))
    })
    .await?;
    worker::command(&scenario.jane.session, "hang-up").await?;
    scenario.over().await.map(drop)
}

/// Jane finds in the popup whose call she missed, and calls back.
async fn missed_calls_in_the_popup(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    scenario.ring().await?;
    scenario.olivia.cancel().await?;
    jane.notice_says("missed a call from Olivia").await?;
    let crm = open_page(&jane.session, "popup.html").await?;
    jane.find("#cards .card").await?;
    let card = jane.find("#cards .card").await?.text().await?;
    ensure!(
        card.contains("Olivia Owner") && card.contains("Missed, "),
        "{card}"
    );
    dom::press(jane.web(), words::CALL_BACK).await?;
    jane.web().switch_to_window(crm).await?;
    scenario.olivia.answer().await?;
    scenario.meeting.sound_both_ways().await?;
    jane.hang_up().await?;
    scenario.olivia.call_gone().await
}

/// Chromium's notifications have buttons: Jane answers with one.
async fn answered_from_the_notification(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    let crm = called_behind_another_tab(scenario).await?;
    announces(jane, (1, true, CALLING)).await?;
    alerts::press(&jane.session, 0).await?;
    scenario.meeting.both_ways().await?;
    announces(jane, (0, false, "Ringside: in a call")).await?;
    jane.web().switch_to_window(crm).await?;
    jane.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The second button declines.
async fn declined_from_the_notification(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    let crm = called_behind_another_tab(scenario).await?;
    announces(jane, (1, true, CALLING)).await?;
    alerts::press(&jane.session, 1).await?;
    scenario.olivia.toast_says("Jane Doe declined").await?;
    announces(jane, (0, false, "Ringside: available")).await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    let told = scenario.crm.told(&call, "reject").await?;
    ensure!(told == 1, "told {told} times that she declines");
    jane.web().switch_to_window(crm).await?;
    jane.quiet().await
}

/// Firefox's notifications have no buttons: a click on one brings the CRM's
/// tab to the front, where the banner is. So it does in Chromium.
async fn notification_clicked(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    let crm = called_behind_another_tab(scenario).await?;
    announces(jane, (1, true, CALLING)).await?;
    alerts::click(&jane.session).await?;
    wait::until_true("another tab to be in front", wait::STEP, async || {
        let hidden = jane.web().execute("return document.hidden", vec![]).await?;
        Ok(hidden.json() == &Value::Bool(true))
    })
    .await?;
    jane.web().switch_to_window(crm).await?;
    jane.answer().await?;
    scenario.meeting.both_ways().await?;
    jane.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Do not disturb, and quiet hours that last the whole day: the banner shows,
/// nothing sounds or notifies, and the call can be answered.
async fn quiet_by_setting(scenario: &Scenario) -> Result<()> {
    let session = &scenario.jane.session;
    windows::set_switch(session, "do_not_disturb", true).await?;
    rings_quietly(scenario).await?;
    scenario.olivia.cancel().await?;
    scenario.jane.quiet().await?;

    windows::set_switch(session, "do_not_disturb", false).await?;
    for end in ["quiet_from", "quiet_to"] {
        windows::set_time(session, end, "00:00").await?;
    }
    windows::set_switch(session, "quiet_enabled", true).await?;
    rings_quietly(scenario).await?;
    scenario.jane.answer().await?;
    scenario.meeting.both_ways().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Olivia calls, and Jane sees it on the CRM's page only.
async fn rings_quietly(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    let crm = called_behind_another_tab(scenario).await?;
    announces(jane, (0, false, CALLING)).await?;
    let page = jane.web().window().await?;
    jane.web().switch_to_window(crm.clone()).await?;
    jane.rings().await?;
    jane.web().switch_to_window(page).await?;
    // What begins later than the banner has begun by now.
    announces(jane, (0, false, CALLING)).await?;
    jane.web().close_window().await?;
    jane.web().switch_to_window(crm).await?;
    Ok(())
}

/// A new version of the extension waits until the call is over and no longer
/// shown; then the browser starts it.
async fn update_waits_for_the_call(scenario: &Scenario) -> Result<()> {
    let session = &scenario.jane.session;
    update::prepare(session).await?;
    scenario.connect().await?;
    update::offer(session).await?;
    scenario.meeting.both_ways().await?;
    ensure!(!update::came(session).await?, "started anew in a call");
    scenario.jane.hang_up().await?;
    scenario.over().await?;
    wait::until_true("the extension to start anew", wait::STEP, async || {
        update::came(session).await
    })
    .await?;
    // The open page works with the new version, without being loaded anew, and what
    // the old one left in it is silent.
    scenario.jane.find(".page-title h2").await?.click().await?;
    scenario.ring().await?;
    scenario.olivia.cancel().await
}

/// Firefox ends an event page half a minute after its last event, whatever its
/// socket hears. Ringside has set an alarm that comes before.
async fn stays_awake(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    open_page(&jane.session, "options.html").await?;
    let alarm = "const [done] = arguments;
        browser.alarms.getAll().then((all) => done(all.map((one) => one.scheduledTime - Date.now())))";
    let mut alarms = Value::Null;
    wait::until_true("one alarm, soon enough", wait::STEP, async || {
        let all = jane.web().execute_async(alarm, vec![]).await?;
        alarms = all.json().clone();
        let soon = alarms[0].as_f64().is_some_and(|wait| wait <= 24_000.0);
        Ok(soon && alarms.as_array().is_some_and(|all| all.len() == 1))
    })
    .await
    .with_context(|| format!("there is {alarms}"))
}

/// What the toolbar says while it rings.
const CALLING: &str = "Ringside: somebody is calling";

/// Olivia calls Jane, who has one of the extension's pages in front. Returns
/// the CRM's tab.
async fn called_behind_another_tab(scenario: &Scenario) -> Result<WindowHandle> {
    let crm = open_page(&scenario.jane.session, "options.html").await?;
    listen(&scenario.jane).await?;
    scenario
        .olivia
        .call(User::Jane.name(), Media::Video)
        .await?;
    Ok(crm)
}
