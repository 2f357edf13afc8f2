//! Every text a person reads, by its key in `extension/_locales` (pure).
//!
//! A key is listed here once; a test compares the list with each locale, so
//! no text is missing and none is left over.

/// Declares the keys and the list of all of them.
macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident = $key:literal,)+) => {
        $($(#[$meta])* pub const $name: &str = $key;)+
        /// All keys that the code uses.
        pub const ALL: &[&str] = &[$($key,)+];
    };
}

texts! {
    // The worker: notifications and the toolbar.
    /// "Answer".
    NOTIFY_ANSWER = "notify_answer",
    /// "Audio call".
    NOTIFY_AUDIO = "notify_audio",
    /// "Decline".
    NOTIFY_DECLINE = "notify_decline",
    /// "Video call".
    NOTIFY_VIDEO = "notify_video",
    /// "Ringside: in a call".
    TOOLBAR_IN_CALL = "toolbar_in_call",
    /// "Ringside: available".
    TOOLBAR_READY = "toolbar_ready",
    /// "Ringside: somebody calls".
    TOOLBAR_RINGING = "toolbar_ringing",
    /// "Ringside: sign in at the CRM again".
    TOOLBAR_SIGN_IN = "toolbar_sign_in",
    /// "Ringside: sign in at the CRM to call".
    TOOLBAR_SIGNED_OUT = "toolbar_signed_out",

    /// "Hang up".
    HANG_UP = "hang_up",
}

/// Keys that the manifest names.
pub const IN_MANIFEST: &[&str] = &["extension_name", "extension_description"];
