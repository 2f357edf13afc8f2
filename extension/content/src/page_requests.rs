//! Where the page's own requests go: they show where the CRM's API is.
//!
//! The browser reports each request once it is over, also those from before
//! this script ran. Once the API is certain, nothing is observed any more.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use ringside::crm::discovery::{Discovery, FoundApi};
use ringside_web::dom::observe::Requests;
use ringside_web::property::property;

/// What the page's requests have shown so far.
pub(super) struct PageRequests {
    discovery: Rc<RefCell<Discovery>>,
    observer: Rc<RefCell<Option<Requests>>>,
}

impl PageRequests {
    /// Observes the page's requests. `learned` is called whenever they show
    /// more.
    pub(super) fn new(learned: fn()) -> Self {
        let discovery = Rc::<RefCell<Discovery>>::default();
        let observer = Rc::<RefCell<Option<Requests>>>::default();
        let (known, watched) = (Rc::clone(&discovery), Rc::clone(&observer));
        let requests = Requests::new(move |entry| {
            let changed =
                address(entry).is_some_and(|address| known.borrow_mut().requested(&address));
            if changed {
                if known.borrow().is_certain()
                    && let Some(observer) = &*watched.borrow()
                {
                    observer.stop();
                }
                learned();
            }
        });
        // Without it, the API is where the page is, or where the user says.
        *observer.borrow_mut() = requests.ok();
        Self {
            discovery,
            observer,
        }
    }

    /// The API that they show.
    pub(super) fn api(&self) -> Option<FoundApi> {
        self.discovery.borrow().found().cloned()
    }
}

impl Drop for PageRequests {
    fn drop(&mut self) {
        // The observer's function refers to its own slot.
        self.observer.borrow_mut().take();
    }
}

/// The address of a request that a script made: pictures and frames are not
/// requests to an API.
fn address(entry: &JsValue) -> Option<String> {
    let text = |name| property(entry, name)?.as_string();
    let by = text("initiatorType")?;
    matches!(by.as_str(), "fetch" | "xmlhttprequest").then(|| text("name"))?
}
