use ringside::call::intent::{CallPageIntent, ContentIntent, PopupIntent};
use ringside::call::page_protocol::PageCommand;
use ringside::crm::token::PageTokens;
use ringside::domain::Media;
use ringside::message::{
    ContentAction, GetDiagnostics, GetView, Hello, PopupAction, Push, RowChanged, SetSettings,
    WATCH_PORT,
};
use ringside::settings::Settings;
use ringside::site::profile::state::ProfileUse;
use ringside::site::{RecordKind, RecordRef};
use ringside_web::browser::sender::Facts;

use super::*;

const HOME: &str = "chrome-extension://abc/";

/// A sender as the browser states it, and the format of what it may send.
#[derive(Clone, Copy, Debug)]
struct Origin {
    id: &'static str,
    url: &'static str,
    frame: i32,
    tab: Option<i32>,
    may_send: Option<&'static str>,
}

impl Origin {
    const fn ours(
        url: &'static str,
        frame: i32,
        tab: Option<i32>,
        may_send: Option<&'static str>,
    ) -> Self {
        Self {
            id: "abc",
            url,
            frame,
            tab,
            may_send,
        }
    }

    const fn other_extension(url: &'static str, tab: Option<i32>) -> Self {
        Self {
            id: "xyz",
            url,
            frame: 0,
            tab,
            may_send: None,
        }
    }

    /// A page may send what a frame may.
    fn may(self, format: &str) -> bool {
        self.may_send == Some(format) || (self.may_send, format) == (Some("content"), "frame")
    }

    fn sender(self) -> Option<Sender> {
        let facts = Facts {
            id: Some(self.id.to_owned()),
            url: Some(self.url.to_owned()),
            frame: Some(self.frame),
            tab: self.tab,
            tab_url: Some("https://crm.example/customers".to_owned()),
        };
        facts.parse("abc", HOME)
    }
}

const CRM: &str = "https://crm.example/customers";
const POPUP: &str = "chrome-extension://abc/pages/popup.html";
const OPTIONS: &str = "chrome-extension://abc/pages/options.html";
const CALL: &str = "chrome-extension://abc/pages/call.html";

const SENDERS: [Origin; 13] = [
    Origin::ours(CRM, 0, Some(3), Some("content")),
    Origin::ours(POPUP, 0, None, Some("popup")),
    Origin::ours(OPTIONS, 0, Some(4), Some("options")),
    // A call page uses its port, in a window of its own as in the toast.
    Origin::ours(CALL, 0, Some(5), None),
    Origin::ours(CALL, 2, Some(3), None),
    Origin::ours("chrome-extension://abc/pages/ring.html", 0, None, None),
    Origin::ours(
        "chrome-extension://abc/background/bootstrap.js",
        0,
        None,
        None,
    ),
    // What is over the page is the page's own, and not its frames'.
    Origin::ours(CRM, 1, Some(3), Some("frame")),
    // A frame of another site inside a page of the CRM, and a page that is in no tab.
    Origin::ours("https://other.example/", 1, Some(3), None),
    Origin::ours(CRM, 0, None, None),
    Origin::other_extension(CRM, Some(3)),
    Origin::other_extension(POPUP, None),
    Origin::ours("chrome-extension://xyz/pages/popup.html", 0, None, None),
];

/// A message of every format, and texts that are no messages.
fn messages() -> Vec<(&'static str, String)> {
    let content = FromContent::from(ContentAction(ContentIntent::HangUp));
    let popup = FromPopup::from(PopupAction(PopupIntent::HangUp));
    let view = FromPopup::from(GetView);
    let options = FromOptions::from(SetSettings(Settings::default()));
    let diagnostics = FromOptions::from(GetDiagnostics);
    vec![
        ("content", codec::text(&content)),
        ("frame", codec::text(&FromContent::from(RowChanged))),
        ("popup", codec::text(&popup)),
        ("popup", codec::text(&view)),
        ("options", codec::text(&options)),
        ("options", codec::text(&diagnostics)),
        (
            "page event",
            codec::text(&PageEvent::Act(CallPageIntent::HangUp)),
        ),
        ("page command", codec::text(&PageCommand::Leave)),
        ("push", codec::text(&Push::SayHello)),
        ("none", codec::encode(&content)),
        ("none", String::new()),
        ("none", "{\"HangUp\":null}".to_owned()),
    ]
}

#[test]
fn a_sender_can_send_only_its_own_requests() {
    for from in SENDERS {
        for (format, text) in messages() {
            let parsed = from
                .sender()
                .and_then(|sender| request(sender, &text, enabled));
            assert_eq!(
                parsed.is_some(),
                from.may(format),
                "{from:?} sends {format}: {text}"
            );
        }
    }
}

fn enabled(origin: &str) -> bool {
    origin == "https://crm.example"
}

