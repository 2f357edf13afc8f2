//! Whole calls between two people, in every pairing of browsers.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Media, Person, Scenario, User, clock, dom, in_browsers, wait, words};

in_browsers! {
    chromium = Chromium in AsFound: whole_call, audio_call, decline, cancel,
        callee_hangs_up, reload_in_a_call, answer_in_one_of_two_tabs,
        signed_in_at_the_form;
    firefox = Firefox in AsDocumented: whole_call, audio_call, decline, cancel,
        callee_hangs_up, reload_in_a_call, answer_in_one_of_two_tabs,
        signed_in_at_the_form;
    chromium_calls_firefox = ChromiumCallsFirefox in AsDocumented: whole_call;
    firefox_calls_chromium = FirefoxCallsChromium in AsFound: whole_call;
}

/// Olivia calls, Jane answers, both see and hear each other, Olivia hangs up,
/// and the CRM's history has a completed call with its duration.
async fn whole_call(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    let room = scenario.meeting.both_ways().await?;
    let mut names: Vec<&str> = room
        .participants
        .iter()
        .map(|participant| participant.display_name.as_str())
        .collect();
    names.sort_unstable();
    ensure!(
        names == [User::Jane.name(), User::Olivia.name()],
        "in the meeting: {names:?}"
    );
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// No sign-in is good any more. Both sign in at the CRM's own form, and without
/// loading a page anew Ringside has what it needs.
async fn signed_in_at_the_form(scenario: &Scenario) -> Result<()> {
    scenario.crm.expire_sign_ins().await?;
    for person in [&scenario.olivia, &scenario.jane] {
        let forget = "localStorage.clear()";
        person.web().execute(forget, vec![]).await?;
        person.fill_in_login().await?;
    }
    let go = "const link = document.querySelector(\"a[href='/customers']\");
        link.click();
        return link.href";
    scenario.olivia.web().execute(go, vec![]).await?;
    scenario.ring().await?;
    scenario.olivia.cancel().await?;
    scenario.jane.quiet().await
}

/// The same without cameras. Demo and bench take the times of clicks and rings in the
/// pages; here they are taken as well.
async fn audio_call(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    for person in [olivia, jane] {
        clock::watch(person.web()).await?;
    }
    olivia.call(User::Jane.name(), Media::Audio).await?;
    clock::click(olivia.web()).await.context("Olivia called")?;
    clock::ring(jane.web()).await?;
    jane.answer().await?;
    clock::click(jane.web()).await.context("Jane answered")?;
    let room = scenario.meeting.sound_both_ways().await?;
    ensure!(
        room.participants
            .iter()
            .all(|participant| participant.video_muted),
        "a camera is on in an audio call: {room:?}"
    );
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Jane declines, and Olivia reads it.
async fn decline(scenario: &Scenario) -> Result<()> {
    scenario.ring().await?;
    scenario.jane.banner_says(User::Olivia.name()).await?;
    scenario.jane.decline().await?;
    scenario.jane.quiet().await?;
    scenario.olivia.toast_says("declined").await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    ensure!(call["status"] == "rejected", "{call}");
    ensure!(
        scenario.crm.told(&call, "reject").await? == 1,
        "rejected more than once"
    );
    ensure!(
        scenario.crm.told(&call, "end").await? == 0,
        "ended though it was rejected"
    );
    ensure!(
        scenario.meeting.rooms().await?.is_empty(),
        "somebody is in the meeting"
    );
    Ok(())
}

/// Olivia gives up, and it stops ringing at Jane's.
async fn cancel(scenario: &Scenario) -> Result<()> {
    scenario.ring().await?;
    scenario.olivia.cancel().await?;
    scenario.jane.quiet().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    ensure!(
        call["started_at"].is_null(),
        "it was never answered: {call}"
    );
    scenario.crm.knows_the_end(&call).await
}

/// Olivia hears late that Jane answered. Still both see the call last equally
/// long. Jane ends it: Olivia reads that, and nothing of a connection that is
/// lost, and both read the duration that the CRM has.
async fn callee_hangs_up(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.ring().await?;
    scenario.crm.mute_sockets(true, false).await?;
    scenario.crm.hold_polls().await?;
    jane.answer().await?;
    wait::until_true("Jane's clock to run", wait::STEP, async || {
        let clock = "return document.getElementById('clock').textContent";
        let clock = jane.look_into_call(clock).await?;
        Ok(clock.as_str().is_some_and(|clock| clock >= "00:03"))
    })
    .await?;
    scenario.crm.no_faults().await?;
    scenario.crm.mute_sockets(false, false).await?;
    scenario.meeting.both_ways().await?;
    let (janes, olivias, later) = (
        toast_clock(jane).await?,
        toast_clock(olivia).await?,
        toast_clock(jane).await?,
    );
    // Each clock shows a second anew at a moment of its own.
    ensure!(
        olivias >= 3 && janes <= olivias + 1 && olivias <= later + 1,
        "{janes} s at Jane's, {olivias} s at Olivia's, then {later} s at Jane's"
    );
    olivia.web().execute(NOTE_STATES, vec![]).await?;
    jane.hang_up().await?;
    olivia.toast_says("The call lasted").await?;
    let states = "return window.ringsideStates.join(' ')";
    let states = olivia.web().execute(states, vec![]).await?;
    let states = states.json().as_str().unwrap_or_default().to_owned();
    ensure!(
        states.contains("Call ended") && !states.contains("onnecting"),
        "the toast said {states}"
    );
    let call = scenario.crm.newest_call(User::Olivia).await?;
    let seconds = call["duration_seconds"].as_u64().context("no duration")?;
    let lasted = format!("The call lasted {:02}:{:02}", seconds / 60, seconds % 60);
    for person in [olivia, jane] {
        person.toast_says(&lasted).await?;
    }
    scenario.over().await.map(drop)
}

/// Notes every state that the toast's header shows from now on.
const NOTE_STATES: &str = "
    window.ringsideStates = [];
    const overlays = [...document.documentElement.children].filter((one) => one.shadowRoot);
    const root = overlays.map((one) => one.shadowRoot).find((one) => one.querySelector('.toast'));
    const state = root.querySelector('.toast header .state');
    const note = () => window.ringsideStates.push(state.textContent);
    new MutationObserver(note).observe(state, { childList: true, characterData: true, subtree: true });
    note();";

/// How many seconds the call lasts, as the toast shows it.
async fn toast_clock(person: &Person) -> Result<u64> {
    wait::until("the clock in the toast", wait::STEP, async || {
        let state = dom::all(person.web(), ".toast header .state").await?;
        let Some(state) = state.first() else {
            return Ok(None);
        };
        let text = state.text().await?;
        let clock = text.split_once(':');
        Ok(clock.and_then(|(minutes, seconds)| {
            Some(minutes.parse::<u64>().ok()? * 60 + seconds.parse::<u64>().ok()?)
        }))
    })
    .await
}

/// Olivia reloads the page in the call: the toast comes back into the same
/// call by itself, and nobody is left over in the meeting.
async fn reload_in_a_call(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    scenario.olivia.web().refresh().await?;
    scenario.meeting.rejoined(&before).await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Jane has two tabs. Both ring; she answers in one, the banner goes in the
/// other, and only one of them joins.
async fn answer_in_one_of_two_tabs(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    let first = jane.open_tab("/calls").await?;
    let second = jane.web().window().await?;
    scenario.ring().await?;
    jane.web().switch_to_window(first.clone()).await?;
    jane.rings().await?;
    jane.answer().await?;
    let room = scenario.meeting.both_ways().await?;
    ensure!(room.participants.len() == 2, "{room:?}");
    jane.web().switch_to_window(second).await?;
    jane.quiet().await?;
    ensure!(
        ringside_e2e::dom::all(jane.web(), words::CALL_FRAME)
            .await?
            .is_empty(),
        "the other tab holds the call as well"
    );
    let call = scenario.crm.newest_call(User::Olivia).await?;
    ensure!(
        scenario.crm.told(&call, "answer").await? == 1,
        "answered not exactly once"
    );
    jane.web().switch_to_window(first).await?;
    scenario.jane.hang_up().await?;
    scenario.over().await.map(drop)
}
