//! In which place the buttons stand: where they can be seen without scrolling
//! sideways, and where nothing scrolls because of them.

use ringside_browser_tests::page;
use ringside_browser_tests::{frame, until};
use ringside_content::MARK;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::site::{Site, hosts};

/// A box's left and right edge.
fn edges(element: &Element) -> (f64, f64) {
    let area = element.get_bounding_client_rect();
    (area.left(), area.right())
}

#[wasm_bindgen_test]
async fn buttons_that_would_be_out_of_sight_stand_beside_the_name() {
    let site = Site::open("crm-wide.html", "/employees");
    let scroller = site.fixture.find(".scroller");
    let (left, right) = edges(&scroller);
    until("buttons in sight", || {
        let all = hosts();
        all.len() == 4
            && all.iter().all(|host| {
                let (from, to) = edges(host);
                from >= left && to <= right
            })
    })
    .await;
    site.shows(4).await;
    for host in hosts() {
        assert!(host.closest("td:nth-child(2)").unwrap().is_some());
    }
}

#[wasm_bindgen_test]
async fn buttons_that_are_in_sight_stay_with_the_actions() {
    let site = Site::open("crm-employees.html", "/employees");
    site.shows(4).await;
    for host in hosts() {
        assert!(host.closest("td:last-child").unwrap().is_some());
    }
}

/// By how much an element scrolls sideways.
fn overflow(element: &Element) -> i32 {
    element.scroll_width() - element.client_width()
}

/// A scroller in which the table has just enough room, without the buttons.
async fn fitting_table(site: &Site) -> Element {
    let scroller = site.fixture.find(".scroller");
    let table = site.fixture.find("table");
    table.set_attribute("style", "width: 0").unwrap();
    for actions in page::all(&table, "td:last-child > .chakra-stack") {
        actions.set_attribute("style", "width: 136px").unwrap();
    }
    frame().await;
    for host in hosts() {
        host.remove();
    }
    let width = table.get_bounding_client_rect().width().ceil();
    let style = format!("overflow-x: auto; width: {width}px");
    scroller.set_attribute("style", &style).unwrap();
    table.remove_attribute("style").unwrap();
    scroller
}

#[wasm_bindgen_test]
async fn a_table_that_has_just_enough_room_does_not_scroll_because_of_the_buttons() {
    for sticky in [false, true] {
        let site = Site::open("crm-wide.html", "/employees");
        site.shows(4).await;
        let scroller = fitting_table(&site).await;
        if sticky {
            // The actions stay in sight, however far the table scrolls.
            for cell in page::all(&scroller, "td:last-child") {
                cell.set_attribute("style", "position: sticky; right: 0")
                    .unwrap();
            }
        }
        assert_eq!(overflow(&scroller), 0);
        // A page that builds its list anew.
        let copy = scroller.clone_node_with_deep(true).unwrap();
        scroller
            .parent_node()
            .unwrap()
            .replace_child(&copy, &scroller)
            .unwrap();
        let scroller = site.fixture.find(".scroller");
        until("buttons at rest", || {
            hosts().len() == 4 && overflow(&scroller) == 0
        })
        .await;
        site.shows(4).await;
        assert_eq!(overflow(&scroller), 0);
    }
}

#[wasm_bindgen_test]
async fn a_list_that_is_built_anew_has_its_buttons_in_the_same_place_at_once() {
    let site = Site::open("crm-wide.html", "/employees");
    site.shows(4).await;
    until("buttons beside the name", || are_beside_the_name(&hosts())).await;
    // They stay there.
    site.shows(4).await;
    let table = site.fixture.find("table");
    let copy = table.clone_node_with_deep(true).unwrap();
    table
        .parent_node()
        .unwrap()
        .replace_child(&copy, &table)
        .unwrap();
    for dead in page::all(&site.fixture.find("table"), &format!("[{MARK}]")) {
        dead.remove();
    }
    until("buttons", || hosts().len() == 4).await;
    assert!(are_beside_the_name(&hosts()));
}

fn are_beside_the_name(hosts: &[Element]) -> bool {
    let is_beside = |host: &Element| host.closest("td:nth-child(2)").unwrap().is_some();
    hosts.len() == 4 && hosts.iter().all(is_beside)
}

#[wasm_bindgen_test]
async fn where_no_place_can_be_seen_the_buttons_are_in_the_first() {
    let site = Site::open("crm-sales.html", "/sales");
    let board = site.fixture.find(".board");
    board.set_attribute("style", "width: 200px").unwrap();
    site.shows(2).await;
    for host in hosts() {
        let actions = host.parent_element().unwrap();
        assert!(
            actions
                .query_selector("[title='View Lead']")
                .unwrap()
                .is_some()
        );
    }
}
