//! Buttons beside records, on the fixture pages of `tests/pages`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::cell::RefCell;
use std::rc::Rc;

use ringside::call::view::ToastState;
use ringside::domain::{Media, Peer};
use ringside::presence::Reach;
use ringside::site::profile::{GENERIC, TOO_GOOD_CRM};
use ringside_browser_tests::page::{self, Fixture};
use ringside_browser_tests::{document, frame, until};
use ringside_content::buttons::{Buttons, remove_leftovers};
use ringside_content::profiles;
use ringside_content::{MARK, UiEvent};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

/// A fixture page with Ringside's buttons on it.
struct Site {
    fixture: Fixture,
    buttons: Buttons,
    sent: Rc<RefCell<Vec<UiEvent>>>,
}

impl Site {
    fn open(name: &str, path: &str) -> Self {
        ringside_browser_tests::stub_extension();
        let fixture = Fixture::open(name, path);
        let sent = Rc::new(RefCell::new(Vec::new()));
        let out = Rc::clone(&sent);
        let buttons = Buttons::new(Rc::new(move |what| out.borrow_mut().push(what)), || {});
        Self {
            fixture,
            buttons: buttons.unwrap(),
            sent,
        }
    }

    /// Waits until as many records have buttons.
    async fn shows(&self, count: usize) {
        until("buttons", || {
            self.buttons.count() == count && hosts().len() == count
        })
        .await;
        // No more come after it, and no row has two.
        frame().await;
        frame().await;
        assert_eq!(hosts().len(), count);
        for host in hosts() {
            let siblings = host.parent_element().unwrap();
            let css = format!(":scope > [{MARK}]");
            assert_eq!(page::all(&siblings, &css).len(), 1);
        }
    }

    /// The e-mail addresses that the worker was asked about, sorted.
    fn asked(&self) -> Vec<String> {
        let mut asked: Vec<String> = self
            .sent
            .borrow()
            .iter()
            .filter_map(|out| match out {
                UiEvent::QueryPresence(records) => Some(records.clone()),
                _ => None,
            })
            .flatten()
            .filter_map(|record| record.email)
            .collect();
        asked.sort();
        asked
    }
}

fn hosts() -> Vec<Element> {
    page::all(
        &document().document_element().unwrap(),
        &format!("[{MARK}]"),
    )
}

/// The accessible names of a host's buttons.
fn names(host: &Element) -> Vec<String> {
    let root = host.shadow_root().unwrap();
    let list = root.query_selector_all("button").unwrap();
    (0..list.length())
        .map(|index| list.get(index).unwrap().unchecked_into::<Element>())
        .map(|button| button.get_attribute("aria-label").unwrap())
        .collect()
}

/// A box's left and right edge.
fn edges(element: &Element) -> (f64, f64) {
    let area = element.get_bounding_client_rect();
    (area.left(), area.right())
}

#[wasm_bindgen_test]
async fn buttons_that_would_be_out_of_sight_stand_beside_the_name() {
    let site = Site::open("crm-wide.html", "/employees");
    let scroller = site.fixture.find(".scroller");
    let (left, right) = edges(&scroller);
    until("buttons in sight", || {
        let all = hosts();
        all.len() == 4
            && all.iter().all(|host| {
                let (from, to) = edges(host);
                from >= left && to <= right
            })
    })
    .await;
    site.shows(4).await;
    for host in hosts() {
        assert!(host.closest("td:nth-child(2)").unwrap().is_some());
    }
}

#[wasm_bindgen_test]
async fn buttons_that_are_in_sight_stay_with_the_actions() {
    let site = Site::open("crm-employees.html", "/employees");
    site.shows(4).await;
    for host in hosts() {
        assert!(host.closest("td:last-child").unwrap().is_some());
    }
}

