//! The only room that names `chrome.*`.
//!
//! Everything else sees typed functions. Both browsers have the `chrome`
//! namespace, and in Manifest V3 its functions return promises in both, so one
//! build serves both; where they differ in what they offer, the difference
//! ends here.

pub mod codec;
pub mod error;
pub mod i18n;
pub mod port;
pub mod runtime;

pub use error::Error;
