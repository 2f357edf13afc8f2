//! The picker: what it makes of what somebody points at, and what it leaves behind.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use js_sys::{Array, Function, Reflect};
use ringside::message::{FromContent, Teach};
use ringside::site::profile::file::{self, Source};
use ringside::site::profile::learn::merge::merged;
use ringside_browser_tests::page::{self, Fixture};
use ringside_browser_tests::{document, frame, until, window};
use ringside_content::MARK;
use ringside_web::browser::codec;
use ringside_web::json::Json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, KeyboardEvent, KeyboardEventInit, MouseEvent, MouseEventInit, ShadowRoot};

wasm_bindgen_test_configure!(run_in_browser);

/// A fixture page with the picker over it.
struct Picking {
    fixture: Fixture,
    before: String,
}

impl Picking {
    fn start(name: &str, path: &str) -> Self {
        ringside_browser_tests::stub_extension();
        ringside_web::dom::let_scripts_press();
        // The worker takes everything.
        let worker = Function::new_no_args(
            "window.sent = [];
            chrome.runtime.sendMessage = async (text) => { window.sent.push(text); return reply; }",
        );
        Reflect::set(&window(), &"reply".into(), &codec::to_reply(&None::<()>)).unwrap();
        worker.call0(&JsValue::NULL).unwrap();
        let fixture = Fixture::open(name, path);
        let before = fixture.html();
        ringside_picker::start();
        Self { fixture, before }
    }

    /// Clicks at the middle of an element of the page.
    fn point(&self, css: &str) {
        let element = self.fixture.find(css);
        element.scroll_into_view();
        let place = element.get_bounding_client_rect();
        let init = MouseEventInit::new();
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_client_x((place.left() + place.width() / 2.0) as i32);
        init.set_client_y((place.top() + place.height() / 2.0) as i32);
        let click = MouseEvent::new_with_mouse_event_init_dict("click", &init).unwrap();
        part(".catcher").dispatch_event(&click).unwrap();
    }

    /// What was sent to the worker.
    async fn sent(&self) -> String {
        let sent = || Array::from(&Reflect::get(&window(), &"sent".into()).unwrap());
        until("a message to the worker", || sent().length() == 1).await;
        let Some(FromContent::Teach(Teach(file))) = codec::from_message(&sent().get(0)) else {
            panic!("another message");
        };
        file
    }

    /// Nothing of it is left.
    async fn is_gone(&self) {
        until("the picker to go", || hosts().is_empty()).await;
        assert_eq!(self.fixture.html(), self.before);
    }
}

impl Drop for Picking {
    fn drop(&mut self) {
        for host in hosts() {
            host.remove();
        }
        ringside_picker::leave();
    }
}

fn hosts() -> Vec<Element> {
    let css = ["[", MARK, "=picker]"].concat();
    page::all(&document().document_element().unwrap(), &css)
}

fn root() -> ShadowRoot {
    hosts()[0].shadow_root().unwrap()
}

fn part(css: &str) -> Element {
    let found = root().query_selector(css).unwrap();
    found.unwrap_or_else(|| panic!("no {css}"))
}

fn says(css: &str) -> String {
    part(css).text_content().unwrap()
}

fn press(name: &str) {
    let button = part(&["[data-press=", name, "]"].concat());
    let button: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(button);
    button.click();
}

fn key(kind: &str, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict(kind, &init).unwrap();
    part(".card").dispatch_event(&event).unwrap();
}

/// The record, the name's and the address's selector, and the places.
fn learnt(file: &str) -> [String; 4] {
    let read = file::read(file, Source::User, Json::parse).unwrap();
    let profile = read.decode().unwrap();
    let page = &profile.pages[0];
    let field = |field: &ringside::site::profile::Field| {
        let attr = field.attr.as_deref().map(|attr| [" ", attr].concat());
        [&field.select, &*attr.unwrap_or_default()].concat()
    };
    [
        page.record.to_string(),
        field(&page.title[0]),
        field(&page.email[0]),
        page.place.join(" | "),
    ]
}

