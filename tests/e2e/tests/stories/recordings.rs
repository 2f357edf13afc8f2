//! Recordings: made on this computer, and handed in to the CRM.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Browser, Crm, Mode, Person, Scenario, User, dom, in_browsers, wait, windows, words,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::By;

in_browsers! {
    chromium = Chromium in AsDocumented: on_this_computer, #[beside] hung_up_while_recording,
        #[beside] added_while_hanging_up, #[beside] refused_and_tried_again,
        #[beside] redirected_elsewhere, #[beside] at_another_address;
    firefox = Firefox in AsFound: on_this_computer, #[beside] added_while_hanging_up,
        #[beside] refused_and_tried_again, #[beside] redirected_elsewhere,
        #[beside] at_another_address;
}

/// Olivia records on her computer, and stops. Jitsi can do that in Chromium
/// only, and wants a click in the meeting; elsewhere it is not offered.
async fn on_this_computer(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.connect().await?;
    if olivia.session.browser == Browser::Firefox {
        olivia.press_in_call(words::MORE).await?;
        olivia.call_shows(OFFERED, |shown| shown == "no").await?;
        olivia.press_in_call(words::MORE).await?;
        olivia.hang_up().await?;
        return scenario.over().await.map(drop);
    }
    record(olivia).await?;
    // Jitsi tells Jane in the meeting itself.
    for person in [olivia, jane] {
        meeting_says(person, "Recording").await?;
    }
    // The server does not record: that can still be started.
    olivia.press_in_call(words::MORE).await?;
    olivia
        .call_shows(SAID, |text| text.contains(words::RECORD))
        .await?;
    olivia.press_in_call(words::STOP_RECORDING_HERE).await?;
    recorded(olivia, false).await?;
    olivia
        .call_shows(SAID, |text| text.contains("among your downloads"))
        .await?;
    olivia.hang_up().await?;
    scenario.jane.call_gone().await?;
    // The page waits for the recording to be added; Olivia has none.
    olivia
        .call_shows(SAID, |text| text.contains(words::ADD_RECORDING))
        .await?;
    press_last(olivia, "cover-second").await?;
    scenario.over().await.map(drop)
}

/// Olivia hangs up while she records: the page stays until the recording is
/// saved, and offers to add it.
async fn hung_up_while_recording(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let file = recording("call.mkv")?;
    scenario.connect().await?;
    record(olivia).await?;
    // The recording would be lost.
    olivia.press(words::POP_OUT).await?;
    olivia
        .call_shows(SAID, |text| text.contains("when the recording is done"))
        .await?;
    olivia.hang_up().await?;
    scenario.jane.call_gone().await?;
    olivia
        .call_shows(SAID, |text| text.contains("among your downloads"))
        .await?;
    choose(olivia, &file).await?;
    let found = in_row(scenario).await?;
    ensure!(found.contains("call.mkv"), "the CRM has {found}");
    olivia
        .call_shows(STATE, |text| text == "Saved with the call")
        .await?;
    scenario.over().await.map(drop)
}

/// Records on this computer, with the click that the browser wants.
async fn record(person: &Person) -> Result<()> {
    person.choose_in_call(words::RECORD_HERE).await?;
    person
        .call_shows(SAID, |text| text.contains("Press Record in the picture"))
        .await?;
    in_meeting(person, words::OWN_RECORD).await?;
    recorded(person, true).await
}

/// Olivia adds a recording, sees how much is gone, and hangs up meanwhile: the
/// page stays until the CRM has it.
async fn added_while_hanging_up(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let file = recording("call.webm")?;
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    opens_the_dialog(olivia).await?;
    late(scenario, &call).await?;
    choose(olivia, &file).await?;
    olivia
        .call_shows(PROGRESS, |shown| shown == "100 of 100")
        .await?;
    olivia.hang_up().await?;
    scenario.jane.call_gone().await?;
    scenario.meeting.empty().await?;
    olivia
        .call_shows(SAID, |text| {
            text.contains("The call has ended") && text.contains("Saving with the call")
        })
        .await?;
    let found = in_row(scenario).await?;
    ensure!(found.contains("call.webm"), "the CRM has {found}");
    ways(scenario, &call, first_ways(olivia)).await?;
    scenario.over().await?;
    added_to_the_next(scenario).await
}

