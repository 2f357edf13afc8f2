//! The shadow trees of a page. People in them are found as anywhere else.

use std::cell::RefCell;

use js_sys::{Array, Reflect, Set};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ShadowRoot};

use ringside_web::browser::roots::shadow_root;
use ringside_web::property::property;

/// What is no element of the page's own kinds, which alone have shadow roots as a
/// rule. In 800,000 elements this finds the others in 31 ms, an XPath in 87.
const COMMON: &str = ":not(td,tr,a,div,span,p,li,ul,ol,dl,dt,dd,th,thead,tbody,tfoot,table,colgroup,col,\
    button,svg,path,g,use,i,b,em,strong,small,img,input,label,select,option,form,br,hr,h1,h2,h3,h4,h5,\
    h6,main,section,article,header,nav,footer,aside,figure,canvas,pre,code,script,style)";
/// So many elements without a shadow root are looked at again: they may get one
/// when their script comes, of which nothing tells.
const MOST_WAITING: usize = 500;

/// The loader finds here where something of ours may be left that no selector of the
/// document finds: the name of a set, in the extension's isolated world.
const ROOTS: &str = "ringsideRoots";
/// After so many more, those are forgotten that the page has taken out.
const MANY: u32 = 512;

thread_local! {
    static WAITING: RefCell<Vec<Element>> = const { RefCell::new(Vec::new()) };
}

/// The shadow roots in a part of the page, and in each other.
pub(super) fn below(inside: &Element) -> Vec<ShadowRoot> {
    let mut found = Vec::new();
    collect(inside, &mut found);
    found
}

/// The shadow roots in a part of the page; with `all`, those as well that others have
/// got since.
#[must_use]
pub fn roots(inside: &Element, all: bool) -> Array {
    let waiting = if all { WAITING.take() } else { Vec::new() };
    let (come, left): (Vec<Element>, Vec<Element>) = waiting
        .into_iter()
        .filter(|element| element.is_connected())
        .partition(|element| shadow_root(element).is_some());
    if all {
        WAITING.set(left);
    }
    let mut found = below(inside);
    for host in come {
        collect(&host, &mut found);
    }
    remember(&found);
    found.iter().collect()
}

fn remember(found: &[ShadowRoot]) {
    if found.is_empty() {
        return;
    }
    let global = js_sys::global();
    let known = property(&global, ROOTS).map(JsCast::unchecked_into);
    let known = known.unwrap_or_else(|| {
        let empty = Set::new(&JsValue::UNDEFINED);
        let _ = Reflect::set(&global, &ROOTS.into(), &empty);
        empty
    });
    let before = known.size() / MANY;
    for root in found {
        known.add(root);
    }
    if known.size() / MANY > before {
        let all: Vec<JsValue> = known.values().into_iter().flatten().collect();
        for root in all {
            if !root.unchecked_ref::<ShadowRoot>().is_connected() {
                known.delete(&root);
            }
        }
    }
}

/// The elements that a shadow tree consists of.
pub(super) fn parts(root: &ShadowRoot) -> Vec<Element> {
    let children = root.children();
    let children = (0..children.length()).filter_map(|at| children.item(at));
    children.collect()
}

fn collect(inside: &Element, found: &mut Vec<ShadowRoot>) {
    for host in custom(inside) {
        match shadow_root(&host) {
            Some(root) => {
                for part in parts(&root) {
                    collect(&part, found);
                }
                found.push(root);
            }
            None => wait_for(host),
        }
    }
}

/// The elements of the page's own kinds in a part of it, itself included.
fn custom(inside: &Element) -> Vec<Element> {
    let below = inside.query_selector_all(COMMON).ok();
    let below = (0..).map_while(|at| below.as_ref()?.get(at));
    let all = [inside.clone()]
        .into_iter()
        .chain(below.map(JsCast::unchecked_into));
    all.filter(|element| element.local_name().contains('-'))
        .collect()
}

fn wait_for(host: Element) {
    WAITING.with_borrow_mut(|waiting| {
        if waiting.len() < MOST_WAITING && !waiting.contains(&host) {
            waiting.push(host);
        }
    });
}
