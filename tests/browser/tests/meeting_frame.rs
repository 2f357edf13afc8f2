//! The meeting's frame in a page: whose messages it accepts, and that nothing
//! is left of it.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Reflect};
use ringside::jitsi::address::{Address, Scope};
use ringside::jitsi::transport::Received;
use ringside_browser_tests::{Container, window};
use ringside_web::meeting_frame::{ALLOW, Frame};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::MessageEvent;

wasm_bindgen_test_configure!(run_in_browser);

/// A frame of the tests' own origin, so that they can post from inside it.
struct FrameFixture {
    container: Container,
    frame: Frame,
    heard: Rc<RefCell<Vec<&'static str>>>,
}

const SCOPE: u64 = 7;
const LAST: &str = "last";

fn open() -> FrameFixture {
    let container = Container::new();
    let origin = window().location().origin().unwrap();
    let address = Address::parse(&format!("{origin}/room")).unwrap();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let scope = Scope::from_random(SCOPE);
    let on_received = {
        let heard = Rc::clone(&heard);
        move |received| {
            heard.borrow_mut().push(match received {
                Received::Nothing => "nothing",
                Received::Handshake { .. } => "handshake",
                _ => "more",
            });
        }
    };
    let frame = Frame::open(
        &container,
        &address,
        "about:blank",
        scope,
        on_received,
        || {},
    );
    FrameFixture {
        container,
        frame: frame.unwrap(),
        heard,
    }
}

impl FrameFixture {
    /// Waits until so many messages were received, which may take rests.
    async fn received(&self, count: usize) -> Vec<&'static str> {
        while self.heard.borrow().len() < count {
            TimeoutFuture::new(0).await;
        }
        self.heard.borrow().clone()
    }
}

/// The first message of a meeting.
fn ready() -> String {
    ready_from(1)
}

/// The first message of the document with this number.
fn ready_from(document: u32) -> String {
    let scope = Scope::from_random(SCOPE);
    format!(
        r#"{{"postis":true,"scope":"{scope}","method":"__ready__","params":"document-{document}"}}"#
    )
}

/// Posts from inside a window to the window of the tests.
fn post_from(window: &JsValue, text: &str) {
    let eval: Function = Reflect::get(window, &"eval".into())
        .unwrap()
        .unchecked_into();
    let code = format!("parent.postMessage({text:?}, '*')");
    eval.call1(window, &code.into()).unwrap();
}

/// Waits until everything posted so far has been delivered: messages to one
/// window arrive in order.
async fn delivered() {
    let (sender, receiver) = oneshot::channel();
    let sender = RefCell::new(Some(sender));
    let _listener = EventListener::new(&window(), "message", move |event| {
        let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
        if data == Some(LAST.into())
            && let Some(sender) = sender.take()
        {
            sender.send(()).unwrap();
        }
    });
    window().post_message(&LAST.into(), "*").unwrap();
    receiver.await.unwrap();
}

#[wasm_bindgen_test]
fn a_meeting_may_do_what_calls_need_and_cannot_lead_the_page_away() {
    let fixture = open();
    let sandbox = fixture.frame.element().get_attribute("sandbox").unwrap();
    let mut may: Vec<&str> = sandbox.split_ascii_whitespace().collect();
    may.sort_unstable();
    assert_eq!(
        may,
        [
            "allow-downloads",
            "allow-forms",
            "allow-modals",
            "allow-popups",
            "allow-popups-to-escape-sandbox",
            "allow-presentation",
            "allow-same-origin",
            "allow-scripts",
            "allow-storage-access-by-user-activation",
        ]
    );
}

#[wasm_bindgen_test]
async fn only_messages_from_the_meeting_are_received() {
    let fixture = open();
    let inside = fixture.frame.element().content_window().unwrap();

    // The right origin and the right message, but from the page itself.
    window().post_message(&ready().into(), "*").unwrap();
    delivered().await;
    assert!(fixture.heard.borrow().is_empty());

    post_from(&inside, "not a frame of the protocol");
    delivered().await;
    assert!(fixture.heard.borrow().is_empty());

    post_from(&inside, &ready());
    assert_eq!(fixture.received(1).await, ["handshake"]);
}

#[wasm_bindgen_test]
async fn a_flood_is_received_completely_and_the_page_works_meanwhile() {
    const FLOOD: u32 = 20_000;
    let fixture = open();
    let inside = fixture.frame.element().content_window().unwrap();
    let last = ready_from(FLOOD);
    // All at once; the text changes from one to the next.
    let eval: Function = Reflect::get(&inside, &"eval".into())
        .unwrap()
        .unchecked_into();
    let code = format!(
        "for (let at = 1; at <= {FLOOD}; at++) \
         parent.postMessage({last:?}.replace('document-{FLOOD}', `document-${{at}}`), '*')"
    );
    eval.call1(&inside, &code.into()).unwrap();
    delivered().await;
    let read_at_once = fixture.heard.borrow().len();
    assert!(read_at_once < FLOOD as usize, "it took no rests");
    let heard = fixture.received(FLOOD as usize).await;
    assert!(heard.iter().all(|heard| *heard == "handshake"));
}

#[wasm_bindgen_test]
async fn nothing_is_received_after_the_frame_is_dropped() {
    let fixture = open();
    let heard = Rc::clone(&fixture.heard);
    let inside = fixture.frame.element().content_window().unwrap();
    post_from(&inside, &ready());
    drop(fixture);
    delivered().await;
    assert!(heard.borrow().is_empty());
}

#[wasm_bindgen_test]
fn the_frame_may_use_camera_and_microphone_and_is_removed_when_dropped() {
    let fixture = open();
    let element = fixture.container.first_element_child().unwrap();
    assert_eq!(element.get_attribute("allow").as_deref(), Some(ALLOW));
    drop(fixture.frame);
    assert!(fixture.container.first_element_child().is_none());
}