/// In the next call it is known which way works, and the note has a button,
/// too.
async fn added_to_the_next(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let file = recording("next.mp4")?;
    olivia.visit("/customers").await?;
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    olivia.choose_in_call(words::NOTE).await?;
    olivia.hang_up().await?;
    scenario.jane.call_gone().await?;
    let button = "return document.getElementById('note-recording').getAttribute('aria-label')";
    olivia
        .call_shows(button, |name| name == words::ADD_RECORDING)
        .await?;
    choose(olivia, &file).await?;
    olivia
        .call_shows(STATE, |text| text == "Saved with the call")
        .await?;
    let found = in_row(scenario).await?;
    ensure!(found.contains("next.mp4"), "the CRM has {found}");
    let known = match olivia.session.browser {
        Browser::Chromium => vec![("POST", 200)],
        Browser::Firefox => vec![("PATCH", 200)],
    };
    ways(scenario, &call, known).await?;
    press_last(olivia, "note-done").await?;
    olivia.call_gone().await
}

/// The CRM finds the file too big, then cannot be reached, then the sign-in
/// has expired: each has its sentence, and in the end the CRM has the file.
async fn refused_and_tried_again(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let file = recording("call.mp3")?;
    scenario.connect().await?;
    let fault = async |kind: Value| {
        let call = scenario.crm.newest_call(User::Olivia).await?;
        let path = format!("/api/jitsi-calls/{}/upload_recording/", call["id"]);
        let fault = json!({"path_prefix": path, "kind": kind});
        scenario.crm.fault(fault).await
    };
    scenario.expect_error("413");
    scenario.expect_error("401");
    scenario.expect_error("net::ERR_");
    fault(json!({"status": 413})).await?;
    choose(olivia, &file).await?;
    olivia
        .call_shows(SAID, |text| text.contains("too big for your CRM"))
        .await?;
    scenario.crm.no_faults().await?;
    fault(json!({"drop": true})).await?;
    choose(olivia, &file).await?;
    olivia
        .call_shows(SAID, |text| text.contains("cannot be reached"))
        .await?;
    scenario.crm.no_faults().await?;
    scenario.crm.expire_tokens().await?;
    olivia.press_in_call(words::TRY_AGAIN).await?;
    let found = in_row(scenario).await?;
    ensure!(found.contains("call.mp3"), "the CRM has {found}");
    olivia
        .call_shows(STATE, |text| text == "Saved with the call")
        .await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The CRM sends the recording on to another server, which would take it: the
/// recording stays here, and so it does when it is sent on within the CRM.
async fn redirected_elsewhere(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let file = recording("call.mp3")?;
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    let path = format!("/api/jitsi-calls/{}/upload_recording/", call["id"]);
    let other = Crm::start(Mode::AsDocumented).await?;
    // The browsers' words for a request that the page's policy forbids.
    for words in ["Content Security Policy", "Content-Security-Policy"] {
        scenario.expect_error(words);
    }
    let elsewhere = format!("{}{path}", other.api_url());
    for (asked, to) in [(1, elsewhere.as_str()), (2, "/api/elsewhere/")] {
        let kind = json!({"status": 307, "headers": {"Location": to}});
        let fault = json!({"path_prefix": path, "kind": kind});
        scenario.crm.fault(fault).await?;
        choose(olivia, &file).await?;
        wait::until_true("the CRM to be asked", wait::STEP, async || {
            let log = scenario.crm.log().await?;
            let sent_on = log
                .iter()
                .filter(|entry| entry["path"] == path.as_str() && entry["status"] == 307);
            Ok(sent_on.count() == asked)
        })
        .await?;
        olivia
            .call_shows(SAID, |text| text.contains("cannot be reached"))
            .await?;
        scenario.crm.no_faults().await?;
    }
    let log = other.log().await?;
    ensure!(log.is_empty(), "the other server got {log:?}");
    olivia.press_in_call(words::TRY_AGAIN).await?;
    let found = in_row(scenario).await?;
    ensure!(found.contains("call.mp3"), "the CRM has {found}");
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The API moves to another address in the call: the next recording goes there,
/// from the same page.
async fn at_another_address(scenario: &Scenario) -> Result<()> {
    const FILL: &str =
        "for (const [id, value] of arguments) document.getElementById(id).value = value";
    const SITES: &str = "return document.getElementById('sites').textContent";
    let olivia = &scenario.olivia;
    let [first, second] = [recording("first.mp3")?, recording("second.mp3")?];
    scenario.connect().await?;
    choose(olivia, &first).await?;
    let found = in_row(scenario).await?;
    ensure!(found.contains("first"), "the CRM has {found}");

    let api = scenario.crm.api_url().replace("127.0.0.1", "localhost");
    ensure!(api != scenario.crm.api_url(), "{api} is no other address");
    let here = windows::open_page(&olivia.session, "options.html").await?;
    olivia.press(words::SITES).await?;
    let fields = [["site-address", olivia.crm()], ["site-api", &api]];
    let fields = fields.map(|field| json!(field)).to_vec();
    olivia.web().execute(FILL, fields).await?;
    olivia.press(words::ADD_SITE).await?;
    let what = format!("API: {api} (as you typed it)");
    wait::until_true("the new address", wait::STEP, async || {
        let list = olivia.web().execute(SITES, vec![]).await?;
        Ok(list
            .json()
            .as_str()
            .is_some_and(|list| list.contains(&what)))
    })
    .await?;
    olivia.web().close_window().await?;
    olivia.web().switch_to_window(here).await?;

    choose(olivia, &second).await?;
    wait::until_true("the second recording", wait::STEP, async || {
        Ok(in_row(scenario).await?.contains("second"))
    })
    .await?;
    // Who told the end is in the log of the other address.
    olivia.hang_up().await?;
    scenario.jane.call_gone().await?;
    scenario.meeting.empty().await?;
    wait::until_true("the end at the CRM", wait::STEP, async || {
        let call = scenario.crm.newest_call(User::Olivia).await?;
        Ok(call["status"] == "completed")
    })
    .await
}

/// Everything that can be read in the call page.
const SAID: &str = "return document.body.innerText";

/// Whether recording on this computer is in the menu, once that is open.
const OFFERED: &str = "const menu = document.getElementById('menu');
    return menu.hidden ? 'closed' : document.getElementById('record-here').hidden ? 'no' : 'yes'";

/// What is said of the recording that is handed in.
const STATE: &str = "return document.getElementById('upload-words').innerText";

/// What the progress bar says.
const PROGRESS: &str = "const bar = document.querySelector('progress');
    return bar.closest('[hidden]') || !bar.hasAttribute('value') ? '' : `${bar.value} of ${bar.max}`";

/// A small file that is called a recording, in a folder that goes with it.
struct File {
    path: PathBuf,
    _folder: TempDir,
}

fn recording(name: &str) -> Result<File> {
    let folder = TempDir::with_prefix("ringside-e2e-")?;
    let path = folder.path().join(name);
    fs::write(&path, vec![7_u8; 300_000])?;
    Ok(File {
        path,
        _folder: folder,
    })
}

/// Chooses a file in the call page, as the browser's dialog would.
async fn choose(person: &Person, file: &File) -> Result<()> {
    person.call_frame().await?.enter_frame().await?;
    let chosen = async {
        let field = person.web().find(By::Id("recording-file")).await?;
        field.send_keys(file.path.to_string_lossy()).await
    }
    .await;
    person.web().enter_default_frame().await?;
    chosen.context("choose a file")
}

/// The menu's entry opens the browser's dialog for files, which no driver can
/// use, so it is stopped on its way.
async fn opens_the_dialog(person: &Person) -> Result<()> {
    let stop = "document.getElementById('recording-file').addEventListener('click', (event) => {
            event.preventDefault();
            document.body.dataset.chosen = 'yes';
        }, { once: true });
        return ''";
    person.look_into_call(stop).await?;
    person.choose_in_call(words::ADD_RECORDING).await?;
    let opened = "return document.body.dataset.chosen ?? 'no'";
    person.call_shows(opened, |opened| opened == "yes").await
}

