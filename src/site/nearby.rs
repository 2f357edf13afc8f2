//! Which rows of a long list are near the visible part of the page, without looking
//! at all of them.

/// Where something begins and ends from the top of the viewport, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub top: f64,
    pub bottom: f64,
}

/// So many rows of a list tell whether it is in order.
const SAMPLES: u32 = 12;
/// So many rows are near at most: a list whose rows have no height would have all
/// of them there.
const MOST: usize = 400;
/// Rows side by side may end at different heights: so many before the first one are
/// looked at, too.
const BESIDE: u32 = 8;

/// The rows of a list that are shown and reach into a part of the page. `at` tells
/// where a row is; `None` where it is not shown.
///
/// `None` when the list has its rows in another order than the page shows them.
pub fn rows_in(
    part: Span,
    count: u32,
    mut at: impl FnMut(u32) -> Option<Span>,
) -> Option<Vec<u32>> {
    if !is_in_order(count, &mut at) {
        return None;
    }
    let first = first_below(part.top, count, &mut at);
    let before = first.saturating_sub(BESIDE)..first;
    let mut near: Vec<u32> = before
        .filter(|row| at(*row).is_some_and(|row| row.bottom >= part.top))
        .collect();
    for row in first..count {
        let Some(span) = at(row) else { continue };
        if span.top > part.bottom || near.len() == MOST {
            break;
        }
        near.push(row);
    }
    Some(near)
}

/// The first row that ends below `top`, or `count`.
fn first_below(top: f64, count: u32, at: &mut impl FnMut(u32) -> Option<Span>) -> u32 {
    // All rows before `low` end above, and all from `high` on below.
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = u32::midpoint(low, high);
        // What is not shown is nowhere: the next one that is shown tells.
        let shown = (middle..high).find_map(|row| Some((row, at(row)?)));
        match shown {
            Some((row, span)) if span.bottom < top => low = row + 1,
            _ => high = middle,
        }
    }
    low
}

/// Whether each of some rows begins no higher than those before it.
fn is_in_order(count: u32, at: &mut impl FnMut(u32) -> Option<Span>) -> bool {
    let step = (count / SAMPLES).max(1);
    let mut above = f64::NEG_INFINITY;
    for row in (0..count).step_by(usize::try_from(step).unwrap_or(1)) {
        if let Some(span) = at(row) {
            if span.top < above {
                return false;
            }
            above = span.top;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PART: Span = Span {
        top: -800.0,
        bottom: 1700.0,
    };

    /// A list of rows of 30 pixels, scrolled by this much.
    fn scrolled(by: f64) -> impl FnMut(u32) -> Option<Span> {
        move |row| {
            let top = f64::from(row) * 30.0 - by;
            Some(Span {
                top,
                bottom: top + 30.0,
            })
        }
    }

    fn found(count: u32, at: impl FnMut(u32) -> Option<Span>) -> Vec<u32> {
        rows_in(PART, count, at).expect("the list is in order")
    }

    #[test]
    fn the_rows_around_the_viewport_are_found() {
        let rows = |count, by| found(count, scrolled(by));
        assert_eq!(rows(10_000, 0.0), (0..57).collect::<Vec<_>>());
        assert_eq!(rows(10_000, 30_000.0), (973..1057).collect::<Vec<_>>());
        assert_eq!(rows(10_000, 299_000.0), (9939..10_000).collect::<Vec<_>>());
        assert!(rows(10_000, 900_000.0).is_empty());
        assert!(rows(0, 0.0).is_empty());
    }

    #[test]
    fn few_rows_are_looked_at() {
        let mut looked = 0;
        let mut at = scrolled(1_500_000.0);
        let near = found(100_000, |row| {
            looked += 1;
            at(row)
        });
        assert_eq!(near.len(), 84);
        assert!(looked < 150, "{looked} rows were looked at");
    }

    #[test]
    fn rows_that_are_not_shown_are_passed_over() {
        // A filter has left each hundredth row.
        let at = |row: u32| {
            row.is_multiple_of(100).then(|| {
                let top = f64::from(row / 100) * 30.0 - 3_000.0;
                Span {
                    top,
                    bottom: top + 30.0,
                }
            })
        };
        let expected: Vec<u32> = (73..157).map(|row| row * 100).collect();
        assert_eq!(found(20_000, at), expected);
        assert!(found(20_000, |_| None).is_empty());
    }

    #[test]
    fn a_list_in_another_order_is_none() {
        let upwards = |row: u32| {
            let top = -f64::from(row) * 30.0;
            Some(Span {
                top,
                bottom: top + 30.0,
            })
        };
        assert_eq!(rows_in(PART, 1_000, upwards), None);
    }

    #[test]
    fn rows_without_a_height_are_not_all_near() {
        let flat = |_| {
            Some(Span {
                top: 0.0,
                bottom: 0.0,
            })
        };
        assert_eq!(found(100_000, flat).len(), MOST);
    }

    proptest! {
        /// With rows of any height, some of them not shown, exactly those are found
        /// that reach into the part.
        #[test]
        fn all_that_reach_into_the_part_are_found(
            rows in prop::collection::vec((0.0_f64..90.0, any::<bool>()), 0..300),
            by in 0.0_f64..9_000.0,
        ) {
            let mut top = -by;
            let mut spans = Vec::new();
            for (height, shown) in rows {
                spans.push(shown.then_some(Span { top, bottom: top + height }));
                if shown {
                    top += height;
                }
            }
            let part = Span { top: 0.0, bottom: 600.0 };
            let count = u32::try_from(spans.len()).unwrap();
            let at = |row: u32| spans[usize::try_from(row).unwrap()];
            let found = rows_in(part, count, at).unwrap();
            for row in 0..count {
                if let Some(span) = at(row) {
                    let reaches = span.bottom >= part.top && span.top <= part.bottom;
                    prop_assert_eq!(found.contains(&row), reaches, "row {}", row);
                }
            }
        }
    }
}
