//! The shadow trees of a page. People in them are found as anywhere else.

use std::cell::RefCell;

use js_sys::{Array, Reflect, Set, WeakSet};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ShadowRoot};

use super::nodes::{children, each, is};
use ringside_web::browser::roots::shadow_root;
use ringside_web::property::property;

/// What is no element of the page's own kinds, which alone have shadow roots as a
/// rule. In 800,000 elements this finds the others in 31 ms, an XPath in 87.
const COMMON: &str = ":not(td,tr,a,div,span,p,li,ul,ol,dl,dt,dd,th,thead,tbody,tfoot,table,colgroup,col,\
    button,svg,path,g,use,i,b,em,strong,small,img,input,label,select,option,form,br,hr,h1,h2,h3,h4,h5,\
    h6,main,section,article,header,nav,footer,aside,figure,canvas,pre,code,script,style)";
/// Of HTML's own elements those that may have a shadow root, and are empty or have an
/// id, as what a page builds itself into.
const PLAIN: &str = ":is([id],:empty):not([data-ringside]):is(div,section,main,article,aside,body,header,footer,nav,\
    p,span,blockquote,h1,h2,h3,h4,h5,h6)";
/// In so many elements the browser looks for plain ones in one scan; beyond these only
/// the outer ones of a part are looked at. In 800,000 elements it would take 400 ms.
const MOST_SEARCHED: u32 = 5_000;
/// So many outer elements are looked at, and so many plain ones asked for a root.
const MOST_OUTER: u32 = 100;
const MOST_ASKED: u32 = 500;
/// A part with no more elements is always looked through: a row of a long list.
const FEW: u32 = 100;
/// So many elements without a shadow root are looked at again: they may get one
/// when their script comes, of which nothing tells.
const MOST_WAITING: u32 = 500;
/// The same for plain ones: these take no place of the others.
const MOST_PLAIN_WAITING: u32 = 200;

/// The loader finds here where something of ours may be left that no selector of the
/// document finds: the name of a set, in the extension's isolated world.
const ROOTS: &str = "ringsideRoots";
/// After so many more, those are forgotten that the page has taken out.
const MANY: u32 = 512;

/// What is known of elements that have no shadow root, and what may be looked at
/// still in this scan.
struct Known {
    /// Elements of the page's own kinds that may get one.
    waiting: Set,
    /// Plain ones.
    plain_waiting: Set,
    /// Plain ones that have one.
    plain: WeakSet,
    has_plain: bool,
    left_to_search: u32,
    left_to_ask: u32,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::new(Known {
        waiting: Set::new(&JsValue::UNDEFINED),
        plain_waiting: Set::new(&JsValue::UNDEFINED),
        plain: WeakSet::new(),
        has_plain: false,
        left_to_search: 0,
        left_to_ask: 0,
    });
}

/// The shadow roots in a part of the page, and in each other, as far as they are known.
pub(super) fn below(inside: &Element) -> Vec<ShadowRoot> {
    let mut found = Vec::new();
    KNOWN.with_borrow_mut(|known| known.collect(inside, false, &mut found));
    found
}

/// The shadow roots in a part of the page; with `all`, those as well that others have
/// got since, and it is the first part of a scan.
#[must_use]
pub fn roots(inside: &Element, all: bool) -> Array {
    let mut found = Vec::new();
    KNOWN.with_borrow_mut(|known| {
        if all {
            known.left_to_search = MOST_SEARCHED;
            known.left_to_ask = MOST_ASKED;
            for host in known.come() {
                known.collect(&host, true, &mut found);
            }
        }
        known.collect(inside, true, &mut found);
    });
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
    children(&root.children(), u32::MAX)
}

impl Known {
    /// Adds the shadow roots in a part of the page. Texts are read much more often than
    /// the page changes: no plain element is asked then that is not known to have one.
    #[inline(never)]
    fn collect(&mut self, inside: &Element, is_scan: bool, found: &mut Vec<ShadowRoot>) {
        let mut hosts = each(inside, COMMON, u32::MAX);
        hosts.push(inside.clone());
        hosts.retain(|host| host.local_name().contains('-'));
        let first_plain = hosts.len();
        if is_scan {
            hosts.append(&mut self.plain_in(inside));
        } else if self.has_plain {
            let mut plain = own_and_each(inside, u32::MAX);
            plain.retain(|element| self.plain.has(element));
            hosts.append(&mut plain);
        }
        for (at, host) in hosts.iter().enumerate() {
            let is_plain = at >= first_plain;
            let Some(root) = shadow_root(host) else {
                let (waiting, most) = if is_plain {
                    (&self.plain_waiting, MOST_PLAIN_WAITING)
                } else {
                    (&self.waiting, MOST_WAITING)
                };
                if waiting.size() < most {
                    waiting.add(host);
                }
                continue;
            };
            if is_plain {
                self.plain.add(host);
                self.has_plain = true;
            }
            for part in parts(&root) {
                self.collect(&part, is_scan, found);
            }
            found.push(root);
        }
    }

    /// The plain elements in a part of the page that are to be asked.
    fn plain_in(&mut self, inside: &Element) -> Vec<Element> {
        let elements = inside.get_elements_by_tag_name("*");
        // The browser counts no further than that.
        if elements.item(FEW).is_none() {
            return own_and_each(inside, FEW);
        }
        let asked = if elements.item(self.left_to_search).is_none() {
            self.left_to_search -= elements.length();
            own_and_each(inside, self.left_to_ask)
        } else {
            let mut outer = children(&inside.children(), MOST_OUTER);
            let mut deeper = Vec::new();
            for child in &outer {
                if deeper.len() < MOST_OUTER as usize {
                    deeper.append(&mut children(&child.children(), MOST_OUTER));
                }
            }
            outer.append(&mut deeper);
            outer.push(inside.clone());
            outer.retain(|element| is(element, PLAIN));
            outer.truncate(self.left_to_ask as usize);
            outer
        };
        let count = u32::try_from(asked.len()).unwrap_or(u32::MAX);
        self.left_to_ask = self.left_to_ask.saturating_sub(count);
        asked
    }

    /// The waiting elements that have got a shadow root. Those that have left the page
    /// wait no longer.
    fn come(&self) -> Vec<Element> {
        let mut come = Vec::new();
        for waiting in [&self.waiting, &self.plain_waiting] {
            let all = Array::from(waiting);
            for at in 0..all.length() {
                let element: Element = all.get(at).unchecked_into();
                let is_connected = element.is_connected();
                let has_come = is_connected && shadow_root(&element).is_some();
                if has_come || !is_connected {
                    waiting.delete(&element);
                }
                if has_come {
                    come.push(element);
                }
            }
        }
        come
    }
}

/// The plain elements in a part of the page, itself included.
fn own_and_each(inside: &Element, most: u32) -> Vec<Element> {
    let mut plain = each(inside, PLAIN, most);
    if is(inside, PLAIN) {
        plain.push(inside.clone());
    }
    plain
}
