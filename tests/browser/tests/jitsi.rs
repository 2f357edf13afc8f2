//! The meeting's frame against the transport that real Jitsi servers ship
//! (npm `@jitsi/js-utils`, bundled by `cargo xtask test`), in a frame of its
//! own document.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::cell::RefCell;
use std::future::poll_fn;

use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt;
use js_sys::Array;
use ringside::domain::Quality;
use ringside::domain::Timestamp;
use ringside::jitsi::address::{Address, Scope};
use ringside::jitsi::command::Command;
use ringside::jitsi::event::{Event, Person};
use ringside::jitsi::request::{Request, TIME_LIMIT};
use ringside::jitsi::transport::Received;
use ringside::jitsi::wire::Answer;
use ringside_browser_tests::{Place, window};
use ringside_web::meeting_frame::Frame;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Blob, BlobPropertyBag, Url};

wasm_bindgen_test_configure!(run_in_browser);

/// The bundle; empty where nobody made it.
const MEETING: &str = include_str!(concat!(env!("OUT_DIR"), "/jitsi-meeting.js"));

const NOW: Timestamp = Timestamp(1_000);

/// A meeting in a frame.
struct ToastState {
    // The order matters: the frame goes before the place that it is in.
    frame: Frame,
    heard: RefCell<UnboundedReceiver<Received>>,
    page: String,
    _place: Place,
}

impl ToastState {
    fn open(bits: u64) -> Self {
        assert!(
            !MEETING.is_empty(),
            "the Jitsi transport is not bundled: run `cargo xtask test`"
        );
        let place = Place::new();
        let origin = window().location().origin().unwrap();
        let address = Address::parse(&format!("{origin}/room")).unwrap();
        let scope = Scope::from_random(bits);
        let real = address.frame(scope, None, &[]);
        let page = page();
        // The page is ours, the parameters are those of a real meeting's.
        let url = format!("{page}#{}", real.split_once('#').unwrap().1);
        let (send, heard) = unbounded();
        let frame = Frame::open(&place, &address, &url, scope, move |received| {
            // Nobody listens any more when the test is over.
            drop(send.unbounded_send(received));
        });
        Self {
            frame: frame.unwrap(),
            heard: RefCell::new(heard),
            page,
            _place: place,
        }
    }

    /// What is heard next, handshakes that repeat apart.
    async fn next(&self) -> Received {
        loop {
            let heard = poll_fn(|task| self.heard.borrow_mut().poll_next_unpin(task));
            let received = heard.await.unwrap();
            let again = matches!(received, Received::Handshake { fresh: false, .. });
            if !again && received != Received::Nothing {
                return received;
            }
        }
    }

    async fn event(&self) -> Event {
        match self.next().await {
            Received::Event(event) => event,
            other => panic!("not an event: {other:?}"),
        }
    }

    async fn answer(&self, request: Request) -> Answer {
        self.frame.ask(request, NOW);
        match self.next().await {
            Received::Answer(answer) => answer,
            other => panic!("not an answer: {other:?}"),
        }
    }

    /// Past the handshake and the greeting of [`MEETING`].
    async fn greeted(&self) {
        let first = self.next().await;
        assert!(matches!(first, Received::Handshake { fresh: true, .. }));
        assert_eq!(self.event().await, Event::Ready);
        let me = Some("me".to_owned());
        assert_eq!(self.event().await, Event::Joined { me });
        let jane = Person {
            id: "jane".to_owned(),
            name: "Jane \u{201c}JJ\u{201d} Doe".to_owned(),
        };
        assert_eq!(self.event().await, Event::Came(jane));
    }
}

impl Drop for ToastState {
    fn drop(&mut self) {
        Url::revoke_object_url(&self.page).unwrap();
    }
}

/// A document of this page's origin that runs the bundle.
fn page() -> String {
    let html = format!("<!doctype html><meta charset=utf-8><script>{MEETING}</script>");
    let kind = BlobPropertyBag::new();
    kind.set_type("text/html");
    let parts = Array::of1(&html.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind).unwrap();
    Url::create_object_url_with_blob(&blob).unwrap()
}

#[wasm_bindgen_test]
async fn greets_and_skips_what_it_does_not_know() {
    ToastState::open(1 << 20).greeted().await;
}

#[wasm_bindgen_test]
async fn the_largest_scope_keeps_its_digits() {
    ToastState::open(u64::MAX).greeted().await;
}

#[wasm_bindgen_test]
async fn commands_arrive_with_their_arguments() {
    let stage = ToastState::open(2 << 20);
    stage.greeted().await;
    stage.frame.send(&Command::ToggleAudio);
    assert_eq!(stage.event().await, Event::AudioMuted(true));
    // The older name that goes with it is passed over in silence.
    stage.frame.send(&Command::LowBandwidth(true));
    assert_eq!(stage.event().await, Event::LowBandwidth(true));
    stage.frame.send(&Command::HangUp);
    assert_eq!(stage.event().await, Event::Left);
    assert_eq!(stage.event().await, Event::Close);
}

#[wasm_bindgen_test]
async fn commands_before_the_handshake_wait_for_it() {
    let stage = ToastState::open(3 << 20);
    stage.frame.send(&Command::ToggleAudio);
    stage.greeted().await;
    assert_eq!(stage.event().await, Event::AudioMuted(true));
}

#[wasm_bindgen_test]
async fn requests_are_answered_or_not() {
    let stage = ToastState::open(4 << 20);
    stage.greeted().await;
    let muted = stage.answer(Request::IsAudioMuted).await;
    assert_eq!(muted, Answer::AudioMuted(false));

    let stats = Request::ConnectionStats;
    let nothing = stage.answer(stats).await;
    assert_eq!(nothing, Answer::Failed(stats), "no result");
    let error = stage.answer(stats).await;
    assert_eq!(error, Answer::Failed(stats), "an error as a result");
    match stage.answer(stats).await {
        Answer::Stats(stats) => {
            assert_eq!(stats.level(), Quality::Fair);
            assert_eq!(stats.figures().round_trip, Some(42));
        }
        other => panic!("no statistics: {other:?}"),
    }

    // One that is never answered does not keep others from being so.
    stage.frame.ask(Request::IsVideoMuted, NOW);
    let muted = stage.answer(Request::IsAudioMuted).await;
    assert_eq!(muted, Answer::AudioMuted(false));
    assert_eq!(
        stage.frame.expire(NOW.plus(TIME_LIMIT)),
        [Answer::TimedOut(Request::IsVideoMuted)]
    );
}

#[wasm_bindgen_test]
async fn a_meeting_that_reloads_itself_is_greeted_anew() {
    let stage = ToastState::open(5 << 20);
    stage.greeted().await;
    stage.frame.ask(Request::IsVideoMuted, NOW);
    let inside = stage.frame.element().content_window().unwrap();
    inside.location().reload().unwrap();
    stage.greeted().await;
    // What the old document was asked is forgotten with it.
    assert!(stage.frame.expire(NOW.plus(TIME_LIMIT)).is_empty());
    stage.frame.send(&Command::ToggleAudio);
    assert_eq!(stage.event().await, Event::AudioMuted(true));
}

#[wasm_bindgen_test]
async fn two_meetings_do_not_hear_each_other() {
    let one = ToastState::open(6 << 20);
    let other = ToastState::open(7 << 20);
    one.greeted().await;
    other.greeted().await;
    one.frame.send(&Command::ToggleAudio);
    assert_eq!(one.event().await, Event::AudioMuted(true));
    // The other's first news is its own answer.
    let muted = other.answer(Request::IsAudioMuted).await;
    assert_eq!(muted, Answer::AudioMuted(false));
}
