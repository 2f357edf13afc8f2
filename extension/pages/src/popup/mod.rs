//! The popup: who is signed in, what rings, the current call.
//!
//! It shows the worker's view and sends a person's wishes; it decides nothing.

mod render;
pub mod screen;
mod shell;

pub use shell::run;
