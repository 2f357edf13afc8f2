//! Profiles of the user's own, and an administrator's: how people are found on one
//! site, from a file.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Browser, Options, Person, Scenario, Session, User, dom, foreign::ForeignPage, in_browsers,
    policy::Policy, wait, windows::open_page, words, worker,
};
use serde_json::{Value, json};
use thirtyfour::WindowHandle;

use super::{picker::popup_of, records::shows};

in_browsers! {
    chromium = Chromium in AsFound:
        #[beside] imported_and_removed, #[beside] out_of_date, #[beside] known_crm,
        #[beside] of_an_administrator;
    firefox = Firefox in AsDocumented:
        #[beside] imported_and_removed, #[beside] out_of_date, #[beside] known_crm,
        #[beside] of_an_administrator;
}

const PAGE: &str = include_str!("../../../pages/any/own-profile.html");
const PROFILE: &str = include_str!("../../../pages/any/own-profile.json");

/// As the profile has them, and as the page seems to have them without it.
const BY_THE_PROFILE: [&str; 3] = ["Ada Lovelace", "Grace Hopper", "Katherine Johnson"];
const WITHOUT: [&str; 2] = ["grace", "katherine"];

/// On a page whose names are no texts, Olivia imports a profile. First its file has
/// a mistake, and the options name the field. Then the open page has the right
/// people; another tab of it as well. What she exports is what she imported. When
/// the profile is removed, the page is as before.
async fn imported_and_removed(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let (foreign, page, options) = open(olivia).await?;
    let wrong = PROFILE.replace("\"select\": \".code\", ", "");
    import(olivia, &foreign, &wrong).await?;
    says(olivia, ".error", "pages[0].email[0].select is missing").await?;
    says(olivia, "p", "Ringside's own reading").await?;
    import(olivia, &foreign, PROFILE).await?;
    says(olivia, "p", "your profile “Crew lists”").await?;
    ensure!(exported(olivia, &foreign).await? == PROFILE, "another file");

    web.switch_to_window(page.clone()).await?;
    shows(olivia, &BY_THE_PROFILE).await.context("imported")?;
    web.refresh().await?;
    shows(olivia, &BY_THE_PROFILE).await.context("reloaded")?;

    web.switch_to_window(options).await?;
    olivia.press(REMOVE).await?;
    says(olivia, "p", "Ringside's own reading").await?;
    web.close_window().await?;
    web.switch_to_window(page).await?;
    shows(olivia, &WITHOUT).await.context("removed")?;
    web.goto("about:blank").await?;
    Ok(())
}

/// Nothing of the page is where the profile says: it was made anew since. People are
/// found as without it, and the options and the toolbar say why. With the right
/// profile that is over. One whose selectors are none matches nothing either.
async fn out_of_date(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let (foreign, page, options) = open(olivia).await?;
    for (record, is_right) in [(".gone", false), (".member", true), (".member:has(", false)] {
        let profile = PROFILE.replace("\".member\"", &format!("\"{record}\""));
        import(olivia, &foreign, &profile).await?;
        says(olivia, "p", "your profile “Crew lists”").await?;
        web.switch_to_window(page.clone()).await?;
        let expected = if is_right {
            &BY_THE_PROFILE[..]
        } else {
            &WITHOUT
        };
        shows(olivia, expected).await.context(record)?;
        web.switch_to_window(options.clone()).await?;
        if is_right {
            dom::none(web, "#sites .misses").await?;
        } else {
            says(olivia, ".misses", "finds nobody on an open page any more").await?;
        }
        has_badge(olivia, &foreign, if is_right { "" } else { "?" }).await?;
    }
    olivia.press(REMOVE).await?;
    says(olivia, "p", "Ringside's own reading").await?;
    web.close_window().await?;
    web.switch_to_window(page).await?;
    web.goto("about:blank").await?;
    Ok(())
}

