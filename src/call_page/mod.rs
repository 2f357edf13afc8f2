//! The call page: every decision that it takes, as a function.
//!
//! `step(model, input) -> outputs`. No clock, no browser, no randomness: the
//! time and random bits are part of the input. The page's code in
//! `extension/pages` carries out what is decided here, holds what only a
//! browser has (the meeting's frame, the connection to the worker, files), and
//! shows [`screen::screen`].

pub mod button;
mod connection;
mod context;
pub mod cover;
mod guest;
pub mod input;
mod join;
mod leave;
pub mod link;
mod meeting;
pub mod model;
mod names;
mod note;
mod on_top;
pub mod output;
mod over_picture;
pub mod paint;
mod press;
mod recording;
pub mod screen;
mod sharing;
mod step;
#[cfg(test)]
mod tests;
mod throttle;
mod time;
mod told;
pub mod trouble;
pub mod upload;
mod uploading;
mod work;

pub use step::step;
