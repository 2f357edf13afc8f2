//! The outputs of the call page.

use super::input::FileId;
use crate::call::page_protocol::{PageEvent, UploadGrant};
use crate::crm::upload::UploadRoute;
use crate::domain::Duration;
use crate::jitsi::address::{Address, Scope};
use crate::jitsi::command::Command;
use crate::jitsi::request::Request;

/// Something that the page must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Connect to the worker; answered with [`super::input::Input::Connected`]
    /// or [`super::input::Input::LinkClosed`].
    Connect,
    /// Connect again after this pause.
    ConnectAfter(Duration),
    /// Send the worker an event.
    Post(PageEvent),
    /// Load a meeting into a frame, in place of any other.
    LoadFrame {
        /// The frame's number, which its messages carry.
        number: u32,
        /// The meeting.
        address: Address,
        /// The scope of the frame's messages.
        scope: Scope,
        /// The address that the frame loads.
        url: String,
    },
    /// Take the frame out of the page, which releases camera and microphone.
    DropFrame,
    /// Send this to the meeting.
    SendCommand(Command),
    AskMeeting(Request),
    /// Request this address, to find out how the server of the frame with this
    /// number answers.
    AskServer {
        number: u32,
        url: String,
        /// How long it may take.
        limit: Duration,
    },
    /// Restart the time limit of every request to the meeting.
    ForgiveRequests,
    /// Return the requests to the meeting that timed out.
    ExpireRequests,
    /// Close this page's window.
    CloseWindow,
    /// Fill the screen, or stop.
    ToggleFullScreen,
    /// Put this on the clipboard.
    CopyText(String),
    /// Mark the invitation's address, so that a person can copy it.
    SelectInvitation,
    /// Open the browser's own dialog for files.
    ChooseFile,
    /// Release this file.
    ForgetFile(FileId),
    /// Begin to upload a file, in place of any transfer before.
    StartTransfer {
        /// The transfer's number, which its events carry.
        number: u32,
        file: FileId,
        /// By this route.
        route: UploadRoute,
        /// With this grant.
        grant: UploadGrant,
    },
    StopTransfer,
    /// Open the small window on top of others.
    OpenOnTop,
    CloseOnTop,
}
