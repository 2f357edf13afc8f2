//! The profiles of the catalogue, on pages that are built as their CRM's.

use ringside::site::catalogue::{CRMS, SIGNS};
use ringside::site::profile::Profile;
use ringside::site::profile::file::{self, SiteProfile, Source};
use ringside_browser_tests::page::{CATALOGUE, FILES};
use ringside_browser_tests::until;
use ringside_content::profiles;
use ringside_web::json::Json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, DomParser, SupportedType};

use super::site::Site;

/// The profile of a CRM, as the worker has it.
fn shipped(crm: &str) -> SiteProfile {
    let name = format!("crms/{crm}.json");
    let (_, text) = CATALOGUE.iter().find(|(file, _)| *file == name).unwrap();
    SiteProfile {
        made_for_site: false,
        profile: file::read(text, Source::Shipped, Json::parse).unwrap(),
    }
}

/// The files and paths of a profile's fixtures, each with the number of people there.
fn fixtures(profile: &Profile) -> Vec<(String, String, usize)> {
    let mut all: Vec<(String, String, usize)> = Vec::new();
    for fixture in profile.pages.iter().flat_map(|page| &*page.fixtures) {
        let known = all.iter_mut().find(|(page, ..)| *page == *fixture.page);
        match known {
            Some((_, path, count)) => {
                assert_eq!(*path, *fixture.path, "one path for {}", fixture.page);
                *count += fixture.count as usize;
            }
            None => {
                let (page, path) = (fixture.page.to_string(), fixture.path.to_string());
                all.push((page, path, fixture.count as usize));
            }
        }
    }
    all
}

#[wasm_bindgen_test]
async fn each_fixture_of_the_catalogue_has_as_many_people_as_its_profile_says() {
    for crm in CRMS {
        let shipped = shipped(crm.file);
        let profile = shipped.profile.decode().unwrap();
        profiles::set_given(vec![shipped]);
        for (page, path, count) in fixtures(&profile) {
            let site = Site::open(&page, &path);
            until(&format!("{count} people on {page}"), || {
                site.buttons.count() == count
            })
            .await;
            site.shows(count).await;
            assert_eq!(site.asked().len(), count, "{page}");
        }
    }
    profiles::set_given(Vec::new());
}

#[wasm_bindgen_test]
fn each_page_has_the_signs_of_its_own_crm_and_of_no_other() {
    for (name, text) in FILES {
        let document: Document = DomParser::new()
            .and_then(|parser| parser.parse_from_string(text, SupportedType::TextHtml))
            .unwrap();
        for (crm, signs) in CRMS.iter().zip(SIGNS) {
            let is_its_own = name
                .strip_prefix("crms/")
                .is_some_and(|page| page.starts_with(&format!("{}-", crm.file)));
            let has = !signs.is_empty() && document.query_selector(signs).unwrap().is_some();
            assert_eq!(has, is_its_own && !signs.is_empty(), "{name}, {}", crm.file);
        }
    }
}
