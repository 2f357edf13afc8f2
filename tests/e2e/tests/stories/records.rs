//! Where a CRM as found shows people: on each kind of page they have one pair
//! of buttons, which calls them, and which can be seen.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Media, Person, Scenario, User, dom, foreign::ForeignPage, in_browsers, wait, words,
};
use serde_json::{Value, json};

use super::hostile::TAKE;

in_browsers! {
    chromium = Chromium in AsFound:
        #[beside] on_each_page, #[beside] in_sight, #[beside] any_page,
        #[beside] own_address, #[beside] row_changes_under_the_pointer,
        #[beside] in_shadow_roots;
    firefox = Firefox in AsFound:
        #[beside] on_each_page, #[beside] in_sight, #[beside] any_page,
        #[beside] own_address, #[beside] row_changes_under_the_pointer,
        #[beside] in_shadow_roots;
}

/// Whom the video buttons of a page call, in order.
const NAMES: &str = r"
const hosts = [...document.querySelectorAll('[data-ringside~=record]')];
return hosts.flatMap((host) => [...host.shadowRoot.querySelectorAll('button[data-media=video]')])
    .map((button) => button.getAttribute('aria-label').replace(/^(Video call|Invite) | (\(|to a call).*$/g, ''))
    .sort();
";

/// Pairs in what people write or have written, or in a link or a button.
const ASTRAY: &str = r"
return document.querySelectorAll(
    ':is(.thread, .conversations, form, textarea, [contenteditable], a, button) [data-ringside~=record]').length;
";

/// Leads on the board and on their own page, the customers of a deal and of
/// activities, the person of a conversation.
async fn on_each_page(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let jane = User::Jane.name();
    let grace = "Grace Okafor";
    for (path, names, called) in [
        (
            "/sales",
            &["Camille Roux", "Ibrahim Sesay", jane, "Nora Lindholm"][..],
            Some(jane),
        ),
        ("/leads/1", &["Nora Lindholm"], None),
        ("/leads/2", &[jane], Some(jane)),
        // Without an address.
        ("/leads/5", &[], None),
        // The customer's address is not that of their user.
        ("/deals/1", &[grace], Some(grace)),
        (
            "/activities",
            &[
                "Chloe Nguyen",
                grace,
                "Ingrid Solberg",
                jane,
                "Mei Tanaka",
                "Tomasz Wolny",
            ],
            Some("Mei Tanaka"),
        ),
        ("/messages", &[jane], Some(jane)),
    ] {
        olivia.visit(path).await?;
        one_pair_each(scenario, names).await.context(path)?;
        if let Some(called) = called {
            calls(scenario, called).await.context(path)?;
        }
    }
    // Another conversation is with somebody else.
    let others = olivia
        .find(".conversation:not([aria-current=true])")
        .await?;
    others.click().await?;
    one_pair_each(scenario, &[User::Mike.name()]).await
}

/// Exactly these people have one pair of buttons each.
async fn one_pair_each(scenario: &Scenario, names: &[&str]) -> Result<()> {
    let web = scenario.olivia.web();
    let mut found = Value::Null;
    // A page without anybody is the same before it is looked through.
    scenario
        .olivia
        .find(".detail-head, .stages, .list-summary, .chat-head")
        .await?;
    wait::until_true(&format!("buttons for {names:?}"), wait::STEP, async || {
        found = web.execute(NAMES, vec![]).await?.json().clone();
        Ok(found == json!(names))
    })
    .await
    .with_context(|| format!("they are for {found}"))?;
    let astray = web.execute(ASTRAY, vec![]).await?.json().clone();
    ensure!(astray == 0, "{astray} where people write");
    Ok(())
}

/// Whether the chip in place of the buttons is seen, with all of its text.
const CHIP_FITS: &str = r"
const hosts = [...document.querySelectorAll('[data-ringside~=record]')];
const chips = hosts.map((host) => host.shadowRoot.querySelector('.calling .state')).filter(Boolean);
return chips.length > 0 && chips.every((chip) => chip.clientWidth > 0 && chip.scrollWidth <= chip.clientWidth);
";

/// The button rings that person, and nobody else.
async fn calls(scenario: &Scenario, name: &str) -> Result<()> {
    let olivia = &scenario.olivia;
    olivia.call(name, Media::Audio).await?;
    olivia.toast_says(name).await?;
    let fits = olivia
        .web()
        .execute(CHIP_FITS, vec![])
        .await?
        .json()
        .clone();
    ensure!(fits == true, "the chip has no room for its text");
    cancel_call_to(scenario, name).await
}

/// Cancels the call that rings at this person's, and closes what the toast says then:
/// it would be in sight on the next page too, over its last row.
pub(super) async fn cancel_call_to(scenario: &Scenario, name: &str) -> Result<()> {
    let olivia = &scenario.olivia;
    let call = wait::until("the call at the CRM", wait::STEP, async || {
        Ok(scenario
            .crm
            .open_calls(User::Olivia)
            .await?
            .into_iter()
            .next())
    })
    .await?;
    ensure!(call["recipient_name"] == name, "it rings {call}");
    if name == User::Jane.name() {
        scenario.jane.rings().await?;
    }
    olivia.cancel().await?;
    scenario.crm.knows_the_end(&call).await?;
    scenario.jane.quiet().await?;
    dom::press(olivia.web(), words::CLOSE).await?;
    dom::none(olivia.web(), words::TOAST).await
}

/// Whether each pair can be seen without scrolling sideways, and by how much
/// the page and its parts scroll sideways with the buttons and without them.
const SIGHT: &str = r"
const hosts = [...document.querySelectorAll('[data-ringside~=record]')];
const scrollers = new Set();
const hidden = hosts.filter((host) => {
    const { left, right } = host.shadowRoot.querySelector('.box').getBoundingClientRect();
    if (left === right) return true;
    for (let box = host.parentElement; box; box = box.parentElement) {
        if (box.scrollWidth <= box.clientWidth || getComputedStyle(box).overflowX === 'visible') continue;
        scrollers.add(box);
        const from = box.parentElement ? box.getBoundingClientRect().left + box.clientLeft : 0;
        if (left < from - 1 || right > from + box.clientWidth + 1) return true;
    }
    return right > document.documentElement.clientWidth + 1;
});
const wide = () => [...scrollers].map((box) => box.scrollWidth - box.clientWidth);
const beside = wide();
const places = hosts.map((host) => host.parentElement);
for (const host of hosts) host.remove();
const without = wide();
for (const [index, host] of hosts.entries()) places[index].append(host);
return { pairs: hosts.length, hidden: hidden.length, beside, without };
";

/// In the tables, at the widths of small laptops, and after each change of the
/// width: nobody has to scroll sideways, and nothing scrolls that did not.
async fn in_sight(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let before = web.get_window_rect().await?;
    for path in ["/customers", "/employees", "/activities"] {
        olivia.visit(path).await?;
        for width in [1280, 1180, 1280, 1440] {
            web.set_window_rect(0, 0, width, 800).await?;
            let mut seen = Value::Null;
            wait::until_true("buttons in sight", wait::STEP, async || {
                let rows = dom::all(web, "tbody tr").await?.len();
                seen = web.execute(SIGHT, vec![]).await?.json().clone();
                let scrolls = |when: &str| {
                    let widths = seen[when].as_array().into_iter().flatten();
                    widths.filter(|width| width.as_i64() > Some(1)).count()
                };
                Ok(rows > 0
                    && seen["pairs"] == rows
                    && seen["hidden"] == 0
                    && scrolls("beside") == scrolls("without"))
            })
            .await
            .with_context(|| format!("{path} at {width} pixels: {seen}"))?;
        }
    }
    let (width, height) = (u32::try_from(before.width)?, u32::try_from(before.height)?);
    web.set_window_rect(0, 0, width, height).await?;
    Ok(())
}

/// Pages of which no profile says anything, with WebAssembly and where the page
/// forbids it.
async fn any_page(scenario: &Scenario) -> Result<()> {
    const PLAIN: &str = include_str!("../../../pages/any/plain-table.html");
    const NOBODY: &str = include_str!("../../../pages/any/nobody.html");
    let olivia = &scenario.olivia;
    let names = json!(["Cher", "Lucius Fox"]);
    // What nobody is to be found in stands on the same page.
    let editors = NOBODY
        .split_once("<main>")
        .and_then(|(_, rest)| rest.split_once("</main>"))
        .map(|(editors, _)| editors)
        .context("the fixture has a main part")?;
    let page = PLAIN.replace(
        "</main>",
        &format!("<div class=nobody>{editors}</div></main>"),
    );
    for strict in [false, true] {
        let foreign = ForeignPage::of(&page, strict).await?;
        olivia.web().goto(foreign.url()).await?;
        let mut found = Value::Null;
        wait::until_true("buttons", wait::STEP, async || {
            found = olivia.web().execute(NAMES, vec![]).await?.json().clone();
            Ok(found == names)
        })
        .await
        .with_context(|| format!("strict: {strict}; they are for {found}"))?;
        let astray = dom::all(olivia.web(), ".nobody [data-ringside]").await?;
        ensure!(astray.is_empty(), "{} where nobody is", astray.len());
        let asked = foreign.asked();
        ensure!(asked.is_empty(), "the page's server was asked: {asked:?}");
        olivia.web().goto("about:blank").await?;
    }
    Ok(())
}

/// How many pairs can be seen for each name.
const SHOWN: &str = r"
const shown = {};
for (const host of document.querySelectorAll('[data-ringside~=record]')) {
    const button = host.shadowRoot.querySelector('button[data-media=video]');
    const name = button.getAttribute('aria-label').replace(/^(Video call|Invite) | (\(|to a call).*$/g, '');
    shown[name] = button.getBoundingClientRect().width > 0;
}
return shown;
";

/// A page shows the user's own address among others: nobody calls oneself.
async fn own_address(scenario: &Scenario) -> Result<()> {
    let web = scenario.olivia.web();
    let row = |user: User| {
        format!(
            "<tr><td>{}</td><td>{}</td><td></td></tr>",
            user.name(),
            user.email()
        )
    };
    let page = format!(
        "<!doctype html><html><head><title>People</title></head><body><table>\
         <tr><th>Name<th>E-mail<th></tr>{}{}</table></body></html>",
        row(User::Jane),
        row(User::Olivia),
    );
    let foreign = ForeignPage::of(&page, false).await?;
    web.goto(foreign.url()).await?;
    let wanted = json!({ User::Jane.name(): true, User::Olivia.name(): false });
    let mut shown = Value::Null;
    wait::until_true("buttons for Jane alone", wait::STEP, async || {
        shown = web.execute(SHOWN, vec![]).await?.json().clone();
        Ok(shown == wanted)
    })
    .await
    .with_context(|| format!("there are {shown}"))?;
    web.goto("about:blank").await?;
    Ok(())
}

/// Puts somebody else into the row of a table that shows Jane.
pub(super) const SWAP: &str = r"
const mail = [...document.querySelectorAll('td')].find((cell) => cell.textContent.startsWith('jane'));
mail.textContent = 'somebody.else@acme.example';
mail.previousElementSibling.textContent = 'Somebody Else';
";

/// A list puts somebody else into the row between the moments when the pointer
/// goes down and up: nobody is called, and it is said.
async fn row_changes_under_the_pointer(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let page = format!(
        "<!doctype html><html><head><title>People</title>\
         <style>table {{ table-layout: fixed; width: 900px }}</style></head><body><table>\
         <tr><th>Name<th>E-mail<th></tr><tr><td>{}</td><td>{}</td><td></td></tr></table></body></html>",
        User::Jane.name(),
        User::Jane.email(),
    );
    let foreign = ForeignPage::of(&page, false).await?;
    web.goto(foreign.url()).await?;
    let button = dom::button(web, &words::call(User::Jane.name(), Media::Audio)).await?;
    let chain = web.action_chain();
    chain
        .move_to_element_center(&button)
        .click_and_hold()
        .perform()
        .await?;
    web.execute(SWAP, vec![]).await?;
    web.action_chain().release().perform().await?;
    olivia.notice_says(words::ROW_CHANGED).await?;
    dom::press(web, words::DISMISS).await?;
    dom::none(web, words::NOTICE).await?;
    // What the row shows now can be called.
    dom::button(web, &words::invite("Somebody Else")).await?;
    let calls = scenario.crm.open_calls(User::Olivia).await?;
    ensure!(calls.is_empty(), "somebody was called: {calls:?}");
    web.goto("about:blank").await?;
    Ok(())
}

/// Whom the pairs in all shadow trees of `shadow-roots.html` are for.
const DEEP_NAMES: &str = r"
const hosts = [document, ...window.trees].flatMap((tree) => [...tree.querySelectorAll('[data-ringside~=record]')]);
return hosts.map((host) => host.shadowRoot.querySelector('button[data-media=video]').getAttribute('aria-label'))
    .map((label) => label.replace(/^(Video call|Invite) | (\(|to a call).*$/g, ''))
    .sort();
";
/// The video button of the first pair in a shadow tree.
const DEEP_BUTTON: &str = r"
const pairs = window.trees.map((tree) => tree.querySelector('[data-ringside~=record]'));
return pairs.find(Boolean).shadowRoot.querySelector('button[data-media=video]');
";

const MARK_AND_TRAP: &str = r"
for (const tree of [document, ...window.trees]) {
    for (const host of tree.querySelectorAll('[data-ringside~=record]')) host.classList.add('before');
}
document.dispatchEvent(new Event('ringside:trap'));
";
const MARKED: &str = r"
return window.trees.flatMap((tree) => [...tree.querySelectorAll('.before')]).length;
";

/// People in shadow trees, open and closed, and in each other; in those that come
/// later, and whose text changes.
async fn in_shadow_roots(scenario: &Scenario) -> Result<()> {
    const PAGE: &str = include_str!("../../../pages/any/shadow-roots.html");
    const ADD: &str = r"
        const one = document.createElement('closed-card');
        Object.assign(one.dataset, { name: 'Cher', email: 'c7@stark.example' });
        document.querySelector('main').append(one);";
    const RENAME: &str = r"
        const tree = window.trees.find((tree) => tree.textContent.includes('th1@'));
        tree.querySelector('h3').firstChild.data = 'Grace Okafor';
        tree.querySelector('p').firstChild.data = 'g2@acme.example';";
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let jane = User::Jane.name();
    let shows = async |names: &[&str]| {
        let mut found = Value::Null;
        wait::until_true("buttons", wait::STEP, async || {
            found = web.execute(DEEP_NAMES, vec![]).await?.json().clone();
            Ok(found == json!(names))
        })
        .await
        .with_context(|| format!("they are for {found}"))
    };
    let foreign = ForeignPage::of(PAGE, false).await?;
    web.goto(foreign.url()).await?;
    shows(&["Ben Okri", jane, "Tomás Herrera", "Wei Ling"]).await?;
    web.execute("window.late()", vec![]).await?;
    web.execute(ADD, vec![]).await?;
    shows(&[
        "Ana Lovelace",
        "Ben Okri",
        "Cher",
        jane,
        "Tomás Herrera",
        "Wei Ling",
    ])
    .await?;
    web.execute(RENAME, vec![]).await?;
    let now = [
        "Ana Lovelace",
        "Ben Okri",
        "Cher",
        "Grace Okafor",
        jane,
        "Wei Ling",
    ];
    shows(&now).await?;
    // One in a closed tree can be pressed as any other, and the page hears nothing.
    web.execute(TAKE, vec![]).await?;
    web.execute(DEEP_BUTTON, vec![])
        .await?
        .element()?
        .click()
        .await?;
    cancel_call_to(scenario, jane).await?;
    let heard = web.execute("return window.heard", vec![]).await?;
    ensure!(heard.json() == &json!(["the page"]), "{}", heard.json());
    // After a trap they are there once; after too many nothing is left.
    for _ in 0..=3 {
        shows(&now).await?;
        web.execute(MARK_AND_TRAP, vec![]).await?;
        wait::until_true("the pairs from before to go", wait::STEP, async || {
            let left = web.execute(MARKED, vec![]).await?;
            Ok(left.json() == 0)
        })
        .await?;
    }
    web.goto("about:blank").await?;
    Ok(())
}

/// Exactly these people have one pair of buttons each.
pub(super) async fn shows(person: &Person, names: &[&str]) -> Result<()> {
    let mut found = Value::Null;
    wait::until_true(&format!("buttons for {names:?}"), wait::STEP, async || {
        found = person.web().execute(NAMES, vec![]).await?.json().clone();
        Ok(found == json!(names))
    })
    .await
    .with_context(|| format!("they are for {found}"))
}
