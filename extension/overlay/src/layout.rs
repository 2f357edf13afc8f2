//! Where the toast and the cards are in the viewport.
//!
//! All lengths are CSS pixels.

use ringside::call::view::ToastPosition;

/// A width and a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// The toast with a call in it.
pub const FULL: Size = Size::new(400.0, 300.0);
/// The toast when it is small.
pub const SMALL: Size = Size::new(200.0, 80.0);
/// The toast as a remote control.
pub const CARD: Size = Size::new(320.0, 124.0);
/// The toast with the outcome of a call.
pub const ENDED: Size = Size::new(320.0, 148.0);
/// The toast with a call that is not carried here.
pub const ELSEWHERE: Size = Size::new(320.0, 168.0);
/// How much higher it is with a sentence above its content.
const STRIP: f64 = 48.0;
/// The width of the cards at the top right.
pub const STACK: f64 = 360.0;

/// Between Ringside's elements and the viewport's edges, and each other.
const GAP: f64 = 16.0;
/// The least distance from the edges after dragging.
const EDGE: f64 = 8.0;

impl Size {
    #[must_use]
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height }
    }

    /// As wide and high as it can be in this viewport.
    #[must_use]
    pub fn within(self, viewport: Self) -> Self {
        Self::new(
            self.width
                .min((viewport.width - 2.0 * EDGE).max(SMALL.width)),
            self.height
                .min((viewport.height - 2.0 * EDGE).max(SMALL.height)),
        )
    }

    /// With a sentence above the content.
    #[must_use]
    pub const fn with_strip(self) -> Self {
        Self::new(self.width, self.height + STRIP)
    }
}

/// A rectangle in the viewport.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub size: Size,
}

impl Area {
    /// The toast at this position.
    fn of_toast(toast_position: ToastPosition, size: Size, viewport: Size) -> Self {
        Self {
            left: viewport.width - toast_position.right - size.width,
            top: viewport.height - toast_position.bottom - size.height,
            size,
        }
    }

    /// How many square pixels both cover.
    fn shared(&self, other: &Self) -> f64 {
        let span = |at: f64, length: f64, other: f64, others: f64| {
            ((at + length).min(other + others) - at.max(other)).max(0.0)
        };
        let across = span(self.left, self.size.width, other.left, other.size.width);
        across * span(self.top, self.size.height, other.top, other.size.height)
    }
}

/// Where the toast stands so that it does not cover the sign-in form: where it
/// is, else in a corner, at last small. `sizes` are its size as it is, and
/// when it is small. Where nothing is free, it covers as little as it can.
#[must_use]
pub fn clear_of(
    form: &Area,
    toast_position: ToastPosition,
    sizes: [Size; 2],
    viewport: Size,
) -> (ToastPosition, Size) {
    let usual = ToastPosition::default();
    let mut best = (f64::INFINITY, toast_position, sizes[0]);
    for (size, minimised) in [
        (sizes[0], toast_position.minimised),
        (sizes[1], toast_position.minimised || sizes[0] != sizes[1]),
    ] {
        let left = viewport.width - size.width - usual.right;
        let top = viewport.height - size.height - usual.bottom;
        let corner = |right, bottom| ToastPosition {
            right,
            bottom,
            minimised,
        };
        for place in [
            ToastPosition {
                minimised,
                ..toast_position
            },
            corner(usual.right, usual.bottom),
            corner(left, usual.bottom),
            corner(usual.right, top),
            corner(left, top),
        ] {
            let place = clamp_to(place, size, viewport);
            let shared = Area::of_toast(place, size, viewport).shared(form);
            if shared < best.0 {
                best = (shared, place, size);
            }
        }
    }
    (best.1, best.2)
}

/// The position nearest to `toast_position` at which all of the toast is
/// visible. In a viewport smaller than the toast, its top left corner, where
/// the handle is, has to be visible.
#[must_use]
pub fn clamp_to(toast_position: ToastPosition, toast: Size, viewport: Size) -> ToastPosition {
    ToastPosition {
        right: clamp(toast_position.right, toast.width, viewport.width),
        bottom: clamp(toast_position.bottom, toast.height, viewport.height),
        ..toast_position
    }
}

fn clamp(wanted: f64, size: f64, available: f64) -> f64 {
    let wanted = if wanted.is_finite() { wanted } else { GAP };
    let most = available - size - EDGE;
    // Whole pixels, so that text in the toast stays sharp.
    wanted.max(EDGE).min(most.max(available - size)).floor()
}

/// Where the toast stands beside the CRM's own call window, which is at the
/// right: at the left, unless the user has moved it.
#[must_use]
pub fn aside(toast_position: ToastPosition, toast: Size, viewport: Size) -> ToastPosition {
    let usual = ToastPosition::default();
    if (toast_position.right, toast_position.bottom) != (usual.right, usual.bottom) {
        return toast_position;
    }
    ToastPosition {
        right: viewport.width - toast.width - usual.right,
        ..toast_position
    }
}

/// The position after a movement to the right and downwards.
#[must_use]
pub fn moved(toast_position: ToastPosition, right: f64, down: f64) -> ToastPosition {
    ToastPosition {
        right: toast_position.right - right,
        bottom: toast_position.bottom - down,
        ..toast_position
    }
}

