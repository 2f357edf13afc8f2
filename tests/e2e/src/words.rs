//! What Ringside's parts are called on screen: the one place to change when
//! a text changes.

use crate::person::Media;

/// Answers an incoming call as it is offered.
pub const ANSWER: &str = "Answer";
/// Declines an incoming call.
pub const DECLINE: &str = "Decline";
/// Ends a call.
pub const HANG_UP: &str = "Hang up";
/// Gives up calling.
pub const CANCEL: &str = "Cancel";
/// Makes the toast small.
pub const MINIMISE: &str = "Minimise";
/// The frame that holds a call.
pub const CALL_FRAME: &str = "iframe[src*='call.html']";
/// The toast.
pub const TOAST: &str = ".toast";
/// The banner of an incoming call.
pub const BANNER: &str = ".card.ring";

/// What the button beside a record is called. Whether the person can be
/// reached follows the name.
#[must_use]
pub fn call(name: &str, media: Media) -> String {
    match media {
        Media::Audio => format!("Audio call {name}*"),
        Media::Video => format!("Video call {name}*"),
    }
}
