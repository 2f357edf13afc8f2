//! What a call is, and what happens to it.

pub mod announce;
pub mod checkpoint;
pub mod intent;
pub mod lookup;
pub mod machine;
pub mod notes;
pub mod page_protocol;
pub mod shortcut;
pub mod state;
pub mod view;
