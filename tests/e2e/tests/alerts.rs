//! How a call is announced beside the CRM's page: sound, notification, toolbar,
//! popup, keyboard.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Browser, Person, User, dom, in_browsers,
    play::Stage,
    wait,
    windows::{self, open_page},
    words, worker,
};
use serde_json::Value;

in_browsers! {
    chromium = Chromium in AsDocumented: announced_beside_the_page, silent_by_setting,
        shortcuts, missed_calls_in_the_popup;
    firefox = Firefox in AsFound: announced_beside_the_page, silent_by_setting,
        shortcuts, missed_calls_in_the_popup;
    firefox_only = Firefox in AsFound: stays_awake;
    chromium_only = Chromium in AsFound: answered_from_the_notification,
        update_waits_for_the_call;
}

/// Jane looks at another tab: one sound, one notification, the toolbar. All of
/// it goes when the caller gives up.
async fn announced_beside_the_page(stage: &Stage) -> Result<()> {
    let jane = &stage.jane;
    let crm = open_page(&jane.session, "options.html").await?;
    listen(jane).await?;
    called(stage).await?;
    announces(jane, (1, true, "Ringside: somebody is calling")).await?;
    stage.olivia.cancel().await?;
    announces(jane, (0, false, "Ringside: available")).await?;
    jane.web().switch_to_window(crm).await?;
    jane.notice_says("missed a call from Olivia").await
}

/// Silent mode shows everything and sounds nothing.
async fn silent_by_setting(stage: &Stage) -> Result<()> {
    let jane = &stage.jane;
    windows::set_switch(&jane.session, "silent", true).await?;
    open_page(&jane.session, "options.html").await?;
    listen(jane).await?;
    called(stage).await?;
    announces(jane, (1, false, "Ringside: somebody is calling")).await?;
    stage.olivia.cancel().await?;
    announces(jane, (0, false, "Ringside: available")).await
}

/// The browser's shortcuts answer, mute and hang up.
async fn shortcuts(stage: &Stage) -> Result<()> {
    stage.ring().await?;
    worker::command(&stage.jane.session, "answer").await?;
    stage.meeting.both_ways().await?;
    worker::command(&stage.jane.session, "toggle-mute").await?;
    wait::until_true("Jane to be muted", wait::STEP, async || {
        let rooms = stage.meeting.rooms().await?;
        let mut people = rooms.iter().flat_map(|room| &room.participants);
        Ok(people.any(|one| one.display_name == User::Jane.name() && one.audio_muted))
    })
    .await?;
    worker::command(&stage.jane.session, "hang-up").await?;
    stage.over().await.map(drop)
}

/// Jane finds in the popup whose call she missed, and calls back.
async fn missed_calls_in_the_popup(stage: &Stage) -> Result<()> {
    let jane = &stage.jane;
    stage.ring().await?;
    stage.olivia.cancel().await?;
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
    stage.olivia.answer().await?;
    stage.meeting.sound_both_ways().await?;
    jane.hang_up().await?;
    stage.olivia.call_gone().await
}

/// Chromium's notifications have buttons: Jane answers with one.
async fn answered_from_the_notification(stage: &Stage) -> Result<()> {
    let jane = &stage.jane;
    let crm = open_page(&jane.session, "options.html").await?;
    called(stage).await?;
    announces(jane, (1, true, "Ringside: somebody is calling")).await?;
    let answer = "chrome.notifications.getAll((all) =>
        chrome.notifications.onButtonClicked.dispatch(Object.keys(all)[0], 0))";
    worker::evaluate(&jane.session, answer).await?;
    stage.meeting.both_ways().await?;
    announces(jane, (0, false, "Ringside: in a call")).await?;
    jane.web().switch_to_window(crm).await?;
    jane.hang_up().await?;
    stage.over().await.map(drop)
}

