//! Calls to which people without an account are invited.

use super::*;
use crate::call::guest::Attendance;
use crate::domain::Identity;

const MEETING: &str = "https://meet.example.com/ringside-1f";

/// A machine of no CRM's, with one visible tab.
fn nobodys() -> Play {
    let mut play = Play {
        state: State::default(),
        now: START,
        effects: Vec::new(),
    };
    play.then(Event::Tab(Tab {
        id: TAB,
        visible: true,
    }));
    play
}

fn invite(meeting: Option<&str>) -> Event {
    Event::Invite {
        record: RecordRef {
            email: Some("ann@example.com".to_owned()),
            name: "Ann Other".to_owned(),
            ..jane()
        },
        media: Media::Video,
        tab: Some(TAB),
        meeting: meeting.map(str::to_owned),
        own_name: "Olivia Owner".to_owned(),
        page: olivia().site,
        owner: Some(olivia()),
    }
}

fn olivia() -> Identity {
    Identity {
        site: "https://crm.example.com".to_owned(),
        user: ME,
    }
}

/// What is remembered of the call, in order.
fn recorded(play: &Play) -> Vec<Option<Duration>> {
    let lasted = |effect: &Effect| match effect {
        Effect::RecordGuestCall(call) => Some(call.lasted),
        _ => None,
    };
    play.effects.iter().filter_map(lasted).collect()
}

fn invited() -> Play {
    let mut play = nobodys();
    play.then(invite(Some(MEETING)));
    play
}

fn others(count: u32) -> PageEvent {
    PageEvent::Others { count }
}

/// Time passes as it does on a computer that is awake.
fn wait(play: &mut Play, time: Duration) {
    let end = play.now + time.as_millis();
    while play.now < end {
        play.after(Duration::from_secs(5));
    }
}

fn call_of(play: &Play) -> view::CallView {
    match view::of(&play.state, Some(TAB)).toast {
        ToastState::InCall(call) => call,
        other => panic!("no call: {other:?}"),
    }
}

#[test]
fn the_page_joins_the_meeting_and_knows_whom_to_invite() {
    let mut play = invited();
    let effects = play.page_event(PageEvent::Ready { alone: false });
    let joins = effects.iter().find_map(|effect| match effect {
        Effect::PageCommand(_, PageCommand::Join(info)) => Some(info),
        _ => None,
    });
    let info = joins.unwrap();
    assert_eq!((info.address.as_str(), &info.jwt), (MEETING, &None));
    assert_eq!(info.display_name, "Olivia Owner");
    let guest = info.guest.as_ref().unwrap();
    assert_eq!(guest.email.as_deref(), Some("ann@example.com"));
}

#[test]
fn the_guest_is_awaited_and_comes_and_leaves() {
    let mut play = invited();
    play.page_event(PageEvent::Ready { alone: false });
    assert_eq!(call_of(&play).guest, Some(Attendance::Unseen));
    play.page_event(PageEvent::Joined);
    assert_eq!(call_of(&play).guest, Some(Attendance::Awaited));
    wait(&mut play, Duration::from_mins(30));
    assert_eq!(call_of(&play).guest, Some(Attendance::Awaited));
    let effects = play.page_event(others(1));
    assert_eq!(call_of(&play).guest, Some(Attendance::Here));
    let since = Timestamp(play.now);
    assert_eq!(
        call_of(&play).since,
        since,
        "the clock begins with the guest"
    );
    let told = effects.iter().any(|effect| {
        matches!(effect, Effect::PageCommand(_, PageCommand::Join(info)) if info.since == since)
    });
    assert!(told, "the page shows that clock: {effects:?}");
    play.page_event(others(0));
    assert_eq!(call_of(&play).guest, Some(Attendance::Left));
    wait(&mut play, Duration::from_mins(3));
    assert!(!play.state.is_engaged());
}

