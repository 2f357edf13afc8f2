//! Values that every candidate must carry unharmed.

use crate::shapes::*;

mod stored;

/// A type with samples.
pub trait Samples: Sized {
    fn samples() -> Vec<Self>;
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn peer() -> Peer {
    Peer {
        user: Some(UserId(u64::from(u32::MAX) + 9)),
        name: text("Zoë \"Ö\" Müller\n"),
        detail: None,
    }
}

fn record() -> RecordRef {
    RecordRef {
        kind: RecordKind::Employee,
        id: Some(12),
        email: Some(text("zoe@crm.example")),
        name: String::new(),
        detail: Some(text("𝄞 and \\ and /")),
    }
}

fn now() -> Millis {
    Millis(1_795_000_000_123)
}

fn settings() -> Settings {
    Settings {
        version: 1,
        ring_volume: 0.7,
        silent: true,
        ring_seconds: 45,
        open_in_window: false,
        do_not_disturb: false,
        quiet_hours: QuietHours {
            enabled: true,
            from: 1_200,
            to: 0,
        },
        notify: true,
        sites: vec![SiteSetting {
            origin: text("https://crm.example"),
            api_base: String::new(),
            enabled: true,
        }],
    }
}

fn call_view() -> CallView {
    CallView {
        call: CallId(7),
        peer: peer(),
        media: Media::Video,
        since: now(),
        connected: true,
        place: Where::OtherTab,
        mic_muted: false,
        camera_muted: true,
        quality: Some(Quality::Fair),
        peer_speaking: true,
        recording: false,
    }
}

fn view(stage: Stage) -> View {
    View {
        revision: 0,
        account: AccountView::SignedIn {
            user: UserId(3),
            name: text("Ada"),
        },
        stage,
        rings: vec![RingView {
            call: CallId(8),
            peer: peer(),
            media: Media::Audio,
            waiting: true,
        }],
        notice: Some(Notice::Missed { name: text("Bob") }),
        spot: spot(),
    }
}

fn spot() -> ToastSpot {
    ToastSpot {
        right: 24.5,
        bottom: -1e-3,
        minimised: false,
    }
}

impl Samples for FromContent {
    fn samples() -> Vec<Self> {
        let tokens = FoundTokens {
            access: Some(text("a.b.c")),
            refresh: None,
            legacy: None,
            user: Some((5, text("Ada"))),
        };
        vec![
            Self::Hello(Hello {
                tokens: Some(tokens),
                visible: true,
            }),
            Self::Hello(Hello {
                tokens: None,
                visible: false,
            }),
            Self::Look(Look {
                records: vec![record(), record()],
            }),
            Self::Place(Place {
                record: record(),
                media: Media::Video,
            }),
            Self::Act(Act(Intent::Decline {
                call: CallId(1),
                note: Some(text("later")),
            })),
            Self::Act(Act(Intent::HangUp)),
            Self::Remember(Remember(spot())),
        ]
    }
}

impl Samples for View {
    fn samples() -> Vec<Self> {
        vec![
            view(Stage::Hidden),
            view(Stage::Calling {
                peer: peer(),
                media: Media::Audio,
                rings: true,
                here: false,
            }),
            view(Stage::InCall(call_view())),
            view(Stage::Ended {
                peer: peer(),
                reason: EndReason::Refused(Refusal::Gone),
                here: true,
                notes: Notes::Open,
            }),
        ]
    }
}

impl Samples for Vec<Reach> {
    fn samples() -> Vec<Self> {
        vec![vec![], vec![Reach::Unknown, Reach::NoAccount]]
    }
}

impl Samples for Push {
    fn samples() -> Vec<Self> {
        vec![
            Self::View(Box::new(view(Stage::Hidden))),
            Self::Reach(vec![(text("customer#1"), Reach::Busy)]),
            Self::SayHello,
        ]
    }
}

impl Samples for FromPage {
    fn samples() -> Vec<Self> {
        vec![
            Self::Peek(Peek),
            Self::Do(Do(Intent::Note {
                call: CallId(2),
                text: text("two\nlines"),
            })),
            Self::SetSettings(SetSettings(settings())),
            Self::GetDiagnostics(GetDiagnostics),
        ]
    }
}

impl Samples for Vec<MissedView> {
    fn samples() -> Vec<Self> {
        let missed = MissedView {
            call: CallId(4),
            peer: peer(),
            at: now(),
        };
        vec![vec![missed]]
    }
}

impl Samples for Settings {
    fn samples() -> Vec<Self> {
        vec![settings()]
    }
}

fn lines() -> Vec<Line> {
    vec![Line {
        at: now(),
        times: 3,
        text: text("cannot save: the quota is used up"),
    }]
}

impl Samples for Vec<Line> {
    fn samples() -> Vec<Self> {
        vec![lines()]
    }
}

impl Samples for Report {
    fn samples() -> Vec<Self> {
        vec![
            Self::Ready { alone: true },
            Self::Ping,
            Self::Others { count: 1 },
            Self::Quality(Quality::Lost),
            Self::Work(Work::Runs),
            Self::PermitAsked {
                call: CallId(1),
                refused: false,
            },
            Self::Trouble(Trouble::Camera(DeviceFault::InUse)),
            Self::Trouble(Trouble::Conference(text("lost"))),
            Self::Act(Intent::Silence),
        ]
    }
}

impl Samples for Order {
    fn samples() -> Vec<Self> {
        vec![
            Self::Join(Ticket {
                call: CallId(1),
                address: text("https://meet.example/room"),
                jwt: Some(text("x.y.z")),
                display_name: text("Ada"),
                peer_name: text("Bob"),
                media: Media::Audio,
                since: now(),
                note: String::new(),
            }),
            Self::Leave,
            Self::Show(call_view()),
            Self::Note {
                call: CallId(1),
                peer_name: text("Bob"),
                text: text("note"),
            },
            Self::Permit(Permit {
                call: CallId(1),
                api: text("https://crm.example"),
                authorization: text("Bearer a"),
                skip_documented: true,
            }),
            Self::NoPermit {
                call: CallId(1),
                why: Denial::OtherCall,
            },
        ]
    }
}
