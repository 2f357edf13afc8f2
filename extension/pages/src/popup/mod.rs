//! The popup: who is signed in, what rings, the current call.
//!
//! It shows the worker's view and sends a person's actions; it decides nothing.

mod page;
mod render;
pub mod screen;
pub mod site;

pub use page::run;
