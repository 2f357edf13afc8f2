//! Where a call lives: the toast, a window of its own, the next tab.

use anyhow::{Result, ensure};
use ringside_demo::meet::RoomReport;
use ringside_e2e::{
    Browser, Scenario,
    crash::{self, CrashTarget},
    dom, in_browsers, wait,
    windows::{self, CALL_PAGE},
    words,
};

in_browsers! {
    chromium = Chromium in AsFound: popped_out, window_closed_early, window_from_the_start,
        page_that_forbids_media, #[beside] page_that_isolates_itself, page_in_a_sandbox,
        full_navigation, tab_closed, #[new_browsers] tab_crashed;
    firefox = Firefox in AsDocumented: popped_out, window_closed_early, window_from_the_start,
        page_that_forbids_media, #[beside] page_that_isolates_itself, page_in_a_sandbox,
        full_navigation, tab_closed, #[new_browsers] tab_crashed;
}

/// Olivia moves the call into its own window. Jane is left with exactly one
/// other participant, and the toast is a remote control from then on.
async fn popped_out(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    olivia.press(words::POP_OUT).await?;
    windows::find(olivia.web(), CALL_PAGE).await?;
    scenario.meeting.rejoined(&before).await?;
    in_window(scenario).await?;

    olivia.press(words::MUTE).await?;
    wait::until_true("the microphone to be off", wait::STEP, async || {
        let rooms = scenario.meeting.rooms().await?;
        let mut people = rooms.iter().flat_map(|room| &room.participants);
        Ok(people.any(|one| one.display_name == olivia.user.name() && one.audio_muted))
    })
    .await?;
    hang_up_from_afar(scenario).await
}

/// A window for the call is closed before it has shown anything. The call stays
/// in the toast, and a press opens a window again. That this is so at once, and
/// not when the wait for the window is over, is the machine's test to say.
async fn window_closed_early(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    let here = windows::open_page(&olivia.session, "tokens.css").await?;
    let closer = olivia.web().window().await?;
    olivia.web().execute(CLOSE_NEXT_WINDOW, vec![]).await?;
    olivia.web().switch_to_window(here.clone()).await?;
    olivia.press(words::POP_OUT).await?;
    olivia.web().switch_to_window(closer).await?;
    wait::until_true("the window to be closed", wait::STEP, async || {
        let closed = olivia.web().execute("return window.ringsideClosed", vec![]);
        Ok(closed.await?.json() == true)
    })
    .await?;
    olivia.web().close_window().await?;
    olivia.web().switch_to_window(here).await?;
    let after = scenario.meeting.both_ways().await?;
    ensure!(before.room == after.room, "another meeting");
    // A press is nothing as long as a window is about to open.
    wait::until_true("a window", wait::STEP, async || {
        let offered = dom::buttons(olivia.web(), words::POP_OUT).await?;
        if let Some(button) = offered.first() {
            button.click().await?;
        }
        Ok(olivia.web().windows().await?.len() == 2)
    })
    .await?;
    scenario.meeting.rejoined(&after).await?;
    in_window(scenario).await?;
    hang_up_from_afar(scenario).await
}

/// The toast holds no call but says where it is and offers to show it.
async fn in_window(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    olivia.toast_says("its own window").await?;
    olivia.call_gone().await?;
    dom::button(olivia.web(), words::SHOW_CALL).await.map(drop)
}

/// Olivia hangs up with the remote control, and the window goes.
async fn hang_up_from_afar(scenario: &Scenario) -> Result<()> {
    scenario.olivia.press(words::HANG_UP).await?;
    scenario.over().await?;
    windows::are(scenario.olivia.web(), 1).await
}

/// Olivia has set that calls open in a window of their own.
async fn window_from_the_start(scenario: &Scenario) -> Result<()> {
    windows::set_switch(&scenario.olivia.session, "open_in_window", true).await?;
    scenario.connect().await?;
    windows::find(scenario.olivia.web(), CALL_PAGE).await?;
    in_window(scenario).await?;
    hang_up_from_afar(scenario).await
}

/// A page whose policy forbids camera and microphone to everything in it.
/// Chromium holds the toast to it, so the call opens in a window by itself and
/// says why. In Firefox it works in the page.
async fn page_that_forbids_media(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let policy = ("Permissions-Policy", "camera=(), microphone=()");
    scenario.crm.page_headers(&[policy]).await?;
    olivia.visit("/customers").await?;
    scenario.ring().await?;
    scenario.jane.answer().await?;
    match olivia.session.browser {
        Browser::Chromium => {
            olivia.notice_says("opened in its own window").await?;
            scenario.meeting.both_ways().await?;
            in_window(scenario).await?;
            hang_up_from_afar(scenario).await
        }
        Browser::Firefox => {
            scenario.meeting.both_ways().await?;
            olivia.hang_up().await?;
            scenario.over().await.map(drop)
        }
    }
}

