//! Which records are found on a page, and what is read of them.

use ringside::site::RecordKind::{Customer, Person};
use ringside::site::profile::shipped::{generic, known};
use ringside_browser_tests::page::Fixture;
use ringside_browser_tests::{frame, page, until, window};
use ringside_content::{MARK, profiles};
use wasm_bindgen_test::wasm_bindgen_test;

use super::site::{Site, hosts};

#[wasm_bindgen_test]
async fn each_fixture_has_as_many_records_as_its_profile_says() {
    {
        let _signed_in = Fixture::open("crm-customers.html", "/customers");
        assert_eq!(profiles::fitting().name, known()[0].name);
    }
    for profile in [&known()[0], generic()] {
        for kind in &*profile.pages {
            for fixture in &*kind.fixtures {
                // A page may show records in more than one way.
                let total: u32 = profile
                    .pages
                    .iter()
                    .flat_map(|kind| &*kind.fixtures)
                    .filter(|other| other.page == fixture.page)
                    .map(|other| other.count)
                    .sum();
                let site = Site::open(&fixture.page, &fixture.path);
                let total = total as usize;
                site.shows(total).await;
                assert_eq!(site.asked().len(), total, "{}", fixture.page);
            }
        }
    }
}

#[wasm_bindgen_test]
async fn records_are_read_from_what_the_page_shows() {
    let site = Site::open("crm-customer.html", "/customers/2");
    site.shows(1).await;
    let records = site.records();
    assert_eq!(records[0].id, Some(2));
    assert_eq!(records[0].name, "Tomás Herrera");
    assert_eq!(records[0].email.as_deref(), Some("tomas@initech.example"));
    drop(site);

    let site = Site::open("crm-employees.html", "/employees");
    site.shows(4).await;
    let records = site.records();
    assert_eq!(records[0].name, "sara.kim", "the page leaves names blank");
    assert_eq!(records[0].detail.as_deref(), Some("Sales Manager"));
    drop(site);

    let site = Site::open("generic.html", "/contacts");
    site.shows(7).await;
    assert!(site.asked().contains(&"jane+crm@acme.example".to_owned()));
    assert!(!site.asked().contains(&"news@techcorp.example".to_owned()));
}

/// Pages on which people stand besides their own lists: who gets buttons, and
/// beside which text.
#[wasm_bindgen_test]
async fn people_are_found_on_pages_of_leads_deals_activities_and_messages() {
    let camille = "Camille Roux <camille.roux@maisonroux.example>";
    let tomas = "Tomás Herrera <tomas@initech.example>";
    let jane = "Jane Doe <jane.doe@acme.example>";
    let nora = "Nora Lindholm <nora.lindholm@aurora.example>";
    for (page, path, kind, expected, details) in [
        (
            "crm-sales.html",
            "/sales",
            Person,
            &[camille, nora][..],
            &[][..],
        ),
        (
            "crm-lead.html",
            "/leads/4",
            Person,
            &[camille],
            &["Maison Roux"],
        ),
        (
            "crm-deal.html",
            "/deals/7",
            Customer,
            &[tomas],
            &["Office refit, second floor"],
        ),
        (
            "crm-activities.html",
            "/activities",
            Customer,
            &[jane, tomas, jane],
            &["Talk about the showroom", "Offer", "Ask about the delivery"],
        ),
        (
            "crm-activity-cards.html",
            "/activities",
            Customer,
            &[jane, tomas],
            &["Talk about the showroom", "Offer"],
        ),
        ("crm-messages.html", "/messages", Person, &[jane], &[]),
    ] {
        let site = Site::open(page, path);
        site.shows(expected.len()).await;
        let records = site.records();
        let found: Vec<_> = records
            .iter()
            .map(|record| format!("{} <{}>", record.name, record.email.clone().unwrap()))
            .collect();
        assert_eq!(found, expected, "{page}");
        let found: Vec<_> = records
            .iter()
            .filter_map(|one| one.detail.as_ref())
            .collect();
        assert_eq!(found, details.iter().collect::<Vec<_>>(), "{page}");
        for record in records {
            assert_eq!(record.kind, kind, "{page}");
            assert_eq!(record.id, None, "{page}: it has no number of its own");
        }
    }
}

#[wasm_bindgen_test]
async fn buttons_stand_beside_the_person_and_never_in_what_is_written() {
    for (page, path, beside) in [
        (
            "crm-sales.html",
            "/sales",
            ".stage .chakra-stack:has(> [title='View Lead'])",
        ),
        ("crm-lead.html", "/leads/4", "h2"),
        ("crm-deal.html", "/deals/7", "h2 + .chakra-stack"),
        (
            "crm-activities.html",
            "/activities",
            "tbody td:not(:first-child)",
        ),
        (
            "crm-messages.html",
            "/messages",
            ".chat > :first-child p:first-child",
        ),
    ] {
        let site = Site::open(page, path);
        let count = page_count(page);
        site.shows(count).await;
        for host in hosts() {
            let parent = host.parent_element().unwrap();
            assert!(parent.closest(beside).unwrap().is_some(), "{page}");
        }
    }
}

/// How many records the profile says that a fixture has.
fn page_count(page: &str) -> usize {
    let kinds = known()[0].pages.iter().flat_map(|kind| &*kind.fixtures);
    kinds
        .filter(|fixture| fixture.page == page)
        .map(|fixture| fixture.count as usize)
        .sum()
}

/// The page around it has addresses of others: the user's own, for example.
#[wasm_bindgen_test]
async fn a_card_without_an_address_takes_none_from_the_page_around_it() {
    let site = Site::open("crm-cards.html", "/customers");
    site.shows(3).await;
    let cards = site.fixture.find(".main > div:last-child");
    while page::all(&cards, ".card").len() > 1 {
        cards.last_element_child().unwrap().remove();
    }
    let email = site.fixture.find(".card p:nth-of-type(3)");
    email.set_text_content(None);
    site.shows(0).await;
    frame().await;
    assert_eq!(page::all(&cards, &format!("[{MARK}]")).len(), 0);
}

/// A CRM that is recognised while its page is open, by a sign-in: no row comes or
/// goes.
#[wasm_bindgen_test]
async fn a_page_that_turns_out_to_be_the_crms_is_read_anew() {
    let storage = window().local_storage().unwrap().unwrap();
    let fixture = Fixture::open("crm-customers.html", "/customers");
    storage.remove_item("accessToken").unwrap();
    let site = Site::on(fixture);
    until("people on any page", || {
        let found = site.records();
        !found.is_empty() && found.iter().all(|it| it.kind == Person)
    })
    .await;
    site.sent.borrow_mut().clear();
    storage
        .set_item("accessToken", "header.body.signature")
        .unwrap();
    site.fixture.find("h2").set_text_content(Some("Customers"));
    until("customers of the CRM", || {
        let found = site.records();
        found.len() == 6 && found.iter().all(|it| it.kind == Customer)
    })
    .await;
    site.shows(6).await;
}
