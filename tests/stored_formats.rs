//! What is stored outlives the code that wrote it. A text of each format stands
//! here as it lies in browsers. When one of them changes, the format needs a new
//! version and a migration: keep the text and the type of the old version for
//! its test (`ringside::codec::Stored`).
//!
//! Settings of version 1 were no text: `settings.rs` tests their migration.

use std::fmt::Debug;

use ringside::call::checkpoint::{Checkpoint, Checkpoints, SavedCall};
use ringside::call::guest_calls::{GuestCall, GuestCalls};
use ringside::call::servers::KnownServers;
use ringside::call::state::LostAttempt;
use ringside::codec::{self, Restored, Stored};
use ringside::crm::fallback::{Fallback, Fallbacks};
use ringside::diagnostics::Diagnostics;
use ringside::domain::{CallId, Duration, Identity, Media, Peer, Timestamp, UserId};
use ringside::outbox::{CrmUpdate, Outbox, OutboxEntry, Outboxes};
use ringside::settings::{Carrier, QuietHours, Settings, SiteSetting};
use ringside::site::profile::own::{OwnProfile, OwnProfiles};

/// The value is written as this text, and comes back from it.
#[track_caller]
fn stands<T: Stored + PartialEq + Debug>(value: T, written: &str) {
    assert_eq!(codec::text(&value), written);
    assert_eq!(codec::restore(written), Restored::Current(value));
}

fn outbox() -> Outbox {
    let mut outbox = Outbox::default();
    let updates = [
        CrmUpdate::End,
        CrmUpdate::Reject,
        CrmUpdate::Note("Größe ×2".to_owned()),
        CrmUpdate::RecordingLink("https://meet.example/r/1".to_owned()),
    ];
    for (call, update) in (1..).zip(updates) {
        let (call, since) = (CallId(call), Timestamp(1_795_000_000_000));
        outbox.push(OutboxEntry {
            call,
            update,
            since,
        });
    }
    outbox
}

fn checkpoint(media: Media, user: Option<UserId>) -> Checkpoint {
    let peer = Peer {
        user,
        name: "Jane Doe".to_owned(),
        detail: Some("Acme".to_owned()),
    };
    Checkpoint {
        user,
        held: Some(SavedCall {
            call: CallId(7),
            peer,
            media,
            answered: media == Media::Video,
            since: Timestamp(1_000),
            note: "call back".to_owned(),
        }),
        lost: vec![LostAttempt {
            attempt: 2,
            user,
            since: Timestamp(900),
        }],
        next_attempt: 3,
        at: Timestamp(2_000),
    }
}

fn fallbacks() -> Fallbacks {
    let mut fallbacks = Fallbacks::default();
    let all = [
        Fallback::MyStatus,
        Fallback::ActiveCalls,
        Fallback::UploadRecording,
    ];
    for (at, fallback) in (1..).zip(all) {
        fallbacks.learn("https://crm.example.com", fallback, Timestamp(at));
    }
    fallbacks
}

fn settings() -> Settings {
    Settings {
        ring_volume: 0.25,
        silent: true,
        ring_seconds: 30,
        open_in_window: false,
        do_not_disturb: true,
        quiet_hours: QuietHours {
            enabled: true,
            from: 1_260,
            to: 390,
        },
        notify: false,
        sites: vec![
            SiteSetting {
                origin: "https://crm.example.com".to_owned(),
                api_base: "https://api.example.com/v1".to_owned(),
                enabled: true,
                carrier: Carrier::Crm,
                found_api: String::new(),
                own_window: true,
                is_crm: true,
                meeting_server: String::new(),
            },
            SiteSetting {
                origin: "http://localhost:8080".to_owned(),
                api_base: String::new(),
                enabled: false,
                carrier: Carrier::Ringside,
                found_api: "http://localhost:8000".to_owned(),
                own_window: false,
                is_crm: false,
                meeting_server: "https://meet.example.com/sales".to_owned(),
            },
        ],
        meeting_server: "https://meet.example.org".to_owned(),
    }
}

#[test]
fn the_outbox_is_read_as_it_was_written() {
    stands(
        outbox(),
        "8 outbox 24 1 0 1795000000000 2 1 1795000000000 3 2 11 Größe ×21795000000000 \
         4 3 24 https://meet.example/r/11795000000000 0 ",
    );
}

/// Before refused notes were kept.
#[test]
fn the_outbox_of_version_1_is_migrated() {
    let written = "8 outbox 14 1 0 1795000000000 2 1 1795000000000 3 2 11 Größe ×21795000000000 \
         4 3 24 https://meet.example/r/11795000000000 ";
    assert_eq!(codec::restore(written), Restored::Migrated(outbox()));
}

#[test]
fn the_outboxes_are_read_as_they_were_written() {
    let owner = Identity {
        site: "https://crm.example.com".to_owned(),
        user: UserId(14),
    };
    let end = OutboxEntry {
        call: CallId(7),
        update: CrmUpdate::End,
        since: Timestamp(9),
    };
    let mut outboxes = Outboxes::default();
    outboxes.push(Some(&owner), end.clone());
    outboxes.push(None, end);
    stands(
        outboxes,
        "10 outboxes 11 23 https://crm.example.com14 1 7 0 9 0 1 7 0 9 0 ",
    );
}

