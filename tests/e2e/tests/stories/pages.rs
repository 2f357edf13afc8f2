//! What Ringside adds to CRM pages: the buttons, and the JavaScript fallback on pages that
//! forbid WebAssembly.

use anyhow::{Result, ensure};
use ringside_e2e::{Browser, Media, Scenario, User, dom, in_browsers, wait, words};
use thirtyfour::Key;

in_browsers! {
    chromium = Chromium in AsDocumented: once_per_record, employees, strict_page,
        modal_dialog;
    firefox = Firefox in AsFound: once_per_record, employees, strict_page,
        modal_dialog;
}

/// One pair of buttons per record, whatever the page does: search rebuilds,
/// selection, cards in a narrow window, a detail page and back.
async fn once_per_record(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let web = olivia.web();
    each_row_has_one_pair(scenario).await?;

    let search = olivia.find(".toolbar input[type=search]").await?;
    for letters in ["a", "n", "e"] {
        search.send_keys(letters).await?;
        each_row_has_one_pair(scenario).await?;
    }
    search.clear().await?;
    search.send_keys(Key::Space + Key::Backspace).await?;
    each_row_has_one_pair(scenario).await?;

    olivia
        .find("tbody input[type=checkbox]")
        .await?
        .click()
        .await?;
    each_row_has_one_pair(scenario).await?;

    let wide = web.get_window_rect().await?;
    web.set_window_rect(0, 0, 700, 800).await?;
    wait::until_true("the cards", wait::STEP, async || {
        Ok(dom::all(web, "table").await?.is_empty())
    })
    .await?;
    one_pair_each(scenario, 25).await?;
    web.set_window_rect(
        0,
        0,
        u32::try_from(wide.width)?,
        u32::try_from(wide.height)?,
    )
    .await?;
    each_row_has_one_pair(scenario).await?;

    dom::press(web, "View customer").await?;
    one_pair_each(scenario, 1).await?;
    web.back().await?;
    each_row_has_one_pair(scenario).await
}

/// Employees have their buttons too: in the table, on their own page, and in
/// the table again after coming back.
async fn employees(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    olivia.visit("/employees").await?;
    each_row_has_one_pair(scenario).await?;
    dom::press(olivia.web(), "View employee").await?;
    one_pair_each(scenario, 1).await?;
    olivia.web().back().await?;
    each_row_has_one_pair(scenario).await
}

/// A dialog of the page makes everything outside of it inert. A call that rings
/// meanwhile is answered, muted and ended all the same; when the dialog closes,
/// nothing of Ringside's is left in it.
async fn modal_dialog(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let web = olivia.web();
    web.execute(OPEN_DIALOG, vec![]).await?;
    let call = scenario.crm.call(User::Jane, User::Olivia).await?;
    olivia.banner_says(User::Jane.name()).await?;
    olivia.answer().await?;
    scenario.meeting.present(User::Olivia.name()).await?;
    olivia.press(words::MUTE).await?;
    wait::until_true("her to be muted", wait::STEP, async || {
        let rooms = scenario.meeting.rooms().await?;
        let mut people = rooms.iter().flat_map(|room| &room.participants);
        Ok(people.any(|one| one.display_name == User::Olivia.name() && one.audio_muted))
    })
    .await?;
    web.execute(CLOSE_DIALOG, vec![]).await?;
    dom::none(web, words::CALL_CARD).await?;
    let left = dom::count(web, "dialog [data-ringside]").await?;
    ensure!(left == 0, "{left} nodes are left in the dialog");
    web.execute(OPEN_DIALOG, vec![]).await?;
    dom::says(web, words::CALL_CARD, User::Jane.name()).await?;
    olivia.press(words::HANG_UP).await?;
    scenario.crm.knows_the_end(&call).await?;
    web.execute(CLOSE_DIALOG, vec![]).await?;
    olivia.call_gone().await
}

const OPEN_DIALOG: &str = "
    const dialog = document.querySelector('dialog.story')
        ?? Object.assign(document.createElement('dialog'), { className: 'story' });
    dialog.innerHTML = '<p>Add a customer</p><input><button>Save</button>';
    document.body.append(dialog);
    dialog.showModal();";
const CLOSE_DIALOG: &str = "document.querySelector('dialog.story').close()";

/// As many pairs as rows, however many those are now.
async fn each_row_has_one_pair(scenario: &Scenario) -> Result<()> {
    let web = scenario.olivia.web();
    wait::until_true("one pair of buttons per row", wait::STEP, async || {
        let rows = dom::all(web, "tbody tr").await?.len();
        Ok(rows > 0 && pairs(scenario).await? == (rows, rows))
    })
    .await
}

/// Exactly this many pairs.
async fn one_pair_each(scenario: &Scenario, count: usize) -> Result<()> {
    wait::until_true(
        &format!("{count} pairs of buttons"),
        wait::STEP,
        async || Ok(pairs(scenario).await? == (count, count)),
    )
    .await
}

/// How many audio and video buttons there are.
async fn pairs(scenario: &Scenario) -> Result<(usize, usize)> {
    let web = scenario.olivia.web();
    let audio = dom::count(web, "button[data-media=audio]").await?;
    let video = dom::count(web, "button[data-media=video]").await?;
    Ok((audio, video))
}

/// A CRM page whose policy forbids WebAssembly. Chromium holds the content
/// script to that policy, so the JavaScript fallback does
/// the work there; Firefox does not. In both, a call works from start to end.
async fn strict_page(scenario: &Scenario) -> Result<()> {
    // The policy keeps the CRM's own call window from the meeting's API.
    scenario.expect_error("Script load error");
    let api = scenario.crm.api_url();
    let push = api.replace("http", "ws");
    let policy = format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data:; connect-src 'self' {api} {push}; frame-src 'none'; \
         object-src 'none'"
    );
    scenario
        .crm
        .page_headers(&[("Content-Security-Policy", &policy)])
        .await?;
    scenario.olivia.visit("/customers").await?;
    let runtime = match scenario.olivia.session.browser {
        Browser::Chromium => "js",
        Browser::Firefox => "wasm",
    };
    wait::until_true(&format!("the {runtime} runtime"), wait::STEP, async || {
        let selector = format!("[data-runtime={runtime}]");
        Ok(dom::count(scenario.olivia.web(), &selector).await? == 1)
    })
    .await?;
    each_row_has_one_pair(scenario).await?;
    scenario
        .olivia
        .call(User::Jane.name(), Media::Video)
        .await?;
    scenario.jane.answer().await?;
    scenario.meeting.both_ways().await?;
    scenario.olivia.hang_up().await?;
    scenario.olivia.call_gone().await?;
    scenario.jane.call_gone().await
}