/// A page shows which CRM it is: its profile is read from the extension. Ringside's own
/// reading would also find the user's own address above the list. The options name the
/// CRM.
async fn known_crm(scenario: &Scenario) -> Result<()> {
    const USERS: &str = include_str!("../../../pages/crms/django-admin-users.html");
    const NAMES: [&str; 4] = ["Ana", "own", "priya", "tom.h"];
    let olivia = &scenario.olivia;
    let web = olivia.web();
    let foreign = ForeignPage::of(USERS, false).await?;
    let list = format!("{}admin/auth/user/", foreign.url());
    web.goto(&list).await?;
    shows(olivia, &NAMES).await.context("by its signs")?;
    web.refresh().await?;
    shows(olivia, &NAMES).await.context("loaded anew")?;
    let page = open_page(&olivia.session, "options.html").await?;
    olivia.press(words::SITES).await?;
    says(olivia, "p", "Ringside's profile for Django admin").await?;
    web.close_window().await?;
    web.switch_to_window(page).await?;
    web.goto("about:blank").await?;
    Ok(())
}

/// Mike's browser has an administrator, who sets a profile for a site. It counts before
/// Mike's own, which stays for pages that the other leaves out; he cannot remove it, and
/// no other site has it. What is wrong with another one is said with the site and the
/// field. In Chromium an open page follows the policy as it changes.
async fn of_an_administrator(scenario: &Scenario) -> Result<()> {
    let browser = scenario.olivia.session.browser;
    let policy = Policy::new(browser)?;
    let options = Options {
        policies: Some(policy.folder()),
        ..Options::default()
    };
    let session = Session::start(browser, &options).await?;
    let mike = Person::new(session, &scenario.crm, User::Mike);
    let site = ForeignPage::of(PAGE, false).await?;
    let other = ForeignPage::of(PAGE, false).await?;
    mike.web().goto(site.url()).await?;
    shows(&mike, &WITHOUT).await.context("nothing is set")?;
    let broken = PROFILE.replace("\"select\": \".code\", ", "");
    let settings = json!({ "profiles": {
        origin(&site): PROFILE.replace("Crew lists", "Crews"),
        origin(&other): broken,
        "crm.example": PROFILE,
    }});
    policy.set(&mike.session, &settings).await?;
    if browser == Browser::Chromium {
        shows(&mike, &BY_THE_PROFILE).await.context("it was set")?;
    }
    let mike = mike.start_anew(&options).await?;
    let web = mike.web();
    web.goto(other.url()).await?;
    shows(&mike, &WITHOUT).await.context("the other site")?;
    web.goto(site.url()).await?;
    shows(&mike, &BY_THE_PROFILE).await.context("it is set")?;

    popup_of(&mike, &site).await?;
    dom::says(web, "#set-here", "is set by your administrator").await?;
    web.close_window().await?;
    let page = web.windows().await?.remove(0);
    web.switch_to_window(page.clone()).await?;

    open_page(&mike.session, "options.html").await?;
    mike.press(words::SITES).await?;
    says(&mike, "p", "the profile “Crews”, set by your administrator").await?;
    says(&mike, ".error", "pages[0].email[0].select is missing").await?;
    dom::says(web, "#managed", "“crm.example”, which is not the address").await?;
    dom::none(web, "[data-remove-profile]").await?;
    let own = PROFILE.replace(".member", ".gone");
    import(&mike, &site, &own).await?;
    says(&mike, "p", "on other pages by your profile “Crew lists”").await?;
    let options_page = web.window().await?;
    web.switch_to_window(page.clone()).await?;
    web.refresh().await?;
    shows(&mike, &BY_THE_PROFILE)
        .await
        .context("beside his own")?;
    web.switch_to_window(options_page).await?;
    mike.press(REMOVE).await?;
    dom::none(web, "[data-remove-profile]").await?;
    says(&mike, "p", "the profile “Crews”, set by your administrator").await?;
    web.close_window().await?;
    web.switch_to_window(page).await?;

    if browser == Browser::Chromium {
        // The change starts it, and it does not know what the page has.
        worker::kill(&mike.session).await?;
    }
    policy.set(&mike.session, &json!({})).await?;
    let mike = if browser == Browser::Firefox {
        let mike = mike.start_anew(&options).await?;
        mike.web().goto(site.url()).await?;
        mike
    } else {
        mike
    };
    shows(&mike, &WITHOUT)
        .await
        .context("nothing is set again")?;
    mike.session.console.assert_clean(&[])?;
    mike.session.quit().await
}

