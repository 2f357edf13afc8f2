//! The browser engines.

/// The browser engine, for instructions that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserEngine {
    /// Chrome and other Chromium-based browsers.
    Chromium,
    Firefox,
}
