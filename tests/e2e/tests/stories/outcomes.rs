//! Calls that meet: two at once, answered or made on another computer.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Media, Scenario, User, dom, in_browsers, wait, windows::open_page, words};
use serde_json::Value;

in_browsers! {
    chromium_calls_firefox = ChromiumCallsFirefox in AsFound: two_at_once, answered_elsewhere,
        each_other_and_one_is_refused, pressed_twice;
    firefox_calls_chromium = FirefoxCallsChromium in AsFound: own_call_from_another_computer,
        silenced, each_other_and_both_get_through;
}

/// Where Ringside asks for a call.
const INITIATE: &str = "/api/jitsi-calls/initiate_call/";

/// Olivia and Mike call Jane at the same time: she answers one and declines
/// the other.
async fn two_at_once(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    scenario.ring().await?;
    // The CRM counts her as busy from the first ring on.
    scenario.crm.set_status(User::Jane, "online").await?;
    scenario
        .crm
        .call(User::Mike, User::Jane)
        .await
        .context("Mike calls")?;
    jane.banner_says("Mike Meyer").await?;
    jane.banner_says("Olivia Owner").await?;
    jane.answer().await?;
    scenario.meeting.both_ways().await?;
    jane.banner_says("while you are in a call").await?;
    jane.decline().await?;
    dom::gone(jane.web(), words::END_AND_ANSWER).await?;
    wait::until_true("Mike's call to be declined", wait::STEP, async || {
        Ok(scenario.crm.newest_call(User::Mike).await?["status"] == "rejected")
    })
    .await?;
    scenario.meeting.both_ways().await?;
    jane.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Jane answers on another computer: it falls silent here, and nothing was
/// missed.
async fn answered_elsewhere(scenario: &Scenario) -> Result<()> {
    scenario.ring().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    scenario.crm.act(User::Jane, &call, "answer").await?;
    scenario.jane.quiet().await?;
    scenario.olivia.call_frame().await?;
    scenario.caught_up(&scenario.jane).await?;
    let notices = dom::all(scenario.jane.web(), words::NOTICE).await?;
    for notice in notices {
        let said = notice.text().await?;
        ensure!(!said.contains("Olivia"), "it says “{said}”");
    }
    ensure!(
        scenario.crm.told(&call, "end").await? == 0,
        "ended from here"
    );
    scenario.olivia.hang_up().await?;
    scenario.olivia.call_gone().await
}

/// Olivia calls from another computer. Her browser here leaves that call
/// alone; Jane's rings and answers it.
async fn own_call_from_another_computer(scenario: &Scenario) -> Result<()> {
    let call = scenario.crm.call(User::Olivia, User::Jane).await?;
    scenario.jane.rings().await?;
    scenario.jane.answer().await?;
    wait::until_true("Jane in the meeting", wait::STEP, async || {
        let rooms = scenario.meeting.rooms().await?;
        Ok(rooms.iter().any(|room| room.participants.len() == 1))
    })
    .await?;
    scenario.caught_up(&scenario.olivia).await?;
    let frames = dom::all(scenario.olivia.web(), words::CALL_FRAME).await?;
    ensure!(frames.is_empty(), "Olivia's browser joined as well");
    ensure!(
        scenario.crm.told(&call, "end").await? == 0,
        "ended from here"
    );
    scenario.jane.hang_up().await?;
    scenario.meeting.empty().await?;
    scenario.crm.knows_the_end(&call).await
}

/// Jane silences the ring: the banner stays, and she can still answer.
async fn silenced(scenario: &Scenario) -> Result<()> {
    scenario.ring().await?;
    scenario.jane.press(words::SILENCE).await?;
    scenario.jane.answer().await?;
    scenario.meeting.both_ways().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Olivia double-clicks the button: one call, asked for once.
async fn pressed_twice(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let name = User::Jane.name();
    let button = olivia.find_button(name, Media::Video).await?;
    let counted = vec![button.to_json()?];
    olivia.web().execute(COUNT_CLICKS, counted).await?;
    let twice = olivia.web().action_chain();
    twice.double_click_element(&button).perform().await?;
    let clicks = olivia.web().execute("return window.clicks", vec![]).await?;
    ensure!(clicks.json() == 2, "there were {} clicks", clicks.json());
    scenario.jane.answer().await?;
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await?;
    let asked = scenario.crm.requests(INITIATE).await?;
    ensure!(asked.len() == 1, "asked for a call: {asked:?}");
    Ok(())
}

/// At the button itself: the page hears nothing of them.
const COUNT_CLICKS: &str = "window.clicks = 0;
    arguments[0].addEventListener('click', () => { window.clicks += 1; });";

/// Olivia and Jane call each other at the same moment; the CRM refuses Jane,
/// because Olivia is busy calling her.
async fn each_other_and_one_is_refused(scenario: &Scenario) -> Result<()> {
    let call = call_each_other(scenario, async || Ok(())).await?;
    ensure!(
        answers(scenario).await? == [201, 400],
        "the CRM refused nobody"
    );
    hang_up_the_only(scenario, &call).await
}

/// The same, and the CRM makes both calls, as it does when both ask before
/// either is noted as busy.
async fn each_other_and_both_get_through(scenario: &Scenario) -> Result<()> {
    let free = async || scenario.crm.set_status(User::Olivia, "online").await;
    let call = call_each_other(scenario, free).await?;
    ensure!(
        answers(scenario).await? == [201, 201],
        "the CRM refused one"
    );
    let theirs = scenario.crm.newest_call(User::Jane).await?;
    ensure!(theirs["initiator_name"] == User::Jane.name(), "{theirs}");
    ensure!(theirs["started_at"].is_null(), "it was answered: {theirs}");
    scenario.crm.knows_the_end(&theirs).await?;
    hang_up_the_only(scenario, &call).await
}

/// Olivia's call rings at Jane's while the CRM still holds Jane's wish to call
/// Olivia; it decides on that after `before`. Returns the call that both are in
/// then.
async fn call_each_other(
    scenario: &Scenario,
    before: impl AsyncFnOnce() -> Result<()>,
) -> Result<Value> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    // A customer sees nobody to call but those whose calls were missed.
    let missed = scenario.crm.call(User::Olivia, User::Jane).await?;
    scenario.crm.act(User::Olivia, &missed, "end").await?;
    jane.notice_says("missed a call from Olivia").await?;
    let crm = open_page(&jane.session, "popup.html").await?;
    scenario.crm.hold(INITIATE).await?;
    dom::press(jane.web(), words::CALL_BACK).await?;
    scenario.crm.asked(INITIATE, 1).await?;
    jane.web().switch_to_window(crm).await?;
    olivia.call(User::Jane.name(), Media::Video).await?;
    olivia.toast_says("Ringing").await?;
    jane.banner_says(User::Olivia.name()).await?;
    before().await?;
    scenario.crm.no_faults().await?;
    // Jane called with sound only.
    scenario.meeting.sound_both_ways().await?;
    let left = wait::until("one call to be left", wait::STEP, async || {
        let mut open = scenario.crm.open_calls(User::Jane).await?;
        let last = open.pop().filter(|_| open.is_empty());
        Ok(last.filter(|call| {
            call["status"] == "active" && call["initiator_name"] == User::Olivia.name()
        }))
    })
    .await?;
    jane.quiet().await?;
    olivia.quiet().await?;
    Ok(left)
}

/// What the CRM answered to the wishes for a call, in rising order.
async fn answers(scenario: &Scenario) -> Result<Vec<u64>> {
    let asked = scenario.crm.requests(INITIATE).await?;
    let mut answers: Vec<u64> = asked
        .iter()
        .filter_map(|entry| entry["status"].as_u64())
        .collect();
    answers.sort_unstable();
    Ok(answers)
}

/// Olivia hangs up, and nothing rings or goes on.
async fn hang_up_the_only(scenario: &Scenario, call: &Value) -> Result<()> {
    scenario.olivia.hang_up().await?;
    scenario.olivia.call_gone().await?;
    scenario.jane.call_gone().await?;
    scenario.meeting.empty().await?;
    scenario.crm.knows_the_end(call).await?;
    let answered = scenario.crm.told(call, "answer").await?;
    ensure!(answered == 1, "answered {answered} times");
    let open = scenario.crm.open_calls(User::Jane).await?;
    ensure!(open.is_empty(), "left over: {open:?}");
    Ok(())
}
