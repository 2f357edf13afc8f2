//! Several CRMs, several users at one browser, and pages that are no CRM's.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Crm, Media, Mode, Person, Scenario, User, dom, foreign::ForeignPage, in_browsers,
    media::Meeting as MeetingServer, wait, windows, words,
};
use serde_json::{Value, json};

in_browsers! {
    chromium = Chromium in AsFound: two_sites, pressed_before_it_is_known, refused_at_one,
        left_open_too_long, foreign_page, another_user, off_while_it_rings;
    firefox = Firefox in AsDocumented: two_sites, pressed_before_it_is_known, refused_at_one,
        left_open_too_long, foreign_page, another_user, off_while_it_rings,
        two_containers;
}

/// Olivia is signed in at two CRMs. What rings at the second one is shown in
/// the first one's page, with its place, and declined there; both have a call 1.
/// One call at a time: answering the second CRM's call ends the first one's.
async fn two_sites(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let second = second_site(olivia).await?;
    let (_, place) = second.url().split_once("://").context("no address")?;
    let there = second.call(User::Jane, User::Olivia).await?;
    olivia.banner_says(place).await?;
    olivia.decline().await?;
    told(second, &there, "reject").await?;

    let here = scenario.crm.call(User::Mike, User::Olivia).await?;
    ensure!(here["id"] == there["id"], "two calls with one number");
    olivia.banner_says(User::Mike.name()).await?;
    ensure!(scenario.crm.told(&here, "reject").await? == 0, "mixed up");
    olivia.answer().await?;
    told(&scenario.crm, &here, "answer").await?;
    let there = second.call(User::Jane, User::Olivia).await?;
    olivia.banner_says(place).await?;
    olivia.press(words::END_AND_ANSWER).await?;
    scenario.crm.knows_the_end(&here).await?;
    told(second, &there, "answer").await?;
    // The page of the first call is gone; another one is in this meeting.
    let meeting = MeetingServer::new(second.meeting_url());
    wait::until_true("her to be in the meeting", wait::STEP, async || {
        Ok(meeting.joins(User::Olivia.name()).await? == 1)
    })
    .await?;
    olivia.hang_up().await?;
    second.knows_the_end(&there).await?;
    olivia.call_gone().await
}

/// Olivia opens a second CRM, whose API has not said yet who she is there, and
/// presses a button. The press waits for it, and can be seen to; nothing of that
/// CRM's record reaches the first one. During the call a press in a page of the
/// first CRM says why nothing happens.
async fn pressed_before_it_is_known(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let second = Crm::start(Mode::AsDocumented).await?;
    second.beat(User::Jane).await?;
    let held = json!({"path_prefix": "/api/users/me/", "kind": {"hold": true}});
    second.fault(held).await?;
    let first = web.window().await?;
    let there = web.new_tab().await?;
    web.switch_to_window(there.clone()).await?;
    olivia.sign_in_at(&second, "/customers").await?;
    scenario.crm.forget_log().await?;
    olivia.call(User::Jane.name(), Media::Audio).await?;
    olivia.toast_says(User::Jane.name()).await?;
    wait::until_true("the question who she is", wait::STEP, async || {
        Ok(!second.requests("/api/users/me/").await?.is_empty())
    })
    .await?;
    ensure!(second.open_calls(User::Jane).await?.is_empty(), "too early");
    second.no_faults().await?;
    wait::until_true("the call at the second CRM", wait::STEP, async || {
        Ok(!second.open_calls(User::Jane).await?.is_empty())
    })
    .await?;
    let call = second.newest_call(User::Olivia).await?;

    web.switch_to_window(first.clone()).await?;
    olivia.call("Tomasz Wolny", Media::Audio).await?;
    olivia.notice_says(words::BUSY).await?;
    let log = scenario.crm.log().await?;
    let told = log.iter().filter(|entry| {
        let path = entry["path"].as_str().unwrap_or_default();
        path.starts_with("/api/jitsi-calls/initiate")
    });
    ensure!(told.count() == 0, "told to the first CRM");
    web.switch_to_window(there).await?;
    olivia.cancel().await?;
    second.knows_the_end(&call).await?;
    web.close_window().await?;
    web.switch_to_window(first).await?;
    olivia.call_gone().await
}

