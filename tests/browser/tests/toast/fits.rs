//! Everything in the toast has room: no scroll bar, and no button cut off.

use ringside::call::view::{ElsewhereView, MediaLocation, NoteOffer, ToastPosition, ToastState};
use ringside::call_page::trouble::{Shown, shown};
use ringside::domain::{
    BrowserEngine, CallId, DeviceFault, EndReason, Media, Peer, ServerFault, Trouble,
};
use ringside::text::Text;
use ringside_browser_tests::{Container, until, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlIFrameElement};

use super::{Desk, in_call, peer};

/// The longest that can be said of a call.
const LONG: &str = "Bartholomew Featherstonehaugh-Cholmondeley declined: “I am on a train \
    between two tunnels and shall ring you back from the station, at about a quarter past four, \
    unless the connection is late again, which it usually is on a Thursday.”";

#[wasm_bindgen_test]
fn nothing_in_the_toast_scrolls_and_every_button_is_in_it() {
    let long = Peer {
        detail: Some(LONG.to_owned()),
        ..peer(LONG)
    };
    let elsewhere = ElsewhereView {
        call: CallId(7),
        peer: long.clone(),
        answered: true,
        in_crm_window: false,
    };
    let calling = ToastState::Calling {
        peer: long.clone(),
        media: Media::Video,
        rings: true,
        here: true,
    };
    let ended = |notes| ToastState::Ended {
        peer: long.clone(),
        reason: EndReason::NoAnswer,
        here: true,
        notes,
    };
    let states = [
        calling,
        ToastState::InCall(in_call(MediaLocation::Here)),
        ToastState::InCall(in_call(MediaLocation::Window)),
        ToastState::Elsewhere(elsewhere),
        ended(NoteOffer::None),
        ended(NoteOffer::Offered),
    ];
    let desk = Desk::new();
    desk.overlay.show(true);
    for (number, state) in states.iter().enumerate() {
        for (minimised, signed_out) in [(false, false), (true, false), (false, true), (true, true)]
        {
            let at = ToastPosition {
                minimised,
                ..ToastPosition::default()
            };
            desk.toast.show(state, at, signed_out);
            for text in desk.all(".sentence") {
                text.set_text_content(Some(LONG));
            }
            let toast = desk.one(".toast");
            let narrow: HtmlElement = toast.clone().unchecked_into();
            // The second is what a screen of 320 pixels leaves.
            let is_wide = toast.get_bounding_client_rect().width() > 304.0;
            for width in ["", "304px"] {
                if !width.is_empty() && is_wide {
                    narrow.style().set_property("width", width).unwrap();
                }
                let shown = format!("state {number}, {minimised}, {signed_out}, {width}");
                assert_fits(&desk, &toast, &shown);
            }
        }
    }
}

/// Nothing below the toast can be scrolled, and no button is cut off.
fn assert_fits(desk: &Desk, toast: &Element, shown: &str) {
    for part in desk.all(".toast, .toast *") {
        let style = window().get_computed_style(&part).unwrap().unwrap();
        let overflow = style.get_property_value("overflow-y").unwrap();
        let scrolls = matches!(overflow.as_str(), "auto" | "scroll");
        assert!(!scrolls, "{shown}: “{}” has a scrollbar", part.outer_html());
    }
    let outer = toast.get_bounding_client_rect();
    for button in desk.all(".toast button") {
        let rect = button.get_bounding_client_rect();
        let inside = rect.height() == 0.0
            || (rect.bottom() <= outer.bottom() + 0.5
                && rect.right() <= outer.right() + 0.5
                && rect.left() >= outer.left() - 0.5);
        let name = button.get_attribute("aria-label");
        let name = name.or_else(|| button.text_content()).unwrap_or_default();
        assert!(inside, "{shown}: “{name}” is cut off");
    }
}

/// The call page as it is in the toast, with its style in it.
fn call_page() -> String {
    let html = include_str!("../../../../extension/pages/call.html");
    let style = [
        include_str!("../../../../extension/pages/tokens.css"),
        include_str!("../../../../extension/pages/controls.css"),
        include_str!("../../../../extension/pages/call.css"),
    ];
    let html = html.replace("<script type=\"module\" src=\"boot.js\"></script>", "");
    html.replace(
        "</head>",
        &["<style>", &style.concat(), "</style></head>"].concat(),
    )
}

/// A text as people read it in English.
fn in_english(texts: &JsValue, text: &Text) -> String {
    let get = |of: &JsValue, key: &str| js_sys::Reflect::get(of, &key.into()).unwrap();
    let (key, with) = text.parts();
    let message = get(&get(texts, key), "message").as_string().unwrap();
    let parts = message.split('$').enumerate();
    parts
        .map(|(at, part)| if at % 2 == 0 { part } else { &with[0] })
        .collect()
}

#[wasm_bindgen_test]
async fn what_covers_the_picture_in_the_toast_has_nothing_to_scroll() {
    let texts = js_sys::JSON::parse(include_str!(
        "../../../../extension/_locales/en/messages.json"
    ));
    let texts = texts.unwrap();
    let server = "meet.a-long-company-name.example.com";
    let devices = [
        DeviceFault::Refused,
        DeviceFault::Missing,
        DeviceFault::InUse,
    ];
    let faults = [
        ServerFault::Unreachable,
        ServerFault::NoAnswer,
        ServerFault::Status(404),
        ServerFault::Status(500),
        ServerFault::FramesForbidden,
    ];
    let others = [
        Trouble::PagePolicy,
        Trouble::KeptOut,
        Trouble::NoHandshake,
        Trouble::Asleep,
    ];
    let troubles = others
        .into_iter()
        .chain(devices.map(Trouble::Microphone))
        .chain(devices.map(Trouble::Camera))
        .chain(faults.map(Trouble::Server));

    let container = Container::new();
    container.set_inner_html("<iframe style='width: 400px; height: 260px; border: 0'></iframe>");
    let frame: HtmlIFrameElement = container.first_element_child().unwrap().unchecked_into();
    frame.set_srcdoc(&call_page());
    let find = |id: &str| frame.content_document()?.get_element_by_id(id);
    until("the call page", || find("cover").is_some()).await;
    for trouble in troubles {
        for engine in [BrowserEngine::Chromium, BrowserEngine::Firefox] {
            let Shown::Cover(cover) = shown(&trouble, server, engine, false) else {
                continue;
            };
            let put = |id: &str, text: Option<&Text>| {
                let node = find(id).unwrap();
                let english = text.map(|text| in_english(&texts, text));
                node.set_text_content(english.as_deref());
                node.toggle_attribute_with_force("hidden", text.is_none())
                    .unwrap();
            };
            let button = |at: usize| cover.buttons.get(at).map(|(_, label)| label);
            put("cover-title", Some(&cover.title));
            put("cover-help", cover.help.as_ref());
            put("cover-first", button(0));
            put("cover-second", button(1));
            find("cover-buttons")
                .unwrap()
                .remove_attribute("hidden")
                .unwrap();
            find("cover-mark").unwrap().set_class_name("mark warning");
            let stage = find("cover").unwrap();
            let (needs, has) = (stage.scroll_height(), stage.client_height());
            assert!(needs <= has, "{trouble:?}: {needs} of {has} pixels");
        }
    }
}
