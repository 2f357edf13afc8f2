//! A text of `_locales` that is to be shown.

/// A text of `_locales`, with what stands in its placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    key: &'static str,
    args: Vec<String>,
}

impl Words {
    /// A text without placeholders.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// A text with one placeholder.
    #[must_use]
    pub fn with(key: &'static str, arg: impl Into<String>) -> Self {
        Self {
            key,
            args: vec![arg.into()],
        }
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// What stands in its placeholders, in order.
    #[must_use]
    pub fn args(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }
}
