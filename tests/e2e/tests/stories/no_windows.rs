//! A browser that has no windows, as on phones: a call that leaves the page
//! gets a tab.

use anyhow::{Result, ensure};
use ringside_e2e::{
    Browser, Scenario, Session, dom, in_browsers,
    windows::{self, CALL_PAGE, open_page},
    words, worker,
};

in_browsers! {
    chromium = Chromium in AsDocumented: #[new_browsers] popped_out_into_a_tab;
    firefox = Firefox in AsFound: #[new_browsers] popped_out_into_a_tab;
}

/// Takes the means to open windows away from the extension's worker.
async fn no_windows(session: &Session) -> Result<()> {
    match session.browser {
        Browser::Chromium => {
            let script = "chrome.windows.create = undefined; typeof chrome.windows.create";
            let left = worker::evaluate(session, script).await?;
            ensure!(left == "undefined", "there is {left}");
        }
        Browser::Firefox => {
            let here = open_page(session, "options.html").await?;
            let script = "const [done] = arguments;
                browser.runtime.getBackgroundPage().then((page) => {
                    page.chrome.windows.create = undefined;
                    done(typeof page.chrome.windows.create);
                })";
            let left = session.web.execute_async(script, vec![]).await?;
            ensure!(left.json() == "undefined", "there is {}", left.json());
            session.web.close_window().await?;
            session.web.switch_to_window(here).await?;
        }
    }
    Ok(())
}

/// Olivia moves the call out of the page. It goes on in a tab of the same
/// window, and the toast is its remote control.
async fn popped_out_into_a_tab(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    no_windows(&olivia.session).await?;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    olivia.press(words::POP_OUT).await?;
    scenario.meeting.rejoined(&before).await?;
    let page = olivia.web().window().await?;
    let tab = windows::find(olivia.web(), CALL_PAGE).await?;
    olivia.web().switch_to_window(tab).await?;
    let count = "const [done] = arguments;
        chrome.windows.getAll().then((all) => done(all.length))";
    let count = olivia.web().execute_async(count, vec![]).await?;
    ensure!(count.json() == 1, "{} windows", count.json());
    olivia.web().switch_to_window(page).await?;
    olivia.toast_says("its own window").await?;
    dom::press(olivia.web(), words::HANG_UP).await?;
    scenario.over().await?;
    windows::are(olivia.web(), 1).await
}