/// The CRM takes its time with the next recording of this call.
async fn late(scenario: &Scenario, call: &Value) -> Result<()> {
    let path = format!("/api/jitsi-calls/{}/upload_recording/", call["id"]);
    let kind = json!({"delay_ms": 10_000});
    let fault = json!({"path_prefix": path, "times": 1, "kind": kind});
    scenario.crm.fault(fault).await
}

/// The recording in the newest call's row, once it is there.
async fn in_row(scenario: &Scenario) -> Result<String> {
    wait::until("the recording at the CRM", wait::STEP, async || {
        let call = scenario.crm.newest_call(User::Olivia).await?;
        Ok(call["recording_file"].as_str().map(str::to_owned))
    })
    .await
}

/// Which ways the first recording takes: the CRM as it was found refuses the
/// documented one.
fn first_ways(person: &Person) -> Vec<(&'static str, u64)> {
    match person.session.browser {
        Browser::Chromium => vec![("POST", 200)],
        Browser::Firefox => vec![("POST", 400), ("PATCH", 200)],
    }
}

/// The recording of this call was sent in exactly these ways.
async fn ways(scenario: &Scenario, call: &Value, wanted: Vec<(&str, u64)>) -> Result<()> {
    let path = format!("/api/jitsi-calls/{}/", call["id"]);
    let upload = format!("{path}upload_recording/");
    let log = scenario.crm.log().await?;
    let sent: Vec<(&str, u64)> = log
        .iter()
        .filter(|entry| {
            // Files are in the log by their length.
            let is_file = entry["body"].is_string();
            entry["path"] == upload.as_str() || (entry["path"] == path.as_str() && is_file)
        })
        .map(|entry| {
            let method = entry["method"].as_str().unwrap_or_default();
            (method, entry["status"].as_u64().unwrap_or_default())
        })
        .collect();
    ensure!(sent == wanted, "sent {sent:?}, not {wanted:?}");
    Ok(())
}

