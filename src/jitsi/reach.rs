//! What a plain request to a meeting's address finds out about its server, when
//! no meeting starts in the frame.

use crate::domain::{BrowserEngine, ServerFault};

/// How the server answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// No connection could be made.
    Unreachable,
    /// No answer came in time.
    NoAnswer,
    /// It answers, and the page around this one lets nothing of it in.
    KeptOut,
    /// It answers. Without permission for its address, the browser does not say
    /// how.
    Answers {
        /// The status of the answer.
        status: Option<u32>,
        /// Whether it is known to forbid pages of the extension to frame it.
        forbids_frames: bool,
    },
}

impl Reach {
    /// What is wrong with the server, when something clearly is.
    #[must_use]
    pub fn fault(self) -> Option<ServerFault> {
        match self {
            Self::Unreachable => Some(ServerFault::Unreachable),
            Self::NoAnswer => Some(ServerFault::NoAnswer),
            Self::Answers {
                status: Some(status @ 400..),
                ..
            } => Some(ServerFault::Status(status)),
            Self::Answers {
                forbids_frames: true,
                ..
            } => Some(ServerFault::FramesForbidden),
            Self::KeptOut | Self::Answers { .. } => None,
        }
    }
}

/// Whether a server with these headers lets pages of the extension frame it.
#[must_use]
pub fn allows_frames(
    x_frame_options: Option<&str>,
    content_security_policy: Option<&str>,
    engine: BrowserEngine,
) -> bool {
    // A header that was sent twice is one list; each policy has to allow it.
    let policies = content_security_policy.unwrap_or_default().split(',');
    let mut ancestors = policies
        .flat_map(|policy| policy.split(';'))
        .filter_map(|directive| {
            let mut words = directive.split_whitespace();
            let name = words.next()?;
            name.eq_ignore_ascii_case("frame-ancestors")
                .then_some(words)
        })
        .peekable();
    if ancestors.peek().is_none() {
        // Only without that directive does the older header count.
        return x_frame_options.is_none();
    }
    ancestors.all(|mut sources| {
        sources.any(|source| {
            matches!(
                (source, engine),
                ("chrome-extension:", BrowserEngine::Chromium)
                    | ("moz-extension:" | "*", BrowserEngine::Firefox)
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_clearly_wrong_is_named() {
        let answers = |status, forbids_frames| {
            Reach::Answers {
                status,
                forbids_frames,
            }
            .fault()
        };
        assert_eq!(answers(Some(404), false), Some(ServerFault::Status(404)));
        assert_eq!(answers(Some(200), true), Some(ServerFault::FramesForbidden));
        assert_eq!(answers(Some(200), false), None);
        assert_eq!(answers(None, false), None);
    }

    #[test]
    fn headers_that_forbid_frames_are_read_as_browsers_do() {
        let chromium = |options, policy| allows_frames(options, policy, BrowserEngine::Chromium);
        let firefox = |options, policy| allows_frames(options, policy, BrowserEngine::Firefox);
        assert!(chromium(None, None));
        assert!(!chromium(Some("SAMEORIGIN"), None));
        assert!(!chromium(
            None,
            Some("frame-ancestors 'self' https://crm.example")
        ));
        let listed =
            Some("default-src *; Frame-Ancestors https://crm chrome-extension: moz-extension:");
        assert!(
            chromium(Some("DENY"), listed),
            "the older header does not count"
        );
        assert!(firefox(None, listed));
        // Everything, but in Chromium no extension.
        assert!(!chromium(None, Some("frame-ancestors *")));
        assert!(firefox(None, Some("frame-ancestors *")));
        assert!(!firefox(
            None,
            Some("frame-ancestors *, frame-ancestors 'none'")
        ));
    }
}
