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
        /// Which pages may frame it.
        frames: Frames,
    },
}

/// In which pages a server lets itself be framed, as far as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frames {
    /// In any, as far as is known.
    Anywhere,
    /// In those that it lists: the extension's own are among them, the page
    /// around them may not be.
    Listed,
    /// Not in pages of the extension.
    Forbidden,
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
                frames: Frames::Forbidden,
                ..
            } => Some(ServerFault::FramesForbidden),
            Self::KeptOut | Self::Answers { .. } => None,
        }
    }
}

/// Where a server with these headers lets pages of the extension frame it.
#[must_use]
pub fn frames(
    x_frame_options: Option<&str>,
    content_security_policy: Option<&str>,
    engine: BrowserEngine,
) -> Frames {
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
        return match x_frame_options {
            None => Frames::Anywhere,
            Some(_) => Frames::Forbidden,
        };
    }
    let listed = ancestors.all(|mut sources| {
        sources.any(|source| {
            matches!(
                (source, engine),
                ("chrome-extension:", BrowserEngine::Chromium)
                    | ("moz-extension:" | "*", BrowserEngine::Firefox)
            )
        })
    });
    if listed {
        Frames::Listed
    } else {
        Frames::Forbidden
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_clearly_wrong_is_named() {
        let answers = |status, frames| Reach::Answers { status, frames }.fault();
        let status = answers(Some(404), Frames::Anywhere);
        assert_eq!(status, Some(ServerFault::Status(404)));
        let forbidden = answers(Some(200), Frames::Forbidden);
        assert_eq!(forbidden, Some(ServerFault::FramesForbidden));
        assert_eq!(answers(Some(200), Frames::Listed), None);
        assert_eq!(answers(None, Frames::Anywhere), None);
    }

    #[test]
    fn headers_that_forbid_frames_are_read_as_browsers_do() {
        let chromium = |options, policy| frames(options, policy, BrowserEngine::Chromium);
        let firefox = |options, policy| frames(options, policy, BrowserEngine::Firefox);
        assert_eq!(chromium(None, None), Frames::Anywhere);
        assert_eq!(chromium(Some("SAMEORIGIN"), None), Frames::Forbidden);
        let crm = Some("frame-ancestors 'self' https://crm.example");
        assert_eq!(chromium(None, crm), Frames::Forbidden);
        let listed =
            Some("default-src *; Frame-Ancestors https://crm chrome-extension: moz-extension:");
        // The older header does not count then.
        assert_eq!(chromium(Some("DENY"), listed), Frames::Listed);
        assert_eq!(firefox(None, listed), Frames::Listed);
        // Everything, but in Chromium no extension.
        let all = Some("frame-ancestors *");
        assert_eq!(chromium(None, all), Frames::Forbidden);
        assert_eq!(firefox(None, all), Frames::Listed);
        let both = Some("frame-ancestors *, frame-ancestors 'none'");
        assert_eq!(firefox(None, both), Frames::Forbidden);
    }
}
