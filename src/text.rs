//! Every text a person reads.
//!
//! `build/texts.rs` makes one function for each text of
//! `extension/_locales/en/messages.json`, with the text's placeholders as
//! parameters: a text that is missing, or filled with too much or too little,
//! does not compile. A test in `xtask` finds the texts that nobody uses.

/// A text of `_locales`, and the values of its placeholders. Only a browser has
/// it in the user's language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Text {
    key: &'static str,
    /// `None` in a text without placeholders: most are, and creating and
    /// dropping those then compiles to nothing.
    with: Option<Vec<String>>,
}

impl Text {
    #[inline(always)]
    const fn plain(key: &'static str) -> Self {
        Self { key, with: None }
    }

    fn filled(key: &'static str, with: &[&str]) -> Self {
        Self {
            key,
            with: Some(with.iter().map(|part| (*part).to_owned()).collect()),
        }
    }

    /// Its key in `_locales`, and what stands in its placeholders.
    #[inline(always)]
    #[must_use]
    pub fn into_parts(self) -> (&'static str, Option<Vec<String>>) {
        (self.key, self.with)
    }

    /// Its key in `_locales`, and what stands in its placeholders.
    #[must_use]
    pub fn parts(&self) -> (&'static str, &[String]) {
        (self.key, self.with.as_deref().unwrap_or_default())
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

#[cfg(test)]
#[path = "../build/texts.rs"]
mod generated;