#[test]
fn the_checkpoints_are_read_as_they_were_written() {
    let mut checkpoints = Checkpoints::default();
    assert!(checkpoints.set("https://a.example", checkpoint(Media::Audio, None)));
    stands(
        checkpoints,
        "13 checkpoints 11 17 https://a.example0 1 7 0 8 Jane Doe1 4 Acme0 0 1000 9 call back\
         1 2 0 900 3 2000 ",
    );
}

#[test]
fn the_checkpoint_is_read_as_it_was_written() {
    stands(
        checkpoint(Media::Video, Some(UserId(3))),
        "9 remains 11 3 1 7 1 3 8 Jane Doe1 4 Acme1 1 1000 9 call back1 2 1 3 900 3 2000 ",
    );
    stands(
        checkpoint(Media::Audio, None),
        "9 remains 10 1 7 0 8 Jane Doe1 4 Acme0 0 1000 9 call back1 2 0 900 3 2000 ",
    );
}

#[test]
fn the_fallbacks_are_read_as_they_were_written() {
    stands(
        fallbacks(),
        "9 detours 123 https://crm.example.com3 0 1 1 2 2 3 ",
    );
}

#[test]
fn the_calls_with_guests_are_read_as_they_were_written() {
    let mut calls = GuestCalls::default();
    calls.record(GuestCall {
        page: "https://crm.example.com".to_owned(),
        owner: Some(Identity {
            site: "https://crm.example.com".to_owned(),
            user: UserId(14),
        }),
        name: "Ann Other".to_owned(),
        detail: None,
        email: Some("ann@example.com".to_owned()),
        media: Media::Video,
        at: Timestamp(1_795_000_000_000),
        lasted: Some(Duration::from_secs(62)),
    });
    stands(
        calls,
        "13 guest calls 11 23 https://crm.example.com1 23 https://crm.example.com14 9 Ann Other0 1 15 ann@example.com1 \
         1795000000000 1 62000 ",
    );
}

#[test]
fn the_users_profiles_are_read_as_they_were_written() {
    let mut profiles = OwnProfiles::default();
    profiles.set(OwnProfile {
        origin: "https://crm.example.com".to_owned(),
        file: "{ \"name\": \"Größe\" }".to_owned(),
    });
    stands(
        profiles,
        "10 profiles 11 23 https://crm.example.com21 { \"name\": \"Größe\" }",
    );
}

#[test]
fn the_meeting_servers_are_read_as_they_were_written() {
    let mut servers = KnownServers::default();
    servers.allow("https://crm.example.com", "https://meet.example.org/room");
    stands(
        servers,
        "9 servers 11 23 https://crm.example.com24 https://meet.example.org",
    );
}

#[test]
fn the_diagnostics_are_read_as_they_were_written() {
    let mut diagnostics = Diagnostics::default();
    for at in [1, 2] {
        diagnostics.add(Timestamp(at), &"cannot reach the CRM: 502".into());
    }
    // Their format is the extension's version.
    let version = env!("CARGO_PKG_VERSION");
    let body = "1 2 2 25 cannot reach the CRM: 502";
    stands(diagnostics, &format!("{} {version}{body}", version.len()));
}

#[test]
fn the_settings_are_read_as_they_were_written() {
    stands(
        settings(),
        "10 settings 54598175219545276416 1 30 0 1 1 1260 390 0 2 23 https://crm.example.com\
         26 https://api.example.com/v11 2 0 1 1 0 21 http://localhost:80800 0 1 \
         21 http://localhost:80000 0 30 https://meet.example.com/sales24 https://meet.example.org",
    );
}

/// As the versions before 5 knew them, which had no meeting servers.
fn earlier_settings() -> Settings {
    let mut settings = settings();
    settings.meeting_server = String::new();
    for site in &mut settings.sites {
        site.meeting_server = String::new();
    }
    settings
}

#[test]
fn settings_of_version_4_are_migrated() {
    let written = "10 settings 44598175219545276416 1 30 0 1 1 1260 390 0 2 \
                   23 https://crm.example.com26 https://api.example.com/v11 2 0 1 1 \
                   21 http://localhost:80800 0 1 21 http://localhost:80000 0 ";
    assert_eq!(
        codec::restore(written),
        Restored::Migrated(earlier_settings())
    );
}

#[test]
fn settings_of_version_3_are_migrated() {
    let written = "10 settings 34598175219545276416 1 30 0 1 1 1260 390 0 2 \
                   23 https://crm.example.com26 https://api.example.com/v11 2 0 1 \
                   21 http://localhost:80800 0 1 21 http://localhost:80000 ";
    let mut expected = earlier_settings();
    for site in &mut expected.sites {
        site.is_crm = false;
    }
    assert_eq!(codec::restore(written), Restored::Migrated(expected));
}

#[test]
fn settings_of_version_2_are_migrated() {
    let written = "10 settings 24598175219545276416 1 30 0 1 1 1260 390 0 2 \
                   23 https://crm.example.com26 https://api.example.com/v11 \
                   21 http://localhost:80800 0 ";
    let mut expected = earlier_settings();
    for site in &mut expected.sites {
        site.carrier = Carrier::NotAsked;
        site.found_api = String::new();
        site.own_window = false;
        site.is_crm = false;
    }
    assert_eq!(codec::restore(written), Restored::Migrated(expected));
}
