//! What of a page's stands in the top layer, where something that lets presses
//! through could lie over a card.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, NodeList, ShadowRoot};

use crate::main_host;
use ringside_web::dom;
use ringside_web::property::property;

/// Firefox gives extensions the closed shadow roots of a page under this name.
const ANY_ROOT: &str = "openOrClosedShadowRoot";

/// A page with more elements than this is looked through at a press alone:
/// again and again that would slow it down.
const MOST_AGAIN: u32 = 20_000;

/// Whether nothing is in the top layer but Ringside's hosts and the dialog that
/// `host` is in. All of the page is looked at, its shadow trees as well, unless
/// it is a large one and this is no press.
pub(super) fn is_alone(host: &Element, is_press: bool) -> bool {
    let Some(document) = dom::document() else {
        return false;
    };
    let find = |css: &str| document.query_selector_all(css);
    let is_large = document.get_elements_by_tag_name("*").length() > MOST_AGAIN;
    is_clear(&find, host) && (is_large && !is_press || are_below(&find, host))
}

/// The same in one tree.
fn is_clear(find: &Find<'_>, host: &Element) -> bool {
    all(find, ":popover-open, dialog:modal", &|one| {
        one.contains(Some(host)) || main_host::is(one)
    })
}

/// The same in all shadow trees below one.
fn are_below(find: &Find<'_>, host: &Element) -> bool {
    all(find, "*", &|one| {
        let root = property(one, ANY_ROOT).and_then(|root| root.dyn_into::<ShadowRoot>().ok());
        root.is_none_or(|root| {
            let find = |css: &str| root.query_selector_all(css);
            is_clear(&find, host) && are_below(&find, host)
        })
    })
}

type Find<'a> = dyn Fn(&str) -> Result<NodeList, JsValue> + 'a;

fn all(find: &Find<'_>, css: &str, is_fine: &dyn Fn(&Element) -> bool) -> bool {
    find(css).is_ok_and(|found| {
        let mut found = (0..found.length()).filter_map(|at| found.get(at));
        found.all(|one| is_fine(one.unchecked_ref()))
    })
}
