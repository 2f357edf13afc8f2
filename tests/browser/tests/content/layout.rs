//! The page's layout is the same with the buttons and without them.

use ringside_browser_tests::page::{self, Fixture};
use ringside_browser_tests::{document, frame, until, window};
use ringside_content::MARK;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::site::{Site, hosts};

/// All fixture pages with people on them: path and number of people.
const PAGES: &[(&str, &str, usize)] = &[
    ("any/cards.html", "/anywhere", 2),
    ("any/detail.html", "/anywhere", 1),
    ("any/grid.html", "/anywhere", 2),
    ("any/in-one-line.html", "/anywhere", 5),
    ("any/key-value.html", "/anywhere", 1),
    ("any/layouts.html", "/anywhere", 14),
    ("any/lines.html", "/anywhere", 3),
    ("any/nested-layout.html", "/anywhere", 2),
    ("any/plain-table.html", "/anywhere", 2),
    ("any/two-in-a-row.html", "/anywhere", 2),
    ("crm-activities.html", "/activities", 3),
    ("crm-activity-cards.html", "/activities", 2),
    ("crm-cards.html", "/customers", 3),
    ("crm-customer.html", "/customers/2", 1),
    ("crm-customers.html", "/customers", 6),
    ("crm-deal.html", "/deals/7", 1),
    ("crm-employee-cards.html", "/employees", 2),
    ("crm-employee.html", "/employees/1", 1),
    ("crm-employees.html", "/employees", 4),
    ("crm-lead.html", "/leads/4", 1),
    ("crm-messages.html", "/messages", 1),
    ("crm-rebuilds.html", "/customers", 5),
    ("crm-sales.html", "/sales", 2),
    ("crm-strict.html", "/customers", 2),
    ("crm-wide.html", "/employees", 4),
    ("generic.html", "/anywhere", 7),
    ("virtual.html", "/people", 40),
];

/// A box of the page, and how far it scrolls.
type Box = (String, [f64; 4], Option<[i32; 2]>);

fn boxes(fixture: &Fixture) -> Vec<Box> {
    let own = format!("[{MARK}]");
    let mut all = page::all(&fixture.root(), "*");
    all.push(document().document_element().unwrap());
    let of_the_page = all
        .into_iter()
        .filter(|element| element.closest(&own).unwrap().is_none());
    of_the_page
        .map(|element| {
            let area = element.get_bounding_client_rect();
            let text: String = element.text_content().unwrap().chars().take(30).collect();
            let name = format!("{} with “{text}”", element.tag_name());
            let edges = [area.left(), area.top(), area.width(), area.height()];
            // What cuts nothing off has no size of its own for what reaches out.
            let style = window().get_computed_style(&element).unwrap().unwrap();
            let overflow = style.get_property_value("overflow").unwrap();
            let scrolls = overflow != "visible" || element.parent_element().is_none();
            let size = [element.scroll_width(), element.scroll_height()];
            (name, edges, scrolls.then_some(size))
        })
        .collect()
}

/// Waits until each pair is shown in its room.
async fn shown(count: usize, page: &str) {
    until(&format!("{count} pairs to be seen on {page}"), || {
        let all = hosts();
        all.len() == count
            && all
                .iter()
                .all(|host| pair(host).get_bounding_client_rect().width() > 40.0)
    })
    .await;
    frame().await;
}

/// What is seen of a host's pair.
fn pair(host: &Element) -> Element {
    let root = host.shadow_root().unwrap();
    root.query_selector(".box").unwrap().unwrap()
}

/// Waits until that is so: what comes next to others moves them.
async fn no_pair_covers_another(page: &str) {
    until(&format!("pairs beside each other on {page}"), || {
        let areas = hosts()
            .into_iter()
            .map(|host| pair(&host).get_bounding_client_rect());
        let areas: Vec<_> = areas.collect();
        areas.iter().enumerate().all(|(at, one)| {
            areas[at + 1..].iter().all(|other| {
                one.right() <= other.left() + 1.0
                    || other.right() <= one.left() + 1.0
                    || one.bottom() <= other.top() + 1.0
                    || other.bottom() <= one.top() + 1.0
            })
        })
    })
    .await;
}

