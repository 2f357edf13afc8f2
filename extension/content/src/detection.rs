//! The detection of people on pages of which no profile says anything: a module
//! of its own, which only such pages load.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, WeakSet};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, ShadowRoot, XPathResult};

use super::modules;

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
    /// Where the buttons may go, the best first.
    pub(super) places: Vec<Element>,
}

/// Loads the module, unless it is there or under way; calls `then` when it has
/// come, and each time when it has come anew after a trap.
pub(super) fn load(then: impl Fn() + 'static) {
    if MODULE.with_borrow(|module| matches!(module, Module::Needless)) {
        begin(Rc::new(then));
    }
}

fn begin(then: Rc<dyn Fn()>) {
    MODULE.set(Module::Loading);
    let after_trap = Rc::clone(&then);
    let again = Closure::<dyn Fn()>::new(move || begin(Rc::clone(&after_trap)));
    // Never dropped: the loader has it as long as the page is there.
    let again = again.into_js_value();
    spawn_local(async move {
        // Without it there are no buttons on this page, and nothing else fails.
        if let Some(module) = modules::load("detection", &again).await {
            MODULE.set(Module::Loaded(module));
            then();
        }
    });
}

/// The elements in `inside`, itself included, that may hold a person's address,
/// in the order of the page.
pub(super) fn candidates(inside: &Element) -> Option<XPathResult> {
    call("candidates", inside)?.dyn_into().ok()
}

/// The shadow roots in a part of the page; with `all`, those as well that other
/// elements have got since.
pub(super) fn roots(inside: &Element, all: bool) -> Vec<ShadowRoot> {
    let arguments = Array::of2(inside, &all.into());
    let found = call_with("roots", &arguments).map(|found| Array::from(&found));
    let found = found.unwrap_or_default().into_iter();
    found.map(JsCast::unchecked_into).collect()
}

/// The person whose address this element holds, if it does.
pub(super) fn read(holder: &Element) -> Option<Person> {
    let person: Array = call("read", holder)?.dyn_into().ok()?;
    Some(Person {
        email: person.get(0).as_string()?,
        name: person.get(1).as_string()?,
        record: person.get(2).dyn_into().ok()?,
        places: person
            .iter()
            .skip(3)
            .filter_map(|place| place.dyn_into().ok())
            .collect(),
    })
}

/// The CRM of the catalogue whose signs the page has. `None` while that cannot be
/// told.
pub(super) fn crm() -> Option<Option<u32>> {
    let found = call_with("crm", &Array::new())?;
    Some(found.as_f64().map(|index| index as u32))
}

/// The parts of this part of the page that are in no long list, and the long lists,
/// but for those in `others`.
pub(super) fn long_lists(inside: &Element, others: &WeakSet) -> [Vec<Element>; 2] {
    let found = call_with("long_lists", &Array::of2(inside, others));
    let found = found.and_then(|found| found.dyn_into::<Array>().ok());
    let found = found.unwrap_or_default();
    [0, 1].map(|at| elements(found.get(at)).unwrap_or_default())
}

/// The rows of a list between these two, in CSS pixels from the top of the viewport.
/// `None` where it shows them in another order than it has them.
pub(super) fn rows_between(list: &Element, top: f64, bottom: f64) -> Option<Vec<Element>> {
    let arguments = Array::of3(list, &top.into(), &bottom.into());
    elements(call_with("rows_between", &arguments)?)
}

/// Adds a layer in front of the table around these rows. `None` where there can be
/// none.
pub(super) fn layer(rows: &Element) -> Option<Element> {
    call("layer", rows)?.dyn_into().ok()
}

/// Whether what is shown of a host in a layer is where it belongs, beginning at
/// `start`, with nothing of the list in front of it. `None` where that cannot be told.
pub(super) fn is_in_front(
    host: &Element,
    shown: &Element,
    list: &Element,
    start: f64,
) -> Option<bool> {
    let arguments = Array::of4(host, shown, list, &start.into());
    call_with("is_in_front", &arguments)?.as_bool()
}

/// Nothing where the module has trapped, or is not there yet.
fn elements(array: JsValue) -> Option<Vec<Element>> {
    let all = array.dyn_into::<Array>().ok()?.into_iter();
    Some(all.map(JsCast::unchecked_into).collect())
}

fn call(name: &str, element: &Element) -> Option<JsValue> {
    call_with(name, &Array::of1(element))
}

fn call_with(name: &str, arguments: &Array) -> Option<JsValue> {
    MODULE.with_borrow(|module| match module {
        Module::Loaded(module) => modules::call(module, name, arguments),
        Module::Needless | Module::Loading => None,
    })
}

/// The list in which this element is: all its rows have their buttons in one
/// place.
pub(super) fn list_of(holder: &Element) -> Element {
    let list = call("list_of", holder).and_then(|list| list.dyn_into().ok());
    list.unwrap_or_else(|| holder.clone())
}

/// Whether two elements are of the same row, or of none both: the same address
/// in both is the same person then, said twice.
pub(super) fn are_of_one_row(one: &Element, other: &Element) -> bool {
    let found = call_with("are_of_one_row", &Array::of2(one, other));
    // Where that cannot be told now, the page is scanned again when it can.
    found.is_none_or(|found| found.is_truthy())
}

/// What else belongs to the rows in which something has changed: a row may be in
/// several elements, or in slots.
pub(super) fn rest_of_rows(changed: &Array) -> Vec<Element> {
    let rest = call_with("rest_of_rows", &Array::of1(changed));
    rest.and_then(elements).unwrap_or_default()
}
