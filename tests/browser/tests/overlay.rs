//! The overlay as the content module uses it: loaded when there is something to
//! show, and loaded anew where that fails or the module ends.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use ringside::call::intent::ContentIntent;
use ringside::call::view::{Notice, RingView, ToastState, View};
use ringside::domain::{CallId, Media, Peer};
use ringside::message::OverlayEvent;
use ringside_browser_tests::page;
use ringside_browser_tests::{document, frame, until};
use ringside_content::overlay::{Newest, Overlay};
use ringside_content::{MARK, modules};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, ShadowRoot};

wasm_bindgen_test_configure!(run_in_browser);

thread_local! {
    static SENT: RefCell<Vec<OverlayEvent>> = const { RefCell::new(Vec::new()) };
}

/// The loader, which loads only when it is told to.
#[derive(Clone, Default)]
struct Loader(Rc<RefCell<Vec<Load>>>);

/// One load that was asked for.
struct Load {
    resolve: Function,
    reject: Function,
    again: Function,
}

impl Loader {
    /// In place of the loader before.
    fn new() -> Self {
        ringside_browser_tests::stub_extension();
        ringside_web::dom::let_scripts_press();
        let this = Self::default();
        let loads = Rc::clone(&this.0);
        let load =
            Closure::<dyn Fn(String, Function) -> Promise>::new(move |name: String, again| {
                assert_eq!(name, "overlay");
                Promise::new(&mut |resolve, reject| {
                    loads.borrow_mut().push(Load {
                        resolve,
                        reject,
                        again: Function::clone(&again),
                    });
                })
            });
        let load = load.into_js_value();
        Reflect::set(&js_sys::global(), &modules::LOAD.into(), &load).unwrap();
        this
    }

    /// How many loads were asked for, once all has been done.
    async fn asked(&self) -> usize {
        frame().await;
        self.0.borrow().len()
    }

    /// The newest load ends well.
    fn succeed(&self) {
        let resolve = self.0.borrow().last().unwrap().resolve.clone();
        resolve.call1(&JsValue::NULL, &module()).unwrap();
    }

    /// The newest load fails.
    fn fail(&self) {
        let reject = self.0.borrow().last().unwrap().reject.clone();
        reject.call1(&JsValue::NULL, &"no network".into()).unwrap();
    }

    /// The module has trapped.
    fn trap(&self) {
        let again = self.0.borrow().last().unwrap().again.clone();
        again.call0(&JsValue::NULL).unwrap();
    }
}

/// The module as its glue shows it. Here it is a part of the same module.
fn module() -> Object {
    let module = Object::new();
    let set = |name: &str, value: JsValue| Reflect::set(&module, &name.into(), &value).unwrap();
    let start = Closure::<dyn Fn(ShadowRoot, Function)>::new(|root: ShadowRoot, out| {
        ringside_overlay::start(&root, out);
    });
    set("start", start.into_js_value());
    let show = Closure::<dyn Fn(String, bool) -> bool>::new(|view: String, asks| {
        ringside_overlay::show(&view, asks)
    });
    set("show", show.into_js_value());
    let changed = Closure::<dyn Fn()>::new(ringside_overlay::page_changed);
    set("page_changed", changed.into_js_value());
    let leave = Closure::<dyn Fn()>::new(ringside_overlay::leave);
    set("leave", leave.into_js_value());
    module
}

fn overlay() -> Overlay {
    SENT.take();
    Overlay::new(|event| SENT.with_borrow_mut(|sent| sent.push(event))).unwrap()
}

fn ringing(names: &[&str]) -> Newest {
    let rings = names.iter().zip(1..).map(|(name, call)| RingView {
        call: CallId(call),
        peer: Peer {
            user: None,
            name: (*name).to_owned(),
            detail: None,
        },
        media: Media::Video,
        waiting: false,
    });
    let view = View {
        rings: rings.collect(),
        ..View::default()
    };
    Newest::new(&view, false)
}

/// The page's hosts, in each of which is what this selector finds.
fn in_hosts(css: &str) -> Vec<Vec<Element>> {
    let hosts = page::all(
        &document().document_element().unwrap(),
        &["[", MARK, "]"].concat(),
    );
    let roots = hosts.iter().map(|host| host.shadow_root().unwrap());
    roots
        .map(|root| {
            let list = root.query_selector_all(css).unwrap();
            (0..list.length())
                .map(|index| list.get(index).unwrap().unchecked_into())
                .collect()
        })
        .collect()
}

/// How many cards there are, in the only host.
fn cards() -> usize {
    let hosts = in_hosts(".card");
    assert_eq!(hosts.len(), 1, "one host");
    hosts[0].len()
}

/// Whether the host is in the top layer.
fn is_raised() -> bool {
    let css = ["[", MARK, "]:popover-open"].concat();
    !page::all(&document().document_element().unwrap(), &css).is_empty()
}

