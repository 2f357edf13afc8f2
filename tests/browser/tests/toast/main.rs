//! The toast and the banner, in a page.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod fits;

use std::cell::RefCell;
use std::rc::Rc;

use ringside::call::intent::ContentIntent;
use ringside::call::view::ToastPosition;
use ringside::call::view::{
    CallView, ElsewhereView, MediaLocation, NoteOffer, RingView, ToastState,
};
use ringside::domain::{CallId, EndReason, Media, Peer, Timestamp};
use ringside::message::OverlayEvent;
use ringside::settings::Carrier;
use ringside_browser_tests::{document, frame, page, until};
use ringside_content::MARK;
use ringside_content::overlay_host::OverlayHost;
use ringside_overlay::UiSink;
use ringside_overlay::banner::Banner;
use ringside_overlay::surface::Surface;
use ringside_overlay::toast::Toast;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Element, HtmlElement, KeyboardEvent, KeyboardEventInit, PointerEvent, PointerEventInit,
};

wasm_bindgen_test_configure!(run_in_browser);

/// An overlay with toast and banner, and the events that they send.
struct Desk {
    toast: Rc<Toast>,
    banner: Banner,
    surface: Rc<Surface>,
    overlay: OverlayHost,
    sent: Rc<RefCell<Vec<OverlayEvent>>>,
}

impl Desk {
    fn new() -> Self {
        ringside_browser_tests::stub_extension();
        ringside_web::dom::let_scripts_press();
        let sent = Rc::new(RefCell::new(Vec::new()));
        let out: UiSink = {
            let sent = Rc::clone(&sent);
            Rc::new(move |event| sent.borrow_mut().push(event))
        };
        let overlay = OverlayHost::new().unwrap();
        let surface = Rc::new(Surface::new(overlay.root()).unwrap());
        let toast = Rc::new(Toast::new(&surface, Rc::clone(&out), || {}).unwrap());
        let area = Rc::clone(&toast);
        let banner = Banner::new(&surface, out, Rc::new(move || area.area())).unwrap();
        Self {
            toast,
            banner,
            surface,
            overlay,
            sent,
        }
    }

    /// Shows the toast to somebody who is signed in.
    fn show(&self, state: &ToastState, toast_position: ToastPosition) {
        self.toast.show(state, toast_position, false);
    }

    fn all(&self, css: &str) -> Vec<Element> {
        page::all(self.surface.slot(), css)
            .into_iter()
            .filter(|element| element.closest("[hidden]").unwrap().is_none())
            .collect()
    }

    fn one(&self, css: &str) -> Element {
        let found = self.all(css);
        assert_eq!(found.len(), 1, "{css}");
        found[0].clone()
    }

    /// Presses the button of this name.
    fn press(&self, name: &str) {
        let button = self
            .all("button")
            .into_iter()
            .find(|button| {
                let label = button.get_attribute("aria-label");
                label.or_else(|| button.text_content()).unwrap() == name
            })
            .unwrap();
        button.unchecked_into::<HtmlElement>().click();
    }

    fn sent(&self) -> Vec<OverlayEvent> {
        self.sent.borrow_mut().drain(..).collect()
    }
}

fn peer(name: &str) -> Peer {
    Peer {
        user: None,
        name: name.into(),
        detail: None,
    }
}

fn calling() -> ToastState {
    ToastState::Calling {
        peer: peer("Jane Doe"),
        media: Media::Video,
        rings: true,
        here: true,
    }
}

fn in_call(location: MediaLocation) -> CallView {
    CallView {
        call: CallId(7),
        peer: peer("Jane Doe"),
        media: Media::Video,
        since: Timestamp(0),
        connected: true,
        location,
        mic_muted: false,
        camera_muted: false,
        quality: None,
        peer_speaking: false,
        recording: false,
        interrupted: false,
        in_own_tab: false,
        guest: None,
    }
}

fn ring(call: u64, name: &str) -> RingView {
    RingView {
        call: CallId(call),
        peer: peer(name),
        media: Media::Video,
        waiting: false,
    }
}

fn key(element: &Element, key: &str, shift: bool) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_shift_key(shift);
    init.set_bubbles(true);
    init.set_composed(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    element.dispatch_event(&event).unwrap();
}

