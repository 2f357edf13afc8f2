//! Which call pages are Ringside's own doing.
//!
//! Any page of an enabled site can frame `call.html`, and anybody can open it.
//! So each call page needs a number that the worker gave out for it, once: the
//! first page that shows it in the right tab has it for as long as it stays
//! where it is, and no other page has any effect.

use crate::codec::Codec;
use crate::domain::{Newest, TabId};

/// The numbers that were given out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct GivenFrames(Newest<Given, 32>);

#[derive(Clone, Debug, PartialEq, Eq, Codec)]
struct Given {
    nonce: String,
    /// The tab that it is for; a window's is not known before it is open.
    tab: Option<TabId>,
    /// The frame that has shown it: 0 is the tab itself.
    frame: Option<u32>,
}

impl GivenFrames {
    /// Gives a number to a frame in this tab, or to a window that opens now. The
    /// one that was given to a frame of that tab before is void, unless it was
    /// shown: its page may still be in use.
    pub fn give(&mut self, tab: Option<TabId>, nonce: String) {
        self.0
            .retain(|given| given.frame.is_some() || given.tab != tab);
        self.0.push(Given {
            nonce,
            tab,
            frame: None,
        });
    }

    /// Whether a call page that shows this number, in this frame, is one that
    /// was meant.
    pub fn accept(&mut self, tab: TabId, frame: u32, nonce: &str) -> bool {
        let given = self.0.iter_mut().find(|given| given.nonce == nonce);
        let Some(given) = given else {
            return false;
        };
        match (given.tab, given.frame) {
            (Some(meant), Some(shown)) => meant == tab && shown == frame,
            (Some(meant), None) if meant == tab && frame != 0 => {
                given.frame = Some(frame);
                true
            }
            // A window of its own.
            (None, None) if frame == 0 => {
                (given.tab, given.frame) = (Some(tab), Some(0));
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: TabId = TabId(3);

    #[test]
    fn a_page_without_a_number_is_nobodys() {
        let mut frames = GivenFrames::default();
        assert!(!frames.accept(HERE, 1, ""));
        frames.give(Some(HERE), "a".into());
        assert!(!frames.accept(HERE, 1, "") && !frames.accept(HERE, 1, "b"));
    }

    #[test]
    fn a_number_is_good_for_one_frame_in_one_tab() {
        let mut frames = GivenFrames::default();
        frames.give(Some(HERE), "a".into());
        assert!(!frames.accept(TabId(4), 1, "a"), "another tab");
        assert!(!frames.accept(HERE, 0, "a"), "the tab itself");
        assert!(frames.accept(HERE, 7, "a"));
        assert!(frames.accept(HERE, 7, "a"), "loaded anew");
        assert!(!frames.accept(HERE, 8, "a"), "shown once more");
    }

    #[test]
    fn a_window_has_its_number_alone() {
        let mut frames = GivenFrames::default();
        frames.give(None, "w".into());
        assert!(!frames.accept(HERE, 1, "w"), "a frame in a page");
        assert!(frames.accept(HERE, 0, "w"));
        assert!(!frames.accept(TabId(4), 0, "w"));
    }

    #[test]
    fn a_new_number_voids_the_one_that_nobody_has_shown() {
        let mut frames = GivenFrames::default();
        frames.give(Some(HERE), "a".into());
        frames.give(Some(HERE), "b".into());
        assert!(!frames.accept(HERE, 1, "a") && frames.accept(HERE, 1, "b"));
        frames.give(Some(HERE), "c".into());
        assert!(frames.accept(HERE, 1, "b") && frames.accept(HERE, 2, "c"));
    }

    #[test]
    fn few_are_remembered() {
        let mut frames = GivenFrames::default();
        for number in 0..1_000 {
            frames.give(Some(TabId(number)), number.to_string());
        }
        assert_eq!(frames.0.len(), 32);
        assert!(frames.accept(TabId(999), 1, "999"));
    }
}
