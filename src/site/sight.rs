//! Whether buttons can be seen without scrolling sideways.

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

#[cfg(test)]
mod tests {
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
}
