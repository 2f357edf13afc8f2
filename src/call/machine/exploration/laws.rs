//! What holds in every state, and after everybody has stopped acting.

/// What must never be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Law {
    RingsOnce,
    StopsRinging,
    EndIsTold,
    WayOut,
    ToldOnce,
}

impl Law {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::RingsOnce => "nothing rings twice",
            Self::StopsRinging => "nothing stays ringing for ever",
            Self::EndIsTold => "every end is told to the CRM",
            Self::WayOut => "there is a way out of every call",
            Self::ToldOnce => "each call is ended, answered and rejected at most once",
        }
    }
}

/// A law that was broken, at whose browser, and how.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    pub(super) law: Law,
    pub(super) person: usize,
    pub(super) what: String,
}
