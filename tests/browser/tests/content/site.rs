//! A fixture page with buttons on it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect, WeakSet};
use ringside::site::RecordRef;
use ringside_browser_tests::page::{self, Fixture};
use ringside_browser_tests::{document, frame, until};
use ringside_content::buttons::Buttons;
use ringside_content::{MARK, UiEvent, modules};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, XPathResult};

/// A fixture page with Ringside's buttons on it.
pub(super) struct Site {
    pub(super) fixture: Fixture,
    pub(super) buttons: Buttons,
    pub(super) sent: Rc<RefCell<Vec<UiEvent>>>,
}

impl Site {
    pub(super) fn open(name: &str, path: &str) -> Self {
        Self::on(Fixture::open(name, path))
    }

    /// Adds the buttons to a fixture that is open.
    pub(super) fn on(fixture: Fixture) -> Self {
        ringside_browser_tests::stub_extension();
        provide_detection();
        let sent = Rc::new(RefCell::new(Vec::new()));
        let out = Rc::clone(&sent);
        let buttons = Buttons::new(Rc::new(move |what| out.borrow_mut().push(what)), || {});
        Self {
            fixture,
            buttons: buttons.unwrap(),
            sent,
        }
    }

    /// Takes the buttons away again.
    pub(super) fn close(self) -> Fixture {
        drop(self.buttons);
        self.fixture
    }

    /// Waits until as many records have buttons.
    pub(super) async fn shows(&self, count: usize) {
        until(&format!("{count} pairs of buttons"), || {
            self.buttons.count() == count && hosts().len() == count
        })
        .await;
        // No more come after it, and nobody has two in one place.
        frame().await;
        frame().await;
        assert_eq!(hosts().len(), count);
        for host in hosts() {
            let siblings = host.parent_element().unwrap();
            let css = format!(":scope > [{MARK}]");
            let beside = page::all(&siblings, &css);
            let labels = beside.iter().map(|host| names(host).concat());
            let mut labels: Vec<String> = labels.collect();
            let count = labels.len();
            labels.sort();
            labels.dedup();
            assert_eq!(labels.len(), count);
        }
    }

    /// The records that the worker was asked about.
    pub(super) fn records(&self) -> Vec<RecordRef> {
        let sent = self.sent.borrow();
        let asked = sent.iter().filter_map(|out| match out {
            UiEvent::QueryPresence(records) => Some(records.clone()),
            _ => None,
        });
        asked.flatten().collect()
    }

    /// Their e-mail addresses, sorted.
    pub(super) fn asked(&self) -> Vec<String> {
        let records = self.records().into_iter();
        let mut asked: Vec<String> = records.filter_map(|record| record.email).collect();
        asked.sort();
        asked
    }
}

/// The detection, as the loader provides it. Here it is a part of the same module.
fn provide_detection() {
    let module = Object::new();
    let candidates = Closure::<dyn Fn(Element) -> Option<XPathResult>>::new(|inside: Element| {
        ringside_detection::candidates(&inside)
    });
    let read = Closure::<dyn Fn(Element) -> JsValue>::new(|holder: Element| {
        ringside_detection::read(&holder).map_or(JsValue::UNDEFINED, Into::into)
    });
    let lists = Closure::<dyn Fn(Element, WeakSet) -> Array>::new(|inside: Element, others| {
        ringside_detection::long_lists(&inside, &others)
    });
    let rows =
        Closure::<dyn Fn(Element, f64, f64) -> JsValue>::new(|list: Element, top, bottom| {
            ringside_detection::rows_between(&list, top, bottom)
                .map_or(JsValue::UNDEFINED, Into::into)
        });
    let layer = Closure::<dyn Fn(Element) -> Option<Element>>::new(|rows: Element| {
        ringside_detection::layer(&rows)
    });
    let front = Closure::<dyn Fn(Element, Element, Element, f64) -> Option<bool>>::new(
        |host: Element, shown: Element, list: Element, start| {
            ringside_detection::is_in_front(&host, &shown, &list, start)
        },
    );
    let roots = Closure::<dyn Fn(Element, bool) -> Array>::new(|inside: Element, all| {
        ringside_detection::roots(&inside, all)
    });
    let one_row =
        Closure::<dyn Fn(Element, Element) -> bool>::new(|one: Element, other: Element| {
            ringside_detection::are_of_one_row(&one, &other)
        });
    let list = Closure::<dyn Fn(Element) -> Option<Element>>::new(|holder: Element| {
        ringside_detection::list_of(&holder)
    });
    let rest = Closure::<dyn Fn(Array) -> Array>::new(|changed: Array| {
        ringside_detection::rest_of_rows(&changed)
    });
    let set = |name: &str, value: JsValue| Reflect::set(&module, &name.into(), &value);
    set("candidates", candidates.into_js_value()).unwrap();
    set("read", read.into_js_value()).unwrap();
    set("long_lists", lists.into_js_value()).unwrap();
    set("layer", layer.into_js_value()).unwrap();
    set("is_in_front", front.into_js_value()).unwrap();
    set("rows_between", rows.into_js_value()).unwrap();
    set("roots", roots.into_js_value()).unwrap();
    set("are_of_one_row", one_row.into_js_value()).unwrap();
    set("list_of", list.into_js_value()).unwrap();
    set("rest_of_rows", rest.into_js_value()).unwrap();
    let load = Closure::<dyn Fn() -> Promise<Object>>::new(move || Promise::resolve(&module));
    let load = load.into_js_value();
    Reflect::set(&js_sys::global(), &modules::LOAD.into(), &load).unwrap();
}

pub(super) fn hosts() -> Vec<Element> {
    page::all(
        &document().document_element().unwrap(),
        &format!("[{MARK}]"),
    )
}

/// The accessible names of a host's buttons.
pub(super) fn names(host: &Element) -> Vec<String> {
    let root = host.shadow_root().unwrap();
    let list = root.query_selector_all("button").unwrap();
    (0..list.length())
        .map(|index| list.get(index).unwrap().unchecked_into::<Element>())
        .map(|button| button.get_attribute("aria-label").unwrap())
        .collect()
}
