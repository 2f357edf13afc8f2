//! Outlines around elements of the page, drawn over it.

use std::cell::RefCell;

use ringside_web::dom::element::{append, clear, pixels, style};
use ringside_web::dom::{El, window};
use web_sys::Element;

/// The most outlines that are drawn at once.
const MOST: usize = 120;

/// The outlines that are shown now.
#[derive(Debug)]
pub(super) struct Outlines {
    layer: Element,
    around: RefCell<Vec<(Element, &'static str)>>,
}

impl Outlines {
    pub(super) fn new() -> Option<Self> {
        let layer = El::new("div")?
            .class("outlines")
            .attr("aria-hidden", "true");
        Some(Self {
            layer: layer.done(),
            around: RefCell::default(),
        })
    }

    /// What they are drawn in.
    pub(super) fn layer(&self) -> &Element {
        &self.layer
    }

    /// Draws outlines of these kinds around these elements, in place of those before.
    pub(super) fn draw(&self, around: Vec<(Element, &'static str)>) {
        self.around.replace(around);
        self.follow();
    }

    /// Draws them where their elements are now. Those out of sight are left out.
    pub(super) fn follow(&self) {
        let height = window().and_then(|window| window.inner_height().ok()?.as_f64());
        let height = height.unwrap_or(f64::MAX);
        // All is read before anything is drawn.
        let around = self.around.borrow();
        let boxes = around.iter().map(|(element, kind)| {
            let place = element.get_bounding_client_rect();
            (place, *kind)
        });
        let seen = boxes.filter(|(place, _)| {
            place.bottom() > 0.0 && place.top() < height && place.width() > 0.0
        });
        let seen: Vec<_> = seen.take(MOST).collect();
        clear(&self.layer);
        for (place, kind) in seen {
            let Some(outline) = El::new("div") else {
                return;
            };
            let outline = outline.class(kind).done();
            let sides = [
                ("left", place.left()),
                ("top", place.top()),
                ("width", place.width()),
                ("height", place.height()),
            ];
            for (side, length) in sides {
                style(&outline, side, &pixels(length));
            }
            append(&self.layer, &outline);
        }
    }
}