#[test]
fn nothing_comes_of_what_a_page_sends_that_is_not_enabled() {
    let hello = FromContent::from(Hello {
        visible: true,
        tokens: PageTokens::None,
        api: None,
        has_own_window: false,
        profile: ProfileUse::default(),
    });
    let greeting = ("frame", codec::text(&hello));
    for (format, text) in messages().into_iter().chain([greeting.clone()]) {
        for from in SENDERS {
            let parsed = from.sender().and_then(|sender| {
                let other = |origin: &str| !enabled(origin);
                request(sender, &text, other)
            });
            let is_page = matches!(from.may_send, Some("content" | "frame"));
            let off = Received::Off {
                tab: TabId(3),
                greets: text == greeting.1,
            };
            let expected = (is_page && from.may(format)).then_some(off);
            let is_own = matches!(parsed, Some(Received::Popup(_) | Received::Options(_)));
            assert!(is_own || parsed == expected, "{from:?}: {parsed:?}");
        }
    }
}

#[test]
fn a_request_of_a_content_script_has_its_tab_and_origin() {
    let asked = FromContent::from(ContentAction(ContentIntent::Silence));
    let parsed = SENDERS[0]
        .sender()
        .and_then(|sender| request(sender, &codec::text(&asked), enabled));
    let expected = Received::Content {
        tab: TabId(3),
        origin: "https://crm.example".to_owned(),
        in_frame: false,
        request: asked,
    };
    assert_eq!(parsed, Some(expected));
}

/// What a press beside a record of this name sends.
fn dialled(name: &str) -> Option<Received> {
    let record = RecordRef {
        kind: RecordKind::Person,
        id: None,
        email: Some("jane.doe@example.com".to_owned()),
        name: name.to_owned(),
        detail: None,
    };
    let media = Media::Audio;
    let text = codec::text(&FromContent::from(Dial { record, media }));
    request(SENDERS[0].sender()?, &text, enabled)
}

#[test]
fn a_name_that_a_page_made_too_long_is_cut_and_a_longer_message_dropped() {
    let Some(Received::Content { request, .. }) = dialled(&"Jane ".repeat(1_000)) else {
        panic!("not parsed");
    };
    let FromContent::Dial(Dial { record, .. }) = request else {
        panic!("{request:?}");
    };
    assert!(record.name.starts_with("Jane Jane"), "{}", record.name);
    assert!(record.name.chars().count() <= 200, "{}", record.name);
    assert_eq!(dialled(&"Jane ".repeat(100_000)), None);
}

#[test]
fn that_a_message_was_too_long_is_said_without_a_word_of_it() {
    let long = "Jane Doe ".repeat(100_000);
    for from in SENDERS {
        let sender = from.sender();
        let said = dropped(sender.as_ref(), &long);
        assert_eq!(said.is_some(), sender.is_some(), "{from:?}");
        let said = said.unwrap_or_default();
        assert!(!said.as_str().contains("Jane"), "{said:?}");
        assert!(
            sender.is_none() || said.as_str().ends_with("kB: 878"),
            "{said:?}"
        );
        assert_eq!(dropped(sender.as_ref(), "Jane Doe"), None);
    }
}

#[test]
fn only_a_call_page_may_open_the_call_port() {
    for from in SENDERS {
        let is_call_page = from.id == "abc" && from.url == CALL;
        for port in [CALL_PORT, WATCH_PORT, ""] {
            let shown = from.sender().and_then(|sender| call_port(sender, port));
            let tab = shown.map(|shown| shown.tab);
            let expected = (is_call_page && port == CALL_PORT).then(|| from.tab.map(TabId));
            assert_eq!(tab, expected.flatten(), "{from:?} opens {port:?}");
        }
    }
}

#[test]
fn the_call_port_accepts_page_events_only() {
    for (format, text) in messages() {
        let parsed = page_event(&text).is_some();
        assert_eq!(parsed, format == "page event", "{format}: {text}");
    }
}

#[test]
fn a_context_does_not_parse_actions_that_it_does_not_send() {
    // The numbers after the last one that each context knows.
    let actions = [
        ("content", encode_after("7 content", 3, 15)),
        ("popup", encode_after("5 popup", 2, 12)),
        ("page event", encode_after("10 page event", 15, 4)),
    ];
    for (format, text) in actions {
        for from in SENDERS {
            let parsed = from
                .sender()
                .and_then(|sender| request(sender, &text, enabled));
            assert_eq!(parsed, None, "{format}: {text}");
        }
        assert_eq!(page_event(&text), None, "{format}: {text}");
    }
}

/// An action by its number, in the envelope's variant of this number.
fn encode_after(format: &str, action: u32, number: u32) -> String {
    format!("{format}{action} {number} ")
}