/// A page that isolates itself from other origins (COEP): no frame of a
/// meeting loads in it, in no browser, so the call opens in a window by itself.
/// That the page is to blame, and not the server, is found out although the
/// server's answers cannot be read.
async fn page_that_isolates_itself(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    // Ringside asks the server what is wrong, and is kept from it as well.
    scenario.expect_error("ByCoep");
    scenario.expect_error("CORS");
    scenario.expect_error("Failed to load resource");
    let server = scenario.crm.unreadable_meeting_url();
    scenario.crm.meeting_address(&server).await?;
    // Of the CRM's own call window.
    scenario.expect_error("Script load error");
    let policy = ("Cross-Origin-Embedder-Policy", "require-corp");
    scenario.crm.page_headers(&[policy]).await?;
    olivia.visit("/customers").await?;
    scenario.ring().await?;
    scenario.jane.answer().await?;
    olivia.notice_says("opened in its own window").await?;
    scenario.meeting.both_ways().await?;
    in_window(scenario).await?;
    hang_up_from_afar(scenario).await
}

/// A page that the CRM serves in a sandbox, with as little as a CRM can work
/// with: the call works in it as well.
async fn page_in_a_sandbox(scenario: &Scenario) -> Result<()> {
    let sandbox = "sandbox allow-scripts allow-forms allow-same-origin";
    let policy = ("Content-Security-Policy", sandbox);
    scenario.crm.page_headers(&[policy]).await?;
    scenario.olivia.visit("/customers").await?;
    scenario.connect().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// What the meeting says in the console, as Jitsi does, when it is asked for
/// figures while its page goes away.
const ASKED_WHILE_LEAVING: &str = "TypeError: There is no room";

/// Olivia goes to another page of the CRM, which is loaded anew: the call is
/// back there by itself.
async fn full_navigation(scenario: &Scenario) -> Result<()> {
    scenario.expect_error(ASKED_WHILE_LEAVING);
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    let go = "location.assign('/employees')";
    scenario.olivia.web().execute(go, vec![]).await?;
    scenario.meeting.rejoined(&before).await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Olivia closes the tab with the call; the CRM is open in another one, and
/// the call goes on there.
async fn tab_closed(scenario: &Scenario) -> Result<()> {
    scenario.expect_error(ASKED_WHILE_LEAVING);
    let web = scenario.olivia.web();
    let first = scenario.olivia.open_tab("/employees").await?;
    let second = web.window().await?;
    web.switch_to_window(first).await?;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    web.close_window().await?;
    web.switch_to_window(second).await?;
    scenario.meeting.rejoined(&before).await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The tab with Olivia's call crashes. She turns to another tab of the CRM: the
/// call comes back there, and nowhere else. That one crashes, too, while she
/// looks at a third: there it comes back by itself.
async fn tab_crashed(scenario: &Scenario) -> Result<()> {
    // Firefox's own reader stumbles over a tab that has crashed.
    scenario.expect_error("AboutReaderParent");
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let first = olivia.open_tab("/employees").await?;
    let second = web.window().await?;
    web.switch_to_window(first.clone()).await?;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    let target = CrashTarget::current(&olivia.session).await?;
    target.crash(&olivia.session).await?;
    web.switch_to_window(second.clone()).await?;
    back_here(scenario, &before).await?;

    let target = CrashTarget::current(&olivia.session).await?;
    olivia.open_tab("/employees").await?;
    let before = scenario.meeting.both_ways().await?;
    target.crash(&olivia.session).await?;
    back_here(scenario, &before).await?;
    olivia.hang_up().await?;
    scenario.over().await?;
    crash::close_crashed_tabs(&olivia.session, &[first, second]).await
}

/// The call is back in the tab that Olivia looks at since now.
async fn back_here(scenario: &Scenario, before: &RoomReport) -> Result<()> {
    scenario.meeting.rejoined(before).await?;
    let frames = dom::all(scenario.olivia.web(), words::CALL_FRAME).await?;
    ensure!(frames.len() == 1, "{} frames hold the call", frames.len());
    Ok(())
}

/// Closes the next window as soon as it is there.
const CLOSE_NEXT_WINDOW: &str = r"
chrome.windows.onCreated.addListener(async function close({ id }) {
    chrome.windows.onCreated.removeListener(close);
    await chrome.windows.remove(id);
    window.ringsideClosed = true;
});
";
