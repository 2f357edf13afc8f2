//! The meeting servers that the user has confirmed, per site.

use std::cell::RefCell;

use super::stored::{Section, Writer};
use ringside::call::page_protocol::JoinInfo;
use ringside::call::servers::KnownServers;

pub(super) struct MeetingServers {
    known: &'static Section<KnownServers>,
    writer: Writer,
    /// The site and the address of the last question.
    asked: RefCell<Option<(String, String)>>,
}

impl MeetingServers {
    pub(super) fn new(known: &'static Section<KnownServers>, writer: Writer) -> Self {
        Self {
            known,
            writer,
            asked: RefCell::default(),
        }
    }

    /// Whether a page with a call of this site is to ask the user before it joins
    /// this.
    pub(super) fn asks(&self, site: &str, info: &JoinInfo) -> bool {
        let asks = info.jwt.is_some() && self.known.read(|known| known.asks(site, &info.address));
        if asks {
            self.asked
                .replace(Some((site.to_owned(), info.address.clone())));
        }
        asks
    }

    /// The user has agreed to what was last asked.
    pub(super) fn allow(&self) {
        let Some((site, address)) = self.asked.take() else {
            return;
        };
        self.known.change(|known| known.allow(&site, &address));
        // Without storage the user is asked again.
        self.writer.save_servers();
    }
}
