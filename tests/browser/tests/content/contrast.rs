//! What the buttons show can be told from any page behind them.
//!
//! The thresholds are those of WCAG 2.2: 3:1 for graphics (1.4.11), 4.5:1 for
//! text (1.4.3).

use ringside::presence::Reach;
use ringside_browser_tests::window;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::site::{Site, hosts};

/// Pages by background and text: light, dark, and both ends of the CRM's
/// coloured headers.
const PAGES: [(Colour, Colour); 4] = [
    ([255.0, 255.0, 255.0, 1.0], [17.0, 24.0, 39.0, 1.0]),
    ([11.0, 15.0, 20.0, 1.0], [229.0, 231.0, 235.0, 1.0]),
    ([102.0, 126.0, 234.0, 1.0], [255.0, 255.0, 255.0, 1.0]),
    ([118.0, 75.0, 162.0, 1.0], [255.0, 255.0, 255.0, 1.0]),
];

/// Red, green, blue from 0 to 255, alpha from 0 to 1.
type Colour = [f64; 4];

fn css(colour: Colour) -> String {
    let [red, green, blue, alpha] = colour;
    format!("rgb({red} {green} {blue} / {alpha})")
}

/// The colour in a computed value, which begins with it.
fn colour_in(value: &str) -> Colour {
    let inside = value.split(['(', ')']).nth(1).unwrap_or_default();
    let mut numbers = inside
        .split([',', ' ', '/'])
        .filter_map(|number| number.parse::<f64>().ok());
    let [red, green, blue] = [(); 3].map(|()| numbers.next().unwrap());
    [red, green, blue, numbers.next().unwrap_or(1.0)]
}

fn style(element: &Element, property: &str) -> String {
    let style = window().get_computed_style(element).unwrap().unwrap();
    style.get_property_value(property).unwrap()
}

fn over(front: Colour, back: Colour) -> Colour {
    let alpha = front[3];
    let mixed = |index: usize| front[index] * alpha + back[index] * (1.0 - alpha);
    [mixed(0), mixed(1), mixed(2), 1.0]
}

fn luminance(colour: Colour) -> f64 {
    let linear = |value: f64| {
        let value = value / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// The one pair on a page with this background and text.
async fn on_page(background: Colour, text: Colour) -> (Site, Element) {
    let site = Site::open("crm-customer.html", "/customers/2");
    let style = format!("background: {}; color: {}", css(background), css(text));
    site.fixture
        .find(".banner")
        .set_attribute("style", &style)
        .unwrap();
    site.shows(1).await;
    let root = hosts()[0].shadow_root().unwrap();
    let inside = root.query_selector(".box").unwrap().unwrap();
    (site, inside)
}

fn find(inside: &Element, selector: &str) -> Element {
    inside.query_selector(selector).unwrap().unwrap()
}

#[wasm_bindgen_test]
async fn icons_and_dots_can_be_told_from_the_page() {
    for (background, text) in PAGES {
        let (site, inside) = on_page(background, text).await;
        let button = find(&inside, "button");
        let mut ink = colour_in(&style(&button, "color"));
        ink[3] *= style(&button, "opacity").parse::<f64>().unwrap();
        let seen = contrast(over(ink, background), background);
        assert!(seen >= 3.0, "icons: {seen} on {background:?}");
        for reach in [Reach::Online, Reach::Away, Reach::Busy, Reach::Offline] {
            let key = "customer:tomas@initech.example".to_owned();
            site.buttons.show_reach(&[(key, reach)]);
            let dot = find(&inside, ".dot");
            assert_eq!(style(&dot, "visibility"), "visible");
            let mut edge = colour_in(&style(&dot, "box-shadow"));
            edge[3] *= style(&dot, "opacity").parse::<f64>().unwrap();
            let seen = contrast(over(edge, background), background);
            assert!(seen >= 3.0, "{reach:?}: {seen} on {background:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn the_chip_can_be_read_on_any_page_and_is_as_wide_as_the_buttons() {
    for (background, text) in PAGES {
        let (_site, inside) = on_page(background, text).await;
        let before = inside.get_bounding_client_rect().width();
        for mark in ["calling", "talking"] {
            inside.set_class_name(&format!("box full {mark}"));
            let state = find(&inside, ".state");
            let ink = colour_in(&style(&state, "color"));
            let fill = colour_in(&style(&state, "background-color"));
            let seen = contrast(ink, over(fill, background));
            assert!(seen >= 4.5, "{mark}: {seen} on {background:?}");
            let width = state.get_bounding_client_rect().width();
            assert!((width - before).abs() < 0.01, "{width}, not {before}");
        }
    }
}
