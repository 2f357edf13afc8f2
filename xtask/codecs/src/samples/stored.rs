//! Samples of what the worker stores.

use super::{Samples, lines, now, peer, record, spot, text};
use crate::shapes::*;

fn room() -> Option<Room> {
    Some(Room {
        address: text("https://meet.example/room"),
        jwt: None,
    })
}

fn state(phase: Phase) -> State {
    State {
        revision: 12,
        account: AccountView::Expired,
        current: Some(Current {
            peer: peer(),
            media: Media::Video,
            phase,
            seat: Some(Seat::Toast(TabId(-1))),
            moving: false,
            mic_muted: true,
            camera_muted: false,
            quality: None,
            peer_speaking: false,
            recording: true,
            note: text("n"),
            noting: false,
            work: Work::Waits,
        }),
        rings: vec![Incoming {
            call: CallId(9),
            peer: peer(),
            media: Media::Audio,
            room: room(),
            since: now(),
            silent: true,
        }],
        settled: vec![CallId(1), CallId(2)],
        lost: vec![LostAttempt {
            attempt: 1,
            user: None,
            since: now(),
        }],
        missed: vec![Missed {
            call: CallId(3),
            peer: peer(),
            at: now(),
        }],
        notice: Some((Notice::OfflineEnd, now())),
        tabs: vec![Tab {
            id: TabId(i32::MAX),
            visible: true,
        }],
        next_attempt: 2,
        spot: spot(),
        rules: Rules {
            ring_ms: 45_000,
            window_first: false,
            quiet: true,
        },
        resumed_for: Some(UserId(3)),
    }
}

fn memory(phase: Phase) -> Memory {
    Memory {
        state: state(phase),
        site: Some(Site {
            origin: text("https://crm.example"),
            api: text("https://api.crm.example"),
            tokens: Tokens {
                access: Some(text("a.b.c")),
                refresh: None,
                legacy: None,
            },
            user: UserId(3),
            expired: false,
        }),
        jobs: Jobs {
            entries: vec![JobEntry {
                job: Job::Socket,
                due: Some(now()),
                failures: 2,
                not_before: None,
            }],
        },
        skew: Skew(-3_600_000),
        directory: Directory {
            entries: vec![DirectoryEntry {
                key: text("customer#1"),
                user: Some(UserId(4)),
                at: now(),
            }],
        },
        looks: vec![(5, vec![record()])],
        reach: vec![(4, Reach::Away)],
        status_before: Some(text("online")),
        own_status: None,
        noted: vec![(CallId(1), text("n"))],
        update_waits: true,
        limit: Limit { full_at: now() },
    }
}

impl Samples for Memory {
    fn samples() -> Vec<Self> {
        let live = Live {
            call: CallId(1),
            room: room(),
            since: now(),
            confirmed: true,
            joined: true,
            others: 1,
            alone_since: None,
            homeless_since: Some(now()),
        };
        vec![
            memory(Phase::Dialing {
                attempt: 1,
                record: record(),
                since: now(),
            }),
            memory(Phase::Live(live)),
            memory(Phase::Ended {
                call: Some(CallId(1)),
                reason: EndReason::Over { lasted: 61_000 },
                until: now(),
            }),
        ]
    }
}

impl Samples for Outbox {
    fn samples() -> Vec<Self> {
        let entries = [What::End, What::Note(text("n"))].map(|what| Tell {
            call: CallId(1),
            what,
            since: now(),
        });
        vec![Self {
            entries: entries.into(),
        }]
    }
}

impl Samples for Remains {
    fn samples() -> Vec<Self> {
        vec![Self {
            user: Some(UserId(3)),
            held: Some(Held {
                call: CallId(1),
                peer: peer(),
                media: Media::Video,
                answered: true,
                since: now(),
                note: text("n"),
            }),
            lost: vec![],
            next_attempt: 5,
            at: now(),
        }]
    }
}

impl Samples for Detours {
    fn samples() -> Vec<Self> {
        let found = Found {
            detour: Detour::ActiveCalls,
            at: now(),
        };
        vec![Self {
            api: text("https://api.crm.example"),
            found: vec![found],
        }]
    }
}

impl Samples for Diagnostics {
    fn samples() -> Vec<Self> {
        vec![Self { lines: lines() }]
    }
}