/// The origin of a page's site.
fn origin(page: &ForeignPage) -> &str {
    page.url().trim_end_matches('/')
}

/// Opens the page, without a profile yet, and the sites in the options. Returns the
/// windows of both.
async fn open(person: &Person) -> Result<(ForeignPage, WindowHandle, WindowHandle)> {
    let foreign = ForeignPage::of(PAGE, false).await?;
    person.web().goto(foreign.url()).await?;
    shows(person, &WITHOUT).await.context("without a profile")?;
    let page = open_page(&person.session, "options.html").await?;
    person.press(words::SITES).await?;
    let options = person.web().window().await?;
    Ok((foreign, page, options))
}

/// Chooses a file of this content as the profile of a page's site.
async fn import(person: &Person, page: &ForeignPage, profile: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("profile.json");
    std::fs::write(&file, profile)?;
    let input = format!("[data-import='{}']", origin(page));
    let input = person.find(&input).await?;
    let path = file.to_str().context("a path without letters")?;
    input.send_keys(path).await?;
    // It has been read when the list is made anew.
    wait::until_true("the file to be read", wait::STEP, async || {
        Ok(!input.is_present().await?)
    })
    .await
}

/// The file that is saved.
async fn exported(person: &Person, page: &ForeignPage) -> Result<String> {
    const CATCH: &str = "
        window.saved = '';
        HTMLAnchorElement.prototype.click = function () {
            window.saved = this.download + ' ' + this.href;
        };";
    let web = person.web();
    web.execute(CATCH, vec![]).await?;
    person.press(EXPORT).await?;
    let mut saved = String::new();
    wait::until_true("the file to be saved", wait::STEP, async || {
        let link = web.execute("return window.saved", vec![]).await?;
        saved = link.json().as_str().unwrap_or_default().to_owned();
        Ok(!saved.is_empty())
    })
    .await?;
    let (name, address) = saved.split_once(' ').context("no name")?;
    let port = page.url().trim_end_matches('/').rsplit_once(':');
    let (_, port) = port.context("no port")?;
    ensure!(name == format!("profile-127.0.0.1-{port}.json"), "{name}");
    const DECODE: &str = "return decodeURIComponent(arguments[0].split(/,(.*)/s)[1])";
    let text = web.execute(DECODE, vec![json!(address)]).await?;
    Ok(text.json().as_str().unwrap_or_default().to_owned())
}

/// The toolbar button has this badge in the page's tab. Asked in the options.
async fn has_badge(person: &Person, page: &ForeignPage, badge: &str) -> Result<()> {
    const BADGE: &str = "const [origin, done] = arguments;
        chrome.tabs.query({}, (tabs) => {
            const tab = tabs.find((tab) => tab.url?.startsWith(origin));
            chrome.action.getBadgeText({ tabId: tab.id }, done);
        });";
    let mut found = Value::Null;
    wait::until_true(
        &format!("the badge “{badge}”"),
        wait::STEP,
        async || {
            let asked = person
                .web()
                .execute_async(BADGE, vec![json!(page.url())])
                .await?;
            found = asked.json().clone();
            Ok(found == badge)
        },
    )
    .await
    .with_context(|| format!("it is {found}"))
}

/// The options say this of a site's profile.
async fn says(person: &Person, part: &str, text: &str) -> Result<()> {
    const ALL: &str = "return [...document.querySelectorAll(`#sites .profile ${arguments[0]}`)]
        .map((part) => part.textContent).join('\\n')";
    let mut found = String::new();
    wait::until_true(&format!("“{text}”"), wait::STEP, async || {
        let said = person.web().execute(ALL, vec![json!(part)]).await?;
        found = said.json().as_str().unwrap_or_default().to_owned();
        Ok(found.contains(text))
    })
    .await
    .with_context(|| format!("they say {found}"))
}

const EXPORT: &str = "Export the profile for *";
const REMOVE: &str = "Remove the profile for *";