/// The toast says that the call is recorded, or not.
async fn recorded(person: &Person, wanted: bool) -> Result<()> {
    wait::until_true("the sign of a recording", wait::STEP, async || {
        let mut seen = false;
        for sign in dom::all(person.web(), words::RECORDING).await? {
            seen |= sign.is_displayed().await?;
        }
        Ok(seen == wanted)
    })
    .await
    .with_context(|| format!("at {}'s", person.user.name()))
}

/// Presses one of the meeting's own buttons, inside its frame in the call page.
async fn in_meeting(person: &Person, name: &str) -> Result<()> {
    let frame = person.call_frame().await?;
    frame.enter_frame().await?;
    let pressed = async {
        let meeting = person.web().find(By::Css("#stage iframe")).await?;
        meeting.enter_frame().await?;
        dom::press(person.web(), name).await
    }
    .await;
    person.web().enter_default_frame().await?;
    pressed
}

/// Waits until the meeting itself says this.
async fn meeting_says(person: &Person, text: &str) -> Result<()> {
    wait::until_true("the meeting to say it", wait::STEP, async || {
        person.call_frame().await?.enter_frame().await?;
        let said = async {
            let meeting = person.web().find(By::Css("#stage iframe")).await?;
            meeting.enter_frame().await?;
            let said = person
                .web()
                .execute("return document.body.innerText", vec![]);
            anyhow::Ok(said.await?.json().clone())
        }
        .await;
        person.web().enter_default_frame().await?;
        Ok(said?.as_str().is_some_and(|said| said.contains(text)))
    })
    .await
}

/// Presses a button that takes its own frame away, so that a driver which
/// clicked would wait for an answer from a frame that is gone.
async fn press_last(person: &Person, id: &str) -> Result<()> {
    let press = format!(
        "const button = document.getElementById('{id}');
        setTimeout(() => button.click());
        return button.id"
    );
    let pressed = person.look_into_call(&press).await?;
    ensure!(pressed == id, "pressed {pressed}");
    Ok(())
}
