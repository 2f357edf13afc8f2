//! What messages and stored values have in common.

shapes! {
    pub struct Millis(pub u64);
    pub struct CallId(pub u64);
    pub struct UserId(pub u64);
    pub struct TabId(pub i32);
    pub enum Media {
        Audio,
        Video,
    }
    pub struct Peer {
        pub user: Option<UserId>,
        pub name: String,
        pub detail: Option<String>,
    }
    pub enum EndReason {
        Over {
            lasted: u64,
        },
        Cancelled,
        Declined {
            note: Option<String>,
        },
        NoAnswer,
        Elsewhere,
        Refused(Refusal),
        Lost,
    }
    pub enum Refusal {
        NotAvailable,
        NoAccount,
        Yourself,
        NoProfile,
        SignedOut,
        Forbidden,
        Offline,
        CrmTrouble,
        InAnotherCall,
        Gone,
    }
    pub enum Reach {
        Unknown,
        Online,
        Away,
        Busy,
        Offline,
        NoAccount,
    }
    pub struct RecordRef {
        pub kind: RecordKind,
        pub id: Option<u64>,
        pub email: Option<String>,
        pub name: String,
        pub detail: Option<String>,
    }
    pub enum RecordKind {
        Customer,
        Employee,
        Person,
    }
    pub struct View {
        pub revision: u64,
        pub account: AccountView,
        pub stage: Stage,
        pub rings: Vec<RingView>,
        pub notice: Option<Notice>,
        pub spot: ToastSpot,
    }
    pub enum AccountView {
        SignedOut,
        SignedIn {
            user: UserId,
            name: String,
        },
        Expired,
    }
    pub enum Stage {
        Hidden,
        Calling {
            peer: Peer,
            media: Media,
            rings: bool,
            here: bool,
        },
        InCall(CallView),
        Ended {
            peer: Peer,
            reason: EndReason,
            here: bool,
            notes: Notes,
        },
    }
    pub enum Notes {
        None,
        Offered,
        Open,
    }
    pub struct CallView {
        pub call: CallId,
        pub peer: Peer,
        pub media: Media,
        pub since: Millis,
        pub connected: bool,
        pub place: Where,
        pub mic_muted: bool,
        pub camera_muted: bool,
        pub quality: Option<Quality>,
        pub peer_speaking: bool,
        pub recording: bool,
    }
    pub enum Where {
        Here,
        OtherTab,
        Window,
    }
    pub enum Seat {
        Toast(TabId),
        Window(TabId),
    }
    pub struct RingView {
        pub call: CallId,
        pub peer: Peer,
        pub media: Media,
        pub waiting: bool,
    }
    pub enum Notice {
        Missed {
            name: String,
        },
        OfflineEnd,
        CrmTrouble,
        SignInAgain,
        MovedToWindow,
    }
    pub struct ToastSpot {
        pub right: f64,
        pub bottom: f64,
        pub minimised: bool,
    }
    pub enum Quality {
        Lost,
        Poor,
        Fair,
        Good,
    }
    pub enum Work {
        None,
        Waits,
        Runs,
    }
    pub struct Line {
        pub at: Millis,
        pub times: u32,
        pub text: String,
    }
}
