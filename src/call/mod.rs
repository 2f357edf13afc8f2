//! What a call is, and what happens to it.

pub mod account;
pub mod announce;
pub mod checkpoint;
pub mod current;
pub mod exposure;
pub mod frames;
pub mod guest;
pub mod guest_calls;
pub mod host;
pub mod intent;
pub mod lookup;
pub mod machine;
pub mod notes;
pub mod notice;
pub mod page_protocol;
pub mod servers;
pub mod shortcut;
pub mod state;
pub mod view;
pub mod work;
