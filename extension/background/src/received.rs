//! Which sender may send what: a message is parsed only as a message of its
//! sender, and dropped when it is none. A page counts as long as its site is
//! enabled. That one was too long is said: whoever
//! sent it may wait for something.

use ringside::call::page_protocol::PageEvent;
use ringside::codec;
use ringside::diagnostics::Entry;
use ringside::domain::TabId;
use ringside::message::{CALL_PORT, Dial, FromContent, FromOptions, FromPopup};
use ringside_web::browser::sender::Sender;

/// The longest text that is parsed, in bytes: several times the longest that has
/// a use, a query of as many records as one may name. A page writes what its
/// records are called, so it could make a message as long as it likes.
const LONGEST: usize = 256 * 1024;

/// Whether this text is dropped unread.
pub(super) fn is_too_long(text: &str) -> bool {
    text.len() > LONGEST
}

/// Why a text was dropped of which somebody should know: the sender's kind and
/// the text's length, and nothing of the text.
pub(super) fn dropped(sender: Option<&Sender>, text: &str) -> Option<Entry> {
    let from = match sender.filter(|_| is_too_long(text))? {
        Sender::Content { .. } => "dropped a message of a page for its length",
        Sender::Call { .. } => "dropped a message of a call page for its length",
        Sender::Popup | Sender::Options => "dropped a message of our own pages for its length",
    };
    let mut entry = Entry::from(from);
    entry.text(", in kB: ");
    entry.number(text.len() as u64 / 1_024);
    Some(entry)
}

/// A request that its sender may send.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Received {
    /// From a content script, in this tab at this origin.
    Content {
        tab: TabId,
        origin: String,
        /// Whether it is in a frame of the page.
        in_frame: bool,
        request: FromContent,
    },
    /// From a content script that is still in a page of a site that was switched
    /// off, or whose permission was withdrawn: it is to leave, and nothing else
    /// comes of what it sent.
    Off {
        tab: TabId,
        /// Whether it said hello, and waits for the view.
        greets: bool,
    },
    /// From the popup.
    Popup(FromPopup),
    /// From the options page.
    Options(FromOptions),
}

/// Parses the text of this sender as a request. `is_enabled` tells of a page's
/// origin whether the user has Ringside there.
pub(super) fn request(
    sender: Sender,
    text: &str,
    is_enabled: impl Fn(&str) -> bool,
) -> Option<Received> {
    if is_too_long(text) {
        return None;
    }
    match sender {
        Sender::Content {
            tab,
            origin,
            in_frame,
        } => {
            let request = codec::parse(text)?;
            if in_frame && !may_come_from_a_frame(&request) {
                return None;
            }
            if !is_enabled(&origin) {
                let greets = matches!(request, FromContent::Hello(_));
                return Some(Received::Off { tab, greets });
            }
            let request = match request {
                FromContent::Dial(dial) => FromContent::Dial(Dial {
                    record: dial.record.bounded(),
                    ..dial
                }),
                request => request,
            };
            Some(Received::Content {
                tab,
                origin,
                in_frame,
                request,
            })
        }
        Sender::Popup => codec::parse(text).map(Received::Popup),
        Sender::Options => codec::parse(text).map(Received::Options),
        // A call page uses its port.
        Sender::Call { .. } => None,
    }
}

/// What is over the page, and what a page knows as a whole, is the page's own.
const fn may_come_from_a_frame(request: &FromContent) -> bool {
    matches!(
        request,
        FromContent::Hello(_)
            | FromContent::QueryPresence(_)
            | FromContent::Dial(_)
            | FromContent::RowChanged(_)
            | FromContent::Attended(_)
    )
}

/// A call page as it shows itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) tab: TabId,
    pub(super) frame: u32,
    pub(super) nonce: String,
}

/// The call page that opens this port; `None` for every other sender and port.
pub(super) fn call_port(sender: Sender, port: &str) -> Option<Shown> {
    match sender {
        Sender::Call { tab, frame, nonce } if port == CALL_PORT => {
            Some(Shown { tab, frame, nonce })
        }
        _ => None,
    }
}

/// Parses the text that a call page posted on its port.
pub(super) fn page_event(text: &str) -> Option<PageEvent> {
    if is_too_long(text) {
        return None;
    }
    codec::parse(text)
}

#[cfg(test)]
mod tests;
