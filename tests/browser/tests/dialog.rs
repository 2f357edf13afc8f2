//! What is shown while a page has a modal dialog open, which makes everything
//! outside of it inert.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use js_sys::{Function, Reflect};
use ringside::call::view::{RingView, View};
use ringside::codec;
use ringside::domain::{CallId, Media, Peer};
use ringside_browser_tests::{document, page, until};
use ringside_content::MARK;
use ringside_content::overlay_host::OverlayHost;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;

wasm_bindgen_test_configure!(run_in_browser);

/// Ann rings in a page with a dialog.
struct Ringing {
    host: OverlayHost,
    dialog: Element,
}

impl Ringing {
    fn new() -> Self {
        ringside_browser_tests::stub_extension();
        let host = OverlayHost::new().unwrap();
        ringside_overlay::start(host.root(), Function::new_no_args(""));
        let dialog = document().create_element("dialog").unwrap();
        dialog.set_inner_html("<input>");
        document().body().unwrap().append_child(&dialog).unwrap();
        let peer = Peer {
            user: None,
            name: "Ann".to_owned(),
            detail: None,
        };
        let ring = RingView {
            call: CallId(1),
            peer,
            media: Media::Audio,
            waiting: false,
        };
        let view = View {
            rings: vec![ring],
            ..View::default()
        };
        assert!(ringside_overlay::show(&codec::encode(&view), false));
        host.show(true);
        Self { host, dialog }
    }

    fn call(&self, method: &str) {
        let method = Reflect::get(&self.dialog, &method.into()).unwrap();
        let method: Function = method.dyn_into().unwrap();
        method.call0(&self.dialog).unwrap();
    }

    /// What Ringside has in the dialog.
    fn in_dialog(&self) -> Vec<Element> {
        page::all(&self.dialog, &["[", MARK, "]"].concat())
    }

    /// Whether the card is in the dialog.
    fn is_card_in_dialog(&self) -> bool {
        self.in_dialog().iter().any(has_card)
    }

    /// Whether the card is where it is without a dialog.
    fn is_card_in_page(&self) -> bool {
        has_card(&self.host.root().host())
    }
}

impl Drop for Ringing {
    fn drop(&mut self) {
        ringside_overlay::leave();
        self.dialog.remove();
    }
}

fn has_card(host: &Element) -> bool {
    let root = host.shadow_root().unwrap();
    root.query_selector(".card.ring").unwrap().is_some()
}

#[wasm_bindgen_test]
async fn the_card_is_in_the_dialog_while_that_is_open() {
    let page = Ringing::new();
    assert!(page.is_card_in_page() && page.in_dialog().is_empty());
    page.call("showModal");
    until("the card in the dialog", || page.is_card_in_dialog()).await;
    assert!(!page.is_card_in_page(), "one card");
    page.call("close");
    until("the card in the page", || page.is_card_in_page()).await;
    assert!(page.in_dialog().is_empty(), "something is left");
}

#[wasm_bindgen_test]
async fn a_dialog_that_takes_it_out_again_and_again_gets_no_more() {
    let page = Ringing::new();
    page.call("showModal");
    until("the card in the dialog", || page.is_card_in_dialog()).await;
    for _ in 0..10 {
        for host in page.in_dialog() {
            host.remove();
        }
        ringside_overlay::page_changed();
    }
    assert!(page.in_dialog().is_empty(), "it goes on");
    assert!(page.is_card_in_page(), "nobody can see who calls");
    page.call("close");
}

#[wasm_bindgen_test]
async fn nothing_is_left_in_a_dialog_when_the_overlay_has_ended() {
    let page = Ringing::new();
    page.call("showModal");
    until("the card in the dialog", || page.is_card_in_dialog()).await;
    page.host.clear();
    assert!(page.in_dialog().is_empty());
    page.call("close");
}
