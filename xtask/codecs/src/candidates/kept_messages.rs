//! The fields of messages, once more.

use super::kept::{Kept, kept};
use crate::shapes::*;

kept!(struct Hello { tokens, visible });
kept!(struct FoundTokens { access, refresh, legacy, user });
kept!(struct Look { records });
kept!(struct Place { record, media });
kept!(struct Act { 0 });
kept!(struct Remember { 0 });
kept!(
    struct Peek {}
);
kept!(
    struct GetMissed {}
);
kept!(struct MissedView { call, peer, at });
kept!(struct Do { 0 });
kept!(
    struct GetSettings {}
);
kept!(struct SetSettings { 0 });
kept!(
    struct GetDiagnostics {}
);
kept!(enum Intent {
    0 Answer { call, media },
    1 EndAndAnswer { call, media },
    2 Decline { call, note },
    3 Silence,
    4 HangUp,
    5 ToggleMic,
    6 ToggleCamera,
    7 PopOut,
    8 ShowCall,
    9 DismissNotice,
    10 SignIn,
    11 CallBack { call },
    12 ForgetMissed { call },
    13 AddNote,
    14 Note { call, text },
});
kept!(enum Push { 0 View(value), 1 Reach(value), 2 SayHello });
kept!(enum Report {
    0 Ready { alone },
    1 Ping,
    2 Joined,
    3 Left,
    4 Others { count },
    5 MicMuted(value),
    6 CameraMuted(value),
    7 Quality(value),
    8 Speaking(value),
    9 Recording(value),
    10 RecordingLink(value),
    11 Noting(value),
    12 Work(value),
    13 PermitAsked { call, refused },
    14 DetourFound,
    15 Trouble(value),
    16 Act(value),
});
kept!(enum Trouble {
    0 PagePolicy,
    1 NoHandshake,
    2 Microphone(value),
    3 Camera(value),
    4 Conference(value),
    5 FiveMinutes,
});
kept!(enum DeviceFault { 0 Refused, 1 Missing, 2 InUse });
kept!(enum Order {
    0 Join(value),
    1 Leave,
    2 ToggleMic,
    3 ToggleCamera,
    4 Show(value),
    5 Note { call, peer_name, text },
    6 Permit(value),
    7 Stay,
    8 NoPermit { call, why },
});
kept!(struct Permit { call, api, authorization, skip_documented });
kept!(enum Denial { 0 Offline, 1 SignedOut, 2 OtherCall });
kept!(struct Ticket { call, address, jwt, display_name, peer_name, media, since, note });
kept!(struct Settings { version, ring_volume, silent, ring_seconds, open_in_window, do_not_disturb, quiet_hours, notify, sites });
kept!(struct QuietHours { enabled, from, to });
kept!(struct SiteSetting { origin, api_base, enabled });
kept!(enum FromContent {
    0 Hello(value),
    1 Look(value),
    2 Place(value),
    3 Act(value),
    4 Remember(value),
});
kept!(enum FromPage {
    0 Peek(value),
    1 GetMissed(value),
    2 Do(value),
    3 GetSettings(value),
    4 SetSettings(value),
    5 GetDiagnostics(value),
});
kept!(struct View { revision, account, stage, rings, notice, spot });
kept!(enum Stage {
    0 Hidden,
    1 Calling { peer, media, rings, here },
    2 InCall(value),
    3 Ended { peer, reason, here, notes },
});
kept!(enum Notes { 0 None, 1 Offered, 2 Open });
kept!(struct CallView { call, peer, media, since, connected, place, mic_muted, camera_muted, quality, peer_speaking, recording });
kept!(enum Where { 0 Here, 1 OtherTab, 2 Window });
kept!(struct RingView { call, peer, media, waiting });

// What is stored has neither of these.
impl Kept for u16 {
    fn write(&self, out: &mut String) {
        u32::from(*self).write(out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        u32::read(from)?.try_into().ok()
    }
}

impl<T: Kept> Kept for Box<T> {
    fn write(&self, out: &mut String) {
        T::write(self, out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        T::read(from).map(Self::new)
    }
}
