//! Beside the CRM's own call window, which rings and joins by itself in every
//! tab: one call is one picture, whoever starts and answers it where.

use anyhow::{Context, Result, ensure};
use ringside_e2e::media::Participant;
use ringside_e2e::{Person, Scenario, User, dom, in_browsers, wait, windows, words, worker};
use thirtyfour::By;

in_browsers! {
    chromium = Chromium in AsFound: two_tabs_each, muted_is_muted, started_in_the_crm,
        answered_in_the_crm, started_on_another_device, the_crm_carries, given_back_to_ringside,
        site_switched_off, signed_out;
    firefox = Firefox in AsFound: two_tabs_each, muted_is_muted, started_in_the_crm,
        answered_in_the_crm, started_on_another_device, the_crm_carries, given_back_to_ringside,
        site_switched_off, signed_out;
}

/// Takes a call here that is elsewhere.
const TAKE_HERE: &str = "Take it here";
/// Ends it.
const END_CALL: &str = "End call";
/// Lets the CRM's window carry calls.
const THE_CRM: &str = "The CRM";
/// The CRM's own call button beside a customer.
const GREEN_BUTTON: &str = "button[title='Video call Jane Doe']";

/// Both have two tabs. Each of them rings with one card, the CRM's own window
/// is nowhere to be seen, and two participants are in the meeting.
async fn two_tabs_each(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    olivia.open_tab("/customers").await?;
    jane.open_tab("/client/dashboard").await?;
    scenario.ring().await?;
    for person in [olivia, jane] {
        in_no_tab(person).await?;
    }
    let rings = dom::all(jane.web(), words::BANNER).await?.len();
    ensure!(rings == 1, "{rings} cards ring");
    jane.answer().await?;
    two_participants(scenario).await?;
    for person in [olivia, jane] {
        in_no_tab(person).await?;
    }
    jane.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Olivia turns her microphone off, and nobody but Jane can be heard any more.
async fn muted_is_muted(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    scenario.olivia.press_in_call(words::MIC_OFF).await?;
    let olivia = User::Olivia.name();
    let muted = |one: &Participant| one.audio_muted;
    scenario.meeting.sees(olivia, "muted", muted).await?;
    let rooms = scenario.meeting.rooms().await?;
    let people = rooms.iter().flat_map(|room| &room.participants);
    let heard: Vec<_> = people.filter(|one| !one.audio_muted).collect();
    ensure!(heard.len() == 1, "these can be heard: {heard:?}");
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Olivia presses the CRM's own button. Her toast says that the call is not
/// Ringside's; Jane answers, and only when Olivia takes it here, she joins. It
/// is an audio call, in which no camera is on.
async fn started_in_the_crm(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    olivia.find(GREEN_BUTTON).await?.click().await?;
    olivia.toast_says("outside Ringside").await?;
    jane.answer().await?;
    olivia
        .toast_says("You are in this call outside Ringside")
        .await?;
    scenario
        .meeting
        .sees(User::Jane.name(), "alone", |_| true)
        .await?;
    in_no_tab(olivia).await?;
    let alone = participants(scenario).await?;
    ensure!(alone == 1, "{alone} joined by themselves");
    olivia.press(TAKE_HERE).await?;
    let room = scenario.meeting.sound_both_ways().await?;
    ensure!(
        room.participants.iter().all(|one| one.video_muted),
        "a camera is on in an audio call: {room:?}"
    );
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Jane answers in the CRM's window before it is kept out of her sight.
async fn answered_in_the_crm(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.ring().await?;
    press_hidden(jane, "Answer").await?;
    jane.toast_says("You are in this call outside Ringside")
        .await?;
    jane.quiet().await?;
    jane.press(TAKE_HERE).await?;
    two_participants(scenario).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Another device of Olivia's calls Jane. Here it is shown, and ended.
async fn started_on_another_device(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let call = scenario.crm.call(User::Olivia, User::Jane).await?;
    olivia
        .toast_says("You are calling Jane Doe outside Ringside")
        .await?;
    scenario.jane.answer().await?;
    olivia
        .toast_says("You are in this call outside Ringside")
        .await?;
    olivia.press(END_CALL).await?;
    scenario.jane.call_gone().await?;
    scenario.crm.knows_the_end(&call).await?;
    dom::gone(olivia.web(), END_CALL).await
}

/// Both choose the CRM's window at their first call, which Ringside carries
/// still. The second is rung, answered and ended with Ringside, and held in the
/// CRM's windows.
async fn the_crm_carries(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    choose_the_crm(scenario).await?;
    scenario.ring().await?;
    jane.answer().await?;
    scenario.meeting.both_ways().await?;
    for person in [olivia, jane] {
        person.toast_says("in the CRM's own window").await?;
        let frames = dom::count(person.web(), words::CALL_FRAME).await?;
        ensure!(frames == 0, "Ringside holds the call as well");
        let window = person.own_window().await?;
        ensure!(window.is_some(), "the CRM's window cannot be seen");
    }
    olivia.press(END_CALL).await?;
    scenario.meeting.empty().await?;
    dom::gone(jane.web(), END_CALL).await
}

/// The CRM carried calls in these pages, so that they have its meeting's class.
/// Olivia and Jane choose Ringside in the options, and the next call is
/// Ringside's alone, without a reload. When the CRM's window cannot be kept out
/// after all, that is said.
async fn given_back_to_ringside(scenario: &Scenario) -> Result<()> {
    the_crm_carries(scenario).await?;
    for person in [&scenario.olivia, &scenario.jane] {
        carry_with(person, "ringside").await?;
    }
    scenario.connect().await?;
    let count = participants(scenario).await?;
    ensure!(count == 2, "{count} participants");
    scenario.olivia.hang_up().await?;
    scenario.over().await?;
    cannot_be_kept_out(&scenario.olivia).await
}

/// The browser does not let Ringside keep the CRM's window out: the options say
/// so, beside the site.
async fn cannot_be_kept_out(person: &Person) -> Result<()> {
    carry_with(person, "crm").await?;
    let here = windows::open_page(&person.session, "options.html").await?;
    worker::refuse_own_world(&person.session).await?;
    person.press("Sites").await?;
    let choice = "#sites select option[value=ringside]";
    person.find(choice).await?.click().await?;
    says_that_it_failed(person).await?;
    // The open pages, in which it was kept out all the same, change nothing.
    person.web().refresh().await?;
    person.press("Sites").await?;
    says_that_it_failed(person).await?;
    person.web().close_window().await?;
    person.web().switch_to_window(here).await?;
    Ok(())
}

/// Waits until the site's line says that the CRM's window was not kept out.
async fn says_that_it_failed(person: &Person) -> Result<()> {
    wait::until_true("that it failed to be said", wait::STEP, async || {
        let lines = dom::all(person.web(), "#sites li .error").await?;
        let Some(line) = lines.first() else {
            return Ok(false);
        };
        Ok(line.text().await?.contains("could not be kept out"))
    })
    .await
}

/// Olivia switches Ringside off at the CRM: the CRM's window is back, and
/// nothing of Ringside's is in the page. She switches it on again.
async fn site_switched_off(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    switch_site(olivia).await?;
    wait::until_true("Ringside to leave the page", wait::STEP, async || {
        Ok(dom::count(olivia.web(), "[data-ringside]").await? == 0)
    })
    .await?;
    let call = scenario.crm.call(User::Mike, User::Olivia).await?;
    olivia.own_window_says("Incoming Call").await?;
    scenario.crm.act(User::Mike, &call, "end").await?;
    olivia.own_window_gone().await?;
    switch_site(olivia).await?;
    scenario.connect().await?;
    in_no_tab(olivia).await?;
    jane.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Olivia signs out at the CRM in a call: the toast says so and lies beside the
/// sign-in form, however narrow the window. Mike signs in there, and finds
/// nothing of hers: no call, no notice, no missed call.
async fn signed_out(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    let missed = scenario.crm.call(User::Mike, User::Olivia).await?;
    olivia.banner_says(User::Mike.name()).await?;
    scenario.crm.act(User::Mike, &missed, "end").await?;
    olivia.notice_says("missed a call from Mike").await?;
    scenario.crm.set_status(User::Jane, "online").await?;
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    olivia.sign_out().await?;
    olivia.toast_says("You are signed out").await?;
    let notices = dom::count(olivia.web(), words::NOTICE).await?;
    ensure!(notices == 0, "{notices} notices are left");
    for width in [1280, 1000, 700, 500] {
        olivia.web().set_window_rect(0, 0, width, 720).await?;
        beside_the_form(olivia).await?;
    }
    let page = windows::open_page(&olivia.session, "popup.html").await?;
    popup_has(olivia, "Not signed in", "Missed").await?;
    olivia.web().close_window().await?;
    olivia.web().switch_to_window(page).await?;

    olivia.enter_login(User::Mike).await?;
    olivia.call_gone().await?;
    let toasts = dom::all(olivia.web(), words::TOAST).await?.len();
    ensure!(toasts == 0, "Mike sees Olivia's call");
    let page = windows::open_page(&olivia.session, "popup.html").await?;
    popup_has(olivia, "Signed in as Mike Meyer", User::Jane.name()).await?;
    popup_has(olivia, "Signed in as Mike Meyer", "Missed").await?;
    olivia.web().close_window().await?;
    olivia.web().switch_to_window(page).await?;
    // Alone in the meeting: her page goes together with the click.
    jane.hang_up_outside().await?;
    jane.call_gone().await?;
    scenario.crm.knows_the_end(&call).await
}

/// Waits until the toast covers nothing of the sign-in form, and has nothing to
/// scroll.
async fn beside_the_form(person: &Person) -> Result<()> {
    const APART: &str = "
        const find = (root, css) => root.querySelector(css)
            ?? [...root.querySelectorAll('*')].map((one) => one.shadowRoot && find(one.shadowRoot, css)).find(Boolean);
        const [toast, form] = ['.toast', 'form'].map((css) => find(document, css).getBoundingClientRect());
        return {
            apart: toast.right <= form.left || toast.left >= form.right
                || toast.bottom <= form.top || toast.top >= form.bottom,
            inside: toast.left >= 0 && toast.top >= 0
                && toast.right <= innerWidth && toast.bottom <= innerHeight,
            places: JSON.stringify([innerWidth, innerHeight, toast, form]),
        }";
    let mut seen = serde_json::Value::Null;
    wait::until_true("the toast beside the form", wait::STEP, async || {
        seen = person.web().execute(APART, vec![]).await?.json().clone();
        Ok(seen["apart"] == true && seen["inside"] == true)
    })
    .await
    .with_context(|| format!("{seen}"))
}

/// Waits until the popup says this, and nothing like `not`.
async fn popup_has(person: &Person, text: &str, not: &str) -> Result<()> {
    let mut said = String::new();
    wait::until_true(&format!("“{text}”"), wait::STEP, async || {
        said = person.find("body").await?.text().await?;
        Ok(said.contains(text) && !said.contains(not))
    })
    .await
    .with_context(|| format!("it says “{said}”"))
}

/// Olivia calls, Jane answers, both choose the CRM's window, and hang up.
async fn choose_the_crm(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    for person in [&scenario.olivia, &scenario.jane] {
        person.press(THE_CRM).await?;
        dom::gone(person.web(), THE_CRM).await?;
    }
    scenario.meeting.both_ways().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The CRM's own window can be seen in none of this person's tabs.
async fn in_no_tab(person: &Person) -> Result<()> {
    let web = person.web();
    let here = web.window().await?;
    for tab in web.windows().await? {
        web.switch_to_window(tab).await?;
        let window = person.own_window().await?;
        ensure!(window.is_none(), "the CRM's own window can be seen");
    }
    web.switch_to_window(here).await?;
    Ok(())
}

/// Exactly two are in the meeting, and see and hear each other.
async fn two_participants(scenario: &Scenario) -> Result<()> {
    scenario.meeting.both_ways().await?;
    let count = participants(scenario).await?;
    ensure!(count == 2, "{count} participants");
    Ok(())
}

async fn participants(scenario: &Scenario) -> Result<usize> {
    let rooms = scenario.meeting.rooms().await?;
    Ok(rooms.iter().map(|room| room.participants.len()).sum())
}

/// Presses a button of the CRM's window that cannot be seen, as a program may.
async fn press_hidden(person: &Person, name: &str) -> Result<()> {
    const PRESS: &str = "
        const button = [...document.querySelectorAll('#root > div button')]
            .find((button) => button.textContent === arguments[0]);
        button?.click();
        return Boolean(button)";
    wait::until_true("the CRM's own button", wait::STEP, async || {
        let pressed = person.web().execute(PRESS, vec![name.into()]).await?;
        Ok(pressed.convert()?)
    })
    .await
}

/// Chooses in the options who carries the calls.
async fn carry_with(person: &Person, carrier: &str) -> Result<()> {
    let here = windows::open_page(&person.session, "options.html").await?;
    person.press("Sites").await?;
    let choice = format!("#sites select option[value={carrier}]");
    person.find(&choice).await?.click().await?;
    stored(person, &format!("{choice}:checked")).await?;
    person.web().close_window().await?;
    person.web().switch_to_window(here).await?;
    Ok(())
}

/// Switches the CRM off or on in the options.
async fn switch_site(person: &Person) -> Result<()> {
    let here = windows::open_page(&person.session, "options.html").await?;
    person.press("Sites").await?;
    let switch = person.find("#sites .switch").await?;
    let before = switch.attr("aria-checked").await?.context("no switch")?;
    switch.click().await?;
    let after = if before == "true" { "false" } else { "true" };
    stored(person, &format!("#sites .switch[aria-checked={after}]")).await?;
    person.web().close_window().await?;
    person.web().switch_to_window(here).await?;
    Ok(())
}

/// Waits until the options show what was stored.
async fn stored(person: &Person, css: &str) -> Result<()> {
    wait::until_true("the choice to be stored", wait::STEP, async || {
        Ok(person.web().find(By::Css(css)).await.is_ok())
    })
    .await
}
