//! Every message comes back as it was sent, and only as what it is.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::fmt::Debug;

use ringside::call::intent::{CallPageIntent, ContentIntent, PopupIntent};
use ringside::call::page_protocol::{JoinInfo, PageCommand, PageEvent, PendingWork, UploadGrant};
use ringside::call::view::{
    AccountView, CallView, ElsewhereView, MediaLocation, NoteOffer, Notice, RingView,
    ToastPosition, ToastState, View,
};
use ringside::codec::{self, Codec, Format};
use ringside::crm::discovery::{Certainty, FoundApi};
use ringside::crm::health::ApiState;
use ringside::crm::push_health::PushState;
use ringside::crm::token::{FoundTokens, PageTokens};
use ringside::crm::upload::UploadDenied;
use ringside::diagnostics::Line;
use ringside::domain::{
    ApiTrouble, CallId, DeviceFault, Duration, EndReason, Media, Peer, Quality, Refusal,
    SiteNumber, Timestamp, Trouble, UserId,
};
use ringside::managed::ManagedProblem;
use ringside::message::{
    Attended, ChooseCarrier, ContentAction, Dial, ExportProfile, ForgetNote, FromContent,
    FromOptions, FromPopup, GetDiagnostics, GetDoNotDisturb, GetManagedProblems, GetMissed,
    GetRefusedNotes, GetSettings, GetSiteStates, GetSites, GetStorage, GetUnstopped, GetView,
    Hello, ImportProfile, MissedView, PopupAction, Push, QueryPresence, RemoveProfile, RetryApi,
    SaveToastPosition, SetDoNotDisturb, SetSettings, SiteStatus, TryAgain,
};
use ringside::outbox::RefusedNote;
use ringside::presence::Reach;
use ringside::settings::{ApiSource, Carrier, Settings, SiteSetting};
use ringside::site::profile::file::{Problem, ProfileError, SiteProfile};
use ringside::site::profile::state::{FileState, ProfileState, ProfileUse};
use ringside::site::{RecordKind, RecordRef};

/// A message arrives as it was, and is taken for none of another context.
#[track_caller]
fn arrives<T: Format + PartialEq + Debug>(message: T) {
    let text = codec::text(&message);
    assert_eq!(codec::parse(&text), Some(message));
    let taken_for = [
        (
            FromContent::FORMAT,
            codec::parse::<FromContent>(&text).is_some(),
        ),
        (
            FromPopup::FORMAT,
            codec::parse::<FromPopup>(&text).is_some(),
        ),
        (
            FromOptions::FORMAT,
            codec::parse::<FromOptions>(&text).is_some(),
        ),
        (
            PageEvent::FORMAT,
            codec::parse::<PageEvent>(&text).is_some(),
        ),
        (
            PageCommand::FORMAT,
            codec::parse::<PageCommand>(&text).is_some(),
        ),
        (Push::FORMAT, codec::parse::<Push>(&text).is_some()),
    ];
    for (format, taken) in taken_for {
        assert_eq!(taken, format == T::FORMAT, "{text} as {format}");
    }
}

/// A reply arrives as it was.
#[track_caller]
fn replies<T: Codec + PartialEq + Debug>(reply: T) {
    assert_eq!(codec::decode(&codec::encode(&reply)), Some(reply));
}

fn peer() -> Peer {
    Peer {
        user: Some(UserId(15)),
        name: "Jane Doe".into(),
        detail: None,
    }
}

fn record() -> RecordRef {
    RecordRef {
        kind: RecordKind::Employee,
        id: None,
        email: Some("Jane@acme.example".into()),
        name: "Jane".into(),
        detail: None,
    }
}

fn given(made_for_site: bool) -> SiteProfile {
    // Which text it is does not matter here.
    let profile = codec::decode(&codec::encode(&"a profile".to_owned())).unwrap();
    SiteProfile {
        made_for_site,
        profile,
    }
}

fn call() -> CallView {
    CallView {
        call: CallId(9_007_199_254_740_991),
        peer: peer(),
        media: Media::Video,
        since: Timestamp(1_795_000_000_000),
        connected: true,
        location: MediaLocation::Window,
        mic_muted: false,
        camera_muted: true,
        quality: Some(Quality::Poor),
        peer_speaking: true,
        recording: false,
        interrupted: false,
        in_own_tab: false,
        guest: None,
    }
}

