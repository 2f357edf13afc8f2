//! Who sent a message: parsed once, at the boundary.
//!
//! A sender with a tab is not always a content script: the call page inside a
//! CRM page has one too, in both browsers. So the address decides.

use wasm_bindgen::JsValue;

use super::field;
use ringside::domain::{Origin, TabId};

/// A sender whose messages are accepted. Its variant decides what it may send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A content script of ours in a page.
    Content {
        tab: TabId,
        /// The page's origin, such as `https://crm.example.com`.
        origin: String,
        /// Whether it is in a frame of that page, which has the same origin.
        in_frame: bool,
    },
    /// The popup.
    Popup,
    /// The options page.
    Options,
    /// A call page.
    Call {
        /// The tab that it is in, or that frames it.
        tab: TabId,
        /// Its frame there; 0 is the tab itself.
        frame: u32,
        /// The number that stands in its address.
        nonce: String,
    },
}

/// The facts about a sender, as the browser gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// `sender.id`.
    pub id: Option<String>,
    /// `sender.url`.
    pub url: Option<String>,
    /// `sender.frameId`.
    pub frame: Option<i32>,
    /// `sender.tab.id`.
    pub tab: Option<i32>,
    /// `sender.tab.url`, which the browser tells of granted sites.
    pub tab_url: Option<String>,
}

impl Facts {
    /// Reads a `MessageSender`.
    #[must_use]
    pub fn read(sender: &JsValue) -> Self {
        let number = |value: JsValue| value.as_f64().map(|number| number as i32);
        let tab = field(sender, "tab");
        Self {
            id: field(sender, "id").as_string(),
            url: field(sender, "url").as_string(),
            frame: number(field(sender, "frameId")),
            tab: tab.is_object().then(|| number(field(&tab, "id"))).flatten(),
            tab_url: tab
                .is_object()
                .then(|| field(&tab, "url").as_string())
                .flatten(),
        }
    }

    /// The sender, when it is one of ours. `own_id` is `runtime.id`, `home`
    /// the address of the extension's root with a slash at its end.
    #[must_use]
    pub fn parse(self, own_id: &str, home: &str) -> Option<Sender> {
        if self.id.as_deref() != Some(own_id) {
            return None;
        }
        let url = self.url?;
        if let Some(path) = url.strip_prefix(home) {
            // Our other page, `ring.html`, sends nothing.
            let mut parts = path.split(['?', '#']);
            return match parts.next()? {
                "pages/popup.html" => Some(Sender::Popup),
                "pages/options.html" => Some(Sender::Options),
                "pages/call.html" => Some(Sender::Call {
                    tab: TabId(self.tab?),
                    frame: u32::try_from(self.frame?).ok()?,
                    nonce: parts.next().unwrap_or_default().to_owned(),
                }),
                _ => None,
            };
        }
        let origin = Origin::parse(&url)?;
        let in_frame = self.frame? != 0;
        // A frame of another site is none of the page's business, nor the other way.
        if in_frame && Origin::parse(&self.tab_url?)? != origin {
            return None;
        }
        Some(Sender::Content {
            tab: TabId(self.tab?),
            origin: origin.to_string(),
            in_frame,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "chrome-extension://abc/";

    fn parse(url: &str, frame: i32, tab: Option<i32>) -> Option<Sender> {
        Facts {
            id: Some("abc".into()),
            url: Some(url.into()),
            frame: Some(frame),
            tab,
            tab_url: Some("https://crm.example.com/people".into()),
        }
        .parse("abc", HOME)
    }

    #[test]
    fn each_context_is_recognised_by_its_address() {
        assert_eq!(
            parse("https://crm.example.com:8443/customers?x#y", 0, Some(3)),
            Some(Sender::Content {
                tab: TabId(3),
                origin: "https://crm.example.com:8443".into(),
                in_frame: false,
            })
        );
        assert_eq!(
            parse("https://crm.example.com/list?frame", 4, Some(3)),
            Some(Sender::Content {
                tab: TabId(3),
                origin: "https://crm.example.com".into(),
                in_frame: true,
            })
        );
        let page = |name: &str, tab| parse(&format!("{HOME}pages/{name}"), 7, tab);
        let call = Some(Sender::Call {
            tab: TabId(3),
            frame: 7,
            nonce: "1".into(),
        });
        assert_eq!(page("call.html?1", Some(3)), call);
        assert_eq!(page("popup.html", None), Some(Sender::Popup));
        assert_eq!(page("options.html#sites", Some(3)), Some(Sender::Options));
    }

    #[test]
    fn other_senders_are_rejected() {
        for (url, frame, tab) in [
            // A frame of another origin than its page.
            ("https://other.example.com/", 4, Some(3)),
            ("http://crm.example.com/", 4, Some(3)),
            ("https://crm.example.com/", 0, None),
            ("file:///etc/hosts", 0, Some(3)),
            ("https://user@crm.example.com/", 0, Some(3)),
            ("chrome-extension://abcd/pages/popup.html", 0, None),
            ("chrome-extension://abc/background/x.js", 0, None),
            ("chrome-extension://abc/popup.html", 0, None),
            ("chrome-extension://abc/pages/ring.html", 0, None),
            ("chrome-extension://abc/pages/popup.html/x", 0, None),
            ("chrome-extension://abc/pages/call.html", 0, None),
        ] {
            assert_eq!(parse(url, frame, tab), None, "{url}");
        }
        let stranger = Facts {
            id: Some("xyz".into()),
            url: Some("https://crm.example.com/".into()),
            frame: Some(0),
            tab: Some(1),
            tab_url: None,
        };
        assert_eq!(stranger.parse("abc", HOME), None);
        // What page a frame is in is not known.
        let adrift = Facts {
            id: Some("abc".into()),
            url: Some("https://crm.example.com/".into()),
            frame: Some(4),
            tab: Some(1),
            tab_url: None,
        };
        assert_eq!(adrift.parse("abc", HOME), None);
    }
}
