//! Clicks inside the call's frame, as a person makes them.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::{By, WebElement};

use crate::{Browser, Session, dom, privileged, wait};

/// Where an element stands in its own viewport: left, top, width, height.
const BOX: &str = r"
const { left, top, width, height } = arguments[0].getBoundingClientRect();
return [left, top, width, height];
";

/// Presses a button inside a frame of the page.
///
/// Firefox's driver sends a click straight into the frame's process and forgets
/// that the toast, which holds the frame, is moved by a transform: the click
/// lands beside the button. A person's click goes through the browser's window,
/// so there this one does, too.
///
/// # Errors
/// When the button does not come in time, or the browser refuses.
pub async fn press_in_frame(session: &Session, frame: &WebElement, name: &str) -> Result<()> {
    let web = &session.web;
    let outer = place(session, frame).await?;
    frame.clone().enter_frame().await?;
    let pressed = match session.browser {
        Browser::Chromium => dom::press(web, name).await.map(|()| None),
        Browser::Firefox => match dom::button(web, name).await {
            Ok(button) => steady(session, &button).await.map(Some),
            Err(error) => Err(error),
        },
    };
    web.enter_default_frame().await?;
    if let Some(inner) = pressed? {
        let x = outer[0] + inner[0] + inner[2] / 2.0;
        let y = outer[1] + inner[1] + inner[3] / 2.0;
        click(session, x, y).await?;
    }
    Ok(())
}

/// Presses what a selector finds in the meeting inside the call's frame.
///
/// # Errors
/// As [`press_in_frame`].
pub async fn press_in_meeting(session: &Session, frame: &WebElement, css: &str) -> Result<()> {
    let web = &session.web;
    let find = async |css: &str| {
        wait::until(css, wait::STEP, async || {
            let found = web.find(By::Css(css)).await.ok();
            Ok(match found {
                Some(found) if found.is_displayed().await? => Some(found),
                _ => None,
            })
        })
        .await
    };
    let outer = place(session, frame).await?;
    frame.clone().enter_frame().await?;
    let pressed = async {
        let meeting = find("#stage iframe").await?;
        let middle = place(session, &meeting).await?;
        meeting.enter_frame().await?;
        let button = find(css).await?;
        if session.browser == Browser::Chromium {
            button.click().await.context("click")?;
            return Ok(None);
        }
        let inner = steady(session, &button).await?;
        anyhow::Ok(Some([middle, inner]))
    }
    .await;
    web.enter_default_frame().await?;
    if let Some([middle, inner]) = pressed? {
        let x = outer[0] + middle[0] + inner[0] + inner[2] / 2.0;
        let y = outer[1] + middle[1] + inner[1] + inner[3] / 2.0;
        click(session, x, y).await?;
    }
    Ok(())
}

/// Where a button is, once it no longer moves.
async fn steady(session: &Session, button: &WebElement) -> Result<[f64; 4]> {
    let mut before = None;
    wait::until("the button to stand still", wait::STEP, async || {
        let now = place(session, button).await?;
        Ok((before.replace(now) == Some(now)).then_some(now))
    })
    .await
}

async fn place(session: &Session, element: &WebElement) -> Result<[f64; 4]> {
    let place = session.web.execute(BOX, vec![element.to_json()?]).await?;
    place.convert().context("an element's place")
}

/// A click at a point of the current page, sent through the browser's window.
const CLICK: &str = r"
const [x, y, done] = arguments;
const window = Services.wm.getMostRecentWindow('navigator:browser');
const page = window.gBrowser.selectedBrowser.getBoundingClientRect();
for (const type of ['mousemove', 'mousedown', 'mouseup']) {
    const buttons = type === 'mousedown' ? 1 : 0;
    const press = { button: 0, buttons, clickCount: type === 'mousemove' ? 0 : 1 };
    window.synthesizeMouseEvent(type, page.left + x, page.top + y, press, {});
}
done(true);
";

async fn click(session: &Session, x: f64, y: f64) -> Result<()> {
    let done = privileged::run(session, CLICK, vec![json!(x), json!(y)]).await?;
    ensure!(done == Value::Bool(true), "the click was not sent: {done}");
    Ok(())
}
