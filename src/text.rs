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
    /// "Hang up".
    HANG_UP = "hang_up",
}

/// Keys that the manifest names.
pub const IN_MANIFEST: &[&str] = &["extension_name", "extension_description"];
