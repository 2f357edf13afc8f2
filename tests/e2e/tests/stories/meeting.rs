//! What real meetings do in the middle of a call.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Person, Scenario, User, dom, in_browsers, media::Participant, wait, windows, words,
};
use serde_json::json;

in_browsers! {
    chromium = Chromium in AsFound: reloads_itself, breakout_room, lobby, locked_and_full, told, asked_for_consent,
        removed, computer_slept, commands_unknown, live_stream, share_button, opens_a_page, hostile;
    firefox = Firefox in AsFound: reloads_itself, breakout_room, lobby, locked_and_full, told, asked_for_consent,
        removed, computer_slept, commands_unknown, live_stream, share_button, opens_a_page, hostile;
}

/// Everything that can be read in the call page.
const SAID: &str = "return document.body.innerText";

/// What the meeting says in the console, as Jitsi does, when it is asked for
/// figures at the moment in which it leaves the room.
const ASKED_WHILE_AWAY: &str = "TypeError: There is no room";

/// The page's own clock goes ahead; nobody waits for half a minute.
fn later(seconds: u32) -> String {
    format!(
        "const {{ now }} = window.Date;
        window.Date.now = () => now() + {seconds} * 1_000;
        return ''"
    )
}

async fn says(person: &Person, text: &str) -> Result<()> {
    person
        .call_shows(SAID, |said| said.contains(text))
        .await
        .with_context(|| format!("“{text}” at {}'s", person.user.name()))
}

