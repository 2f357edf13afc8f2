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
/// Moves the toast.
pub const MOVE: &str = "Move the call window (arrow keys)";
/// Moves a call out of the toast.
pub const POP_OUT: &str = "Open in its own window";
/// Makes a small toast large again.
pub const RESTORE: &str = "Restore";
/// Puts the controls into a small window on top of others.
pub const KEEP_ON_TOP: &str = "Keep the controls on top";
/// Turns the camera off, in the call page.
pub const CAMERA_OFF: &str = "Turn the camera off";
/// Turns it on.
pub const CAMERA_ON: &str = "Turn the camera on";
/// Turns the microphone off, in the call page.
pub const MIC_OFF: &str = "Turn the microphone off";
/// Shows the way to share the screen.
pub const SHARE: &str = "Share your screen";
/// Stops sharing it.
pub const STOP_SHARING: &str = "Stop sharing your screen";
/// Fills the screen with the call's own window.
pub const FULL_SCREEN: &str = "Full screen";
/// Brings the window with the call to the front.
pub const SHOW_CALL: &str = "Show call";
/// The menu of a call.
pub const MORE: &str = "More";
/// Opens the note on a call.
pub const NOTE: &str = "Note on this call";
/// The field of the note.
pub const NOTE_FIELD: &str = "#note-text";
/// Closes the note.
pub const NOTE_DONE: &str = "Done";
/// Offers the note after a call.
pub const ADD_NOTE: &str = "Add a note";
/// Calls somebody back whose call was missed.
pub const CALL_BACK: &str = "Call back";
/// Raises the hand.
pub const RAISE_HAND: &str = "Raise your hand";
/// Takes it down.
pub const LOWER_HAND: &str = "Lower your hand";
/// Opens the invitation.
pub const INVITE: &str = "Invite people";
/// Opens the options, from a toast.
pub const OPEN_OPTIONS: &str = "Open the options";
/// Opens a meeting with an earlier guest.
pub const INVITE_AGAIN: &str = "Invite again";
/// Copies it.
pub const COPY_LINK: &str = "Copy the link";
/// Copies a note that the CRM did not take.
pub const COPY_NOTE: &str = "Copy";
/// Takes that note out of the popup.
pub const PUT_AWAY: &str = "Clear";
/// Shows the connection's figures.
pub const DETAILS: &str = "Connection details";
/// Goes on without pictures.
pub const SAVE_DATA: &str = "Save data: voice only";
/// Records the call.
pub const RECORD: &str = "Record the call";
/// Stops recording it.
pub const STOP_RECORDING: &str = "Stop recording";
/// Records on this computer.
pub const RECORD_HERE: &str = "Record on this computer";
/// Stops that.
pub const STOP_RECORDING_HERE: &str = "Stop recording on this computer";
/// The meeting's own button for it.
pub const OWN_RECORD: &str = "Record on this computer";
/// Adds a recording to the call.
pub const ADD_RECORDING: &str = "Add a recording…";
/// The sign of a recording in the toast.
pub const RECORDING: &str = ".toast .recording";
/// Loads a meeting that has no devices again.
pub const TRY_AGAIN: &str = "Try again";
/// Stops the sound of an incoming call.
pub const SILENCE: &str = "Silence";
/// Opens the CRM to sign in again.
pub const SIGN_IN: &str = "Sign in";
/// The section of the options with what failed.
pub const DIAGNOSTICS: &str = "Diagnostics";
/// The section of the options with the CRM's addresses.
pub const SITES: &str = "Sites";
/// Does not, and ends the call.
pub const NOT_NOW: &str = "Not now";
/// Said in a container with another user.
pub const ANOTHER_USER: &str = "Somebody else is signed in";
/// What a press of a call button says during a call.
pub const BUSY: &str = "You are in a call. End it";
/// What a press says when the row shows somebody else meanwhile.
pub const ROW_CHANGED: &str = "The list has changed under the pointer";
/// Takes a notice away.
pub const DISMISS: &str = "Dismiss";
/// Stores a site.
pub const ADD_SITE: &str = "Add site";
/// Lets one type where the API of a site is.
pub const CHANGE_ADDRESS: &str = "Change address";
/// Lets Ringside use an address.
pub const ALLOW: &str = "Allow";
/// Copies it.
pub const COPY_DIAGNOSTICS: &str = "Copy everything";
/// Takes down a toast of a call that is over.
pub const CLOSE: &str = "Close";
/// Turns the microphone off, from the toast.
pub const MUTE: &str = "Mute the microphone";
/// Offers reasons for declining.
pub const DECLINE_WITH_REASON: &str = "Decline with a reason";
/// Leaves one call for another.
pub const END_AND_ANSWER: &str = "End and answer";
/// Opens a meeting that cannot be shown in a page.
pub const OPEN_TAB: &str = "Open in a tab";
/// Lets somebody into the meeting.
pub const ADMIT: &str = "Admit";
/// Does not let them in.
pub const REJECT: &str = "Reject";
/// Agrees to be recorded.
pub const AGREE_AND_UNMUTE: &str = "Agree and unmute";
/// Joins a meeting again that was left because the computer slept.
pub const JOIN_AGAIN: &str = "Join again";
/// Turns the microphone on, in the call page.
pub const MIC_ON: &str = "Turn the microphone on";
/// Stops a broadcast.
pub const STOP_STREAM: &str = "Stop the live stream";
/// The frame that holds a call.
pub const CALL_FRAME: &str = "iframe[src*='call.html']";
/// The toast while the other person speaks.
pub const SPEAKING: &str = ".toast.speaking";
/// The toast.
pub const TOAST: &str = ".toast";
/// The banner of an incoming call.
pub const BANNER: &str = ".card.ring";

/// The card of a call where the toast cannot be pressed.
pub const CALL_CARD: &str = ".card.call";
/// A notice: one sentence that can be dismissed.
pub const NOTICE: &str = ".card.notice";

/// The button beside a record whose person has no account.
#[must_use]
pub fn invite(name: &str) -> String {
    format!("Invite {name} to a call")
}

/// What the button beside a record is called. Whether the person can be
/// reached follows the name.
#[must_use]
pub fn call(name: &str, media: Media) -> String {
    match media {
        Media::Audio => format!("Audio call {name}*"),
        Media::Video => format!("Video call {name}*"),
    }
}
