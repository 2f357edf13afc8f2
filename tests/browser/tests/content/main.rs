//! Buttons beside records, on the fixture pages of `tests/pages`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod catalogue;
mod contrast;
mod layout;
mod long;
mod people;
mod places;
mod profiles;
mod random;
mod records;
mod rows;
mod site;

use std::cell::RefCell;
use std::rc::Rc;

use ringside::call::view::ToastState;
use ringside::domain::{Media, Peer};
use ringside::presence::Reach;
use ringside_browser_tests::page;
use ringside_browser_tests::{document, frame, until};
use ringside_content::buttons::remove_leftovers;
use ringside_content::{MARK, UiEvent};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};

use site::{Site, hosts, names};

wasm_bindgen_test_configure!(run_in_browser);

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
    until("all to be asked about", || site.asked().len() >= 40).await;
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
    let seen = || {
        let is_seen = |host: &&Element| {
            let button = host
                .shadow_root()
                .unwrap()
                .query_selector("button")
                .unwrap();
            button.unwrap().get_bounding_client_rect().width() > 0.0
        };
        hosts().iter().filter(is_seen).count()
    };
    until("buttons that are seen", || seen() == 6).await;
    let own = "customer:jane.doe@acme.example".to_owned();
    site.buttons.show_reach(&[(own, Reach::Yourself)]);
    assert_eq!(seen(), 5, "nobody calls oneself");
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
