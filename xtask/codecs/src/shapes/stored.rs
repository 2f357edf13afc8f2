//! What the worker stores.

use super::*;

shapes! {
    pub struct State {
        pub revision: u64,
        pub account: AccountView,
        pub current: Option<Current>,
        pub rings: Vec<Incoming>,
        pub settled: Vec<CallId>,
        pub lost: Vec<LostAttempt>,
        pub missed: Vec<Missed>,
        pub notice: Option<(Notice, Millis)>,
        pub tabs: Vec<Tab>,
        pub next_attempt: u64,
        pub spot: ToastSpot,
        pub rules: Rules,
        pub resumed_for: Option<UserId>,
    }
    pub struct Rules {
        pub ring_ms: u64,
        pub window_first: bool,
        pub quiet: bool,
    }
    pub struct Tab {
        pub id: TabId,
        pub visible: bool,
    }
    pub struct Current {
        pub peer: Peer,
        pub media: Media,
        pub phase: Phase,
        pub seat: Option<Seat>,
        pub moving: bool,
        pub mic_muted: bool,
        pub camera_muted: bool,
        pub quality: Option<Quality>,
        pub peer_speaking: bool,
        pub recording: bool,
        pub note: String,
        pub noting: bool,
        pub work: Work,
    }
    pub enum Phase {
        Dialing {
            attempt: u64,
            record: RecordRef,
            since: Millis,
        },
        Ringing {
            call: CallId,
            room: Option<Room>,
            since: Millis,
        },
        Live(Live),
        Ended {
            call: Option<CallId>,
            reason: EndReason,
            until: Millis,
        },
    }
    pub struct Live {
        pub call: CallId,
        pub room: Option<Room>,
        pub since: Millis,
        pub confirmed: bool,
        pub joined: bool,
        pub others: u32,
        pub alone_since: Option<Millis>,
        pub homeless_since: Option<Millis>,
    }
    pub struct Incoming {
        pub call: CallId,
        pub peer: Peer,
        pub media: Media,
        pub room: Option<Room>,
        pub since: Millis,
        pub silent: bool,
    }
    pub struct LostAttempt {
        pub attempt: u64,
        pub user: Option<UserId>,
        pub since: Millis,
    }
    pub struct Missed {
        pub call: CallId,
        pub peer: Peer,
        pub at: Millis,
    }
    pub struct Room {
        pub address: String,
        pub jwt: Option<String>,
    }
    pub struct Remains {
        pub user: Option<UserId>,
        pub held: Option<Held>,
        pub lost: Vec<LostAttempt>,
        pub next_attempt: u64,
        pub at: Millis,
    }
    pub struct Held {
        pub call: CallId,
        pub peer: Peer,
        pub media: Media,
        pub answered: bool,
        pub since: Millis,
        pub note: String,
    }
    pub struct Outbox {
        pub entries: Vec<Tell>,
    }
    pub struct Tell {
        pub call: CallId,
        pub what: What,
        pub since: Millis,
    }
    pub enum What {
        End,
        Reject,
        Note(String),
        RecordingLink(String),
    }
    pub struct Jobs {
        pub entries: Vec<JobEntry>,
    }
    pub struct JobEntry {
        pub job: Job,
        pub due: Option<Millis>,
        pub failures: u32,
        pub not_before: Option<Millis>,
    }
    pub enum Job {
        Poll,
        Beat,
        Presence,
        Outbox,
        Socket,
    }
    pub struct Detours {
        pub api: String,
        pub found: Vec<Found>,
    }
    pub struct Found {
        pub detour: Detour,
        pub at: Millis,
    }
    pub enum Detour {
        MyStatus,
        ActiveCalls,
        UploadRecording,
    }
    pub struct Directory {
        pub entries: Vec<DirectoryEntry>,
    }
    pub struct DirectoryEntry {
        pub key: String,
        pub user: Option<UserId>,
        pub at: Millis,
    }
    pub struct Limit {
        pub full_at: Millis,
    }
    pub struct Skew(pub i64);
    pub struct Tokens {
        pub access: Option<String>,
        pub refresh: Option<String>,
        pub legacy: Option<String>,
    }
    pub struct Memory {
        pub state: State,
        pub site: Option<Site>,
        pub jobs: Jobs,
        pub skew: Skew,
        pub directory: Directory,
        pub looks: Vec<(i32, Vec<RecordRef>)>,
        pub reach: Vec<(u64, Reach)>,
        pub status_before: Option<String>,
        pub own_status: Option<String>,
        pub noted: Vec<(CallId, String)>,
        pub update_waits: bool,
        pub limit: Limit,
    }
    pub struct Site {
        pub origin: String,
        pub api: String,
        pub tokens: Tokens,
        pub user: UserId,
        pub expired: bool,
    }
    pub struct Diagnostics {
        pub lines: Vec<Line>,
    }
}