fn pointer(element: &Element, kind: &str, x: i32) {
    let init = PointerEventInit::new();
    init.set_client_x(x);
    init.set_bubbles(true);
    let event = PointerEvent::new_with_event_init_dict(kind, &init).unwrap();
    element.dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
fn a_call_being_made_can_be_cancelled_and_its_end_closed() {
    let desk = Desk::new();
    let toast_position = ToastPosition::default();
    desk.show(&calling(), toast_position);
    assert_eq!(desk.one(".toast").get_attribute("role").unwrap(), "dialog");
    desk.press("toast_cancel");
    assert_eq!(desk.sent(), [OverlayEvent::Action(ContentIntent::HangUp)]);
    let ended = ToastState::Ended {
        peer: peer("Jane Doe"),
        reason: EndReason::NoAnswer,
        here: true,
        notes: NoteOffer::Offered,
    };
    desk.show(&ended, toast_position);
    assert_eq!(
        desk.one(".sentence").text_content().unwrap(),
        "ended_no_answer Jane Doe"
    );
    desk.press("toast_close");
    assert!(desk.all(".toast").is_empty());
    desk.show(&ended, toast_position);
    assert!(
        desk.all(".toast").is_empty(),
        "what was closed stays closed"
    );
    desk.show(&calling(), toast_position);
    assert_eq!(desk.all(".toast").len(), 1, "the next call is shown");
}

#[wasm_bindgen_test]
fn the_frame_of_a_call_stays_until_the_call_ends() {
    let desk = Desk::new();
    desk.show(&calling(), ToastPosition::default());
    let mut call = in_call(MediaLocation::Here);
    desk.show(&ToastState::InCall(call.clone()), ToastPosition::default());
    let frame = desk.one("iframe");
    assert!(
        frame
            .get_attribute("allow")
            .unwrap()
            .contains("microphone *")
    );
    call.peer_speaking = true;
    call.recording = true;
    let elsewhere = ToastPosition {
        right: 300.0,
        bottom: 100.0,
        minimised: true,
    };
    desk.show(&ToastState::InCall(call), elsewhere);
    desk.press("toast_restore");
    desk.press("toast_minimise");
    assert_eq!(desk.one("iframe"), frame);
    desk.show(
        &ToastState::InCall(in_call(MediaLocation::Window)),
        elsewhere,
    );
    assert!(desk.all("iframe").is_empty());
    desk.show(&ToastState::Hidden, elsewhere);
    assert!(desk.all(".toast").is_empty());
}

#[wasm_bindgen_test]
fn the_arrow_keys_move_the_toast_and_escape_does_not_end_the_call() {
    let desk = Desk::new();
    let heard = Rc::new(RefCell::new(0));
    let listener = {
        let heard = Rc::clone(&heard);
        gloo_events::EventListener::new(&document(), "keydown", move |_| {
            *heard.borrow_mut() += 1;
        })
    };
    desk.show(
        &ToastState::InCall(in_call(MediaLocation::Here)),
        ToastPosition::default(),
    );
    let grip = desk.one(".grip");
    key(&grip, "ArrowLeft", false);
    key(&grip, "ArrowUp", true);
    let spots: Vec<ToastPosition> = desk
        .sent()
        .into_iter()
        .map(|out| match out {
            OverlayEvent::SaveToastPosition(toast_position) => toast_position,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!((spots[0].right, spots[0].bottom), (40.0, 24.0));
    assert_eq!((spots[1].right, spots[1].bottom), (40.0, 88.0));
    for _ in 0..100 {
        key(&grip, "ArrowRight", true);
    }
    let (kept, _) = desk.toast.area().unwrap();
    assert!(
        (0.0..=8.0).contains(&kept.right),
        "it stays in the viewport"
    );
    desk.sent();
    key(&grip, "Escape", false);
    assert_eq!(desk.sent(), []);
    assert_eq!(*heard.borrow(), 0, "the page hears no keys of the toast");
    drop(listener);
}

#[wasm_bindgen_test]
fn a_toast_made_small_while_it_is_dragged_stays_small() {
    let desk = Desk::new();
    desk.show(
        &ToastState::InCall(in_call(MediaLocation::Here)),
        ToastPosition::default(),
    );
    let header = desk.one("header");
    pointer(&header, "pointerdown", 500);
    pointer(&header, "pointermove", 400);
    desk.press("toast_minimise");
    pointer(&header, "pointerup", 400);
    let (shown, _) = desk.toast.area().unwrap();
    assert!(shown.minimised);
}

#[wasm_bindgen_test]
fn each_call_has_one_card_that_is_added_once() {
    let desk = Desk::new();
    desk.banner.show(&[ring(1, "Ann"), ring(2, "Bob")]);
    let cards = desk.all(".ring");
    assert_eq!(cards.len(), 2);
    desk.banner.show(&[ring(2, "Bob"), ring(3, "Eve")]);
    let left = desk.all(".ring");
    assert_eq!(left.len(), 2);
    assert_eq!(left[0], cards[1]);
    desk.banner.show(&[ring(3, "Eve")]);
    desk.press("ring_answer");
    let answer = |media| {
        OverlayEvent::Action(ContentIntent::Answer {
            call: CallId(3),
            media,
        })
    };
    desk.press("ring_answer_audio");
    assert_eq!(desk.sent(), [answer(Media::Video), answer(Media::Audio)]);
    desk.banner.show(&[]);
    assert!(desk.banner.is_empty() && desk.all(".ring").is_empty());
}

#[wasm_bindgen_test]
fn a_call_is_declined_with_or_without_a_reason() {
    let desk = Desk::new();
    desk.banner.show(&[ring(1, "Ann")]);
    assert!(desk.all("input").is_empty());
    desk.press("ring_more");
    // The page would hear what is typed.
    assert!(desk.all("input, textarea").is_empty());
    desk.press("ring_decline");
    desk.press("reason_later");
    let notes: Vec<Option<String>> = desk
        .sent()
        .into_iter()
        .map(|out| match out {
            OverlayEvent::Action(ContentIntent::Decline { note, .. }) => note,
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [None, Some("reason_later")];
    assert_eq!(notes, expected.map(|note| note.map(str::to_owned)));
}

#[wasm_bindgen_test]
async fn cards_never_cover_the_toast() {
    let desk = Desk::new();
    let top_right = ToastPosition {
        right: 16.0,
        bottom: 10_000.0,
        minimised: false,
    };
    desk.show(&ToastState::InCall(in_call(MediaLocation::Here)), top_right);
    desk.banner.show(&[ring(1, "Ann")]);
    let apart = || {
        let card = desk.one(".ring").get_bounding_client_rect();
        let toast = desk.one(".toast").get_bounding_client_rect();
        card.height() > 0.0
            && (card.right() <= toast.left()
                || card.left() >= toast.right()
                || card.bottom() <= toast.top()
                || card.top() >= toast.bottom())
    };
    until("the card to make room", apart).await;
    frame().await;
    assert!(apart());
}

#[wasm_bindgen_test]
fn the_overlay_comes_back_when_the_page_removes_it() {
    let desk = Desk::new();
    desk.overlay.show(true);
    let css = format!(":scope > [{MARK}=shell]");
    let root = document().document_element().unwrap();
    let host = page::all(&root, &css)[0].clone();
    host.remove();
    desk.overlay.return_to_page();
    assert_eq!(page::all(&root, &css), [host]);
    drop(desk);
    assert!(page::all(&root, &css).is_empty());
}

#[wasm_bindgen_test]
fn a_call_elsewhere_is_taken_here_or_ended() {
    let desk = Desk::new();
    let call = CallId(7);
    let elsewhere = |in_crm_window| {
        ToastState::Elsewhere(ElsewhereView {
            call,
            peer: peer("Jane Doe"),
            answered: true,
            in_crm_window,
        })
    };
    desk.show(&elsewhere(false), ToastPosition::default());
    assert_eq!(
        desk.one(".sentence").text_content().as_deref(),
        Some("elsewhere_in_call")
    );
    assert!(desk.all("iframe").is_empty(), "it is not joined");
    desk.press("elsewhere_take");
    desk.press("elsewhere_end");
    assert_eq!(
        desk.sent(),
        [
            OverlayEvent::Action(ContentIntent::TakeHere { call }),
            OverlayEvent::Action(ContentIntent::EndElsewhere { call }),
        ]
    );
    desk.show(&elsewhere(true), ToastPosition::default());
    assert_eq!(desk.all(".bar button").len(), 1, "the CRM carries it");
}

#[wasm_bindgen_test]
fn who_carries_calls_is_asked_and_answered() {
    let desk = Desk::new();
    desk.banner.ask_who_carries(true);
    desk.banner.ask_who_carries(true);
    desk.one(".carrier");
    desk.press("carrier_crm");
    desk.press("carrier_ringside");
    assert_eq!(
        desk.sent(),
        [
            OverlayEvent::ChooseCarrier(Carrier::Crm),
            OverlayEvent::ChooseCarrier(Carrier::Ringside),
        ]
    );
    desk.banner.ask_who_carries(false);
    assert!(desk.banner.is_empty());
}

#[wasm_bindgen_test]
fn the_toast_of_who_is_signed_out_lies_beside_the_sign_in_form() {
    let desk = Desk::new();
    desk.overlay.show(true);
    let page = page::sign_in_form();
    let form = page.first_element_child().unwrap();
    let call = ToastState::InCall(in_call(MediaLocation::Here));
    let over_it = ToastPosition {
        right: 0.0,
        bottom: 0.0,
        minimised: false,
    };
    let apart = || {
        let (toast, form) = (
            desk.one(".toast").get_bounding_client_rect(),
            form.get_bounding_client_rect(),
        );
        toast.right() <= form.left() || toast.bottom() <= form.top() || toast.left() >= form.right()
    };
    desk.toast.show(&call, over_it, false);
    assert!(!apart(), "the form is where the toast was");
    assert_eq!(desk.all(".strip").len(), 0);
    let frame = desk.one("iframe");
    desk.toast.show(&call, over_it, true);
    assert!(apart());
    assert_eq!(
        desk.one(".strip").text_content().as_deref(),
        Some("toast_signed_out")
    );
    assert_eq!(desk.one("iframe"), frame, "the call goes on");
    // The page shows no form any more.
    drop(page);
    desk.toast.page_changed();
    let (kept, _) = desk.toast.area().unwrap();
    assert_eq!((kept.right, kept.bottom), (8.0, 8.0));
}
