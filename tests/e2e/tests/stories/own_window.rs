//! Beside the CRM's own call window, which rings and joins by itself in every
//! tab: one call is one picture, whoever starts and answers it where.

use anyhow::{Context, Result, ensure};
use ringside_e2e::media::Participant;
use ringside_e2e::{Person, Scenario, User, dom, in_browsers, wait, windows, words};
use thirtyfour::By;

in_browsers! {
    chromium = Chromium in AsFound: two_tabs_each, muted_is_muted, started_in_the_crm,
        answered_in_the_crm, started_on_another_device, the_crm_carries, given_back_to_ringside,
        site_switched_off;
    firefox = Firefox in AsFound: two_tabs_each, muted_is_muted, started_in_the_crm,
        answered_in_the_crm, started_on_another_device, the_crm_carries, given_back_to_ringside,
        site_switched_off;
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
/// Ringside's alone, without a reload.
async fn given_back_to_ringside(scenario: &Scenario) -> Result<()> {
    the_crm_carries(scenario).await?;
    for person in [&scenario.olivia, &scenario.jane] {
        carry_with(person, "ringside").await?;
    }
    scenario.connect().await?;
    let count = participants(scenario).await?;
    ensure!(count == 2, "{count} participants");
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
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
