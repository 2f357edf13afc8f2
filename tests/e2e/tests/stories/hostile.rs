//! What a page can try that Ringside stands on: nothing of it counts.

use anyhow::{Result, ensure};
use ringside_e2e::{Media, Person, Scenario, User, dom, in_browsers, wait, words};
use serde_json::json;
use thirtyfour::Key;

in_browsers! {
    chromium = Chromium in AsFound: pressed_by_the_page, covered_by_the_page,
        taken_by_the_page, framed_by_the_page, led_away_by_the_meeting;
    firefox = Firefox in AsDocumented: pressed_by_the_page, covered_by_the_page,
        taken_by_the_page, framed_by_the_page, led_away_by_the_meeting;
}

/// The page presses everything that it can find, in every way that a script
/// can. (Builds for tests let it look into what is closed to pages otherwise.)
async fn pressed_by_the_page(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    olivia.find_button(User::Jane.name(), Media::Video).await?;
    pressed(olivia).await?;
    let log = scenario.crm.log().await?;
    let calls = |entry: &serde_json::Value| {
        let path = entry["path"].as_str().unwrap_or_default();
        path.ends_with("/initiate_call/")
    };
    ensure!(!log.iter().any(calls), "the page has called");
    scenario.ring().await?;
    pressed(jane).await?;
    pressed(olivia).await?;
    jane.answer().await?;
    scenario.meeting.both_ways().await?;
    pressed(olivia).await?;
    pressed(jane).await?;
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

async fn pressed(person: &Person) -> Result<()> {
    let pressed = person
        .web()
        .execute(PRESS_ALL, vec![])
        .await?
        .json()
        .clone();
    ensure!(
        pressed.as_u64().is_some_and(|pressed| pressed > 0),
        "nothing was found"
    );
    Ok(())
}

const PRESS_ALL: &str = "
    let pressed = 0;
    for (const host of document.querySelectorAll('[data-ringside]')) {
        for (const button of host.shadowRoot.querySelectorAll('button')) {
            const init = { bubbles: true, composed: true, cancelable: true, button: 0 };
            for (const type of ['pointerdown', 'pointermove', 'pointerup']) {
                button.dispatchEvent(new PointerEvent(type, { ...init, clientX: 300, clientY: 300 }));
            }
            for (const key of ['Enter', ' ', 'ArrowLeft']) {
                button.dispatchEvent(new KeyboardEvent('keydown', { ...init, key }));
                button.dispatchEvent(new KeyboardEvent('keyup', { ...init, key }));
            }
            button.dispatchEvent(new MouseEvent('click', init));
            button.click();
            pressed += 1;
        }
    }
    return pressed;";

/// The page lays something over the card that lets presses through. A person
/// who presses it answers nothing, and reads why, also when the page takes it
/// away at the moment of the press; without it they answer.
async fn covered_by_the_page(scenario: &Scenario) -> Result<()> {
    let jane = &scenario.jane;
    scenario.ring().await?;
    let answer = jane.rings().await?;
    let waits = async || anyhow::Ok(answer.attr("aria-disabled").await?.as_deref() == Some("true"));
    // In the page, and where only an extension may look.
    for (closed, goes) in [(false, false), (true, false), (false, true), (true, true)] {
        wait::until_true(
            "the button to act",
            wait::STEP,
            async || Ok(!waits().await?),
        )
        .await?;
        let cover = vec![json!(closed), json!(goes)];
        jane.web().execute(COVER, cover).await?;
        wait::until_true("the button to wait", wait::STEP, &waits).await?;
        answer.click().await?;
        jane.banner_says("Something covers").await?;
        ensure!(
            scenario.meeting.rooms().await?.is_empty(),
            "it was answered"
        );
        let left = jane.web().execute(UNCOVER, vec![]).await?.json().clone();
        ensure!(left == json!(0), "{left} are left");
    }
    dom::press(jane.web(), words::ANSWER).await?;
    scenario.meeting.both_ways().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

const COVER: &str = "
    const cover = document.createElement('div');
    cover.popover = 'manual';
    cover.style.cssText = 'position: fixed; inset: 0 0 auto auto; width: 400px; height: 300px; '
        + 'margin: 0; background: gold; pointer-events: none';
    const outside = document.createElement('div');
    outside.id = 'cover';
    const place = arguments[0] ? outside.attachShadow({ mode: 'closed' }) : outside;
    place.append(cover);
    document.body.append(outside);
    cover.showPopover();
    if (arguments[1]) {
        addEventListener('pointerdown', () => outside.remove(), { capture: true, once: true });
    }";
const UNCOVER: &str = "
    document.getElementById('cover')?.remove();
    return document.querySelectorAll('#cover').length;";

/// The page listens on its window, takes everything that it hears away from
/// everybody else, and cancels it. Of what people do with Ringside it hears nothing,
/// whether they use the pointer or the keyboard.
async fn taken_by_the_page(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    for person in [olivia, jane] {
        person.web().execute(TAKE, vec![]).await?;
    }
    olivia.call(User::Jane.name(), Media::Video).await?;
    jane.answer().await?;
    scenario.meeting.both_ways().await?;
    let grip = dom::button(olivia.web(), words::MOVE).await?;
    let at = async || anyhow::Ok(grip.rect().await?.x);
    let first = at().await?;
    grip.send_keys(char::from(Key::Left).to_string()).await?;
    wait::until_true("it to move by key", wait::STEP, async || {
        Ok(at().await? < first)
    })
    .await?;
    let second = at().await?;
    let drag = olivia.web().action_chain();
    drag.drag_and_drop_element_by_offset(&grip, -60, 0)
        .perform()
        .await?;
    wait::until_true("it to move by pointer", wait::STEP, async || {
        Ok(at().await? < second)
    })
    .await?;
    let minimise = dom::button(olivia.web(), words::MINIMISE).await?;
    minimise
        .send_keys(char::from(Key::Enter).to_string())
        .await?;
    dom::gone(olivia.web(), words::MINIMISE).await?;
    scenario.meeting.both_ways().await?;
    olivia.press(words::RESTORE).await?;
    olivia.hang_up().await?;
    for person in [olivia, jane] {
        let heard = person.web().execute("return window.heard", vec![]).await?;
        ensure!(heard.json() == &json!(["the page"]), "{}", heard.json());
    }
    scenario.over().await.map(drop)
}

/// The page takes every event away, and keeps a list of them in `heard`.
pub(super) const TAKE: &str = "
    window.heard = [];
    for (const type of ['pointerdown', 'pointerup', 'pointercancel', 'mousedown', 'mouseup', 'click',
        'dblclick', 'auxclick', 'touchstart', 'touchend', 'keydown', 'keyup', 'keypress']) {
        addEventListener(type, (event) => {
            const ours = event.composedPath().some((node) => node.dataset?.ringside);
            window.heard.push(ours ? type : 'the page');
            event.stopImmediatePropagation();
            event.preventDefault();
        }, { capture: true });
    }
    document.body.click();";

/// The page frames the call page itself, while nothing is on and in a call: it
/// stays empty, and the call is where it was. Nor can it reach the frame of the
/// call by a name.
async fn framed_by_the_page(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    let address = olivia
        .look_into_call("return location.origin + location.pathname")
        .await?;
    let frames = json!([
        address,
        format!("{}?guess", address.as_str().unwrap_or_default())
    ]);
    olivia.web().execute(FRAME, vec![frames]).await?;
    wait::until_true("the frames to load", wait::STEP, async || {
        let loaded = olivia
            .web()
            .execute("return window.loaded === 2", vec![])
            .await?;
        Ok(loaded.json() == &json!(true))
    })
    .await?;
    // Whatever they would do, they do before a second push has come and gone.
    olivia.look_into_call("return ''").await?;
    let after = scenario.meeting.both_ways().await?;
    let ids = |room: &ringside_demo::meet::RoomReport| -> Vec<String> {
        room.participants.iter().map(|one| one.id.clone()).collect()
    };
    ensure!(
        ids(&before) == ids(&after),
        "somebody else is in: {after:?}"
    );
    for index in 0..2 {
        olivia
            .find(&format!("#own-{index}"))
            .await?
            .enter_frame()
            .await?;
        let frames = olivia.web().execute("return frames.length", vec![]).await;
        olivia.web().enter_default_frame().await?;
        ensure!(frames?.json() == &json!(0), "it has joined");
    }
    let names = olivia.web().execute(NAMES, vec![]).await?.json().clone();
    ensure!(names == json!([""]), "the call's frame has a name: {names}");
    let gone = "document.querySelectorAll('[id^=own-]').forEach((frame) => frame.remove())";
    olivia.web().execute(gone, vec![]).await?;
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

const FRAME: &str = "
    window.loaded = 0;
    arguments[0].forEach((src, index) => {
        const frame = document.createElement('iframe');
        frame.id = `own-${index}`;
        frame.allow = 'camera *; microphone *';
        frame.addEventListener('load', () => { window.loaded += 1; });
        frame.src = src;
        document.body.append(frame);
    });";
const NAMES: &str = "
    const { shadowRoot } = document.querySelector('[data-ringside=shell]');
    return [...shadowRoot.querySelectorAll('iframe')].map((frame) => frame.name);";

/// The meeting tries to take the CRM's page somewhere else, after a person has
/// pressed something in it.
async fn led_away_by_the_meeting(scenario: &Scenario) -> Result<()> {
    // The browser says what it has kept the meeting from.
    for text in ["Unsafe attempt", "sandbox", "SecurityError", "navigat"] {
        scenario.expect_error(text);
    }
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let here = olivia.web().current_url().await?;
    olivia.press_in_meeting("body").await?;
    olivia.call_frame().await?.enter_frame().await?;
    let tried = async {
        let meeting = olivia
            .web()
            .find(thirtyfour::By::Css("#stage iframe"))
            .await?;
        meeting.enter_frame().await?;
        olivia.web().execute(LEAD_AWAY, vec![]).await
    }
    .await;
    olivia.web().enter_default_frame().await?;
    let tried = tried?.json().clone();
    ensure!(tried != json!("allowed"), "nothing kept it");
    scenario.meeting.both_ways().await?;
    let now = olivia.web().current_url().await?;
    ensure!(now == here, "the page is at {now}");
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

const LEAD_AWAY: &str = "
    try {
        top.location.href = 'data:text/html,gone';
        return 'allowed';
    } catch (error) {
        return error.name;
    }";
