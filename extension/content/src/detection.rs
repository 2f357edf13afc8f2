//! The detection of people on pages of which no profile says anything: a module
//! of its own, which only such pages load.

use std::cell::RefCell;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

use ringside_web::property::property;

/// The loader stores a function under this name, in the extension's isolated
/// world. It returns a promise of the module.
pub const LOAD: &str = "ringsideDetection";

/// What holds one person as a rule, side by side with others.
const ROWS: &str = ringside::site::people::ROWS;
/// Lists whose rows have their buttons in the same place.
const LISTS: &str = "table,[role=grid],[role=treegrid],[role=table],[role=list],ul,ol";

thread_local! {
    static MODULE: RefCell<Module> = const { RefCell::new(Module::Needless) };
}

enum Module {
    /// No page of this kind was seen.
    Needless,
    Loading,
    Loaded(JsValue),
}

/// Somebody on the page.
pub(super) struct Person {
    pub(super) email: String,
    pub(super) name: String,
    /// All that is known to be about this person.
    pub(super) record: Element,
    /// Where the buttons go.
    pub(super) insertion_point: Element,
    /// Whether there is another place, should they be out of sight in this one.
    pub(super) has_other_place: bool,
}

/// Loads the module, unless it is there or under way; calls `then` when it has
/// come.
pub(super) fn load(then: impl FnOnce() + 'static) {
    let is_there = MODULE.with_borrow(|module| !matches!(module, Module::Needless));
    let function = property(&js_sys::global(), LOAD).and_then(|it| it.dyn_into::<Function>().ok());
    let Some(function) = function.filter(|_| !is_there) else {
        return;
    };
    MODULE.set(Module::Loading);
    spawn_local(async move {
        let Ok(loading) = function.call0(&JsValue::NULL) else {
            return;
        };
        // Without it there are no buttons on this page, and nothing else fails.
        if let Ok(module) = JsFuture::from(Promise::resolve(&loading)).await {
            MODULE.set(Module::Loaded(module));
            then();
        }
    });
}

/// The elements that may hold a person's address, in the order of the page.
pub(super) fn candidates(inside: &Element) -> Vec<Element> {
    let found = call("candidates", inside, &JsValue::UNDEFINED);
    let found = found.and_then(|found| found.dyn_into::<Array>().ok());
    let found = found.into_iter().flat_map(|found| found.to_vec());
    found
        .filter_map(|element| element.dyn_into().ok())
        .collect()
}

/// The person whose address this element holds, if it does.
pub(super) fn read(holder: &Element, place: usize) -> Option<Person> {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    let person: Array = call("read", holder, &place.into())?.dyn_into().ok()?;
    Some(Person {
        email: person.get(0).as_string()?,
        name: person.get(1).as_string()?,
        record: person.get(2).dyn_into().ok()?,
        insertion_point: person.get(3).dyn_into().ok()?,
        has_other_place: person.get(4).is_truthy(),
    })
}

fn call(name: &str, element: &Element, argument: &JsValue) -> Option<JsValue> {
    let function = MODULE.with_borrow(|module| match module {
        Module::Loaded(module) => property(module, name),
        Module::Needless | Module::Loading => None,
    });
    let function: Function = function?.dyn_into().ok()?;
    function.call2(&JsValue::NULL, element, argument).ok()
}

/// The list in which this element is: all its rows have their buttons in one
/// place.
pub(super) fn list_of(holder: &Element) -> Element {
    let list = holder.closest(LISTS).ok().flatten();
    let list = list.or_else(|| holder.parent_element());
    list.unwrap_or_else(|| holder.clone())
}

/// Whether two elements are of the same row, or of none both: the same address
/// in both is the same person then, said twice.
pub(super) fn are_of_one_row(one: &Element, other: &Element) -> bool {
    let row = |element: &Element| element.closest(ROWS).ok().flatten();
    row(one) == row(other)
}
