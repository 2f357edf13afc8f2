//! The picker: somebody shows Ringside who is who on a page.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Person, Scenario, dom, foreign::ForeignPage, in_browsers, wait, windows};
use serde_json::json;
use thirtyfour::{Key, WindowHandle};

use super::records::shows;

in_browsers! {
    chromium = Chromium in AsFound: #[beside] taught, #[beside] by_keyboard, #[beside] trapped;
    firefox = Firefox in AsDocumented: #[beside] taught, #[beside] by_keyboard, #[beside] trapped;
}

const PAGE: &str = include_str!("../../../pages/any/taught.html");

/// Whose rows they are; and whom Ringside finds by itself, because their addresses are
/// texts.
const TAUGHT: [&str; 3] = ["Ada Lovelace", "Grace Hopper", "Katherine Johnson"];
const WITHOUT: [&str; 2] = ["Kim Sales", "Sam Sales"];

/// On a page where Ringside's own reading finds the wrong people, Olivia starts the
/// picker in the popup and points at a row, the name and the address. Nothing that she
/// presses reaches the page. She sees how many people it would be, and who has no
/// address. What she saves is there at once and after a reload, until she removes it
/// in the options.
async fn taught(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let (foreign, page) = open(olivia).await?;
    start(olivia, &foreign, &page).await?;

    asks(olivia, "one person's row").await?;
    point(olivia, ".account:nth-child(2) .contact").await?;
    asks(olivia, "the name").await?;
    // Not in that row.
    point(olivia, ".account:nth-child(1) .contact").await?;
    card_says(olivia, ".problem", "not in the row").await?;
    point(olivia, ".account:nth-child(2) .contact").await?;
    asks(olivia, "the e-mail address").await?;
    // It has none, and nobody has to guess which of the others is meant.
    point(olivia, ".account:nth-child(2) .number").await?;
    card_says(olivia, ".problem", "No e-mail address").await?;
    point(olivia, ".account:nth-child(2) .write").await?;
    asks(olivia, "3 people on this page").await?;
    card_says(olivia, "ul", "grace@navy.example").await?;
    card_says(
        olivia,
        ".unsure",
        "One row has no e-mail address: Nobody Yet",
    )
    .await?;
    olivia.press("Save").await?;

    shows(olivia, &TAUGHT).await.context("saved")?;
    heard_nothing(olivia).await?;
    let web = olivia.web();
    web.refresh().await?;
    shows(olivia, &TAUGHT).await.context("reloaded")?;

    windows::open_page(&olivia.session, "options.html").await?;
    olivia.press(ringside_e2e::words::SITES).await?;
    olivia.press("Remove the profile for *").await?;
    dom::gone(web, "Remove the profile for *").await?;
    web.close_window().await?;
    web.switch_to_window(page).await?;
    shows(olivia, &WITHOUT).await.context("removed")?;
    web.goto("about:blank").await?;
    Ok(())
}

/// The same without a pointer, on a page that allows neither WebAssembly nor styles in
/// its markup: arrow keys go from element to element, Enter chooses.
/// Esc leaves the page as it was, and gives back the focus.
async fn by_keyboard(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let unstyled = unstyled().context("the page has no styles")?;
    let (foreign, page) = open_page(olivia, &unstyled, true).await?;
    web.execute("document.querySelector('button').focus()", vec![])
        .await?;
    start(olivia, &foreign, &page).await?;
    asks(olivia, "one person's row").await?;
    keys(olivia, &[Key::Escape]).await?;
    dom::none(web, CARD).await?;
    let focused = web.execute("return document.activeElement.localName", vec![]);
    ensure!(focused.await?.json() == "button", "the focus is elsewhere");

    start(olivia, &foreign, &page).await?;
    asks(olivia, "one person's row").await?;
    // From the heading to the list, into its first row, and on to the second.
    keys(
        olivia,
        &[Key::Down, Key::Right, Key::Right, Key::Down, Key::Right],
    )
    .await?;
    card_says(olivia, ".at", "AN-02 Ada Lovelace").await?;
    keys(olivia, &[Key::Enter]).await?;
    asks(olivia, "the name").await?;
    keys(olivia, &[Key::Down, Key::Right]).await?;
    card_says(olivia, ".at", "Ada Lovelace").await?;
    keys(olivia, &[Key::Enter]).await?;
    asks(olivia, "the e-mail address").await?;
    keys(olivia, &[Key::Down, Key::Right, Key::Right, Key::Enter]).await?;
    asks(olivia, "3 people on this page").await?;
    // Behind the buttons of the header.
    keys(olivia, &[Key::Tab, Key::Tab, Key::Tab, Key::Enter]).await?;
    shows(olivia, &TAUGHT).await.context("saved")?;
    heard_nothing(olivia).await?;
    web.goto("about:blank").await?;
    Ok(())
}

