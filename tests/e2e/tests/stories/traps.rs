//! A fault in Ringside itself ends one of its modules (a trap). What stands
//! around the module notices, and starts it anew.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Media, Person, Scenario, User, dom, foreign::ForeignPage, in_browsers, wait, windows, worker,
};
use serde_json::json;

in_browsers! {
    chromium = Chromium in AsFound: worker_in_a_call, worker_while_it_rings, call_page_in_a_call,
        content_script_in_a_call, overlay_in_a_call, overlay_while_it_rings,
        worker_again_and_again, content_script_again_and_again, overlay_again_and_again,
        call_page_again_and_again, detection_again_and_again;
    firefox = Firefox in AsDocumented: worker_in_a_call, worker_while_it_rings,
        call_page_in_a_call, content_script_in_a_call, overlay_in_a_call,
        overlay_while_it_rings, worker_again_and_again, content_script_again_and_again,
        overlay_again_and_again, call_page_again_and_again, detection_again_and_again;
}

/// How often a module is started anew in ten minutes.
const MOST: usize = 3;

/// The worker's module ends in a call: the call goes on, and hanging up still
/// tells the CRM, once.
async fn worker_in_a_call(scenario: &Scenario) -> Result<()> {
    scenario.expect_error("has trapped");
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    let reply = olivia.look_into_call(TRAP_THE_WORKER).await?;
    ensure!(reply == json!(null), "the worker says {reply}");
    let after = scenario.meeting.both_ways().await?;
    let ids = |room: &ringside_demo::meet::RoomReport| -> Vec<String> {
        let ids = room.participants.iter().map(|one| one.id.clone());
        ids.collect()
    };
    ensure!(ids(&before) == ids(&after), "somebody left: {after:?}");
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The worker's module of the person called ends while it rings: it rings on,
/// and can be answered.
async fn worker_while_it_rings(scenario: &Scenario) -> Result<()> {
    scenario.expect_error("has trapped");
    let jane = &scenario.jane;
    let here = windows::open_page(&jane.session, "options.html").await?;
    let options = jane.web().window().await?;
    jane.web().switch_to_window(here.clone()).await?;
    scenario.ring().await?;
    jane.web().switch_to_window(options).await?;
    trap_worker(jane).await?;
    jane.web().close_window().await?;
    jane.web().switch_to_window(here).await?;
    jane.answer().await?;
    scenario.meeting.both_ways().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The call page's module ends: the page loads itself anew, and joins again.
async fn call_page_in_a_call(scenario: &Scenario) -> Result<()> {
    scenario.expect_error("has trapped");
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    olivia.look_into_call(TRAP_THIS).await?;
    scenario.meeting.rejoined(&before).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The content script's module ends: it starts anew, and the call is back in
/// its toast.
async fn content_script_in_a_call(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    olivia.web().execute(TRAP_THIS, vec![]).await?;
    scenario.meeting.rejoined(&before).await?;
    olivia.find_button(User::Jane.name(), Media::Video).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The module of what is over the page ends: it is loaded anew, and the call is
/// back in its toast. The buttons stay as they are.
async fn overlay_in_a_call(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    olivia.web().execute(TRAP_THE_OVERLAY, vec![]).await?;
    scenario.meeting.rejoined(&before).await?;
    olivia.find_button(User::Jane.name(), Media::Video).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The same while it rings: the card is there again, once, and answers.
async fn overlay_while_it_rings(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    scenario.ring().await?;
    jane.rings().await?;
    trap_card(jane).await?;
    jane.answer().await?;
    scenario.meeting.both_ways().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// A worker that traps whatever is done: it is not started for ever, and a
/// press says so.
async fn worker_again_and_again(scenario: &Scenario) -> Result<()> {
    scenario.expect_error("has trapped");
    let olivia = &scenario.olivia;
    let here = windows::open_page(&olivia.session, "options.html").await?;
    for _ in 0..=MOST {
        trap_worker(olivia).await?;
    }
    olivia.web().refresh().await?;
    let said = olivia
        .find("#not-saved:not([hidden])")
        .await?
        .text()
        .await?;
    ensure!(said.contains("has stopped"), "the options say “{said}”");
    olivia.web().close_window().await?;
    olivia.web().switch_to_window(here).await?;
    olivia.call(User::Jane.name(), Media::Video).await?;
    olivia.notice_says("has stopped").await?;
    olivia.press("Dismiss").await
}

/// A content script that traps whatever is done leaves nothing behind but one
/// sentence. The next page has it again.
async fn content_script_again_and_again(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    for _ in 0..=MOST {
        olivia.find_button(User::Jane.name(), Media::Video).await?;
        olivia.web().execute(TRAP_THIS, vec![]).await?;
    }
    olivia.find("[data-ringside=stopped]").await?;
    let left = olivia.web().execute(LEFT, vec![]).await?.json().clone();
    ensure!(left == json!(1), "{left} nodes are left");
    olivia.visit("/customers").await?;
    olivia.find_button(User::Jane.name(), Media::Video).await?;
    Ok(())
}

/// An overlay that traps whatever is done takes everything along, and says so: a
/// call that nobody could see is worse than none. The next page rings again.
async fn overlay_again_and_again(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.ring().await?;
    for _ in 0..=MOST {
        jane.rings().await?;
        trap_card(jane).await?;
    }
    jane.find("[data-ringside=stopped]").await?;
    let left = jane.web().execute(LEFT, vec![]).await?.json().clone();
    ensure!(left == json!(1), "{left} nodes are left");
    jane.visit("/customers").await?;
    jane.answer().await?;
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// A call page that traps whatever is done does not load itself for ever, and says
/// so in its place. The call can still be ended.
async fn call_page_again_and_again(scenario: &Scenario) -> Result<()> {
    scenario.expect_error("has trapped");
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    for _ in 0..MOST {
        let before = scenario.meeting.both_ways().await?;
        olivia.look_into_call(TRAP_THIS).await?;
        scenario.meeting.rejoined(&before).await?;
    }
    olivia.look_into_call(TRAP_THIS).await?;
    let text = "return document.body.innerText";
    olivia
        .call_shows(text, |text| text.contains("has stopped"))
        .await?;
    // The tab remembers it for ten minutes, and the next story has the same tab.
    olivia
        .look_into_call("sessionStorage.clear(); return ''")
        .await?;
    worker::command(&olivia.session, "hang-up").await?;
    scenario.over().await.map(drop)
}

/// The module that finds people on any page ends in the middle of a search: it is
/// loaded anew, and finds who has come meanwhile. After too many times everything
/// goes, and that is said.
async fn detection_again_and_again(scenario: &Scenario) -> Result<()> {
    const TABLE: &str = include_str!("../../../pages/any/plain-table.html");
    let olivia = &scenario.olivia;
    let foreign = ForeignPage::of(TABLE, false).await?;
    olivia.web().goto(foreign.url()).await?;
    let mut people = 2;
    for _ in 0..MOST {
        pairs(olivia, people).await?;
        let address = format!("person{people}@acme.example");
        let arguments = vec![json!(address)];
        olivia.web().execute(TRAP_THE_DETECTION, arguments).await?;
        people += 1;
    }
    pairs(olivia, people).await?;
    let arguments = vec![json!("nobody@acme.example")];
    olivia.web().execute(TRAP_THE_DETECTION, arguments).await?;
    olivia.find("[data-ringside=stopped]").await?;
    let left = olivia.web().execute(LEFT, vec![]).await?.json().clone();
    ensure!(left == json!(1), "{left} nodes are left");
    Ok(())
}

/// Waits until so many people have their buttons.
async fn pairs(person: &Person, count: usize) -> Result<()> {
    let mut found = 0;
    wait::until_true("buttons", wait::STEP, async || {
        found = dom::all(person.web(), "[data-ringside=record]")
            .await?
            .len();
        Ok(found == count)
    })
    .await
    .with_context(|| format!("{count} people, and buttons for {found}"))
}

/// With the next search, which a new row of the table begins.
const TRAP_THE_DETECTION: &str = "
    document.documentElement.setAttribute('data-ringside-trap', '');
    const rows = document.querySelector('tbody');
    const row = rows.rows[0].cloneNode(true);
    for (const added of row.querySelectorAll('[data-ringside]')) added.remove();
    row.cells[2].textContent = 'Somebody New';
    row.cells[3].textContent = arguments[0];
    rows.append(row);
    return true;";
const TRAP_THIS: &str = "document.dispatchEvent(new Event('ringside:trap')); return true;";
const TRAP_THE_OVERLAY: &str =
    "document.dispatchEvent(new Event('ringside:trap-overlay')); return true;";
const TRAP_THE_WORKER: &str = "return chrome.runtime.sendMessage('trap');";
/// Until the card is gone that was there.
const TRAP_THE_CARD: &str = "
    const done = arguments[arguments.length - 1];
    const { shadowRoot } = document.querySelector('[data-ringside=shell]');
    const card = shadowRoot.querySelector('.card.ring');
    document.dispatchEvent(new Event('ringside:trap-overlay'));
    const look = () => card.isConnected ? setTimeout(look) : done(true);
    look();";
const LEFT: &str = "return document.querySelectorAll('[data-ringside]').length;";

/// Where it rings.
async fn trap_card(person: &Person) -> Result<()> {
    let gone = person.web().execute_async(TRAP_THE_CARD, vec![]).await;
    gone.context("trap the overlay").map(drop)
}

/// In a page of the extension.
async fn trap_worker(person: &Person) -> Result<()> {
    let reply = person.web().execute(TRAP_THE_WORKER, vec![]).await;
    let reply = reply.context("trap the worker")?.json().clone();
    ensure!(reply == json!(null), "the worker says {reply}");
    Ok(())
}
