//! The call page: the meeting, its controls, and what to do in trouble.
//!
//! Every decision is `ringside::call_page`'s; here is what carries it out. The
//! page holds no call state of its own: the worker hands it a call, and it
//! tells the worker what happens. It takes nothing from its address, because
//! any page may put it into a frame.

pub mod invite;
mod link;
mod listen;
mod on_top;
mod page;
mod render;
mod transfer;

pub use page::run;