/// The connection to Olivia's meeting is lost. Jitsi waits for up to half a
/// minute, leaves, loads itself anew and joins again: the call goes on.
async fn reloads_itself(scenario: &Scenario) -> Result<()> {
    scenario.expect_error(ASKED_WHILE_AWAY);
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    let held = json!({"reload_wait_ms": 0, "hold_reload": true, "hold_join": true});
    scenario.meeting.behave(&held).await?;
    scenario
        .meeting
        .act(olivia.user.name(), json!({"type": "drop"}))
        .await?;
    says(olivia, "The connection is interrupted").await?;
    scenario.jane.toast_says("Reconnecting").await?;
    olivia.look_into_call(&later(28)).await?;
    let loads = json!({"reload_wait_ms": 0, "hold_join": true});
    scenario.meeting.behave(&loads).await?;
    // A new document is there, and joins only much later.
    says(olivia, "Connecting").await?;
    olivia.look_into_call(&later(15)).await?;
    scenario.meeting.behave(&json!({})).await?;
    scenario.meeting.rejoined(&before).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// A moderator moves Olivia to a breakout room and back. Nobody is alone, and
/// the call goes on.
async fn breakout_room(scenario: &Scenario) -> Result<()> {
    scenario.expect_error(ASKED_WHILE_AWAY);
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    for (on, told) in [
        (true, "in a breakout room"),
        (false, "back in the main room"),
    ] {
        scenario.meeting.behave(&json!({"hold_join": true})).await?;
        let moved = json!({"type": "breakout", "on": on});
        scenario.meeting.act(olivia.user.name(), moved).await?;
        says(olivia, "Reconnecting").await?;
        olivia.look_into_call(&later(9)).await?;
        says(olivia, "comes back by itself").await?;
        scenario.meeting.behave(&json!({})).await?;
        says(olivia, told).await?;
        if on {
            says(&scenario.jane, "The others are in another room").await?;
        }
    }
    scenario.meeting.rejoined(&before).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The meeting has a lobby. Who comes first lets the other in; a stranger is
/// sent away.
async fn lobby(scenario: &Scenario) -> Result<()> {
    scenario.meeting.behave(&json!({"lobby": true})).await?;
    scenario.ring().await?;
    scenario.jane.answer().await?;
    let first = wait::until("somebody in the meeting", wait::STEP, async || {
        let rooms = scenario.meeting.rooms().await?;
        let mut people = rooms.into_iter().flat_map(|room| room.participants);
        Ok(people.next().map(|one| one.display_name))
    })
    .await?;
    let (host, guest) = if first == User::Olivia.name() {
        (&scenario.olivia, &scenario.jane)
    } else {
        (&scenario.jane, &scenario.olivia)
    };
    says(guest, "has to let you in").await?;
    says(host, &format!("{} wants to join", guest.user.name())).await?;
    host.press_in_call(words::ADMIT).await?;
    let room = scenario.meeting.both_ways().await?.room;

    let web = guest.web();
    let page = web.window().await?;
    let tab = web.new_tab().await?;
    web.switch_to_window(tab).await?;
    let server = scenario.crm.meeting_url();
    let stranger = "#userInfo.displayName=%22Max%20Muster%22";
    web.goto(format!("{server}/{room}{stranger}")).await?;
    web.switch_to_window(page.clone()).await?;
    says(host, "Max Muster wants to join").await?;
    host.press_in_call(words::REJECT).await?;
    let tab = windows::find(web, server).await?;
    web.switch_to_window(tab).await?;
    wait::until_true("the stranger to be sent away", wait::STEP, async || {
        let said = web.execute(SAID, vec![]).await?;
        Ok(said.json().to_string().contains("cannot be joined"))
    })
    .await?;
    web.switch_to_window(page).await?;
    windows::close(web, server).await?;
    scenario.meeting.both_ways().await?;
    host.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The meeting has a password, and room for one. Jitsi's own dialog asks for
/// the password, in the frame; who does not fit in joins when there is room.
async fn locked_and_full(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    let locked = json!({"password": "sesame", "room_limit": 1});
    scenario.meeting.behave(&locked).await?;
    scenario.ring().await?;
    jane.answer().await?;
    says(olivia, "This meeting has a password").await?;
    give_password(olivia, "simsim").await?;
    wait::until_true("the dialog to ask again", wait::STEP, async || {
        let said = olivia.look_into_meeting(SAID).await?;
        Ok(said.to_string().contains("Incorrect password"))
    })
    .await?;
    give_password(olivia, "sesame").await?;
    scenario
        .meeting
        .sees(olivia.user.name(), "in", |_| true)
        .await?;
    says(jane, "This meeting has a password").await?;
    give_password(jane, "sesame").await?;
    says(jane, "The meeting is full").await?;
    scenario.meeting.behave(&json!({})).await?;
    jane.press_in_call(words::TRY_AGAIN).await?;
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Types a password into the meeting's own dialog, which nothing lies over.
async fn give_password(person: &Person, password: &str) -> Result<()> {
    person.write_in_meeting("#password", password).await?;
    person.press_in_meeting("#dialog button").await
}

/// What Jitsi would say in notifications of its own is said by Ringside: who
/// was muted, what a moderator keeps off, what somebody wrote.
async fn told(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    let meeting = &scenario.meeting;
    scenario.connect().await?;
    // Its own page speaks the browser's language, which its address names.
    let asked = "return new URLSearchParams(location.search).get('lang')";
    let language = olivia.look_into_meeting(asked).await?;
    ensure!(language == json!("en"), "asked for {language}");
    meeting.act(name, json!({"type": "mute"})).await?;
    says(olivia, "Somebody in the meeting turned your microphone off").await?;
    let moderated = json!({"type": "moderation", "mediaType": "audio", "enabled": true});
    meeting.act(name, moderated).await?;
    says(olivia, "A moderator keeps microphones off").await?;
    olivia.look_into_call(&later(7)).await?;
    olivia.press_in_call(words::MIC_ON).await?;
    // The refusal offers what helps.
    olivia.press_in_call(words::RAISE_HAND).await?;
    says(&scenario.jane, "Olivia Owner raised a hand").await?;
    olivia.look_into_call(&later(7)).await?;
    let hello = json!({"type": "chat", "text": "Can you hear me?"});
    meeting.act(User::Jane.name(), hello).await?;
    says(olivia, "Jane Doe: Can you hear me?").await?;
    olivia.press_in_call(words::CLOSE).await?;
    olivia
        .call_shows(SAID, |said| !said.contains("Can you hear me?"))
        .await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The meeting asks for consent to be recorded, and a toast that was small
/// shows the question.
async fn asked_for_consent(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    scenario.connect().await?;
    olivia.minimise().await?;
    scenario
        .meeting
        .act(name, json!({"type": "consent"}))
        .await?;
    dom::button(olivia.web(), words::MINIMISE).await?;
    let silent = |one: &Participant| one.audio_muted;
    scenario.meeting.sees(name, "no microphone", silent).await?;
    olivia.press_in_call(words::AGREE_AND_UNMUTE).await?;
    let heard = |one: &Participant| !silent(one);
    scenario.meeting.sees(name, "a microphone", heard).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// A press in the meeting may open another page, as for a file that somebody
/// shares in the chat.
async fn opens_a_page(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let page = format!("{}/assets/crm/base.css", scenario.crm.url());
    let link = format!(
        "const link = document.createElement('a');
        [link.id, link.target, link.href] = ['opens', '_blank', '{page}'];
        link.style.cssText = 'position: fixed; inset: 0; z-index: 9';
        document.body.append(link);
        return true"
    );
    olivia.look_into_meeting(&link).await?;
    olivia.press_in_meeting("#opens").await?;
    windows::find(olivia.web(), "base.css").await?;
    windows::close(olivia.web(), "base.css").await?;
    olivia
        .look_into_meeting("document.getElementById('opens').remove(); return true")
        .await?;
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Somebody removes Olivia from the meeting: the call is over, and the toast
/// says who did it.
async fn removed(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    scenario.connect().await?;
    let kick = json!({"type": "kick", "by": "Mike Meyer"});
    scenario.meeting.act(name, kick).await?;
    olivia
        .toast_says("Mike Meyer removed you from the meeting")
        .await?;
    scenario.over().await.map(drop)
}

/// Jitsi notices that the computer slept and leaves. One press, and the call
/// goes on.
async fn computer_slept(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    scenario
        .meeting
        .act(name, json!({"type": "suspend"}))
        .await?;
    says(olivia, "This computer was asleep").await?;
    olivia.press_in_call(words::JOIN_AGAIN).await?;
    scenario.meeting.rejoined(&before).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// A server without voice-only mode and without recorder ignores both
/// commands. That is said.
async fn commands_unknown(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let older = json!({"no_voice_only": true, "no_recorder": true});
    scenario.meeting.behave(&older).await?;
    scenario.connect().await?;
    olivia.choose_in_call(words::SAVE_DATA).await?;
    says(olivia, "has no voice-only mode").await?;
    olivia.look_into_call(&later(7)).await?;
    olivia.choose_in_call(words::RECORD).await?;
    olivia.look_into_call(&later(9)).await?;
    says(olivia, "cannot record calls").await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Somebody broadcasts the meeting. Both see it, and both can stop it.
async fn live_stream(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.connect().await?;
    let stream = json!({"type": "record", "on": true, "mode": "stream"});
    scenario.meeting.act(jane.user.name(), stream).await?;
    let seen = async |wanted: bool| {
        wait::until_true("the sign of a recording, or none", wait::STEP, async || {
            let signs = dom::all(olivia.web(), words::RECORDING).await?;
            Ok(signs.is_empty() != wanted)
        })
        .await
    };
    seen(true).await?;
    olivia.choose_in_call(words::STOP_STREAM).await?;
    seen(false).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The meeting's own button goes once the screen is shared, and Ringside's says
/// what is true.
async fn share_button(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    scenario.connect().await?;
    olivia.press_in_call(words::SHARE).await?;
    own_buttons(olivia, 1).await?;
    scenario
        .meeting
        .act(name, json!({"type": "share", "on": true}))
        .await?;
    own_buttons(olivia, 0).await?;
    let share = "return document.getElementById('share').getAttribute('aria-label')";
    olivia
        .call_shows(share, |name| name.starts_with(words::STOP_SHARING))
        .await?;
    scenario
        .meeting
        .act(name, json!({"type": "share", "on": false}))
        .await?;
    olivia
        .call_shows(share, |name| name.starts_with(words::SHARE))
        .await?;
    own_buttons(olivia, 0).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Waits until the meeting itself shows so many buttons.
async fn own_buttons(person: &Person, wanted: usize) -> Result<()> {
    wait::until_true("the meeting's own buttons", wait::STEP, async || {
        let shown = person
            .look_into_meeting("return document.querySelectorAll('#toolbar button').length")
            .await?;
        Ok(shown == json!(wanted))
    })
    .await
}

/// A server that means harm: a crowd of thousands, 500 links to recordings, and
/// thousands of events. The call goes on, and the CRM hears of a few links. What
/// 20,000 cost is measured by the benchmark: sending them takes a busy machine
/// minutes.
async fn hostile(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    scenario.connect().await?;
    let flood = json!({"type": "flood", "participants": 3_000, "links": 500, "events": 3_000});
    scenario.meeting.act(name, flood).await?;
    // It can be used all the time.
    olivia.press_in_call(words::MIC_OFF).await?;
    let silent = |one: &Participant| one.audio_muted;
    scenario.meeting.sees(name, "no microphone", silent).await?;
    // It is sent in 32 bursts with pauses, each of which takes as long as a machine
    // that plays other stories meanwhile needs for it.
    wait::until_true("the end of the flood", wait::STEP * 4, async || {
        let over = olivia
            .look_into_meeting("return window.__meet.flooded()")
            .await?;
        Ok(over == json!(true))
    })
    .await?;
    olivia.press_in_call(words::MIC_ON).await?;
    let heard = |one: &Participant| !silent(one);
    scenario.meeting.sees(name, "a microphone", heard).await?;
    olivia.hang_up().await?;
    scenario.over().await?;
    let log = scenario.crm.log().await?;
    let links = log
        .iter()
        .filter(|entry| entry["method"] == "PATCH")
        .count();
    ensure!(links <= 12, "{links} changes of the call at the CRM");
    Ok(())
}
