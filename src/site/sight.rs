//! Whether buttons can be seen without scrolling sideways, and in which place.

/// Where something begins and ends, in CSS pixels from the left edge of the
/// viewport.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub left: f64,
    pub right: f64,
}

impl Extent {
    /// Whether the browser has laid it out: an element that is not shown has
    /// no width.
    #[must_use]
    pub fn is_shown(self) -> bool {
        self.right > self.left
    }

    /// Whether it lies inside `scroller` where that is scrolled to its start;
    /// it is scrolled by `scrolled` pixels now (negative where text runs from
    /// right to left).
    #[must_use]
    pub fn is_in_sight(self, scroller: Self, scrolled: f64) -> bool {
        // Browsers round to parts of a pixel.
        const TOLERANCE: f64 = 1.0;
        self.left + scrolled >= scroller.left - TOLERANCE
            && self.right + scrolled <= scroller.right + TOLERANCE
    }
}

/// How buttons turned out in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// They can be seen, and nothing scrolls because of them.
    Clear,
    /// They can be seen, but something scrolls sideways only since they are
    /// there.
    Widens,
    /// One would have to scroll sideways to see them.
    Hidden,
}

/// What to do after a place was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Look at the place with this number, too.
    Try(usize),
    /// Stay in the place with this number.
    Settle(usize),
}

/// Decides after at least one place was `tried`, by number and in this order;
/// `has_next` is whether there is one after the last of them. After the last
/// place comes the first, because another one may have been tried before it.
/// Where none is clear, that of the highest number counts that can be seen:
/// beside the name.
#[must_use]
pub fn choose(tried: &[(usize, Sight)], has_next: bool) -> Choice {
    let next = match tried.last() {
        None | Some((_, Sight::Clear)) => None,
        Some((place, _)) if has_next => Some(place + 1),
        Some(_) => Some(0),
    };
    if let Some(next) = next.filter(|next| tried.iter().all(|(place, _)| place != next)) {
        return Choice::Try(next);
    }
    let seen = |wanted| {
        let such = tried.iter().filter(move |(_, sight)| *sight == wanted);
        such.map(|(place, _)| *place).max()
    };
    let best = seen(Sight::Clear).or_else(|| seen(Sight::Widens));
    Choice::Settle(best.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Sight::{Clear, Hidden, Widens};
    use super::*;

    const SCROLLER: Extent = Extent {
        left: 240.0,
        right: 1_240.0,
    };

    fn extent(left: f64) -> Extent {
        Extent {
            left,
            right: left + 72.0,
        }
    }

    #[test]
    fn what_ends_at_the_edge_is_in_sight() {
        assert!(extent(1_168.0).is_in_sight(SCROLLER, 0.0));
        assert!(extent(1_168.6).is_in_sight(SCROLLER, 0.0));
        assert!(!extent(1_170.0).is_in_sight(SCROLLER, 0.0));
    }

    #[test]
    fn what_was_scrolled_into_view_is_not_in_sight_by_itself() {
        assert!(!extent(1_100.0).is_in_sight(SCROLLER, 100.0));
        assert!(extent(200.0).is_in_sight(SCROLLER, 100.0));
    }

    #[test]
    fn from_right_to_left_the_start_is_at_the_right() {
        assert!(!extent(200.0).is_in_sight(SCROLLER, 0.0));
        assert!(!extent(300.0).is_in_sight(SCROLLER, -100.0));
    }

    #[test]
    fn an_element_that_is_not_shown_has_no_width() {
        let hidden = Extent {
            left: 0.0,
            right: 0.0,
        };
        assert!(!hidden.is_shown());
    }

    #[test]
    fn the_first_place_that_is_clear_is_kept() {
        assert_eq!(choose(&[(0, Clear)], true), Choice::Settle(0));
        assert_eq!(choose(&[(0, Hidden)], true), Choice::Try(1));
        assert_eq!(choose(&[(0, Widens)], true), Choice::Try(1));
        let tried = [(0, Hidden), (1, Widens), (2, Clear)];
        assert_eq!(choose(&tried, true), Choice::Settle(2));
    }

    #[test]
    fn where_no_place_is_clear_the_last_that_can_be_seen_is_taken() {
        let tried = [(0, Widens), (1, Widens), (2, Hidden)];
        assert_eq!(choose(&tried, false), Choice::Settle(1));
    }

    #[test]
    fn where_nothing_can_be_seen_the_first_place_is_taken() {
        assert_eq!(
            choose(&[(0, Hidden), (1, Hidden)], false),
            Choice::Settle(0)
        );
    }

    #[test]
    fn where_another_was_tried_first_all_are_tried_in_turn() {
        assert_eq!(choose(&[(2, Widens)], false), Choice::Try(0));
        assert_eq!(choose(&[(2, Widens), (0, Hidden)], true), Choice::Try(1));
        let tried = [(2, Widens), (0, Hidden), (1, Widens)];
        assert_eq!(choose(&tried, true), Choice::Settle(2));
    }

    proptest! {
        /// Whatever is seen, each place is tried once at most, and one is kept
        /// that is as good as any.
        #[test]
        fn the_trial_ends_in_the_best_place(
            sights in prop::collection::vec(prop_oneof![Just(Clear), Just(Widens), Just(Hidden)], 1..6),
            start in 0_usize..6,
        ) {
            let mut place = start.min(sights.len() - 1);
            let mut tried = Vec::new();
            let kept = loop {
                tried.push((place, sights[place]));
                prop_assert!(tried.len() <= sights.len());
                match choose(&tried, place + 1 < sights.len()) {
                    Choice::Try(next) => place = next,
                    Choice::Settle(kept) => break kept,
                }
            };
            let rank = |sight| [Clear, Widens, Hidden].iter().position(|one| *one == sight);
            prop_assert_eq!(rank(sights[kept]), sights.iter().map(|sight| rank(*sight)).min().unwrap());
        }
    }
}
