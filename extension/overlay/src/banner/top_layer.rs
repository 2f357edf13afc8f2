//! What of a page's stands in the top layer, where something that lets presses
//! through could lie over a card.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, NodeList, ShadowRoot};

use crate::main_host;
use ringside_web::dom;
use ringside_web::property::property;

/// Firefox gives extensions the closed shadow roots of a page under this name.
const ANY_ROOT: &str = "openOrClosedShadowRoot";

/// Whether nothing is in the top layer but Ringside's hosts and the dialog that
/// `host` is in. All of the page is looked at, which is for the time in which a
/// card is in sight.
pub(super) fn is_alone(host: &Element) -> bool {
    dom::document().is_some_and(|document| is_clear(&|css| document.query_selector_all(css), host))
}

/// The same in one tree and all shadow trees below it.
fn is_clear(find: &dyn Fn(&str) -> Result<NodeList, JsValue>, host: &Element) -> bool {
    let all = |css, is_fine: &dyn Fn(&Element) -> bool| {
        find(css).is_ok_and(|found| {
            let mut found = (0..found.length()).filter_map(|at| found.get(at));
            found.all(|one| is_fine(one.unchecked_ref()))
        })
    };
    all(":popover-open, dialog:modal", &|one| {
        one.contains(Some(host)) || main_host::is(one)
    }) && all("*", &|one| {
        let root = property(one, ANY_ROOT).and_then(|root| root.dyn_into::<ShadowRoot>().ok());
        root.is_none_or(|root| is_clear(&|css| root.query_selector_all(css), host))
    })
}
