//! The public server, meet.jit.si, which cuts embedded calls after five minutes.

use anyhow::{Result, ensure};
use ringside_e2e::{
    Person, Scenario, in_browsers, meet_proxy, wait,
    windows::{self, CALL_PAGE},
    words,
};
use thirtyfour::WindowHandle;

in_browsers! {
    chromium = Chromium in AsDocumented: #[new_browsers] window_and_warning;
    firefox = Firefox in AsFound: #[new_browsers] window_and_warning;
}

/// A call on it opens in a window at once, at both sides. Its end is announced
/// there before it comes, with a button for a tab of the server's own, where
/// the call goes on.
async fn window_and_warning(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    // Where it is slow to start, it is asked about, and may not be read.
    scenario.expect_error("CORS");
    scenario.expect_error("Failed to load resource");
    let server = format!("https://{}", meet_proxy::HOST);
    scenario.crm.meeting_address(&server).await?;
    scenario.connect().await?;
    for person in [olivia, jane] {
        person.toast_says("its own window").await?;
        person.call_gone().await?;
        let page = enter_window(person).await?;
        let meeting = person.find("iframe").await?.attr("src").await?;
        let meeting = meeting.unwrap_or_default();
        ensure!(
            meeting.starts_with(&format!("{server}/")),
            "it is at {meeting}"
        );
        person.web().switch_to_window(page).await?;
    }

    let page = enter_window(olivia).await?;
    let before = olivia.web().execute(NOTICE, vec![]).await?;
    ensure!(before.json() == "", "announced at once: {before:?}");
    olivia.web().execute(FAST_CLOCK, vec![]).await?;
    wait::until_true("the end to be announced", wait::STEP, async || {
        let notice = olivia.web().execute(NOTICE, vec![]).await?;
        let notice = notice.json().as_str().unwrap_or_default().to_owned();
        Ok(notice.contains("five minutes"))
    })
    .await?;
    let before = scenario.meeting.both_ways().await?;
    olivia.press(words::OPEN_TAB).await?;
    scenario.meeting.rejoined(&before).await?;
    olivia.web().switch_to_window(page).await?;
    windows::find(olivia.web(), &format!("{server}/")).await?;

    let call = scenario.crm.newest_call(olivia.user).await?;
    olivia.press(words::HANG_UP).await?;
    scenario.crm.knows_the_end(&call).await?;
    // The tab goes with the call: nobody is heard any more.
    windows::are(olivia.web(), 1).await?;
    jane.call_gone().await
}

/// Goes to the window with the call. Returns the tab before.
async fn enter_window(person: &Person) -> Result<WindowHandle> {
    let page = person.web().window().await?;
    let window = windows::find(person.web(), CALL_PAGE).await?;
    person.web().switch_to_window(window).await?;
    Ok(page)
}

/// The page's own clock runs fast; nobody waits for minutes. One that jumps
/// would be taken for a clock that was set.
const FAST_CLOCK: &str = "const { now } = window.Date;
    const start = now();
    window.Date.now = () => start + 40 * (now() - start);";

/// The line above the picture, as far as it is shown.
const NOTICE: &str = "const notice = document.getElementById('notice');
    return notice.hidden ? '' : notice.innerText";