/// A fault in the picker itself leaves the page free, with its buttons. Asked for once
/// more, it is there again.
async fn trapped(scenario: &Scenario) -> Result<()> {
    const TRAP: &str = "document.dispatchEvent(new Event('ringside:trap-picker'))";
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let (foreign, page) = open(olivia).await?;
    start(olivia, &foreign, &page).await?;
    asks(olivia, "one person's row").await?;
    web.execute(TRAP, vec![]).await?;
    dom::none(web, CARD).await?;
    shows(olivia, &WITHOUT).await.context("trapped")?;
    point(olivia, "button").await?;
    let heard = web.execute("return window.heard.at(-1)", vec![]).await?;
    ensure!(heard.json() == "click", "something is over the page");

    start(olivia, &foreign, &page).await?;
    asks(olivia, "one person's row").await?;
    olivia.press("Cancel").await?;
    dom::none(web, "[data-ringside=picker]").await?;
    web.goto("about:blank").await?;
    Ok(())
}

const CARD: &str = ".card[role=dialog]";

/// Counts what the page hears of.
const LISTEN: &str = "window.heard = [];
    for (const type of ['pointerdown', 'mousedown', 'click', 'keydown', 'keyup', 'contextmenu'])
        addEventListener(type, (event) => window.heard.push(type), true);";

/// Opens the page, without a profile yet. It listens to all that is pressed.
async fn open(person: &Person) -> Result<(ForeignPage, WindowHandle)> {
    open_page(person, PAGE, false).await
}

/// The page without its style sheet.
fn unstyled() -> Option<String> {
    let (start, rest) = PAGE.split_once("<style>")?;
    let (_, end) = rest.split_once("</style>")?;
    Some([start, end].concat())
}

async fn open_page(
    person: &Person,
    page: &str,
    strict: bool,
) -> Result<(ForeignPage, WindowHandle)> {
    let foreign = ForeignPage::of(page, strict).await?;
    let web = person.web();
    web.goto(foreign.url()).await?;
    shows(person, &WITHOUT).await.context("without a profile")?;
    web.execute(LISTEN, vec![]).await?;
    Ok((foreign, web.window().await?))
}

/// Opens the popup, as it is for this page. A driver has no popup that hangs from the
/// toolbar: it is a tab here, and behind the page when it looks which one is in front.
pub(super) async fn popup_of(person: &Person, page: &ForeignPage) -> Result<()> {
    const BRING_TO_FRONT: &str = "const [origin, done] = arguments;
        chrome.tabs.query({}, (tabs) => {
            const tab = tabs.find((tab) => tab.url?.startsWith(origin));
            chrome.tabs.update(tab.id, { active: true }, () => done(true));
        });";
    let web = person.web();
    windows::open_page(&person.session, "popup.html").await?;
    web.execute_async(BRING_TO_FRONT, vec![json!(page.url())])
        .await?;
    web.refresh().await?;
    Ok(())
}

/// Starts the picker in the popup.
async fn start(person: &Person, page: &ForeignPage, window: &WindowHandle) -> Result<()> {
    const PRESS: &str = "const button = document.querySelector('[data-press=pick]');
        const is_seen = button.getClientRects().length > 0;
        if (is_seen) button.click();
        return is_seen;";
    let web = person.web();
    popup_of(person, page).await?;
    wait::until_true("the popup to offer it", wait::STEP, async || {
        Ok(web.execute(PRESS, vec![]).await?.json() == &json!(true))
    })
    .await?;
    windows::are(web, 1).await?;
    web.switch_to_window(window.clone()).await?;
    Ok(())
}

/// The card asks for this.
async fn asks(person: &Person, text: &str) -> Result<()> {
    card_says(person, ".ask", text).await
}

async fn card_says(person: &Person, part: &str, text: &str) -> Result<()> {
    dom::says(person.web(), &format!("{CARD} {part}"), text).await
}

/// Clicks at an element of the page, whatever is over it.
async fn point(person: &Person, css: &str) -> Result<()> {
    let element = person.find(css).await?;
    let actions = person.web().action_chain();
    let there = actions.move_to_element_center(&element).click();
    there.perform().await.context(css.to_owned())
}

/// Presses these keys, one after the other.
async fn keys(person: &Person, keys: &[Key]) -> Result<()> {
    for key in keys {
        let actions = person.web().action_chain();
        let pressed = actions.key_down(key.clone()).key_up(key.clone());
        pressed.perform().await?;
    }
    Ok(())
}

/// The picker is gone, and the page has heard of nothing that was pressed.
async fn heard_nothing(person: &Person) -> Result<()> {
    dom::none(person.web(), CARD).await?;
    let heard = person.web().execute("return window.heard", vec![]).await?;
    ensure!(heard.json() == &json!([]), "it heard {}", heard.json());
    Ok(())
}
