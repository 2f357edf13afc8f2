//! Every text a person reads (pure).
//!
//! `build/texts.rs` makes one function for each text of
//! `extension/_locales/en/messages.json`, with the text's placeholders as
//! parameters: a text that is missing, or filled with too much or too little,
//! does not compile. A test in `xtask` finds the texts that nobody uses.

/// A text of `_locales`, and what stands in its placeholders. Only a browser
/// can say it in the user's language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Text {
    key: &'static str,
    with: Vec<String>,
}

impl Text {
    const fn plain(key: &'static str) -> Self {
        Self {
            key,
            with: Vec::new(),
        }
    }

    fn filled(key: &'static str, with: &[&str]) -> Self {
        Self {
            key,
            with: with.iter().map(|part| (*part).to_owned()).collect(),
        }
    }

    /// Its key in `_locales`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// What stands in its placeholders, in their order.
    #[must_use]
    pub fn with(&self) -> &[String] {
        &self.with
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

#[cfg(test)]
#[path = "../build/texts.rs"]
mod generated;