#[test]
fn giving_up_before_the_guest_has_come_is_no_call_that_lasted() {
    let ended = |play: &Play| match &play.state.current.as_ref().unwrap().phase {
        Phase::Ended { reason, .. } => reason.clone(),
        other => panic!("{other:?}"),
    };
    let mut play = invited();
    play.page_event(PageEvent::Ready { alone: false });
    play.page_event(PageEvent::Joined);
    play.intent(Intent::HangUp);
    assert_eq!(ended(&play), EndReason::Cancelled);
    assert_eq!(recorded(&play), [None, None]);
    let mut play = invited();
    play.page_event(PageEvent::Ready { alone: false });
    play.page_event(PageEvent::Joined);
    play.page_event(others(1));
    play.after(Duration::from_secs(9));
    play.intent(Intent::HangUp);
    assert!(matches!(ended(&play), EndReason::Over { .. }));
    let lasted = Duration::from_millis(9_200);
    assert_eq!(recorded(&play), [None, Some(lasted)]);
}

#[test]
fn no_crm_is_told_or_asked() {
    let mut play = invited();
    let call = call_of(&play).call;
    play.page_event(PageEvent::Ready { alone: false });
    play.page_event(PageEvent::Joined);
    play.page_event(others(1));
    play.page_event(PageEvent::RecordingLink(
        "https://meet.example.com/r".into(),
    ));
    play.page_event(others(0));
    play.after(Duration::from_secs(10));
    play.then(Event::Woke);
    play.then(Event::NoneActive);
    let text = "met".to_owned();
    play.intent(Intent::Note { call, text });
    play.page_event(PageEvent::UploadRequested {
        call,
        refused: false,
    });
    play.intent(Intent::HangUp);
    let text = "met again".to_owned();
    play.intent(Intent::Note { call, text });
    wait(&mut play, Duration::from_mins(3));
    let text = "late".to_owned();
    play.intent(Intent::Note { call, text });
    assert!(play.state.is_idle());
    let for_crm: Vec<_> = play.effects.iter().filter(|it| it.is_for_crm()).collect();
    assert!(for_crm.is_empty(), "{for_crm:?}");
}

#[test]
fn without_a_server_the_user_reads_what_to_do() {
    let mut play = nobodys();
    assert_eq!(play.then(invite(None)), []);
    let ToastState::Ended { reason, here, .. } = view::of(&play.state, Some(TAB)).toast else {
        panic!("nothing is shown");
    };
    assert_eq!(reason, EndReason::Refused(Refusal::NoMeetingServer));
    assert!(here);
    assert_eq!(play.intent(Intent::OpenOptions), [Effect::OpenOptions]);
}

#[test]
fn a_second_press_is_no_second_call() {
    let mut play = invited();
    let call = call_of(&play).call;
    play.then(invite(Some("https://meet.example.com/ringside-2e")));
    assert_eq!(call_of(&play).call, call);
    let (record, media) = (jane(), Media::Audio);
    play.then(Event::Invite {
        record,
        media,
        tab: Some(TAB),
        meeting: Some(MEETING.to_owned()),
        own_name: String::new(),
        page: String::new(),
        owner: None,
    });
    assert_eq!(call_of(&play).call, call);
    let notice = play.state.notice.as_ref().map(|(notice, _)| notice.clone());
    assert_eq!(notice, Some(crate::call::notice::Notice::Busy));
}

#[test]
fn the_next_user_of_the_browser_sees_nothing_of_it() {
    let gone = |site: &str| Event::OwnerGone {
        site: site.to_owned(),
    };
    let mut play = invited();
    play.page_event(PageEvent::Ready { alone: false });
    play.then(gone("https://other.example.com"));
    assert!(play.state.is_engaged());
    let effects = play.then(gone("https://crm.example.com"));
    assert!(play.state.is_idle());
    let leave = Effect::PageCommand(MediaHost::Toast(TAB), PageCommand::Leave);
    assert!(effects.contains(&leave), "{effects:?}");
}

#[test]
fn it_does_not_outlive_the_browser() {
    let play = invited();
    let checkpoint = Checkpoint::of(&play.state, Timestamp(play.now));
    assert_eq!(checkpoint.held, None);
}
