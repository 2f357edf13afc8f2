//! Line icons on a 24-unit square, drawn with the text's colour.

use ringside::domain::decimal;
use web_sys::Element;

use super::{El, element::append};

/// An icon as the `d` of its path.
#[derive(Clone, Copy, Debug)]
pub struct Icon(&'static str);

/// A camera.
pub const VIDEO: Icon = Icon(
    "M4 7h9a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2zM15 11l6-3.5v9L15 13",
);
/// A receiver.
pub const AUDIO: Icon = Icon(
    "M6.6 3.5h2.1a1.5 1.5 0 0 1 1.46 1.15l.66 2.7a1.5 1.5 0 0 1-.44 1.43L9.1 10a13.5 13.5 0 0 0 4.9 4.9l1.22-1.28a1.5 1.5 0 0 1 1.43-.44l2.7.66a1.5 1.5 0 0 1 1.15 1.46v2.1a2.1 2.1 0 0 1-2.2 2.1C10.6 19.9 4.1 13.4 4.5 5.7a2.1 2.1 0 0 1 2.1-2.2z",
);
/// A receiver lying down.
pub const HANG_UP: Icon = Icon(
    "M12 9.5c-3.9 0-7.2 1.2-9 3-.6.6-.6 1.4-.2 2.1l.9 1.6c.4.6 1.1.8 1.8.6l2.6-1c.6-.2 1-.8 1-1.4l.1-1.7a13 13 0 0 1 5.6 0l.1 1.7c0 .6.4 1.2 1 1.4l2.6 1c.7.2 1.4 0 1.8-.6l.9-1.6c.4-.7.4-1.5-.2-2.1-1.8-1.8-5.1-3-9-3z",
);
/// A microphone.
pub const MIC: Icon = Icon(
    "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21",
);
/// A crossed microphone.
pub const MIC_OFF: Icon = Icon(
    "M15 9V6a3 3 0 0 0-5.8-1M9 9v2a3 3 0 0 0 4.6 2.5M5.5 11a6.5 6.5 0 0 0 10.6 5M18.5 11a6.5 6.5 0 0 1-.4 2.2M12 17.5V21M4 3l16 18",
);
/// Six dots: a drag handle.
pub const GRIP: Icon = Icon("M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01");
/// A line.
pub const MINIMISE: Icon = Icon("M6 12h12");
/// Two corners apart.
pub const RESTORE: Icon = Icon("M14 5h5v5M10 19H5v-5M19 5l-6 6M5 19l6-6");
/// An arrow up and down.
pub const MOVE: Icon = Icon("M12 4v16M8 8l4-4 4 4M8 16l4 4 4-4");
/// An arrow out of a box.
pub const POP_OUT: Icon =
    Icon("M14 4h6v6M20 4l-8 8M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4");
/// A cross.
pub const CLOSE: Icon = Icon("M6 6l12 12M18 6L6 18");
/// Three dots in a row.
pub const MORE: Icon = Icon("M5 12h.01M12 12h.01M19 12h.01");
/// A crossed bell.
pub const SILENCE: Icon = Icon(
    "M6.3 8.5A6 6 0 0 1 16.9 6M18 9.5c0 5 2 6.5 2 6.5H7M6 10.5C6 14.8 4 16 4 16h2M10 20a2.2 2.2 0 0 0 4 0M4 3l16 18",
);

impl Icon {
    /// The icon as an element of this many CSS pixels. Assistive technology
    /// skips it: the element around it has the label.
    #[must_use]
    pub fn draw(self, size: u32) -> Option<Element> {
        let size = decimal(size.into());
        let path = El::svg("path")?.attr("d", self.0);
        let svg = El::svg("svg")?
            .attr("viewBox", "0 0 24 24")
            .attr("width", &size)
            .attr("height", &size)
            .attr("fill", "none")
            .attr("stroke", "currentColor")
            .attr("stroke-width", "1.75")
            .attr("stroke-linecap", "round")
            .attr("stroke-linejoin", "round")
            .attr("aria-hidden", "true");
        Some(svg.child(path).done())
    }

    /// Appends the icon to an element.
    pub fn put(self, parent: &Element, size: u32) {
        if let Some(svg) = self.draw(size) {
            append(parent, &svg);
        }
    }
}
