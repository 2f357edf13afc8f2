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
use ringside::jitsi::address::{Address, Entry, Scope};
use ringside::jitsi::command::Command;
use ringside::jitsi::event::{Event, Person};
use ringside::jitsi::request::{Request, TIME_LIMIT};
use ringside::jitsi::transport::Received;
use ringside::jitsi::wire::Answer;
use ringside_browser_tests::{Container, window};
use ringside_web::meeting_frame::Frame;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Blob, BlobPropertyBag, Url};

wasm_bindgen_test_configure!(run_in_browser);

/// The bundle; empty where nobody made it.
const MEETING: &str = include_str!(concat!(env!("OUT_DIR"), "/jitsi-meeting.js"));

const NOW: Timestamp = Timestamp(1_000);

/// A meeting in a frame.
struct MeetingFixture {
    // The order matters: the frame is dropped before the element that contains
    // it.
    frame: Frame,
    heard: RefCell<UnboundedReceiver<Received>>,
    page: String,
    _container: Container,
}

impl MeetingFixture {
    fn open(bits: u64) -> Self {
        assert!(
            !MEETING.is_empty(),
            "the Jitsi transport is not bundled: run `cargo xtask test`"
        );
        let container = Container::new();
        let origin = window().location().origin().unwrap();
        let address = Address::parse(&format!("{origin}/room")).unwrap();
        let scope = Scope::from_random(bits);
        let real = address.frame(scope, Entry::default(), &[]);
        let page = page();
        // The page is ours; the parameters are those of a real meeting.
        let url = format!("{page}#{}", real.split_once('#').unwrap().1);
        let (send, heard) = unbounded();
        let on_received = move |received| {
            // Nobody receives any more when the test is over.
            drop(send.unbounded_send(received));
        };
        let frame = Frame::open(&container, &address, &url, scope, on_received, || {});
        Self {
            frame: frame.unwrap(),
            heard: RefCell::new(heard),
            page,
            _container: container,
        }
    }

    /// The next message, without repeated handshakes.
    async fn next(&self) -> Received {
        loop {
            let heard = poll_fn(|task| self.heard.borrow_mut().poll_next_unpin(task));
            let received = heard.await.unwrap();
            if received != Received::Nothing {
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

    /// Waits for the handshake and the greeting of [`MEETING`].
    async fn greeted(&self) {
        let first = self.next().await;
        assert!(matches!(first, Received::Handshake { .. }));
        assert_eq!(self.event().await, Event::Ready);
        let me = Some("me".to_owned());
        assert_eq!(
            self.event().await,
            Event::Joined {
                me,
                breakout: false,
            }
        );
        let jane = Person {
            id: "jane".to_owned(),
            name: "Jane \u{201c}JJ\u{201d} Doe".to_owned(),
        };
        assert_eq!(self.event().await, Event::Came(jane));
    }
}

impl Drop for MeetingFixture {
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
async fn the_handshake_works_and_unknown_messages_are_skipped() {
    MeetingFixture::open(1 << 20).greeted().await;
}

#[wasm_bindgen_test]
async fn the_largest_scope_is_sent_with_all_its_digits() {
    MeetingFixture::open(u64::MAX).greeted().await;
}

#[wasm_bindgen_test]
async fn commands_arrive_with_their_arguments() {
    let meeting = MeetingFixture::open(2 << 20);
    meeting.greeted().await;
    meeting.frame.send(&Command::ToggleAudio);
    assert_eq!(meeting.event().await, Event::AudioMuted(true));
    // The older name that is sent with it is ignored.
    meeting.frame.send(&Command::LowBandwidth(true));
    assert_eq!(meeting.event().await, Event::LowBandwidth(true));
    meeting.frame.send(&Command::HangUp);
    assert_eq!(meeting.event().await, Event::Left);
    assert_eq!(meeting.event().await, Event::Close);
}

#[wasm_bindgen_test]
async fn commands_before_the_handshake_wait_for_it() {
    let meeting = MeetingFixture::open(3 << 20);
    meeting.frame.send(&Command::ToggleAudio);
    meeting.greeted().await;
    assert_eq!(meeting.event().await, Event::AudioMuted(true));
}

#[wasm_bindgen_test]
async fn requests_are_answered_or_expire() {
    let meeting = MeetingFixture::open(4 << 20);
    meeting.greeted().await;
    let muted = meeting.answer(Request::IsAudioMuted).await;
    assert_eq!(muted, Answer::AudioMuted(false));

    let stats = Request::ConnectionStats;
    let nothing = meeting.answer(stats).await;
    assert_eq!(nothing, Answer::Failed(stats), "no result");
    let error = meeting.answer(stats).await;
    assert_eq!(error, Answer::Failed(stats), "an error as a result");
    match meeting.answer(stats).await {
        Answer::Stats(stats) => {
            assert_eq!(stats.level(), Quality::Fair);
            assert_eq!(stats.figures().round_trip, Some(42));
        }
        other => panic!("no statistics: {other:?}"),
    }

    // A request that is never answered does not block others.
    meeting.frame.ask(Request::IsVideoMuted, NOW);
    let muted = meeting.answer(Request::IsAudioMuted).await;
    assert_eq!(muted, Answer::AudioMuted(false));
    assert_eq!(
        meeting.frame.expire(NOW.plus(TIME_LIMIT)),
        [Answer::TimedOut(Request::IsVideoMuted)]
    );
}

#[wasm_bindgen_test]
async fn a_meeting_that_reloads_itself_gets_a_new_handshake() {
    let meeting = MeetingFixture::open(5 << 20);
    meeting.greeted().await;
    meeting.frame.ask(Request::IsVideoMuted, NOW);
    let inside = meeting.frame.element().content_window().unwrap();
    inside.location().reload().unwrap();
    meeting.greeted().await;
    // The requests to the old document are forgotten with it.
    assert!(meeting.frame.expire(NOW.plus(TIME_LIMIT)).is_empty());
    meeting.frame.send(&Command::ToggleAudio);
    assert_eq!(meeting.event().await, Event::AudioMuted(true));
}

#[wasm_bindgen_test]
async fn two_meetings_do_not_get_each_others_messages() {
    let one = MeetingFixture::open(6 << 20);
    let other = MeetingFixture::open(7 << 20);
    one.greeted().await;
    other.greeted().await;
    one.frame.send(&Command::ToggleAudio);
    assert_eq!(one.event().await, Event::AudioMuted(true));
    // The other meeting's first message is its own answer.
    let muted = other.answer(Request::IsAudioMuted).await;
    assert_eq!(muted, Answer::AudioMuted(false));
}
