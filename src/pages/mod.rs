//! What runs in the extension's own pages: call, popup, options, ring.

pub mod ring;
