//! The meeting's frame in a page.

mod inbox;

use std::cell::RefCell;
use std::rc::Rc;

use self::inbox::Inbox;
use gloo_events::EventListener;
use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlIFrameElement, MessageEvent};

use crate::browser::Error;
use ringside::domain::Timestamp;
use ringside::jitsi::address::{Address, Scope};
use ringside::jitsi::command::Command;
use ringside::jitsi::request::Request;
use ringside::jitsi::transport::{Received, Transport};
use ringside::jitsi::wire::Answer;

/// What the meeting may use. The same list must stand on every frame around
/// this one.
pub const ALLOW: &str = "camera; microphone; autoplay; display-capture; fullscreen; \
                         speaker-selection; screen-wake-lock; clipboard-write";

/// What the meeting's page may do. It may not take the page around it somewhere
/// else: that is what is missing here.
pub const SANDBOX: &str = "allow-scripts allow-same-origin allow-forms allow-modals allow-popups \
                           allow-popups-to-escape-sandbox allow-downloads allow-presentation \
                           allow-storage-access-by-user-activation";

/// A meeting in a frame. Dropping it takes the frame out of the page, which
/// releases camera and microphone.
#[must_use = "the meeting ends when dropped"]
#[derive(Debug)]
pub struct Frame {
    element: HtmlIFrameElement,
    origin: String,
    transport: Rc<RefCell<Transport>>,
    _listeners: [EventListener; 2],
}

impl Frame {
    /// Puts the frame into `host` and loads `url`, which must be `address`'s
    /// with this `scope`. `on_received` gets the meeting's messages; `on_loaded`
    /// is called when the frame's page has loaded, or the browser's page about
    /// its failure.
    ///
    /// # Errors
    /// When the document refuses the element.
    pub fn open<F, L>(
        host: &Element,
        address: &Address,
        url: &str,
        scope: Scope,
        on_received: F,
        on_loaded: L,
    ) -> Result<Self, Error>
    where
        F: Fn(Received) + 'static,
        L: Fn() + 'static,
    {
        let window = web_sys::window().ok_or_else(|| Error::Api("no window".to_owned()))?;
        let document = host
            .owner_document()
            .ok_or_else(|| Error::Api("no document".to_owned()))?;
        let element: HtmlIFrameElement = document.create_element("iframe")?.unchecked_into();
        // Before the address: a frame's permissions are fixed when it loads.
        element.set_attribute("allow", ALLOW)?;
        element.set_attribute("sandbox", SANDBOX)?;
        element.set_attribute("referrerpolicy", "no-referrer")?;
        element.set_src(url);

        let transport = Rc::new(RefCell::new(Transport::new(scope)));
        let listener = {
            let element = element.clone();
            let transport = Rc::clone(&transport);
            let origin = address.origin().to_owned();
            let inbox = {
                let (element, origin) = (element.clone(), origin.clone());
                Inbox::new(move |message| {
                    let received = transport.borrow_mut().receive(message);
                    if let Received::Handshake { frames, .. } = &received {
                        post(&element, &origin, frames);
                    }
                    on_received(received);
                })
            };
            // The listener alone keeps the inbox: nothing is read after it.
            EventListener::new(&window, "message", move |event| {
                if let Some(text) = checked(event, &element, &origin) {
                    inbox.push(text);
                }
            })
        };
        let loaded = EventListener::new(&element, "load", move |_| on_loaded());
        host.append_child(&element)?;
        Ok(Self {
            element,
            origin: address.origin().to_owned(),
            transport,
            _listeners: [listener, loaded],
        })
    }

    /// Sends a command, or queues it until the meeting has loaded.
    pub fn send(&self, command: &Command) {
        let frames = self.transport.borrow_mut().command(command);
        post(&self.element, &self.origin, &frames);
    }

    /// Sends a request; the answer is received, or found missing by
    /// [`Frame::expire`].
    pub fn ask(&self, request: Request, now: Timestamp) {
        let frames = self.transport.borrow_mut().request(request, now);
        post(&self.element, &self.origin, &frames);
    }

    /// The requests that were not answered in time.
    #[must_use]
    pub fn expire(&self, now: Timestamp) -> Vec<Answer> {
        self.transport.borrow_mut().expire(now)
    }

    /// Gives pending requests their full time again after a sleep.
    pub fn forgive(&self, now: Timestamp) {
        self.transport.borrow_mut().forgive(now);
    }

    /// The element, for its title.
    #[must_use]
    pub fn element(&self) -> &HtmlIFrameElement {
        &self.element
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.element.remove();
    }
}

/// The message's text when it comes from the frame's own window *and* from the
/// meeting's server. Any page around this one can post messages here.
fn checked(event: &web_sys::Event, element: &HtmlIFrameElement, origin: &str) -> Option<JsString> {
    let event = event.dyn_ref::<MessageEvent>()?;
    if event.origin() != origin {
        return None;
    }
    let source: JsValue = event.source()?.into();
    let window: JsValue = element.content_window()?.into();
    if source != window {
        return None;
    }
    event.data().dyn_into().ok()
}

fn post(element: &HtmlIFrameElement, origin: &str, frames: &[String]) {
    let Some(window) = element.content_window() else {
        return;
    };
    for frame in frames {
        // Fails only when the frame has navigated to another origin, which must
        // not get the message.
        let _ = window.post_message(&JsValue::from_str(frame), origin);
    }
}
