use ringside::call::state::{Current, Live, Phase, Tab};
use ringside::call::view::{AccountView, MediaHost};
use ringside::crm::session::Room;
use ringside::crm::token::Tokens;
use ringside::domain::{Media, Peer, TabId, Timestamp, UserId};
use ringside::schedule::PeriodicJob;
use ringside::site::RecordKind;

use super::*;

fn memory() -> Memory {
    let peer = Peer {
        user: Some(UserId(15)),
        name: "Jane".to_owned(),
        detail: None,
    };
    let live = Live {
        call: CallId(7),
        room: Some(Room {
            address: "https://meet.example/r".to_owned(),
            jwt: None,
        }),
        since: Timestamp(1_000),
        confirmed: true,
        joined: true,
        others: 1,
        alone_since: None,
        unhosted_since: None,
    };
    let current = Current {
        peer,
        media: Media::Video,
        phase: Phase::Live(live),
        host: Some(MediaHost::Toast(TabId(3))),
        moving: false,
        mic_muted: true,
        camera_muted: false,
        quality: None,
        peer_speaking: false,
        recording: false,
        note: "n".to_owned(),
        note_open: false,
        work: Default::default(),
    };
    let tab = Tab {
        id: TabId(3),
        visible: true,
    };
    let state = State {
        revision: 12,
        account: AccountView::Expired,
        current: Some(current),
        handled_calls: vec![CallId(6)],
        tabs: vec![tab],
        next_attempt: 2,
        ..State::default()
    };
    let record = RecordRef {
        kind: RecordKind::Person,
        id: None,
        email: Some("jane@x".to_owned()),
        name: "Jane".to_owned(),
        detail: None,
    };
    let tokens = Tokens {
        access: Some("a.b.c".to_owned()),
        ..Tokens::default()
    };
    let mut jobs = Schedule::default();
    jobs.at(PeriodicJob::Outbox, Timestamp(5));
    Memory {
        state,
        site: Some(Site {
            origin: "https://crm.example".to_owned(),
            api: "https://crm.example".to_owned(),
            tokens,
            user: UserId(1),
            expired: true,
        }),
        jobs,
        watched_records: vec![(3, vec![record])],
        reach: vec![(15, Reach::Online)],
        status_before: Some("away".to_owned()),
        delivered_notes: vec![(CallId(7), "n".to_owned())],
        update_waits: true,
        ..Memory::default()
    }
}

/// What one worker leaves, the next one reads: both are of one version of the
/// extension, which is the format's name.
#[test]
fn the_memory_is_read_as_it_was_written() {
    let text = codec::text(&memory());
    let version = env!("CARGO_PKG_VERSION");
    let body = "12 2 1 1 15 4 Jane0 1 2 7 1 22 https://meet.example/r0 1000 1 1 1 0 0 1 0 3 0 1 0 0 0 0 1 n0 0 \
                0 1 6 0 0 0 1 3 1 2 4627448617123184640 4627448617123184640 0 45000 0 0 0 1 \
                19 https://crm.example19 https://crm.example1 5 a.b.c0 0 1 1 1 3 1 5 0 0 0 0 1 3 1 \
                2 0 1 6 jane@x4 Jane0 1 15 1 1 4 away0 1 7 1 n1 0 ";
    assert_eq!(text, format!("{} {version}{body}", version.len()));
    let Restored::Current(back) = codec::restore::<Memory>(&text) else {
        panic!("what was written is not read: {text}");
    };
    assert_eq!(codec::text(&back), text);
}

#[test]
fn the_memory_of_another_version_is_not_read() {
    let text = codec::text(&memory()).replacen(env!("CARGO_PKG_VERSION"), "9.9.9", 1);
    let restored = codec::restore::<Memory>(&text);
    assert!(matches!(restored, Restored::Unreadable), "{restored:?}");
}

#[test]
fn what_lies_in_storage_is_taken_up_or_gives_way() {
    let value = RefCell::new(1);
    let (taken, change) = take_up(Restored::Newer("x 2".to_owned()), &value);
    assert!(!taken && matches!(change, Some(Change::SetAside(format)) if format == "x 2"));
    let (taken, change) = take_up(Restored::Unreadable, &value);
    assert!(!taken && matches!(change, Some(Change::Dropped)));
    assert_eq!(*value.borrow(), 1, "what was there stays");
    let (taken, change) = take_up(Restored::Migrated(2), &value);
    assert!(taken && matches!(change, Some(Change::Migrated)));
    assert_eq!(*value.borrow(), 2);
    let (taken, change) = take_up(Restored::Current(3), &value);
    assert!(taken && change.is_none());
    assert_eq!(*value.borrow(), 3);
}
