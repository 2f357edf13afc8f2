//! The meeting servers that the user has confirmed, per site.

use std::cell::RefCell;

use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use ringside::call::page_protocol::JoinInfo;
use ringside::call::servers::KnownServers;
use ringside::codec;
use ringside_web::browser::storage::{self, Area};

/// Where they are kept.
const KEY: &str = "servers";

#[derive(Default)]
pub(super) struct MeetingServers {
    known: RefCell<KnownServers>,
    /// The site and the address of the last question.
    asked: RefCell<Option<(String, String)>>,
}

impl MeetingServers {
    pub(super) async fn load(&self) {
        let stored = storage::read(Area::Local, KEY).await;
        let text = stored.ok().and_then(|stored| stored.as_string());
        if let Some(known) = text.as_deref().and_then(codec::parse) {
            self.known.replace(known);
        }
    }

    /// Whether a page with a call of this site is to ask the user before it joins
    /// this.
    pub(super) fn asks(&self, site: &str, info: &JoinInfo) -> bool {
        let asks = info.jwt.is_some() && self.known.borrow().asks(site, &info.address);
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
        self.known.borrow_mut().allow(&site, &address);
        let text = codec::text(&*self.known.borrow());
        spawn_local(async move {
            // Without storage the user is asked again.
            if storage::write(Area::Local, KEY, text.into()).await.is_err() {
                log("cannot keep a confirmed meeting server");
            }
        });
    }
}