/// Olivia opens a second CRM, which does not answer who she is before her sign-in
/// there is over, and the page asks for nothing any more. Ringside renews the
/// sign-in, and it rings.
async fn left_open_too_long(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let second = Crm::start(Mode::AsDocumented).await?;
    let user = second.id(User::Olivia).await?;
    let down = json!({"path_prefix": "/api/users/me/", "kind": {"status": 503}});
    second.fault(down).await?;
    let first = web.window().await?;
    web.switch_to_window(web.new_tab().await?).await?;
    scenario.expect_error("503");
    scenario.expect_error("401");
    olivia.sign_in_at(&second, "/customers").await?;
    olivia.find("tbody tr").await?;
    wait::until_true("the question who she is", wait::STEP, async || {
        let asked = second.requests("/api/users/me/").await?;
        Ok(asked.iter().any(|entry| entry["status"] == 503))
    })
    .await?;
    second.expire_tokens().await?;
    second.no_faults().await?;
    is_there(&second, user).await?;
    let call = second.call(User::Jane, User::Olivia).await?;
    olivia.banner_says(User::Jane.name()).await?;
    olivia.decline().await?;
    told(&second, &call, "reject").await?;
    web.close_window().await?;
    web.switch_to_window(first).await?;
    Ok(())
}

/// The second CRM refuses every sign-in: Ringside tries to renew it there. The
/// first CRM never sees a token that it would refuse, and calls go on.
async fn refused_at_one(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let second = second_site(olivia).await?;
    second.expire_sign_ins().await?;
    // Nobody asks for news of it but Ringside.
    wait::until_true("a refused renewal", wait::STEP * 3, async || {
        let log = second.requests("/api/auth/token/refresh/").await?;
        Ok(log.iter().any(|entry| entry["status"] == 401))
    })
    .await?;
    scenario.ring().await?;
    olivia.cancel().await?;
    scenario.jane.quiet().await?;
    let log = scenario.crm.log().await?;
    let refused = log.iter().filter(|entry| entry["status"] == 401).count();
    ensure!(refused == 0, "{refused} foreign tokens");
    Ok(())
}

/// A page that is no CRM's has a token in its storage, as many have, and nobody
/// is signed in anywhere. Its API is asked whose the token is, and says nothing
/// of use: nothing else is asked or told there. Its records have their buttons,
/// which call through the CRM.
async fn foreign_page(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    olivia.sign_out().await?;
    let foreign = ForeignPage::start(User::Jane.name(), User::Jane.email()).await?;
    olivia.web().goto(foreign.url()).await?;
    olivia.find_button(User::Jane.name(), Media::Video).await?;
    wait::until_true("the question whose it is", wait::STEP * 2, async || {
        Ok(!foreign.asked().is_empty())
    })
    .await?;
    olivia.sign_in(&scenario.crm, Some("/customers")).await?;
    olivia.find_button(User::Jane.name(), Media::Video).await?;
    olivia.web().goto(foreign.url()).await?;
    scenario.ring().await?;
    olivia.cancel().await?;
    scenario.jane.quiet().await?;
    let mut asked = foreign.asked();
    asked.retain(|line| !line.starts_with("GET /api/users/me/ "));
    ensure!(asked.is_empty(), "told to a foreign page: {asked:?}");
    olivia.visit("/customers").await
}

/// Olivia hangs up while the CRM takes nothing, and signs out. Mike signs in at
/// her browser: the end of her call is not told in his name. It waits for her.
async fn another_user(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    let path = format!("/api/jitsi-calls/{}/update_status/", call["id"]);
    let down = json!({"status": 503, "body": "{\"error\": \"down\"}"});
    let fault = json!({"path_prefix": path, "kind": down});
    scenario.crm.fault(fault).await?;
    olivia.hang_up().await?;
    olivia.call_gone().await?;
    wait::until_true("an attempt", wait::STEP, async || {
        Ok(!scenario.crm.requests(&path).await?.is_empty())
    })
    .await?;
    olivia.sign_out().await?;
    let before = scenario.crm.requests(&path).await?.len();
    olivia.enter_login(User::Mike).await?;
    scenario.crm.no_faults().await?;
    scenario.crm.beat(User::Mike).await?;
    let other = scenario.crm.call(User::Jane, User::Mike).await;
    if let Ok(other) = other {
        scenario.crm.act(User::Jane, &other, "end").await?;
    }
    let mine = scenario.crm.id(User::Mike).await?;
    is_there(&scenario.crm, mine).await?;
    let told = scenario.crm.requests(&path).await?;
    ensure!(told.len() == before, "told by Mike: {:?}", told.last());

    olivia.sign_out().await?;
    olivia.enter_login(User::Olivia).await?;
    scenario.crm.knows_the_end(&call).await?;
    let me = scenario.crm.id(User::Olivia).await?;
    let told = scenario.crm.requests(&path).await?;
    let by = told.iter().filter(|entry| entry["status"] == 200);
    ensure!(
        by.clone()
            .all(|entry| entry["user"] == me || entry["body"]["action"] == "answer"),
        "not told by Olivia"
    );
    jane.call_gone().await
}

