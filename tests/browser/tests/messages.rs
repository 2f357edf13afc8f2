//! Messages cross from one context to another as plain JavaScript values.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::fmt::Debug;

use ringside::call::intent::Intent;
use ringside::call::page_protocol::{JoinInfo, PageCommand, PageEvent, PendingWork, UploadGrant};
use ringside::call::view::{
    AccountView, CallView, MediaLocation, NoteOffer, RingView, ToastState, View,
};
use ringside::call::view::{Notice, ToastPosition};
use ringside::crm::upload::UploadDenied;
use ringside::domain::{CallId, EndReason, Media, Peer, Refusal, Timestamp, UserId};
use ringside::domain::{DeviceFault, Quality, Trouble};
use ringside::message::{Act, FromContent, Hello, Place, Push, QueryPresence, SaveToastPosition};
use ringside::presence::Reach;
use ringside::settings::Settings;
use ringside::site::{RecordKind, RecordRef};
use ringside_web::browser::codec::{from_message, to_js};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Sends a value the way browsers do: as a structured clone of plain JSON.
#[track_caller]
fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    let sent = to_js(&value).unwrap();
    let text = js_sys::JSON::stringify(&sent).unwrap();
    let arrived = js_sys::JSON::parse(&String::from(text)).unwrap();
    assert_eq!(from_message::<T>(arrived).unwrap(), value);
}

fn peer() -> Peer {
    Peer {
        user: Some(UserId(15)),
        name: "Jane Doe".into(),
        detail: None,
    }
}

fn call() -> CallView {
    CallView {
        call: CallId(9_007_199_254_740_991),
        peer: peer(),
        media: Media::Video,
        since: Timestamp(1_795_000_000_000),
        connected: true,
        place: MediaLocation::Window,
        mic_muted: false,
        camera_muted: true,
        quality: Some(Quality::Poor),
        peer_speaking: true,
        recording: false,
    }
}

fn view(stage: ToastState) -> View {
    View {
        revision: 12,
        account: AccountView::SignedIn {
            user: UserId(1),
            name: "Olivia".into(),
        },
        stage,
        rings: vec![RingView {
            call: CallId(3),
            peer: peer(),
            media: Media::Audio,
            waiting: true,
        }],
        notice: Some(Notice::Missed { name: "Wei".into() }),
        toast_position: ToastPosition {
            right: 24.5,
            bottom: -1.0,
            minimised: true,
        },
    }
}

#[wasm_bindgen_test]
fn what_the_worker_pushes_arrives_as_it_was() {
    let ended = |reason| ToastState::Ended {
        peer: peer(),
        reason,
        here: false,
        notes: NoteOffer::Offered,
    };
    for stage in [
        ToastState::Hidden,
        ToastState::Calling {
            peer: peer(),
            media: Media::Audio,
            rings: false,
            here: true,
        },
        ToastState::InCall(call()),
        ended(EndReason::Over { lasted: 134_000 }),
        ended(EndReason::NoAnswer),
        ended(EndReason::Declined { note: None }),
        ended(EndReason::Refused(Refusal::InAnotherCall)),
    ] {
        survives(Push::View(Box::new(view(stage))));
    }
    survives(View::default());
    survives(Push::SayHello);
    survives(Push::Reach(vec![("a".into(), Reach::NoAccount)]));
    survives(vec![Reach::Online, Reach::Unknown]);
    survives(());
    survives(Settings::default());
    survives(PageCommand::Show(call()));
    survives(PageCommand::Leave);
    survives(PageCommand::Stay);
    survives(PageCommand::UploadGrant(UploadGrant {
        call: CallId(7),
        api: "https://crm.example".into(),
        authorization: "Bearer a.b-c_d".into(),
        skip_documented: true,
    }));
    for why in [
        UploadDenied::Offline,
        UploadDenied::SignedOut,
        UploadDenied::OtherCall,
    ] {
        let call = CallId(7);
        survives(PageCommand::UploadDenied { call, why });
    }
    survives(PageCommand::Join(JoinInfo {
        call: CallId(1),
        address: "https://meet.example/room".into(),
        jwt: None,
        display_name: "Olivia".into(),
        peer_name: "Jane".into(),
        media: Media::Video,
        since: Timestamp(0),
        note: "Call back".into(),
    }));
}

#[wasm_bindgen_test]
fn what_the_pages_send_arrives_as_it_was() {
    let record = RecordRef {
        kind: RecordKind::Employee,
        id: None,
        email: Some("Jane@acme.example".into()),
        name: "Jane".into(),
        detail: None,
    };
    survives(FromContent::from(Hello {
        tokens: None,
        visible: true,
    }));
    survives(FromContent::from(QueryPresence {
        records: vec![record.clone(), record.clone()],
    }));
    survives(FromContent::from(Place {
        record,
        media: Media::Video,
    }));
    survives(FromContent::from(SaveToastPosition(
        ToastPosition::default(),
    )));
    survives(FromContent::from(Act(Intent::Silence)));
    survives(FromContent::from(Act(Intent::Decline {
        call: CallId(2),
        note: Some("later “maybe”".into()),
    })));
    survives(PageEvent::Ready { alone: true });
    survives(PageEvent::Ping);
    survives(PageEvent::MicMuted(true));
    survives(PageEvent::PendingWork(PendingWork::Runs));
    survives(PageEvent::FallbackFound);
    survives(PageEvent::UploadRequested {
        call: CallId(7),
        refused: true,
    });
    survives(PageEvent::Trouble(Trouble::Camera(DeviceFault::InUse)));
    survives(PageEvent::Trouble(Trouble::Conference("full".into())));
}

#[wasm_bindgen_test]
fn other_values_are_no_messages() {
    for text in [
        "null",
        "7",
        "[]",
        "{}",
        r#""Nothing""#,
        r#""View""#,
        r#"{"View":null}"#,
        r#"{"View":{"revision":1}}"#,
        r#"{"Reach":[["a"]]}"#,
        r#"{"Reach":[["a","online",1]]}"#,
        r#"{"Reach":{"length":1}}"#,
    ] {
        let value = js_sys::JSON::parse(text).unwrap();
        assert!(from_message::<Push>(value).is_err(), "{text}");
    }
    for number in [-1.0, 0.5, 1e300, f64::NAN] {
        assert!(from_message::<CallId>(JsValue::from_f64(number)).is_err());
    }
}
