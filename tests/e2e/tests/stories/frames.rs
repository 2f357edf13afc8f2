//! People in frames of a page: in those of the page's own site, as on a page. The toast
//! is over the page.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Media, Scenario, User, dom, foreign::ForeignPage, in_browsers, words};

use super::hostile::TAKE;
use super::records::{SWAP, cancel_call_to, shows};

in_browsers! {
    chromium = Chromium in AsFound: #[beside] in_a_page, #[beside] in_a_frameset;
    firefox = Firefox in AsFound: #[beside] in_a_page, #[beside] in_a_frameset;
}

const LIST: &str = include_str!("../../../pages/frames/list.html");
const TOMAS: &str = "Tomás Herrera";

/// How many elements of ours a frame has, seen or not.
const ANYTHING: &str = "return document.querySelectorAll('[data-ringside]').length";

/// A frame of the same site is read, also after it went on to another page, and
/// what is pressed there is kept from the page. One that nobody can see is read when
/// it can be seen; one of another site never.
async fn in_a_page(scenario: &Scenario) -> Result<()> {
    const PAGE: &str = include_str!("../../../pages/frames/page.html");
    const NEXT: &str = include_str!("../../../pages/frames/next.html");
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let jane = User::Jane.name();
    let site = ForeignPage::site(&[("/", PAGE), ("/list", LIST), ("/next", NEXT)]).await?;
    web.goto(site.url()).await?;
    let enter = async |css: &str| {
        web.enter_default_frame().await?;
        olivia.find(css).await?.enter_frame().await?;
        anyhow::Ok(())
    };
    enter(".list").await?;
    shows(olivia, &[jane, TOMAS]).await?;

    // The frame's scripts hear nothing of a press; the page shows the call.
    web.execute(TAKE, vec![]).await?;
    dom::press(web, &words::call(jane, Media::Video)).await?;
    let heard = web.execute("return window.heard", vec![]).await?;
    ensure!(
        heard.json() == &serde_json::json!(["the page"]),
        "{}",
        heard.json()
    );
    web.enter_default_frame().await?;
    cancel_call_to(scenario, jane).await?;

    // The row changes under the pointer: the page says so, where it has room.
    enter(".list").await?;
    let button = dom::button(web, &words::call(jane, Media::Audio)).await?;
    let press = web.action_chain().move_to_element_center(&button);
    press.click_and_hold().perform().await?;
    web.execute(SWAP, vec![]).await?;
    web.action_chain().release().perform().await?;
    web.enter_default_frame().await?;
    olivia.notice_says(words::ROW_CHANGED).await?;
    dom::press(web, words::DISMISS).await?;
    dom::none(web, words::NOTICE).await?;

    // Another page in the frame.
    enter(".list").await?;
    web.execute("location.href = '/next'", vec![]).await?;
    shows(olivia, &["Wei Ling"]).await?;

    // As soon as somebody can see it.
    enter(".unseen").await?;
    let none = web.execute(ANYTHING, vec![]).await?;
    ensure!(
        none.json() == 0,
        "there is something in a frame without room"
    );
    web.enter_default_frame().await?;
    let show = "document.querySelector('.unseen').className = 'seen'";
    web.execute(show, vec![]).await?;
    enter(".seen").await?;
    shows(olivia, &[jane, TOMAS]).await?;

    enter(".foreign").await?;
    let rows = dom::all(web, "tr").await?;
    ensure!(rows.len() == 3, "the other site's frame shows its list");
    let none = web.execute(ANYTHING, vec![]).await?;
    ensure!(
        none.json() == 0,
        "there is something in a frame of another site"
    );
    let asked = site.asked();
    ensure!(asked.is_empty(), "the site was asked: {asked:?}");
    web.enter_default_frame().await?;
    web.goto("about:blank").await?;
    Ok(())
}

/// The page itself is nothing but its frames, and the toast is over them.
async fn in_a_frameset(scenario: &Scenario) -> Result<()> {
    const PAGE: &str = include_str!("../../../pages/frames/frameset.html");
    const MENU: &str =
        "<!doctype html><html><head><title>Menu</title></head><body>Menu</body></html>";
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let jane = User::Jane.name();
    let site = ForeignPage::site(&[("/", PAGE), ("/menu", MENU), ("/list", LIST)]).await?;
    web.goto(site.url()).await?;
    olivia
        .find("frame[title=Content]")
        .await?
        .enter_frame()
        .await?;
    shows(olivia, &[jane, TOMAS]).await?;
    dom::press(web, &words::call(jane, Media::Video)).await?;
    web.enter_default_frame().await?;
    scenario.jane.answer().await?;
    scenario.meeting.both_ways().await.context("the call")?;
    olivia.hang_up().await?;
    scenario.over().await?;
    web.goto("about:blank").await?;
    Ok(())
}
