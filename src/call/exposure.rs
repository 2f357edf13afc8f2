//! Whether a press that answers counts: only where a person could read what they
//! press.
//!
//! A page can lay something over a card, or make it invisible, so that a person
//! who means to press something of the page answers a call. So the buttons act
//! once they have been in sight for half a second, with nothing over them. That
//! is looked at again and again: not every browser tells when something comes
//! over a card, and a page may take it away at the moment of the press.

use crate::domain::Duration;

/// So often a card is looked at as long as it is in sight.
pub const LOOK_EACH: Duration = Duration::from_millis(250);

/// So many looks must have found nothing over it, after the one with which it
/// came into sight: half a second.
const LOOKS: u8 = 2;

/// Whether the buttons of a card act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// They do.
    Counts,
    /// Not yet: the card has just come into sight.
    Early,
    /// Something is over the card, or it cannot be seen.
    Hidden,
}

/// What was seen of a card lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// How many looks in a row have found the card clear since it came into
    /// sight; `None` where the last one did not.
    clear: Option<u8>,
}

impl Exposure {
    /// The card came into sight, or went out of it.
    pub fn changed(&mut self, is_clear: bool) {
        self.clear = is_clear.then_some(0);
    }

    /// [`LOOK_EACH`] has passed, and this was found.
    pub fn looked(&mut self, is_clear: bool) {
        let before = self.clear.map_or(0, |before| before.saturating_add(1));
        self.clear = is_clear.then_some(before);
    }

    /// Whether a press counts now, where nothing is over the button at this very
    /// moment (`is_clear`) or something is.
    #[must_use]
    pub fn press(self, is_clear: bool) -> Press {
        match self.clear {
            None => Press::Hidden,
            Some(looks) if looks < LOOKS => Press::Early,
            // What has come over it since the last look.
            Some(_) if !is_clear => Press::Hidden,
            Some(_) => Press::Counts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So long, in looks.
    fn half_a_second() -> u64 {
        500_u64.div_ceil(LOOK_EACH.as_millis().max(1))
    }

    fn in_sight_for(looks: u64) -> Exposure {
        let mut exposure = Exposure::default();
        exposure.changed(true);
        for _ in 0..looks {
            exposure.looked(true);
        }
        exposure
    }

    #[test]
    fn a_card_acts_when_it_has_been_in_sight_for_half_a_second() {
        assert!(half_a_second() >= 2, "it is looked at in between as well");
        assert_eq!(Exposure::default().press(true), Press::Hidden);
        for looks in 0..half_a_second() {
            assert_eq!(in_sight_for(looks).press(true), Press::Early, "{looks}");
        }
        for looks in [half_a_second(), 1_000] {
            assert_eq!(in_sight_for(looks).press(true), Press::Counts, "{looks}");
        }
    }

    #[test]
    fn what_covers_it_at_any_moment_begins_the_time_anew() {
        let acts = in_sight_for(half_a_second());
        assert_eq!(acts.press(false), Press::Hidden, "at the press");
        for is_look in [true, false] {
            let mut covered = acts;
            if is_look {
                covered.looked(false);
            } else {
                covered.changed(false);
            }
            assert_eq!(
                covered.press(true),
                Press::Hidden,
                "uncovered for the press"
            );
            for _ in 0..half_a_second() {
                covered.looked(true);
                assert_eq!(covered.press(true), Press::Early);
            }
            covered.looked(true);
            assert_eq!(covered.press(true), Press::Counts);
        }
    }
}