#[wasm_bindgen_test]
async fn each_fixture_has_as_many_records_as_its_profile_says() {
    {
        let _signed_in = Fixture::open("crm-customers.html", "/customers");
        assert_eq!(profiles::fitting().name, TOO_GOOD_CRM.name);
    }
    for profile in [&TOO_GOOD_CRM, &GENERIC] {
        for kind in profile.pages {
            for fixture in kind.fixtures {
                // A page may show records in more than one way.
                let total: usize = profile
                    .pages
                    .iter()
                    .flat_map(|kind| kind.fixtures)
                    .filter(|other| other.page == fixture.page)
                    .map(|other| other.count)
                    .sum();
                let site = Site::open(fixture.page, fixture.path);
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
    let UiEvent::QueryPresence(records) = site.sent.borrow()[0].clone() else {
        panic!("nobody asked who can be reached");
    };
    assert_eq!(records[0].id, Some(2));
    assert_eq!(records[0].name, "Tomás Herrera");
    assert_eq!(records[0].email.as_deref(), Some("tomas@initech.example"));
    drop(site);

    let site = Site::open("crm-employees.html", "/employees");
    site.shows(4).await;
    let UiEvent::QueryPresence(records) = site.sent.borrow()[0].clone() else {
        panic!("nobody asked who can be reached");
    };
    assert_eq!(records[0].name, "sara.kim", "the page leaves names blank");
    assert_eq!(records[0].detail.as_deref(), Some("Sales Manager"));
    drop(site);

    let site = Site::open("generic.html", "/contacts");
    site.shows(7).await;
    assert!(site.asked().contains(&"jane+crm@acme.example".to_owned()));
    assert!(!site.asked().contains(&"news@techcorp.example".to_owned()));
}

#[wasm_bindgen_test]
async fn a_table_built_anew_has_one_pair_per_row_again() {
    let site = Site::open("crm-rebuilds.html", "/customers");
    site.shows(5).await;
    for (typed, left) in [("j", 3), ("ja", 3), ("", 5), ("wei", 1), ("", 5)] {
        let search: web_sys::HtmlInputElement = site.fixture.find("#search").unchecked_into();
        search.set_value(typed);
        search
            .dispatch_event(&web_sys::Event::new("input").unwrap())
            .unwrap();
        site.shows(left).await;
    }
}

#[wasm_bindgen_test]
async fn a_row_with_another_person_in_it_calls_that_person() {
    let site = Site::open("virtual.html", "/people");
    site.shows(40).await;
    let before = hosts();
    site.sent.borrow_mut().clear();
    page::dispatch("fill", 100);
    until("other people", || {
        names(&hosts()[0])
            .iter()
            .all(|name| name.contains("Person 100"))
    })
    .await;
    site.shows(40).await;
    assert_eq!(hosts(), before, "the pairs stay where they are");
    assert_eq!(site.asked().len(), 40);
    assert!(
        site.asked()
            .contains(&"person139@people.example".to_owned())
    );
}

#[wasm_bindgen_test]
async fn another_route_has_other_records() {
    let site = Site::open("crm-customers.html", "/customers");
    site.shows(6).await;
    page::go("/dashboard");
    site.fixture.find("h2").set_text_content(Some("Dashboard"));
    site.shows(0).await;
    page::go("/customers");
    site.fixture.find("h2").set_text_content(Some("Customers"));
    site.shows(6).await;
}

#[wasm_bindgen_test]
async fn a_cloned_row_gets_buttons_of_its_own() {
    let site = Site::open("crm-customers.html", "/customers");
    site.shows(6).await;
    let row = site.fixture.find("tbody tr");
    let clone = row.clone_node_with_deep(true).unwrap();
    row.parent_node().unwrap().append_child(&clone).unwrap();
    site.shows(7).await;
    for host in hosts() {
        assert_eq!(names(&host).len(), 2, "no copy without buttons stays");
    }
}

#[wasm_bindgen_test]
async fn nothing_is_left_in_the_page_when_the_buttons_are_dropped() {
    let site = Site::open("crm-customers.html", "/customers");
    let before = site.fixture.html();
    site.shows(6).await;
    assert_ne!(site.fixture.html(), before);
    drop(site.buttons);
    assert_eq!(site.fixture.html(), before);

    // What an instance that could not clean up has left.
    let left = document().create_element("span").unwrap();
    left.set_attribute(MARK, "record").unwrap();
    site.fixture.find("tbody td").append_child(&left).unwrap();
    remove_leftovers();
    assert_eq!(site.fixture.html(), before);
}

#[wasm_bindgen_test]
async fn a_page_cannot_press_the_buttons_and_does_not_hear_of_clicks() {
    let site = Site::open("crm-customers.html", "/customers");
    site.shows(6).await;
    let heard = Rc::new(RefCell::new(0));
    let listener = {
        let heard = Rc::clone(&heard);
        let row = site.fixture.find("tbody tr");
        gloo_events::EventListener::new(&row, "click", move |_| *heard.borrow_mut() += 1)
    };
    let root = hosts()[0].shadow_root().unwrap();
    let button = root.query_selector("button").unwrap().unwrap();
    button.unchecked_into::<HtmlElement>().click();
    assert_eq!(*heard.borrow(), 0);
    assert!(
        !site
            .sent
            .borrow()
            .iter()
            .any(|out| matches!(out, UiEvent::Dial(..))),
        "only a person's click calls"
    );
    drop(listener);
}

#[wasm_bindgen_test]
async fn buttons_show_who_can_be_reached_and_who_is_called() {
    let site = Site::open("crm-customers.html", "/customers");
    site.shows(6).await;
    let key = "customer:tomas@initech.example".to_owned();
    site.buttons.show_reach(&[(key, Reach::Busy)]);
    let dots = |reach: &str| {
        let css = format!(".dot[data-reach={reach}]");
        hosts()
            .iter()
            .filter(|host| {
                let root = host.shadow_root().unwrap();
                root.query_selector(&css).unwrap().is_some()
            })
            .count()
    };
    assert_eq!(dots("busy"), 1);
    assert_eq!(dots("unknown"), 5);
    let calling = |name: &str| ToastState::Calling {
        peer: Peer {
            user: None,
            name: name.into(),
            detail: None,
        },
        media: Media::Audio,
        rings: true,
        here: true,
    };
    let marked = || {
        hosts()
            .iter()
            .filter(|host| {
                let root = host.shadow_root().unwrap();
                root.query_selector(".calling").unwrap().is_some()
            })
            .count()
    };
    site.buttons.show_stage(&calling("Wei Zhang"));
    assert_eq!(marked(), 1);
    site.buttons.show_stage(&ToastState::Hidden);
    assert_eq!(marked(), 0);
}

#[wasm_bindgen_test]
async fn a_long_list_gets_buttons_near_the_viewport() {
    let site = Site::open("crm-customers.html", "/customers");
    site.shows(6).await;
    let row = site.fixture.find("tbody tr");
    let body = row.parent_node().unwrap();
    let bare: Element = row.clone_node_with_deep(true).unwrap().unchecked_into();
    page::all(&bare, &format!("[{MARK}]"))[0].remove();
    for number in 0..2000 {
        let copy: Element = bare.clone_node_with_deep(true).unwrap().unchecked_into();
        let email = copy.query_selector("td:nth-child(4) p").unwrap().unwrap();
        email.set_text_content(Some(&format!("person{number}@long.example")));
        body.append_child(&copy).unwrap();
    }
    until("the visible rows", || hosts().len() > 10).await;
    frame().await;
    assert!(hosts().len() < 500, "{} of 2006", hosts().len());
    let last: Element = body.last_child().unwrap().unchecked_into();
    last.scroll_into_view();
    let css = format!("[{MARK}]");
    until("the last row", || page::all(&last, &css).len() == 1).await;
}