#[wasm_bindgen_test]
async fn no_box_of_the_page_moves_for_the_buttons() {
    for (name, path, count) in PAGES {
        let mut fixture = Fixture::open(name, path);
        for width in ["1240px", "900px", "620px"] {
            for direction in ["ltr", "rtl"] {
                let style = format!("width: {width}; direction: {direction}");
                fixture.root().set_attribute("style", &style).unwrap();
                let page = format!("{name} at {width}, {direction}");
                // A page may change by itself, when a font is there at last.
                loop {
                    let before = boxes(&fixture);
                    let site = Site::on(fixture);
                    shown(*count, &page).await;
                    let beside = boxes(&site.fixture);
                    no_pair_covers_another(&page).await;
                    fixture = site.close();
                    if before != boxes(&fixture) {
                        continue;
                    }
                    assert_eq!(before.len(), beside.len(), "{page}");
                    for (before, beside) in before.iter().zip(&beside) {
                        assert_eq!(before, beside, "{page}");
                    }
                    break;
                }
            }
        }
    }
}

/// A table of one person, with room in each cell and none beyond it.
const TABLE: &str = "<div style='overflow: hidden; width: max-content'><table style='table-layout: fixed; width: 600px; border-collapse: collapse'>\
    <tr><td class=name>Jane Doe</td><td>j1@acme.example</td><td>Oslo</td></tr></table></div>";

/// Where a pair is that is seen whole, and how wide.
fn seen(host: &Element) -> (f64, f64) {
    let area = pair(host).get_bounding_client_rect();
    (area.left(), area.width())
}

fn table(style: &str) -> (Site, Element) {
    let fixture = Fixture::open("any/cards.html", "/anywhere");
    fixture.root().set_inner_html(TABLE);
    let table = fixture.find("table");
    let all = format!("{} {style}", table.get_attribute("style").unwrap() + ";");
    table.set_attribute("style", &all).unwrap();
    (Site::on(fixture), table)
}

#[wasm_bindgen_test]
async fn buttons_have_another_room_when_a_column_becomes_narrower() {
    let (_site, table) = table("");
    shown(1, "a wide table").await;
    let (_, before) = seen(&hosts()[0]);
    // No node comes or goes, and no text changes.
    table
        .set_attribute("style", "table-layout: fixed; width: 240px")
        .unwrap();
    until("smaller buttons", || {
        let (_, width) = seen(&hosts()[0]);
        width > 40.0 && width < before
    })
    .await;
    frame().await;
    let (left, width) = seen(&hosts()[0]);
    let around = table.parent_element().unwrap();
    let edge = around.get_bounding_client_rect().right();
    assert!(left + width <= edge + 0.5, "{left} and {width} in {edge}");
}

#[wasm_bindgen_test]
async fn buttons_of_a_list_that_is_hidden_come_when_it_is_shown() {
    let (_site, table) = table("display: none");
    until("a pair that is not seen", || hosts().len() == 1).await;
    frame().await;
    frame().await;
    assert_eq!(seen(&hosts()[0]).1, 0.0);
    table.set_attribute("style", "width: 600px").unwrap();
    shown(1, "a table that is shown").await;
}

#[wasm_bindgen_test]
async fn a_text_with_no_room_behind_it_is_not_covered_where_another_has_some() {
    let site = Site::open("any/layouts.html", "/anywhere");
    shown(14, "any/layouts.html").await;
    for (row, address) in page::all(&site.fixture.root(), ".fixed tr")
        .iter()
        .zip(page::all(&site.fixture.root(), ".fixed td:nth-child(2)"))
    {
        let host = row.query_selector(&format!("[{MARK}]")).unwrap().unwrap();
        let (left, width) = seen(&host);
        let name = row.first_element_child().unwrap();
        let range = document().create_range().unwrap();
        range.select_node_contents(&name).unwrap();
        let text = range.get_bounding_client_rect();
        let covers = left < text.right() && left + width > text.left();
        assert!(!covers, "the name is under the buttons");
        let cell = host.closest("td").unwrap().unwrap();
        assert!(cell != address || address.scroll_width() <= address.client_width());
    }
}
