//! Elements that stand in several places.

use web_sys::Element;

use ringside::text;
use ringside_web::browser::i18n;
use ringside_web::dom::icon::{self, Icon};
use ringside_web::dom::{El, element};

/// A button with an icon only; its name is its label and its tooltip. `None`
/// where there is no document.
#[must_use]
pub fn icon_button(class: &str, icon: Icon, name: &str) -> Option<Element> {
    let button = El::new("button")?
        .attr("type", "button")
        .class(&["icon ", class].concat())
        .done();
    if !name.is_empty() {
        element::set(&button, "aria-label", name);
        element::set(&button, "title", name);
    }
    icon.put(&button, if class.starts_with("round") { 20 } else { 18 });
    Some(button)
}

/// A button with words, and perhaps an icon before them.
#[must_use]
pub fn text_button(class: &str, icon: Option<Icon>, words: &str) -> Option<Element> {
    let button = El::new("button")?
        .attr("type", "button")
        .class(&["text ", class].concat())
        .done();
    if let Some(icon) = icon {
        icon.put(&button, 18);
    }
    element::append(&button, El::new("span")?.text(words).as_ref());
    Some(button)
}

/// Ringside's mark: a ring with a gap at its right edge, a dot in the gap.
#[must_use]
pub fn mark() -> Option<Element> {
    let ring = El::svg("path")?
        .attr("d", "M18.93 8a8 8 0 1 0 0 8")
        .attr("fill", "none")
        .attr("stroke", "currentColor")
        .attr("stroke-width", "2.5")
        .attr("stroke-linecap", "round");
    let dot = El::svg("circle")?
        .attr("cx", "20")
        .attr("cy", "12")
        .attr("r", "2.25")
        .attr("fill", "currentColor");
    let mark = El::svg("svg")?
        .attr("class", "mark")
        .attr("viewBox", "0 0 24 24")
        .attr("width", "16")
        .attr("height", "16")
        .attr("aria-hidden", "true")
        .child(ring)
        .child(dot);
    Some(mark.done())
}

/// Shows on a button that switches the microphone whether it is off.
pub(crate) fn show_microphone(button: &Element, muted: bool) {
    let (icon, label) = if muted {
        (icon::MIC_OFF, text::unmute_microphone())
    } else {
        (icon::MIC, text::mute_microphone())
    };
    let label = i18n::text(label);
    if button.get_attribute("aria-label").as_deref() != Some(&label) {
        element::set(button, "aria-label", &label);
        element::set(button, "title", &label);
        element::clear(button);
        icon.put(button, 20);
        let _ = button.class_list().toggle_with_force("muted", muted);
    }
}