fn view(toast: ToastState) -> View {
    View {
        revision: 12,
        account: AccountView::SignedIn {
            user: UserId(1),
            name: "Olivia".into(),
        },
        toast,
        rings: vec![RingView {
            call: CallId(3),
            peer: peer(),
            media: Media::Audio,
            waiting: true,
        }],
        notice: Some(Notice::Missed {
            call: CallId(9),
            name: "Wei".into(),
        }),
        toast_position: ToastPosition {
            right: 24.5,
            bottom: -1.0,
            minimised: true,
        },
        is_crm: true,
        site: SiteNumber(1),
    }
}

#[test]
fn what_the_worker_pushes_to_a_page_of_the_crm_arrives() {
    let ended = |reason| ToastState::Ended {
        peer: peer(),
        reason,
        here: false,
        notes: NoteOffer::Offered,
    };
    for toast in [
        ToastState::Hidden,
        ToastState::Calling {
            peer: peer(),
            media: Media::Audio,
            rings: false,
            here: true,
        },
        ToastState::InCall(call()),
        ToastState::Elsewhere(ElsewhereView {
            call: CallId(7),
            peer: peer(),
            answered: true,
            in_crm_window: false,
        }),
        ended(EndReason::Over {
            lasted: Duration::from_secs(134),
        }),
        ended(EndReason::NoAnswer),
        ended(EndReason::Declined { note: None }),
        ended(EndReason::Refused(Refusal::InAnotherCall)),
    ] {
        arrives(Push::View(Box::new(view(toast))));
    }
    arrives(Push::SayHello);
    arrives(Push::Profiles(Vec::new()));
    let given = [true, false].map(given);
    arrives(Push::Profiles(given.to_vec()));
    arrives(Push::Leave);
    arrives(Push::Carrier {
        carrier: Carrier::NotAsked,
        kept_out: true,
    });
    arrives(Push::Reach(vec![("a".into(), Reach::NoAccount)]));
}