/// A new version of the extension waits until the call is over and no longer
/// shown; then the browser starts it.
async fn update_waits_for_the_call(stage: &Stage) -> Result<()> {
    let jane = &stage.jane;
    stage.connect().await?;
    let mark = "globalThis.ringsideBefore = true";
    worker::evaluate(&jane.session, mark).await?;
    let update = "chrome.runtime.onUpdateAvailable.dispatch({ version: '9' })";
    worker::evaluate(&jane.session, update).await?;
    stage.meeting.both_ways().await?;
    let same = worker::evaluate(&jane.session, "globalThis.ringsideBefore === true").await?;
    ensure!(same == Value::Bool(true), "started anew in a call");
    jane.hang_up().await?;
    stage.over().await?;
    wait::until_true("the extension to start anew", wait::STEP, async || {
        let marked = "globalThis.ringsideBefore === true";
        let marked = worker::evaluate(&jane.session, marked).await?;
        Ok(marked == Value::Bool(false))
    })
    .await?;
    // The open page works with the new version, without being loaded anew.
    stage.ring().await?;
    stage.olivia.cancel().await
}

/// Firefox ends an event page half a minute after its last event, whatever its
/// socket hears. Ringside has set an alarm that comes before.
async fn stays_awake(stage: &Stage) -> Result<()> {
    let jane = &stage.jane;
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

/// Olivia calls Jane, who has another tab in front.
async fn called(stage: &Stage) -> Result<()> {
    let media = ringside_e2e::Media::Video;
    stage.olivia.call(User::Jane.name(), media).await
}

/// Follows what the extension plays and notifies, in a page of it. Firefox
/// plays in the event page, Chromium in an offscreen document, which is there
/// only for that. A Firefox without a screen closes each notification at once,
/// so there it counts what the extension asked for.
async fn listen(person: &Person) -> Result<()> {
    if person.session.browser == Browser::Firefox {
        person.web().execute_async(LISTEN, vec![]).await?;
    }
    Ok(())
}

const LISTEN: &str = r"
const [done] = arguments;
browser.runtime.getBackgroundPage().then((page) => {
    const media = page.HTMLMediaElement.prototype;
    const { play } = media;
    page.ringsidePlayed = [];
    media.play = function () {
        page.ringsidePlayed.push(this);
        return play.call(this);
    };
    page.ringsideShown = new Set();
    const { notifications } = page.chrome;
    const { create, clear } = notifications;
    notifications.create = (id, ...rest) => {
        const created = create(id, ...rest);
        page.ringsideShown.add(id);
        return created;
    };
    notifications.clear = (id) => {
        page.ringsideShown.delete(id);
        return clear(id);
    };
    done(true);
});
";

/// What is announced now: notifications, whether it sounds, the toolbar's words.
const ANNOUNCED: &str = r"
const [done] = arguments;
const sounds = async () => {
    if (chrome.offscreen) {
        const open = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
        return open.length === 1;
    }
    const page = await browser.runtime.getBackgroundPage();
    const playing = page.ringsidePlayed.filter((audio) => !audio.paused && audio.currentTime > 0);
    return playing.length === 1;
};
const notifications = async () => {
    if (chrome.offscreen) {
        return Object.keys(await chrome.notifications.getAll()).length;
    }
    return (await browser.runtime.getBackgroundPage()).ringsideShown.size;
};
const look = async () => [
    await notifications(),
    await sounds(),
    await chrome.action.getTitle({}),
];
look().then(done, (error) => done(String(error)));
";

async fn announces(person: &Person, wanted: (u64, bool, &str)) -> Result<()> {
    let mut seen = Value::Null;
    wait::until_true("what announces a call", wait::STEP, async || {
        seen = person
            .web()
            .execute_async(ANNOUNCED, vec![])
            .await?
            .json()
            .clone();
        Ok(seen[0] == wanted.0 && seen[1] == wanted.1 && seen[2] == wanted.2)
    })
    .await
    .with_context(|| format!("wanted {wanted:?}, there is {seen}"))
}
