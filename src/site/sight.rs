//! How well buttons can be seen, and in which place they are seen best.

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

/// How buttons turned out in a place, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// They can be seen, at their full size.
    Clear,
    /// They can be seen, and are small.
    Small,
    /// They can be seen, and cover the end of a text.
    Covers,
    /// One would have to scroll sideways to see them, or they would cover
    /// something that can be pressed.
    Hidden,
}

impl Sight {
    /// How a list's place turned out, of which these rows were looked at: a few
    /// rows with long texts do not count. `None` where none was.
    #[must_use]
    pub fn overall(mut rows: Vec<Self>) -> Option<Self> {
        rows.sort_unstable();
        let most = rows.len().checked_sub(1)? * 3 / 4;
        rows.get(most).copied()
    }
}

/// The number of the best place of a list, of which each has the sights of some
/// rows; the first of several that are equally good.
#[must_use]
pub fn best(places: Vec<Vec<Sight>>) -> usize {
    let sights = places.into_iter().map(Sight::overall);
    let seen = sights
        .enumerate()
        .filter_map(|(place, sight)| Some((sight?, place)));
    seen.min().map_or(0, |(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::Sight::{Clear, Covers, Hidden, Small};
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
    fn the_best_place_is_taken_and_the_first_of_equal_ones() {
        assert_eq!(best(vec![vec![Hidden], vec![Clear], vec![Clear]]), 1);
        assert_eq!(best(vec![vec![Covers], vec![Hidden], vec![Small]]), 2);
        assert_eq!(best(vec![vec![Hidden], vec![Hidden]]), 0);
        assert_eq!(best(Vec::new()), 0);
    }

    #[test]
    fn a_place_that_no_row_has_is_not_taken() {
        assert_eq!(best(vec![Vec::new(), vec![Covers]]), 1);
    }

    #[test]
    fn a_few_rows_with_long_texts_do_not_count() {
        assert_eq!(Sight::overall(Vec::new()), None);
        assert_eq!(Sight::overall(vec![Small]), Some(Small));
        assert_eq!(
            Sight::overall(vec![Hidden, Clear, Clear, Clear, Clear]),
            Some(Clear)
        );
        assert_eq!(Sight::overall(vec![Clear, Covers, Covers]), Some(Covers));
    }
}
