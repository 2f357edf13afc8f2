//! Messages and arguments at the boundary to JavaScript. That each message
//! comes back from its text is tested natively (`tests/messages.rs`).
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, JSON, Reflect};
use ringside::call::page_protocol::{PageCommand, PageEvent};
use ringside::domain::CallId;
use ringside::message::{Push, WATCH_PORT};
use ringside::presence::Reach;
use ringside_web::browser::codec::{from_message, from_reply, to_js, to_message, to_reply};
use ringside_web::browser::port::Port;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Sends a value the way browsers do.
fn sent(value: &JsValue) -> JsValue {
    let clone = Reflect::get(&js_sys::global(), &"structuredClone".into()).unwrap();
    let clone: Function = clone.dyn_into().unwrap();
    clone.call1(&JsValue::NULL, value).unwrap()
}

/// Text in one, two and three bytes a character, and in two halves.
const TEXT: &str = "Größe “2” — \u{1f4de}\0\n";

#[wasm_bindgen_test]
fn a_message_is_one_text() {
    let message = PageCommand::Note {
        call: CallId(u64::MAX),
        peer_name: TEXT.into(),
        text: String::new(),
    };
    let arrived = sent(&to_message(&message));
    assert!(arrived.is_string());
    assert_eq!(from_message(&arrived), Some(message));
    assert_eq!(from_message::<PageEvent>(&arrived), None);
}

#[wasm_bindgen_test]
fn a_reply_is_one_text() {
    let reply = vec![Reach::Online, Reach::Unknown];
    assert_eq!(from_reply(&sent(&to_reply(&reply))), Some(reply));
    // One that only confirms that the request arrived.
    assert_eq!(from_reply(&sent(&to_reply(&()))), Some(()));
}

#[wasm_bindgen_test]
fn other_values_are_no_messages() {
    for text in ["null", "7", "[]", "{}", r#""SayHello""#, r#"{"View":null}"#] {
        let value = JSON::parse(text).unwrap();
        assert_eq!(from_message::<Push>(&value), None, "{text}");
        assert_eq!(from_reply::<Vec<Reach>>(&value), None, "{text}");
    }
    assert_eq!(from_message::<Push>(&JsValue::UNDEFINED), None);
    // A text with half of a surrogate pair, which no text of Rust's can be.
    let half = js_sys::JsString::from_char_code1(0xd83d);
    assert_eq!(from_message::<Push>(&half), None);
}

#[wasm_bindgen_test]
fn arguments_of_browser_functions_are_plain_values() {
    let patterns = [TEXT.to_owned(), "https://crm.example/*".to_owned()];
    let list = sent(&to_js(&patterns[..]).unwrap());
    let list: Vec<String> = js_sys::Array::from(&list)
        .iter()
        .filter_map(|item| item.as_string())
        .collect();
    assert_eq!(list, patterns);
    assert!(to_js(&None::<u32>).unwrap().is_null());
}

/// A browser's `runtime` whose connections wait in `ports`, and which notices
/// that the reason of a close is read.
const RUNTIME: &str = r"
    globalThis.reads = 0;
    globalThis.ports = [];
    const event = () => ({
        listeners: [],
        addListener(one) { this.listeners.push(one); },
        removeListener(one) { this.listeners = this.listeners.filter((other) => other !== one); },
    });
    const runtime = {
        connect() {
            const port = { onMessage: event(), onDisconnect: event(), disconnect() {} };
            globalThis.ports.push(port);
            return port;
        },
        get lastError() { globalThis.reads += 1; return { message: 'no receiving end' }; },
    };
    globalThis.chrome = Object.assign(globalThis.chrome ?? {}, { runtime });
";

#[wasm_bindgen_test]
fn the_reason_of_a_closed_connection_is_read() {
    js_sys::eval(RUNTIME).unwrap();
    let closed = Rc::new(Cell::new(false));
    let on_closed = {
        let closed = Rc::clone(&closed);
        move || closed.set(true)
    };
    let port = Port::connect(WATCH_PORT, |_: PageCommand| {}, on_closed).unwrap();
    js_sys::eval("for (const closed of ports[0].onDisconnect.listeners) closed();").unwrap();
    assert!(closed.get());
    assert_eq!(js_sys::eval("reads").unwrap(), JsValue::from(1));
    drop(port);
}