#[wasm_bindgen_test]
async fn a_page_loads_it_when_there_is_something_to_show() {
    let loader = Loader::new();
    let overlay = overlay();
    overlay.show(ringing(&[]));
    overlay.page_changed();
    assert_eq!(loader.asked().await, 0);
    assert_eq!(in_hosts("[aria-live]")[0].len(), 2);
    overlay.show(ringing(&["Ann"]));
    assert_eq!(loader.asked().await, 1);
    loader.succeed();
    until("the card", || cards() == 1).await;
    assert!(is_raised());
    let urgent = in_hosts("[aria-live=assertive]")[0][0].clone();
    assert_eq!(urgent.text_content().as_deref(), Some("ring_incoming Ann"));
    overlay.show(ringing(&[]));
    assert_eq!(cards(), 0);
    assert!(!is_raised(), "the top layer is the page's");
    overlay.show(ringing(&["Bob"]));
    assert_eq!((cards(), loader.asked().await), (1, 1));
    drop(overlay);
    assert!(in_hosts("*").is_empty());
}

#[wasm_bindgen_test]
async fn what_comes_while_it_loads_is_shown_when_it_has_come() {
    let loader = Loader::new();
    let overlay = overlay();
    overlay.show(ringing(&["Ann"]));
    overlay.show(ringing(&[]));
    overlay.show(ringing(&["Bob", "Eve"]));
    assert_eq!(loader.asked().await, 1);
    loader.succeed();
    until("the cards", || cards() == 2).await;
    // Who declines is told by name.
    let buttons = &in_hosts(".ring .stop")[0];
    buttons[1].unchecked_ref::<HtmlElement>().click();
    let (call, note) = (CallId(2), None);
    let decline = OverlayEvent::Action(ContentIntent::Decline { call, note });
    assert_eq!(SENT.take(), [decline]);
}

#[wasm_bindgen_test]
async fn a_press_of_a_call_button_loads_it_beforehand() {
    let loader = Loader::new();
    let overlay = overlay();
    overlay.prepare();
    assert_eq!(loader.asked().await, 1);
    loader.succeed();
    frame().await;
    assert!(!is_raised(), "there is nothing to see yet");
    overlay.show(ringing(&["Ann"]));
    assert_eq!((cards(), loader.asked().await), (1, 1));
}

#[wasm_bindgen_test]
async fn it_is_tried_again_where_it_could_not_be_loaded() {
    let loader = Loader::new();
    let overlay = overlay();
    overlay.show(ringing(&["Ann"]));
    assert_eq!(loader.asked().await, 1);
    loader.fail();
    assert_eq!(loader.asked().await, 1, "not at once by itself");
    overlay.show(ringing(&["Ann"]));
    assert_eq!(loader.asked().await, 2);
    loader.fail();
    // Nothing new is to be shown, and Ann still rings.
    until("another load", || loader.0.borrow().len() == 3).await;
    loader.succeed();
    until("the card", || cards() == 1).await;
}

#[wasm_bindgen_test]
async fn a_module_that_ended_is_replaced_and_leaves_nothing() {
    let loader = Loader::new();
    let overlay = overlay();
    overlay.show(ringing(&["Ann"]));
    assert_eq!(loader.asked().await, 1);
    loader.succeed();
    until("the card", || cards() == 1).await;
    loader.trap();
    assert_eq!((cards(), loader.asked().await), (0, 2));
    loader.succeed();
    until("the card again", || cards() == 1).await;
    assert!(is_raised());
    for part in [".overlay", "[aria-live=polite]", "[aria-live=assertive]"] {
        assert_eq!(in_hosts(part)[0].len(), 1, "{part}");
    }
    overlay.show(ringing(&[]));
    loader.trap();
    assert_eq!(loader.asked().await, 2, "there is nothing to show");
}

#[wasm_bindgen_test]
async fn a_page_that_is_left_while_it_loads_shows_nothing() {
    let loader = Loader::new();
    let overlay = overlay();
    overlay.show(ringing(&["Ann"]));
    assert_eq!(loader.asked().await, 1);
    drop(overlay);
    loader.succeed();
    frame().await;
    assert!(in_hosts("*").is_empty());
    // The loader may still call.
    loader.trap();
    assert_eq!(loader.asked().await, 1);
}

#[wasm_bindgen_test]
async fn what_is_seen_in_this_tab_needs_it_and_nothing_else() {
    let peer = || Peer {
        user: None,
        name: "Ann".to_owned(),
        detail: None,
    };
    let calling = |here| ToastState::Calling {
        peer: peer(),
        media: Media::Video,
        rings: true,
        here,
    };
    let loads = async |view: View, asks| {
        let loader = Loader::new();
        let overlay = overlay();
        overlay.show(Newest::new(&view, asks));
        loader.asked().await == 1
    };
    let toast = |toast| View {
        toast,
        ..View::default()
    };
    assert!(loads(toast(calling(true)), false).await);
    assert!(!loads(toast(calling(false)), false).await);
    assert!(
        loads(toast(calling(false)), true).await,
        "who carries is asked"
    );
    let notice = Some(Notice::Stopped);
    let noticed = View {
        notice,
        ..View::default()
    };
    assert!(loads(noticed, false).await);
}
