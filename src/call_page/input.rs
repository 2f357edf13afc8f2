//! The inputs of the call page.

use super::button::Button;
use crate::call::page_protocol::{PageCommand, PageEvent};
use crate::domain::Timestamp;
use crate::jitsi::reach::Reach;
use crate::jitsi::transport::Received;

/// An input, with the time and random bits that a pure function cannot get
/// itself.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedInput {
    /// By this computer's clock.
    pub now: Timestamp,
    /// Random bits from the browser's secure source.
    pub random: u64,
    pub input: Input,
}

/// The number under which the page holds a file that a person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId(pub u32);

/// Something that happened to the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// It is time to connect to the worker.
    Connect,
    /// The connection to the worker is open.
    Connected,
    /// The connection to the worker closed, or could not be made.
    LinkClosed,
    /// The connection refused this event.
    NotPosted(PageEvent),
    /// The worker sent a command.
    PageCommand(PageCommand),
    /// The meeting sent a message; with the number of its frame.
    Heard(u32, Received),
    /// The page in the frame of this number has loaded, or the browser's page
    /// about its failure.
    FrameLoaded(u32),
    /// A request has found out how the server of this frame answers.
    ServerReached(u32, Reach),
    /// The frame of this number could not be loaded.
    FrameFailed(u32, String),
    /// A second has passed.
    Tick,
    /// A person pressed this.
    Press(Button),
    /// A person closed what is open, with a click elsewhere.
    CloseMenu,
    /// A person pressed Esc: closes what is open, the uppermost first.
    Escape,
    /// A person wrote: the note as it is now.
    NoteWritten(String),
    /// The clipboard took the invitation, or refused it.
    Copied(bool),
    /// A person has chosen a recording. The page holds the file until it is
    /// told to release it.
    FileChosen {
        /// The number of the file.
        file: FileId,
        name: String,
        /// Its size in bytes.
        size: u64,
    },
    /// An upload of a recording made progress or ended; with its number.
    TransferEvent(u32, TransferEvent),
    /// The small window on top of others opened (`true`), or was refused.
    OnTopOpened(bool),
    /// A person closed it.
    OnTopClosed,
}

/// An event of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferEvent {
    /// Bytes sent, and bytes in total.
    Progress(u64, u64),
    /// The CRM answered: status and the start of the body.
    Answer(u16, String),
    /// There was no answer.
    Nothing,
}
