//! The fields of what is stored, once more.

use super::kept::kept;
use crate::shapes::*;

kept!(struct Site { origin, api, tokens, user, expired });
kept!(struct Memory {
    state, site, jobs, skew, directory, looks, reach, status_before, own_status,
    noted, update_waits, limit,
});
kept!(struct Millis { 0 });
kept!(struct CallId { 0 });
kept!(struct UserId { 0 });
kept!(struct TabId { 0 });
kept!(enum Media { 0 Audio, 1 Video });
kept!(struct Peer { user, name, detail });
kept!(enum EndReason {
    0 Over { lasted },
    1 Cancelled,
    2 Declined { note },
    3 NoAnswer,
    4 Elsewhere,
    5 Refused(refusal),
    6 Lost,
});
kept!(enum Refusal {
    0 NotAvailable,
    1 NoAccount,
    2 Yourself,
    3 NoProfile,
    4 SignedOut,
    5 Forbidden,
    6 Offline,
    7 CrmTrouble,
    8 InAnotherCall,
    9 Gone,
});
kept!(struct Remains { user, held, lost, next_attempt, at });
kept!(struct Held { call, peer, media, answered, since, note });
kept!(struct Room { address, jwt });
kept!(struct State {
    revision, account, current, rings, settled, lost, missed, notice, tabs, next_attempt, spot, rules,
    resumed_for,
});
kept!(struct Rules { ring_ms, window_first, quiet });
kept!(struct Tab { id, visible });
kept!(struct Current {
    peer, media, phase, seat, moving, mic_muted, camera_muted, quality, peer_speaking, recording,
    note, noting, work,
});
kept!(enum Phase {
    0 Dialing { attempt, record, since },
    1 Ringing { call, room, since },
    2 Live(live),
    3 Ended { call, reason, until },
});
kept!(struct Live {
    call, room, since, confirmed, joined, others, alone_since, homeless_since,
});
kept!(struct Incoming { call, peer, media, room, since, silent });
kept!(struct LostAttempt { attempt, user, since });
kept!(struct Missed { call, peer, at });
kept!(enum AccountView { 0 SignedOut, 1 SignedIn { user, name }, 2 Expired });
kept!(enum Seat { 0 Toast(tab), 1 Window(tab) });
kept!(enum Notice {
    0 Missed { name },
    1 OfflineEnd,
    2 CrmTrouble,
    3 SignInAgain,
    4 MovedToWindow,
});
kept!(struct ToastSpot { right, bottom, minimised });
kept!(struct Skew { 0 });
kept!(struct Detours { api, found });
kept!(struct Found { detour, at });
kept!(enum Detour { 0 MyStatus, 1 ActiveCalls, 2 UploadRecording });
kept!(struct Directory { entries });
kept!(struct DirectoryEntry { key, user, at });
kept!(struct Limit { full_at });
kept!(struct Tokens { access, refresh, legacy });
kept!(struct Diagnostics { lines });
kept!(struct Line { at, times, text });
kept!(enum Quality { 0 Lost, 1 Poor, 2 Fair, 3 Good });
kept!(enum Work { 0 None, 1 Waits, 2 Runs });
kept!(struct Outbox { entries });
kept!(struct Tell { call, what, since });
kept!(enum What { 0 End, 1 Reject, 2 Note(text), 3 RecordingLink(link) });
kept!(enum Reach { 0 Unknown, 1 Online, 2 Away, 3 Busy, 4 Offline, 5 NoAccount });
kept!(struct Jobs { entries });
kept!(struct JobEntry { job, due, failures, not_before });
kept!(enum Job { 0 Poll, 1 Beat, 2 Presence, 3 Outbox, 4 Socket });
kept!(struct RecordRef { kind, id, email, name, detail });
kept!(enum RecordKind { 0 Customer, 1 Employee, 2 Person });
