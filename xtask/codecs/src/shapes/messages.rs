//! What contexts send each other.

use super::*;

shapes! {
    pub struct Hello {
        pub tokens: Option<FoundTokens>,
        pub visible: bool,
    }
    pub struct FoundTokens {
        pub access: Option<String>,
        pub refresh: Option<String>,
        pub legacy: Option<String>,
        pub user: Option<(u64, String)>,
    }
    pub struct Look {
        pub records: Vec<RecordRef>,
    }
    pub struct Place {
        pub record: RecordRef,
        pub media: Media,
    }
    pub struct Act(pub Intent);
    pub struct Remember(pub ToastSpot);
    pub struct Peek;
    pub struct GetMissed;
    pub struct MissedView {
        pub call: CallId,
        pub peer: Peer,
        pub at: Millis,
    }
    pub struct Do(pub Intent);
    pub struct GetSettings;
    pub struct SetSettings(pub Settings);
    pub struct GetDiagnostics;
    pub enum Intent {
        Answer {
            call: CallId,
            media: Media,
        },
        EndAndAnswer {
            call: CallId,
            media: Media,
        },
        Decline {
            call: CallId,
            note: Option<String>,
        },
        Silence,
        HangUp,
        ToggleMic,
        ToggleCamera,
        PopOut,
        ShowCall,
        DismissNotice,
        SignIn,
        CallBack {
            call: CallId,
        },
        ForgetMissed {
            call: CallId,
        },
        AddNote,
        Note {
            call: CallId,
            text: String,
        },
    }
    pub enum Push {
        View(Box<View>),
        Reach(Vec<(String, Reach)>),
        SayHello,
    }
    pub enum Report {
        Ready {
            alone: bool,
        },
        Ping,
        Joined,
        Left,
        Others {
            count: u32,
        },
        MicMuted(bool),
        CameraMuted(bool),
        Quality(Quality),
        Speaking(bool),
        Recording(bool),
        RecordingLink(String),
        Noting(bool),
        Work(Work),
        PermitAsked {
            call: CallId,
            refused: bool,
        },
        DetourFound,
        Trouble(Trouble),
        Act(Intent),
    }
    pub enum Trouble {
        PagePolicy,
        NoHandshake,
        Microphone(DeviceFault),
        Camera(DeviceFault),
        Conference(String),
        FiveMinutes,
    }
    pub enum DeviceFault {
        Refused,
        Missing,
        InUse,
    }
    pub enum Order {
        Join(Ticket),
        Leave,
        ToggleMic,
        ToggleCamera,
        Show(CallView),
        Note {
            call: CallId,
            peer_name: String,
            text: String,
        },
        Permit(Permit),
        Stay,
        NoPermit {
            call: CallId,
            why: Denial,
        },
    }
    pub struct Permit {
        pub call: CallId,
        pub api: String,
        pub authorization: String,
        pub skip_documented: bool,
    }
    pub enum Denial {
        Offline,
        SignedOut,
        OtherCall,
    }
    pub struct Ticket {
        pub call: CallId,
        pub address: String,
        pub jwt: Option<String>,
        pub display_name: String,
        pub peer_name: String,
        pub media: Media,
        pub since: Millis,
        pub note: String,
    }
    pub struct Settings {
        pub version: u32,
        pub ring_volume: f64,
        pub silent: bool,
        pub ring_seconds: u32,
        pub open_in_window: bool,
        pub do_not_disturb: bool,
        pub quiet_hours: QuietHours,
        pub notify: bool,
        pub sites: Vec<SiteSetting>,
    }
    pub struct QuietHours {
        pub enabled: bool,
        pub from: u16,
        pub to: u16,
    }
    pub struct SiteSetting {
        pub origin: String,
        pub api_base: String,
        pub enabled: bool,
    }
    pub enum FromContent {
        Hello(Hello),
        Look(Look),
        Place(Place),
        Act(Act),
        Remember(Remember),
    }
    pub enum FromPage {
        Peek(Peek),
        GetMissed(GetMissed),
        Do(Do),
        GetSettings(GetSettings),
        SetSettings(SetSettings),
        GetDiagnostics(GetDiagnostics),
    }
}