#[wasm_bindgen_test]
async fn a_row_a_name_and_an_address_are_a_profile() {
    let picking = Picking::start("any/taught.html", "/teams/7/accounts");
    assert_eq!(says(".ask"), "picker_row");
    picking.point(".account:nth-child(2) .contact");
    assert_eq!(says(".ask"), "picker_name");
    picking.point(".account:nth-child(1) .contact");
    assert_eq!(says(".problem"), "picker_outside");
    picking.point(".account:nth-child(2) .contact");
    assert_eq!(says(".ask"), "picker_email");
    picking.point(".account:nth-child(2) .number");
    assert_eq!(says(".problem"), "picker_no_email");
    picking.point(".account:nth-child(2) .write");
    assert_eq!(says(".ask"), "picker_people 3");
    assert_eq!(says(".unsure"), "picker_no_address_one Nobody Yet");
    assert!(says("ul").starts_with("Grace Hoppergrace@navy.example"));
    frame().await;
    assert_eq!(page::all(&part(".outlines"), ".found").len(), 3);
    assert_eq!(page::all(&part(".outlines"), ".doubt").len(), 1);
    press("save");
    let file = picking.sent().await;
    assert!(
        file.contains("\"paths\": [\"/teams/:number/accounts\"]"),
        "{file}"
    );
    assert_eq!(
        learnt(&file),
        [".account", ".contact", ".write data-to", ".contact"]
    );
    picking.is_gone().await;
}

#[wasm_bindgen_test]
async fn the_only_address_of_a_row_needs_nobody_to_point_at_it() {
    let picking = Picking::start("any/plain-table.html", "/contacts");
    picking.point("tbody tr:nth-child(2) td:nth-child(5)");
    picking.point("tbody tr:nth-child(2) a");
    assert_eq!(says(".ask"), "picker_people 3");
    assert_eq!(says(".unsure"), "picker_no_name_one no-reply@acme.example");
    press("save");
    assert_eq!(
        learnt(&picking.sent().await),
        [
            "table > tbody > tr:has(> td)",
            "td:nth-child(3)",
            "td:nth-child(4)",
            "td:last-child | td:nth-child(3)"
        ]
    );
    picking.is_gone().await;
}

#[wasm_bindgen_test]
async fn a_name_that_is_no_text_is_read_and_can_be_read_otherwise() {
    let picking = Picking::start("any/own-profile.html", "/");
    picking.point(".member:nth-child(2) .code");
    picking.point(".member:nth-child(2) .code");
    assert_eq!(says(".ask"), "picker_people 3");
    assert!(says("ul").contains("Ada Lovelaceada@analytical.example"));
    press("name");
    assert!(says("ul").contains("ADL-02ada@analytical.example"));
    press("name");
    press("save");
    assert_eq!(
        learnt(&picking.sent().await),
        [
            ".member",
            ".code data-full-name",
            ".code data-mail",
            ".code"
        ]
    );
    picking.is_gone().await;
}

#[wasm_bindgen_test]
async fn lists_and_grids_without_classes_are_told_apart_from_the_page() {
    for (name, row, at, people) in [
        ("any/cards.html", ".card", "h3", 2),
        (
            "any/grid.html",
            "[role=gridcell][aria-colindex='4']",
            "[role=row] [role=gridcell]",
            2,
        ),
    ] {
        let picking = Picking::start(name, "/team");
        picking.point(row);
        picking.point(at);
        assert_eq!(
            says(".ask"),
            ["picker_people ", &people.to_string()].concat(),
            "{name}"
        );
        assert_eq!(page::all(&part(".card"), ".unsure").len(), 0, "{name}");
        press("cancel");
        picking.is_gone().await;
    }
}

#[wasm_bindgen_test]
async fn escape_ends_it_when_the_key_goes_up() {
    let picking = Picking::start("any/taught.html", "/");
    key("keydown", "Escape");
    frame().await;
    assert_eq!(hosts().len(), 1, "the page would hear of the key");
    key("keyup", "Escape");
    picking.is_gone().await;
}

/// As the worker does it, with the browser's JSON.
#[wasm_bindgen_test]
fn what_a_profile_says_of_other_pages_stays() {
    const KNOWN: &str = include_str!("../../pages/any/own-profile.json");
    let new = KNOWN.replace("[\"/\"]", "[\"/new\"]");
    let both = merged(KNOWN, &new, Json::parse, Json::write).unwrap();
    let read = file::read(&both, Source::User, Json::parse).unwrap();
    let paths = |text: &str| {
        let profile = file::read(text, Source::User, Json::parse).unwrap();
        let pages = profile.decode().unwrap().pages;
        pages
            .iter()
            .map(|page| page.paths.join(" "))
            .collect::<Vec<_>>()
    };
    assert_eq!(read.name(), "Crew lists");
    assert_eq!(paths(&both), ["/", "/new"]);
    let once_more = merged(&both, KNOWN, Json::parse, Json::write).unwrap();
    assert_eq!(paths(&once_more), ["/new", "/"]);
}
