//! What the call page must do.

use super::input::FileId;
use crate::call::page_protocol::{PageEvent, UploadGrant};
use crate::crm::upload::UploadRoute;
use crate::domain::Duration;
use crate::jitsi::address::{Address, Scope};
use crate::jitsi::command::Command;
use crate::jitsi::request::Request;

/// What the page must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Connect to the worker; answered with [`super::input::Input::Connected`]
    /// or [`super::input::Input::LinkClosed`].
    Connect,
    /// Connect again after this pause.
    ConnectAfter(Duration),
    /// Tell the worker.
    Post(PageEvent),
    /// Load a meeting into a frame, in place of any other.
    LoadFrame {
        /// The frame's number: what it says comes with it.
        number: u32,
        /// The meeting.
        address: Address,
        /// What names the frame's messages.
        scope: Scope,
        /// What the frame loads.
        url: String,
    },
    /// Take the frame out of the page, which releases camera and microphone.
    DropFrame,
    /// Send this to the meeting.
    SendCommand(Command),
    /// Ask the meeting.
    AskMeeting(Request),
    /// Give every request to the meeting its full time again.
    ForgiveRequests,
    /// Say which requests to the meeting nobody answered in time.
    ExpireRequests,
    /// Open the meeting itself in a tab.
    OpenTab(String),
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
    /// Let go of this file.
    ForgetFile(FileId),
    /// Begin to upload a file, in place of any transfer before.
    StartTransfer {
        /// The transfer's number: what it tells comes with it.
        number: u32,
        /// Which file.
        file: FileId,
        /// To where.
        route: UploadRoute,
        /// With which permission.
        grant: UploadGrant,
    },
    /// Stop the transfer.
    StopTransfer,
    /// Open the small window on top of others.
    OpenOnTop,
    /// Close it.
    CloseOnTop,
}
