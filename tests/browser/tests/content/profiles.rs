//! A profile of the user's own, and where it is out of date.

use ringside::site::profile::file::{
    self, EncodedProfile, Problem, ProfileError, SiteProfile, Source,
};
use ringside_browser_tests::{page, until};
use ringside_content::{UiEvent, profiles};
use ringside_web::json::Json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::site::{Site, hosts, names};

const PROFILE: &str = include_str!("../../../pages/any/own-profile.json");

const PEOPLE: [&str; 3] = ["Ada Lovelace", "Grace Hopper", "Katherine Johnson"];
/// As the page seems to have them.
const WITHOUT: [&str; 2] = ["grace", "katherine"];

fn read(file: &str) -> Result<EncodedProfile, ProfileError> {
    file::read(file, Source::User, Json::parse)
}

fn users(file: &str) -> Vec<SiteProfile> {
    vec![SiteProfile {
        made_for_site: true,
        profile: read(file).unwrap(),
    }]
}

/// Waits until the pairs are for these people.
async fn shows(site: &Site, people: &[&str], when: &str) {
    let shown = || {
        hosts()
            .iter()
            .map(|host| names(host).concat())
            .collect::<Vec<_>>()
    };
    until(&format!("pairs for {people:?} {when}"), || {
        let shown = shown();
        shown.len() == people.len()
            && people
                .iter()
                .all(|name| shown.iter().any(|shown| shown.contains(name)))
    })
    .await;
    site.shows(people.len()).await;
}

fn reports(site: &Site) -> usize {
    let sent = site.sent.borrow();
    sent.iter()
        .filter(|event| matches!(event, UiEvent::ProfileUse))
        .count()
}

#[wasm_bindgen_test]
async fn a_profile_from_a_file_is_searched_with_until_it_matches_nothing() {
    let site = Site::open("any/own-profile.html", "/");
    shows(&site, &WITHOUT, "at first").await;
    let use_file = |file: &str| {
        assert!(profiles::set_given(users(file)));
        site.buttons.rescan();
    };
    use_file(PROFILE);
    shows(&site, &PEOPLE, "with the file").await;
    assert!(!profiles::set_given(users(PROFILE)), "the same");
    assert_eq!(reports(&site), 0);

    for wrong in [".gone", ".member:has(", "!"] {
        use_file(&PROFILE.replace(".member", wrong));
        shows(&site, &WITHOUT, "out of date").await;
        assert_eq!(reports(&site), 1, "said once");
    }
    // Another path: the profile says nothing of it.
    use_file(&PROFILE.replace("[\"/\"]", "[\"/elsewhere\"]"));
    shows(&site, &WITHOUT, "elsewhere").await;
    assert_eq!(reports(&site), 2, "it does not miss there");
    use_file(PROFILE);
    shows(&site, &PEOPLE, "with the file again").await;
    // An empty list is no other page: who is named on it is somebody else.
    for row in page::all(&site.fixture.root(), ".member") {
        row.remove();
    }
    site.fixture
        .find("main")
        .set_inner_html("<p>a@example.com</p><p>b@example.com</p>");
    shows(&site, &[], "in an empty list").await;
    assert_eq!(reports(&site), 2);
    assert!(profiles::set_given(Vec::new()));
    site.buttons.rescan();
    shows(&site, &["a", "b"], "without it").await;
}

/// A profile for every path may have nothing to say of a page on which its rows are,
/// and one address on it is enough for Ringside's own reading. Nothing is out of date.
#[wasm_bindgen_test]
async fn a_profile_for_every_path_leaves_pages_on_which_it_finds_nobody_alone() {
    let site = Site::open("any/own-profile.html", "/");
    let everywhere = PROFILE.replace("[\"/\"]", "[\"/*\"]");
    assert!(profiles::set_given(users(&everywhere)));
    site.buttons.rescan();
    shows(&site, &PEOPLE, "with the file").await;
    for code in page::all(&site.fixture.root(), ".code") {
        code.remove_attribute("data-mail").unwrap();
    }
    site.buttons.rescan();
    shows(&site, &WITHOUT, "where it finds nobody").await;
    let rows = page::all(&site.fixture.root(), ".member");
    rows[0].remove();
    shows(&site, &WITHOUT[1..], "with one address").await;
    assert_eq!(reports(&site), 0);
    assert!(profiles::set_given(Vec::new()));
}

/// What the browser has parsed is refused as what `serde_json` has.
#[wasm_bindgen_test]
fn a_file_is_refused_with_the_name_of_the_field() {
    let problem = |file: &str| {
        let error = read(file).unwrap_err();
        (error.field, error.problem)
    };
    let of = |field: &str, problem| (field.to_owned(), problem);
    let wrong = PROFILE.replace("\"name\": \"crew\"", "\"nam\": \"crew\"");
    assert_eq!(problem(&wrong), of("pages[0].nam", Problem::Unknown));
    let wrong = PROFILE.replace("\"attr\": \"data-mail\"", "\"nth\": 1.5");
    assert_eq!(
        problem(&wrong),
        of("pages[0].email[0].nth", Problem::NotNumber)
    );
    assert_eq!(problem("[]"), of("", Problem::NotRecord));
    assert_eq!(problem("{"), of("", Problem::NotJson));
    assert_eq!(problem("{}"), of("name", Problem::Missing));
}
