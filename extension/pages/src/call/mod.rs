//! The call page: the meeting, its controls, and what to do in trouble.
//!
//! `ringside::call_page` makes every decision; this module carries them out.
//! The page holds no call state of its own: the worker sends it a call, and it
//! posts events to the worker. It takes nothing from its address, because any
//! page may put it into a frame.

pub mod invite;
mod link;
mod listen;
mod on_top;
mod page;
mod render;
mod requests;
mod transfer;

pub use page::run;