#[test]
fn what_the_worker_tells_a_call_page_arrives() {
    arrives(PageCommand::Show(call()));
    for command in [
        PageCommand::Leave,
        PageCommand::Stay,
        PageCommand::ToggleMic,
        PageCommand::ToggleCamera,
    ] {
        arrives(command);
    }
    arrives(PageCommand::UploadGrant(UploadGrant {
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
        arrives(PageCommand::UploadDenied { call, why });
    }
    arrives(PageCommand::Note {
        call: CallId(1),
        peer_name: "Jane".into(),
        text: "Größe “2”\n".into(),
    });
    arrives(PageCommand::Join(JoinInfo {
        call: CallId(1),
        address: "https://meet.example/room".into(),
        jwt: None,
        display_name: "Olivia".into(),
        peer_name: "Jane".into(),
        media: Media::Video,
        since: Timestamp(0),
        note: "Call back".into(),
        in_own_tab: true,
        asks: true,
        guest: None,
    }));
    arrives(PageCommand::ServerReached { answers: true });
}

#[test]
fn what_a_call_page_says_arrives() {
    arrives(PageEvent::Ready { alone: true });
    arrives(PageEvent::Ping);
    arrives(PageEvent::Others { count: 2 });
    arrives(PageEvent::MicMuted(true));
    arrives(PageEvent::Quality(Quality::Lost));
    arrives(PageEvent::PendingWork(PendingWork::Runs));
    arrives(PageEvent::FallbackFound);
    arrives(PageEvent::ServerUnreachable);
    arrives(PageEvent::OpenTab("https://meet.example/r?jwt=a".into()));
    arrives(PageEvent::RecordingLink("https://meet.example/r".into()));
    arrives(PageEvent::UploadRequested {
        call: CallId(7),
        refused: true,
    });
    arrives(PageEvent::Trouble(Trouble::Camera(DeviceFault::InUse)));
    arrives(PageEvent::Trouble(Trouble::Conference("full".into())));
    arrives(PageEvent::Act(CallPageIntent::HangUp));
    arrives(PageEvent::Act(CallPageIntent::Note {
        call: CallId(7),
        text: "later".into(),
    }));
}

#[test]
fn what_a_content_script_asks_arrives() {
    for tokens in [
        PageTokens::None,
        PageTokens::Unreadable,
        PageTokens::Found(FoundTokens {
            access: Some("a.b.c".into()),
            refresh: None,
            legacy: None,
            user: Some((1, "Olivia".into())),
        }),
    ] {
        for api in [None, Some(Certainty::Likely), Some(Certainty::Certain)] {
            arrives(FromContent::from(Hello {
                tokens: tokens.clone(),
                visible: true,
                api: api.map(|certainty| FoundApi {
                    base: "https://api.example.com/v1".into(),
                    certainty,
                }),
                has_own_window: true,
                profile: ProfileUse {
                    has_any: true,
                    crm: Some(3),
                    misses: api.is_none(),
                },
            }));
        }
    }
    arrives(FromContent::from(Attended));
    arrives(FromContent::from(ChooseCarrier(Carrier::Ringside)));
    arrives(FromContent::from(ContentAction(ContentIntent::TakeHere {
        call: CallId(2),
    })));
    arrives(FromContent::from(QueryPresence {
        records: vec![record(), record()],
    }));
    arrives(FromContent::from(Dial {
        record: record(),
        media: Media::Video,
    }));
    arrives(FromContent::from(SaveToastPosition(
        ToastPosition::default(),
    )));
    arrives(FromContent::from(ContentAction(ContentIntent::Silence)));
    arrives(FromContent::from(ContentAction(ContentIntent::Decline {
        call: CallId(2),
        note: Some("later “maybe”".into()),
    })));
}

#[test]
fn what_the_popup_asks_arrives() {
    arrives(FromPopup::from(GetView));
    arrives(FromPopup::from(GetMissed));
    arrives(FromPopup::from(GetDoNotDisturb));
    arrives(FromPopup::from(SetDoNotDisturb(true)));
    arrives(FromPopup::from(GetSites));
    arrives(FromPopup::from(RetryApi));
    arrives(FromPopup::from(GetRefusedNotes));
    arrives(FromPopup::from(ForgetNote(RefusedNote {
        call: CallId(2),
        text: "Größe ×2".into(),
        at: Timestamp(3),
    })));
    arrives(FromPopup::from(PopupAction(PopupIntent::EndElsewhere {
        call: CallId(2),
    })));
    arrives(FromPopup::from(PopupAction(PopupIntent::CallBack {
        call: CallId(2),
    })));
}

#[test]
fn what_the_options_page_asks_arrives() {
    arrives(FromOptions::from(GetSettings));
    arrives(FromOptions::from(GetDiagnostics));
    arrives(FromOptions::from(GetSiteStates));
    arrives(FromOptions::from(TryAgain));
    arrives(FromOptions::from(GetUnstopped));
    arrives(FromOptions::from(GetStorage));
    arrives(FromOptions::from(GetManagedProblems));
    let site = SiteSetting::parse("crm.example.com", "https://api.example.com").unwrap();
    arrives(FromOptions::from(SetSettings(Settings {
        sites: vec![site],
        ..Settings::default()
    })));
    let origin = "https://crm.example.com".to_owned();
    arrives(FromOptions::from(ExportProfile(origin.clone())));
    arrives(FromOptions::from(RemoveProfile(origin.clone())));
    arrives(FromOptions::from(ImportProfile {
        origin,
        file: "{ \"name\": \"Größe\" }".into(),
    }));
}

#[test]
fn replies_arrive() {
    replies(());
    replies(true);
    replies(View::default());
    replies(vec![Reach::Online, Reach::Unknown]);
    replies(Settings::default());
    for state in [
        ApiState::Unknown,
        ApiState::Works,
        ApiState::Doubtful,
        ApiState::Broken(ApiTrouble::NotTheApi),
    ] {
        replies(vec![SiteStatus {
            origin: "https://crm.example.com".into(),
            api: "https://api.example.com".into(),
            source: ApiSource::Found,
            state,
            push: PushState::Refused,
            patterns: vec!["https://crm.example.com/*".into()],
            profile: ProfileState {
                administrator: FileState::Used("Of the company".into()),
                own: FileState::Used("Example CRM".into()),
                crm: Some("Odoo".into()),
                misses: true,
            },
        }]);
    }
    let missing = ProfileError {
        field: "pages[2].email[0].select".into(),
        problem: Problem::Missing,
    };
    replies(FileState::Unusable(missing.clone()));
    replies(vec![
        ManagedProblem::UnknownSetting("profile".into()),
        ManagedProblem::NotSites,
        ManagedProblem::TooManySites(64),
        ManagedProblem::NotSite("crm.example.com".into()),
        ManagedProblem::Profile {
            origin: "https://crm.example.com".into(),
            error: missing.clone(),
        },
    ]);
    replies(Some(missing));
    replies(vec![MissedView {
        call: CallId(3),
        peer: peer(),
        at: Timestamp(4),
    }]);
    replies(vec!["https://crm.example".to_owned()]);
    replies(vec![Line {
        at: Timestamp(4),
        times: 2,
        text: "cannot reach the CRM".into(),
    }]);
}

#[test]
fn a_reply_of_another_shape_is_none() {
    for text in ["", "7", "0 1 ", "View"] {
        assert_eq!(codec::decode::<View>(text), None, "{text}");
    }
    assert_eq!(codec::decode::<()>("0 "), None);
}
