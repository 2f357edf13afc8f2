//! The call page: the meeting, its controls, and what to do in trouble.
//!
//! It holds no call state of its own: the worker hands it a ticket, and it
//! tells the worker what happens. It takes nothing from its address, because
//! any page may put it into a frame.

pub mod button;
pub mod invite;
mod link;
mod listen;
pub mod model;
mod note;
mod on_top;
mod page;
mod press;
mod recordings;
mod render;
pub mod screen;
mod transfer;
pub mod trouble;
pub mod upload;

pub use page::run;