/// The cards' distance from the viewport's right edge and from its top, such
/// that they do not cover the toast: beside it where there is space, else below
/// it.
#[must_use]
pub fn cards(height: f64, toast: Option<(ToastPosition, Size)>, viewport: Size) -> (f64, f64) {
    let Some((toast_position, toast)) = toast else {
        return (GAP, GAP);
    };
    let toast_top = viewport.height - toast_position.bottom - toast.height;
    let under = toast_top < GAP + height + GAP;
    let beside = toast_position.right < GAP + STACK + GAP;
    if !(under && beside) {
        return (GAP, GAP);
    }
    let left_of_it = toast_position.right + toast.width + GAP;
    if left_of_it + STACK + EDGE <= viewport.width {
        (left_of_it, GAP)
    } else {
        (
            GAP,
            (viewport.height - toast_position.bottom + GAP).max(GAP),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SCREEN: Size = Size::new(1280.0, 720.0);

    #[test]
    fn the_default_position_is_not_changed() {
        let toast_position = ToastPosition::default();
        assert_eq!(clamp_to(toast_position, FULL, SCREEN), toast_position);
    }

    #[test]
    fn beside_the_crms_window_the_toast_is_at_the_left_until_it_is_moved() {
        let usual = ToastPosition::default();
        let moved = moved(usual, -10.0, 0.0);
        assert_eq!(aside(usual, ELSEWHERE, SCREEN).right, 936.0);
        assert_eq!(aside(moved, ELSEWHERE, SCREEN), moved);
    }

    #[test]
    fn cards_are_at_the_top_right_when_the_toast_is_at_the_bottom() {
        let toast = (ToastPosition::default(), FULL);
        assert_eq!(cards(116.0, Some(toast), SCREEN), (16.0, 16.0));
        assert_eq!(cards(116.0, None, SCREEN), (16.0, 16.0));
    }

    #[test]
    fn cards_are_beside_or_below_a_toast_at_the_top_right() {
        let toast_position = ToastPosition {
            right: 24.0,
            bottom: 400.0,
            minimised: false,
        };
        assert_eq!(
            cards(116.0, Some((toast_position, FULL)), SCREEN),
            (440.0, 16.0)
        );
        let narrow = Size::new(420.0, 720.0);
        assert_eq!(
            cards(116.0, Some((toast_position, FULL)), narrow),
            (16.0, 336.0)
        );
    }

    /// The form in the middle of a window, and the toast's place beside it.
    fn beside_form(width: f64, viewport: Size) -> (ToastPosition, Size) {
        let form = Area {
            left: (viewport.width - width) / 2.0,
            top: 200.0,
            size: Size::new(width, 320.0),
        };
        let placed = clear_of(&form, ToastPosition::default(), [FULL, SMALL], viewport);
        let toast = Area::of_toast(placed.0, placed.1, viewport);
        assert_eq!(toast.shared(&form), 0.0, "{placed:?} covers the form");
        placed
    }

    #[test]
    fn the_sign_in_form_is_not_covered() {
        let usual = ToastPosition::default();
        assert_eq!(beside_form(400.0, SCREEN), (usual, FULL));
        // It does not fit beside the form: small, in a corner.
        let (place, size) = beside_form(380.0, Size::new(400.0, 640.0));
        assert_eq!((size, place.minimised), (SMALL, true));
        // Moved over the form, it gives way.
        let form = Area {
            left: 440.0,
            top: 200.0,
            size: Size::new(400.0, 320.0),
        };
        let over = moved(usual, -400.0, -200.0);
        let (place, size) = clear_of(&form, over, [FULL, SMALL], SCREEN);
        assert_eq!((place, size), (usual, FULL));
    }

    #[test]
    fn where_nothing_is_free_the_toast_covers_as_little_as_it_can() {
        let viewport = Size::new(360.0, 400.0);
        let form = Area {
            left: 0.0,
            top: 0.0,
            size: viewport,
        };
        let (_, size) = clear_of(&form, ToastPosition::default(), [FULL, SMALL], viewport);
        assert_eq!(size, SMALL);
    }

    proptest! {
        #[test]
        fn the_toast_is_wholly_visible_where_it_fits(
            right in -1e6..1e6f64,
            bottom in -1e6..1e6f64,
            width in 420.0..4000.0f64,
            height in 320.0..3000.0f64,
        ) {
            let toast_position = ToastPosition { right, bottom, minimised: false };
            let viewport = Size::new(width, height);
            let clamped = clamp_to(toast_position, FULL, viewport);
            prop_assert!(clamped.right >= 0.0 && clamped.right + FULL.width <= width + 1.0);
            prop_assert!(clamped.bottom >= 0.0 && clamped.bottom + FULL.height <= height + 1.0);
            prop_assert_eq!(clamp_to(clamped, FULL, viewport), clamped);
        }

        #[test]
        fn the_handle_is_visible_even_where_the_toast_does_not_fit(
            right in -1e4..1e4f64,
            width in 100.0..400.0f64,
        ) {
            let toast_position = ToastPosition { right, bottom: 0.0, minimised: false };
            let clamped = clamp_to(toast_position, FULL, Size::new(width, 700.0));
            let left = width - clamped.right - FULL.width;
            prop_assert!((-1.0..width).contains(&left));
        }

        #[test]
        fn cards_never_cover_the_toast_where_there_is_space(
            right in 8.0..900.0f64,
            bottom in 8.0..400.0f64,
            height in 60.0..300.0f64,
        ) {
            let viewport = Size::new(1400.0, 1000.0);
            let toast_position = ToastPosition { right, bottom, minimised: false };
            let (card_right, top) = cards(height, Some((toast_position, FULL)), viewport);
            let toast_top = viewport.height - bottom - FULL.height;
            let apart_sideways = card_right >= right + FULL.width || card_right + STACK <= right;
            let apart_upright = top + height <= toast_top || top >= viewport.height - bottom;
            prop_assert!(apart_sideways || apart_upright);
        }
    }
}
