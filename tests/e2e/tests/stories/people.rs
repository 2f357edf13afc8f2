//! More than two: who is there, who wants to speak, how others come in.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Scenario, User, in_browsers, words};
use serde_json::Value;

in_browsers! {
    chromium = Chromium in AsDocumented: who_is_there, invitation;
    firefox = Firefox in AsFound: who_is_there, invitation;
}

/// Olivia reads who is there; Jane raises her hand, and Olivia sees it.
async fn who_is_there(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.connect().await?;
    olivia.choose_in_call("People (2)").await?;
    olivia
        .call_shows(
            "return document.getElementById('people-list').innerText",
            |text| text.starts_with("You") && text.contains(User::Jane.name()),
        )
        .await?;
    jane.press_in_call(words::MORE).await?;
    jane.press_in_call(words::RAISE_HAND).await?;
    olivia
        .call_shows(
            "return document.getElementById('people-list').innerText",
            |text| text.contains("Jane Doe · ") && text.contains("hand raised"),
        )
        .await?;
    olivia
        .call_shows(NOTICE, |text| text == "Jane Doe raised a hand.")
        .await?;
    jane.choose_in_call(words::LOWER_HAND).await?;
    olivia
        .call_shows(NOTICE, |text| !text.contains("hand"))
        .await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The link opens the same meeting, holds nobody's token, and can be copied,
/// sent by e-mail, or photographed.
async fn invitation(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let room = scenario.meeting.both_ways().await?.room;
    olivia.choose_in_call(words::INVITE).await?;
    let mut link = String::new();
    olivia
        .call_shows(
            "return document.getElementById('invitation-link').value",
            |text| {
                text.clone_into(&mut link);
                text.contains(&room)
            },
        )
        .await?;
    ensure!(!link.contains("jwt"), "a token in {link}");
    let mail = olivia
        .look_into_call("return document.getElementById('invitation-mail').href")
        .await?;
    let mail = mail.as_str().context("no address")?;
    ensure!(
        mail.starts_with("mailto:?subject=Join%20our%20call&body="),
        "{mail}"
    );
    let encoded = link.replace(':', "%3A").replace('/', "%2F");
    ensure!(mail.contains(&encoded), "{mail} does not name {encoded}");
    let code = "const code = document.getElementById('invitation-code');
        return [code.getBoundingClientRect().width, code.getAttribute('aria-label'),
            document.getElementById('invitation-modules').getTotalLength() > 0]";
    let code = olivia.look_into_call(code).await?;
    ensure!(
        code[0].as_f64() >= Some(120.0) && code[1].is_string(),
        "{code}"
    );
    ensure!(code[2] == Value::Bool(true), "an empty code");

    olivia.press_in_call(words::COPY_LINK).await?;
    olivia
        .call_shows(NOTICE, |text| text.contains("on the clipboard"))
        .await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The line above the picture, as far as it is shown.
const NOTICE: &str = "const notice = document.getElementById('notice');
    return notice.hidden ? '' : notice.innerText";
