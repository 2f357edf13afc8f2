//! Browsers, where they differ.

/// Whose browser it is, for instructions that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserEngine {
    /// Chrome and its kin.
    Chromium,
    /// Firefox.
    Firefox,
}