/// Mike is signed in at the same CRM in another container of Olivia's browser.
/// Ringside works for her, and says so there; his page neither rings nor calls,
/// and nothing is asked in his name. When her pages are closed it works for him.
async fn two_containers(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let (web, crm) = (olivia.web(), &scenario.crm);
    let hers = web.window().await?;
    let plain = format!("{}/assets/crm/base.css", crm.url());
    windows::open_container(&olivia.session, &plain).await?;
    olivia.store_login_of(crm, User::Mike).await?;
    olivia.visit("/customers").await?;
    olivia.notice_says(words::ANOTHER_USER).await?;
    let his = web.window().await?;
    let call = crm.call(User::Jane, User::Olivia).await?;
    web.switch_to_window(hers.clone()).await?;
    olivia.banner_says(User::Jane.name()).await?;
    web.switch_to_window(his.clone()).await?;
    olivia.press(words::DISMISS).await?;
    dom::none(web, words::NOTICE).await?;
    olivia.call(User::Jane.name(), Media::Audio).await?;
    olivia.notice_says(words::ANOTHER_USER).await?;
    ensure!(dom::count(web, words::BANNER).await? == 0, "it rings there");
    let mike = crm.id(User::Mike).await?;
    let beats = crm.requests("/api/jitsi-calls/heartbeat/").await?;
    ensure!(
        beats.iter().all(|beat| beat["user"] != mike),
        "both at once"
    );

    web.switch_to_window(hers).await?;
    olivia.decline().await?;
    told(crm, &call, "reject").await?;
    web.close_window().await?;
    web.switch_to_window(his).await?;
    is_there(crm, mike).await?;
    dom::none(web, words::NOTICE).await
}

/// Waits until Ringside has fetched everything for this user.
async fn is_there(crm: &Crm, user: u64) -> Result<()> {
    for path in [
        "/api/jitsi-calls/my_active_call/",
        "/api/jitsi-calls/heartbeat/",
    ] {
        wait::until_true("Ringside to be there", wait::STEP * 2, async || {
            let log = crm.requests(path).await?;
            Ok(log.iter().any(|entry| entry["user"] == user))
        })
        .await?;
    }
    Ok(())
}

/// Olivia switches the site off while a call rings: the ring, the buttons and
/// the popup's card go at once. She switches it on again.
async fn off_while_it_rings(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let call = scenario.crm.call(User::Mike, User::Olivia).await?;
    olivia.banner_says(User::Mike.name()).await?;
    switch_site(olivia).await?;
    wait::until_true("Ringside to leave the page", wait::STEP, async || {
        Ok(dom::count(olivia.web(), "[data-ringside]").await? == 0)
    })
    .await?;
    olivia.popup_is_signed_out().await?;
    scenario.crm.act(User::Mike, &call, "end").await?;
    switch_site(olivia).await?;
    olivia
        .find_button(User::Jane.name(), Media::Video)
        .await
        .map(drop)
}

async fn switch_site(person: &Person) -> Result<()> {
    let here = windows::open_page(&person.session, "options.html").await?;
    person.press(words::SITES).await?;
    let switch = person.find("#sites .switch").await?;
    let before = switch.attr("aria-checked").await?.context("no switch")?;
    switch.click().await?;
    let after = if before == "true" { "false" } else { "true" };
    person
        .find(&format!("#sites .switch[aria-checked={after}]"))
        .await?;
    person.web().close_window().await?;
    person.web().switch_to_window(here).await?;
    Ok(())
}

/// A second CRM, at which this person is signed in as well. Their page of the
/// first is in front.
async fn second_site(person: &Person) -> Result<&'static Crm> {
    // It is there until the browsers are reset, and asks it no more.
    let second: &'static Crm = Box::leak(Box::new(Crm::start(Mode::AsDocumented).await?));
    let web = person.web();
    let first = web.window().await?;
    let other = web.new_tab().await?;
    web.switch_to_window(other).await?;
    person.sign_in_at(second, "/customers").await?;
    person.find_button(User::Jane.name(), Media::Video).await?;
    let me = second.id(person.user).await?;
    is_there(second, me).await?;
    // Its page would renew the sign-in by itself.
    web.goto("about:blank").await?;
    web.close_window().await?;
    web.switch_to_window(first).await?;
    second.beat(User::Jane).await?;
    Ok(second)
}

/// Waits until the CRM was told once.
async fn told(crm: &Crm, call: &Value, action: &str) -> Result<()> {
    wait::until_true(&format!("“{action}”"), wait::STEP, async || {
        Ok(crm.told(call, action).await? == 1)
    })
    .await
}
