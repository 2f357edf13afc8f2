//! What reaches the call page.

use super::button::Button;
use crate::call::page_protocol::{PageCommand, PageEvent};
use crate::domain::Timestamp;
use crate::jitsi::transport::Received;

/// Something that reached the page, with what a function cannot know.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedInput {
    /// When, by this computer's clock.
    pub now: Timestamp,
    /// Random bits from the browser's secure source.
    pub random: u64,
    /// What.
    pub input: Input,
}

/// The number under which the page holds a file that a person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId(pub u32);

/// What can reach the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// It is time to connect to the worker.
    Connect,
    /// The connection to the worker stands.
    Connected,
    /// The connection to the worker closed, or could not be made.
    LinkClosed,
    /// The connection did not take this.
    NotPosted(PageEvent),
    /// The worker said something.
    PageCommand(PageCommand),
    /// The meeting said something; with the number of the frame that it was.
    Heard(u32, Received),
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
    /// The meeting was opened in a tab.
    TabOpened,
    /// A person has chosen a recording. The page holds the file until it is
    /// told to forget it.
    FileChosen {
        /// The number of the file.
        file: FileId,
        /// Its name.
        name: String,
        /// Its size in bytes.
        size: u64,
    },
    /// A request that uploads a recording told something; with its number.
    TransferEvent(u32, TransferEvent),
    /// The small window on top of others opened (`true`), or was refused.
    OnTopOpened(bool),
    /// A person closed it.
    OnTopClosed,
}

/// What a request that uploads a recording tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferEvent {
    /// So much is gone, of so much.
    Progress(u64, u64),
    /// The CRM answered: status and the start of the body.
    Answer(u16, String),
    /// There was no answer.
    Nothing,
}
