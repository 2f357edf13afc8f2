//! How a pair of buttons stands at the end of a text, so that nothing on the
//! page moves for it.
//!
//! The pair takes no part in the page's layout: it stands over what is free
//! there. Where that is too little, it becomes small; where there is nothing,
//! it covers the end of the text.

use super::sight::Sight;

/// What is free behind a text, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// From the text's end to what follows it, or to the edge of what it stands
    /// in. Negative when the text goes on beyond that edge.
    pub width: f64,
    /// From the middle of the text up to the edge of what it stands in.
    pub above: f64,
    /// The same, down.
    pub below: f64,
}

/// The two sizes of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As large as it is meant to be.
    Full,
    /// With smaller buttons, and its dot over one of them.
    Small,
}

/// How a pair stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// How large it is.
    pub size: Size,
    /// From the text's end to the pair's beginning, in the reading direction.
    pub shift: f64,
    /// How far below the middle of the text its own middle is.
    pub lower: f64,
    /// How high it is.
    pub height: f64,
    /// Whether the end of the text is under it.
    pub covers: bool,
}

/// How large the buttons are, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// One button's side, at full size.
    pub full: f64,
}

impl Sizes {
    /// For a mouse.
    pub const FINE: Self = Self { full: 28.0 };
    /// For a finger.
    pub const COARSE: Self = Self { full: 44.0 };

    /// One button's side in this size. What is smaller than 24 pixels is hard to
    /// hit ([WCAG 2.2, 2.5.8](https://www.w3.org/TR/WCAG22/#target-size-minimum)).
    #[must_use]
    pub const fn side(self, size: Size) -> f64 {
        match size {
            Size::Full => self.full,
            Size::Small => 24.0,
        }
    }

    /// A pair's width in this size: with the dot before it and the gaps between,
    /// as `buttons.css` has them.
    #[must_use]
    pub const fn width(self, size: Size) -> f64 {
        match size {
            Size::Full => 18.0 + 2.0 * self.full,
            Size::Small => 2.0 * self.side(Size::Small),
        }
    }
}

/// Which of the pairs it is that stand behind one text, where that is about several
/// people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// From 0.
    pub index: u32,
    pub count: u32,
}

impl Group {
    /// Behind a text about one person.
    pub const ALONE: Self = Self { index: 0, count: 1 };

    /// How wide the first so many pairs are, in a pair's width and with gaps between
    /// them and behind them.
    fn width_of(count: u32, width: f64) -> f64 {
        f64::from(count) * (width + GAP)
    }
}

/// Between a text and the buttons behind it, and between two pairs.
const GAP: f64 = 4.0;
/// Browsers and the pair's position are rounded to whole pixels.
const ROUNDING: f64 = 1.0;
/// Lower than this, icons cannot be told apart.
const LOWEST: f64 = 16.0;

impl Fit {
    /// The best way to stand in this room. All pairs of a group are equally large.
    #[must_use]
    pub fn into(room: Room, sizes: Sizes, group: Group) -> Self {
        let whole = |size| Group::width_of(group.count, sizes.width(size));
        let (size, first) = if room.width >= whole(Size::Full) {
            (Size::Full, GAP)
        } else {
            (
                Size::Small,
                (room.width + GAP - whole(Size::Small)).min(GAP),
            )
        };
        let shift = first + Group::width_of(group.index, sizes.width(size));
        let height = (room.above + room.below - ROUNDING).clamp(LOWEST, sizes.side(size));
        let half = f64::midpoint(height, ROUNDING);
        // Into the row, as far as the row is high enough.
        let lower = (room.below - half).min(0.0).max(half - room.above);
        Self {
            size,
            shift,
            lower,
            height,
            covers: first < 0.0,
        }
    }

    /// How that can be seen, where the pair is in sight.
    #[must_use]
    pub const fn sight(self) -> Sight {
        match (self.size, self.covers) {
            (Size::Full, _) => Sight::Clear,
            (Size::Small, false) => Sight::Small,
            (Size::Small, true) => Sight::Covers,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn room(width: f64) -> Room {
        Room {
            width,
            above: 20.0,
            below: 20.0,
        }
    }

    #[test]
    fn where_there_is_room_it_stands_behind_the_text_at_full_size() {
        let fit = Fit::into(room(78.0), Sizes::FINE, Group::ALONE);
        assert_eq!((fit.size, fit.shift, fit.covers), (Size::Full, 4.0, false));
        assert_eq!((fit.lower, fit.height), (0.0, 28.0));
        assert_eq!(fit.sight(), Sight::Clear);
    }

    #[test]
    fn where_there_is_less_room_it_is_small() {
        let fit = Fit::into(room(77.0), Sizes::FINE, Group::ALONE);
        assert_eq!((fit.size, fit.shift), (Size::Small, 4.0));
        let tight = Fit::into(room(49.0), Sizes::FINE, Group::ALONE);
        assert_eq!((tight.size, tight.shift), (Size::Small, 1.0));
        assert_eq!(tight.sight(), Sight::Small);
    }

    #[test]
    fn where_there_is_none_it_covers_the_end_of_the_text() {
        let fit = Fit::into(room(8.0), Sizes::FINE, Group::ALONE);
        assert_eq!(
            (fit.size, fit.shift, fit.covers),
            (Size::Small, -40.0, true)
        );
        assert_eq!(fit.sight(), Sight::Covers);
        // The text is cut off before it ends.
        assert_eq!(
            Fit::into(room(-30.0), Sizes::FINE, Group::ALONE).shift,
            -78.0
        );
    }

    #[test]
    fn it_is_no_higher_than_its_row() {
        let row = Room {
            width: 200.0,
            above: 10.0,
            below: 12.0,
        };
        assert_eq!(Fit::into(row, Sizes::FINE, Group::ALONE).height, 21.0);
        assert_eq!(Fit::into(row, Sizes::FINE, Group::ALONE).lower, 1.0);
    }

    #[test]
    fn behind_the_last_line_of_a_row_it_moves_up_into_the_row() {
        let last_line = Room {
            width: 200.0,
            above: 50.0,
            below: 9.0,
        };
        assert_eq!(Fit::into(last_line, Sizes::FINE, Group::ALONE).lower, -5.5);
        let first_line = Room {
            width: 200.0,
            above: 9.0,
            below: 50.0,
        };
        assert_eq!(Fit::into(first_line, Sizes::FINE, Group::ALONE).lower, 5.5);
    }

    proptest! {
        /// It never reaches beyond the edge of what it stands in, so that
        /// nothing scrolls because of it.
        #[test]
        fn it_stays_inside(
            width in -500.0_f64..500.0,
            above in 0.0_f64..200.0,
            below in 0.0_f64..200.0,
            coarse: bool,
            count in 1_u32..5,
        ) {
            let sizes = if coarse { Sizes::COARSE } else { Sizes::FINE };
            let room = Room { width, above, below };
            let fits = (0..count).map(|index| Fit::into(room, sizes, Group { index, count }));
            let fits: Vec<_> = fits.collect();
            for pair in fits.windows(2) {
                prop_assert_eq!(pair[0].size, pair[1].size);
                prop_assert!(pair[0].shift + sizes.width(pair[0].size) < pair[1].shift);
            }
            let fit = fits[fits.len() - 1];
            prop_assert!(fit.shift + sizes.width(fit.size) <= width + 0.001);
            if above + below >= LOWEST + ROUNDING {
                prop_assert!(fit.lower + fit.height / 2.0 <= below + 0.001);
                prop_assert!(fit.lower - fit.height / 2.0 >= -above - 0.001);
            }
        }
    }
}
