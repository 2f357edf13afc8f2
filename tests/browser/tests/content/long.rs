//! Long lists: buttons for the rows that are near, wherever these are, and no node of
//! ours in their tables.

use ringside_browser_tests::page::{self, Fixture};
use ringside_browser_tests::{document, frame, until};
use ringside_content::MARK;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{DomRect, Element, HtmlElement};

use super::site::{Site, hosts, names};

const ROWS: usize = 1_000;

/// A page with a table of so many people. `style` is a sheet.
fn table(style: &str) -> (Site, Element) {
    let rows: String = (0..ROWS)
        .map(|row| {
            format!(
                "<tr id=r{row}><td>Person {row}</td><td><a href=mailto:p{row}@acme.example>\
                 p{row}@acme.example</a></td><td class=city>Oslo</td></tr>"
            )
        })
        .collect();
    let html = format!(
        "<style>td {{ padding: 6px 90px 6px 6px }} {style}</style><h1>People</h1>\
         <div class=around><table><thead><tr><th>Name<th>Mail<th>City</tr></thead>\
         <tbody>{rows}</tbody></table></div>"
    );
    let fixture = Fixture::open("any/cards.html", "/anywhere");
    fixture.root().set_inner_html(&html);
    let table = fixture.find("table");
    show(&fixture.find("h1"));
    (Site::on(fixture), table)
}

/// Scrolls something to the top.
fn show(element: &Element) {
    element.scroll_into_view_with_bool(true);
}

fn pairs() -> Vec<Element> {
    let marked = hosts().into_iter();
    marked
        .filter(|host| {
            let mark = host.get_attribute(MARK).unwrap();
            mark.starts_with("record")
        })
        .collect()
}

fn layers() -> Vec<Element> {
    let root = document().document_element().unwrap();
    page::all(&root, &format!("[{MARK}~=layer]"))
}

/// Where a pair is seen.
fn seen(pair: &Element) -> DomRect {
    let root = pair.shadow_root().unwrap();
    let shown = root.query_selector(".box").unwrap().unwrap();
    shown.get_bounding_client_rect()
}

/// The row of the person whom a pair calls.
fn row_of(pair: &Element) -> Element {
    let names = names(pair);
    let (_, number) = names[0].rsplit_once(' ').unwrap();
    let row = document().get_element_by_id(&format!("r{number}"));
    row.unwrap_or_else(|| panic!("the row of {}", names[0]))
}

/// Whether a pair is seen in its own row.
fn is_in_its_row(pair: &Element) -> bool {
    let (pair, row) = (seen(pair), row_of(pair).get_bounding_client_rect());
    let middle = f64::midpoint(pair.top(), pair.bottom());
    pair.width() > 40.0
        && middle > row.top()
        && middle < row.bottom()
        && pair.left() >= row.left()
        && pair.right() <= row.right() + 1.0
}

/// Waits until the rows in sight have their buttons, each in its row.
async fn in_their_rows(first: usize, last: usize) {
    until(&format!("the rows from {first} to {last}"), || {
        let pairs = pairs();
        pairs.iter().all(is_in_its_row)
            && (first..=last).all(|row| {
                let id = format!("r{row}");
                pairs.iter().filter(|pair| row_of(pair).id() == id).count() == 1
            })
    })
    .await;
}

/// The boxes of the page itself.
fn boxes(table: &Element) -> Vec<[f64; 4]> {
    let around = table.closest(".around").unwrap().unwrap();
    let own = format!("[{MARK}]");
    let all = [around.clone()].into_iter().chain(page::all(&around, "*"));
    all.filter(|element| element.closest(&own).unwrap().is_none())
        .map(|element| {
            let area = element.get_bounding_client_rect();
            [area.left(), area.top(), area.width(), area.height()]
        })
        .collect()
}

fn in_table(table: &Element) -> usize {
    page::all(table, &format!("[{MARK}]")).len()
}

#[wasm_bindgen_test]
async fn near_rows_have_buttons_in_front_of_the_table_and_far_ones_lose_them() {
    let (site, table) = table("");
    let before = boxes(&table);
    in_their_rows(0, 10).await;
    assert_eq!(in_table(&table), 0, "no node in the table");
    assert_eq!(layers().len(), 1);
    assert_eq!(boxes(&table), before, "nothing of the page moves");
    assert!(pairs().len() < 200, "{} of {ROWS}", pairs().len());
    let row = document().get_element_by_id("r600").unwrap();
    show(&row);
    in_their_rows(600, 605).await;
    assert!(pairs().len() < 200, "{} of {ROWS}", pairs().len());
    let far = document().get_element_by_id("r0").unwrap();
    assert!(pairs().iter().all(|pair| row_of(pair) != far));
    show(&site.fixture.find("h1"));
    in_their_rows(0, 10).await;
    drop(site.close());
    assert_eq!(hosts().len(), 0);
}

#[wasm_bindgen_test]
async fn in_a_list_that_scrolls_by_itself_the_buttons_scroll_and_are_cut_off_with_it() {
    let (_site, table) = table(".around { height: 300px; overflow: auto }");
    in_their_rows(0, 5).await;
    assert_eq!(in_table(&table), 0);
    let around = table.parent_element().unwrap();
    let pair = pairs().remove(0);
    let before = seen(&pair).top();
    around.set_scroll_top(40);
    assert!((before - seen(&pair).top() - 40.0).abs() < 1.0, "at once");
    around.set_scroll_top(9_000);
    let area = around.get_bounding_client_rect();
    until("the rows that are in sight now", || {
        pairs().iter().any(|pair| {
            let seen = seen(pair);
            is_in_its_row(pair) && seen.top() > area.top() && seen.bottom() < area.bottom()
        })
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_header_that_sticks_is_in_front_of_the_buttons() {
    let (_site, table) = table(
        ".around { height: 300px; overflow: auto } \
         th { position: sticky; top: 0; background: white; height: 40px }",
    );
    in_their_rows(0, 5).await;
    assert_eq!(in_table(&table), 0);
    table.parent_element().unwrap().set_scroll_top(60);
    let header = table.query_selector("th:nth-child(2)").unwrap().unwrap();
    let area = header.get_bounding_client_rect();
    let middle = |seen: &DomRect| f64::midpoint(seen.top(), seen.bottom());
    let under: Vec<DomRect> = pairs()
        .iter()
        .map(seen)
        .filter(|seen| middle(seen) > area.top() && middle(seen) < area.bottom())
        .collect();
    assert!(!under.is_empty(), "a row is under the header");
    for seen in under {
        #[expect(clippy::cast_possible_truncation, reason = "coordinates of a screen")]
        let [x, y] = [seen.left() + 9.0, middle(&seen)].map(|at| at as f32);
        let hit = document().element_from_point(x, y).unwrap();
        assert_eq!(hit.tag_name(), "TH");
    }
}

/// The buttons could not be seen in front of such tables, or the page would move.
#[wasm_bindgen_test]
async fn where_a_layer_would_not_do_the_buttons_are_in_the_rows() {
    for style in [
        // Cells that are painted after it.
        "td { position: relative; background: white }",
        // What stands still while the rest scrolls sideways.
        ".around { width: 300px; overflow: auto } td:first-child { position: sticky; left: 0 }",
        // Style sheets that count.
        ".around > :not(:only-child) { margin: 20px }",
        // What is apart belongs to something further out, which does not scroll.
        ".around { height: 300px; overflow: auto; display: flex }",
    ] {
        let (_site, table) = table(style);
        let before = boxes(&table);
        until(&format!("buttons in the rows: {style}"), || {
            in_table(&table) > 10 && in_table(&table) == pairs().len()
        })
        .await;
        in_their_rows(0, 3).await;
        assert_eq!(layers().len(), 0, "{style}");
        assert_eq!(boxes(&table), before, "{style}");
    }
}

#[wasm_bindgen_test]
async fn the_buttons_follow_rows_that_move_grow_come_and_go() {
    let (_site, table) = table("tr.hidden { display: none }");
    in_their_rows(0, 10).await;
    let row = |row: usize| document().get_element_by_id(&format!("r{row}")).unwrap();
    // Without a change that an observer of nodes would see.
    row(2).set_attribute("style", "height: 90px").unwrap();
    in_their_rows(0, 10).await;
    for hidden in 0..500 {
        row(hidden).set_attribute("class", "hidden").unwrap();
    }
    in_their_rows(500, 510).await;
    for shown in 0..500 {
        row(shown).remove_attribute("class").unwrap();
    }
    in_their_rows(0, 10).await;
    // Sorted anew.
    row(0).before_with_node_1(&row(700)).unwrap();
    until("the row that came first", || {
        let first = row(700);
        pairs()
            .iter()
            .any(|pair| row_of(pair) == first && is_in_its_row(pair))
    })
    .await;
    row(0).remove();
    until("no buttons of a row that is gone", || {
        pairs()
            .iter()
            .all(|pair| names(pair)[0].ends_with(" 0") || is_in_its_row(pair))
    })
    .await;
    assert_eq!(in_table(&table), 0);
}

#[wasm_bindgen_test]
async fn a_row_with_another_person_in_it_has_that_persons_buttons() {
    let (site, _table) = table("");
    in_their_rows(0, 10).await;
    site.sent.borrow_mut().clear();
    let row = document().get_element_by_id("r3").unwrap();
    row.set_inner_html(
        "<td>Person 3</td><td><a href=mailto:other@acme.example>other@acme.example</a></td><td>Rome</td>",
    );
    until("somebody else", || {
        site.asked().contains(&"other@acme.example".to_owned())
    })
    .await;
    in_their_rows(0, 10).await;
}

#[wasm_bindgen_test]
async fn nothing_is_left_of_a_list_that_the_page_takes_away() {
    let (site, table) = table("");
    in_their_rows(0, 10).await;
    table.remove();
    until("nothing", || hosts().is_empty()).await;
    // The same table comes back, and stays long.
    let around = site.fixture.find(".around");
    around.append_child(&table).unwrap();
    in_their_rows(0, 10).await;
    // It moves, with nothing beside it.
    let root = site.fixture.root();
    root.append_child(&table).unwrap();
    until("one layer beside it", || {
        let layers = layers();
        layers.len() == 1 && layers[0].parent_element().unwrap() == root
    })
    .await;
    in_their_rows(0, 3).await;
    // A page that takes the layer out has its buttons in the rows.
    layers()[0].remove();
    until("buttons in the rows", || in_table(&table) > 10).await;
    assert_eq!(layers().len(), 0);
}

#[wasm_bindgen_test]
async fn a_copy_of_the_list_has_a_layer_of_its_own() {
    let (site, _table) = table("");
    in_their_rows(0, 10).await;
    let around = site.fixture.find(".around");
    let copy = around.clone_node_with_deep(true).unwrap();
    around.remove();
    site.fixture.root().append_child(&copy).unwrap();
    until("no copies without buttons", || {
        hosts().iter().all(|host| host.shadow_root().is_some())
    })
    .await;
    in_their_rows(0, 3).await;
    assert_eq!(layers().len(), 1);
}

#[wasm_bindgen_test]
async fn the_keyboard_finds_the_buttons_in_the_row_that_it_is_in() {
    let (_site, table) = table("");
    in_their_rows(0, 10).await;
    let stops = |pair: &Element| {
        let root = pair.shadow_root().unwrap();
        root.query_selector("button:not([tabindex])")
            .unwrap()
            .is_some()
    };
    assert!(!pairs().iter().any(stops), "the links are on the way");
    let link: HtmlElement = table
        .query_selector("#r4 a")
        .unwrap()
        .unwrap()
        .unchecked_into();
    link.focus().unwrap();
    until("the buttons in this row", || in_table(&table) == 1).await;
    let pair = page::all(&table, &format!("[{MARK}]")).remove(0);
    assert_eq!(row_of(&pair).id(), "r4");
    until("them to be seen", || is_in_its_row(&pair)).await;
    assert!(stops(&pair));
    frame().await;
    assert_eq!(in_table(&table), 1);
}

#[wasm_bindgen_test]
async fn each_long_part_of_a_table_has_a_layer_that_stays() {
    let (_site, table) = table("");
    in_their_rows(0, 10).await;
    let head = table.query_selector("thead").unwrap().unwrap();
    let other: String = (0..300)
        .map(|row| {
            let row = ROWS + row;
            format!("<tr id=r{row}><td>Person {row}</td><td>p{row}@acme.example</td></tr>")
        })
        .collect();
    head.insert_adjacent_html("afterend", &format!("<tbody>{other}</tbody>"))
        .unwrap();
    in_their_rows(ROWS, ROWS + 10).await;
    show(&document().get_element_by_id("r1290").unwrap());
    in_their_rows(1_290, 1_299).await;
    in_their_rows(0, 3).await;
    let before = layers();
    assert_eq!(before.len(), 2);
    let text = document().get_element_by_id("r2").unwrap();
    text.set_attribute("style", "height: 50px").unwrap();
    in_their_rows(0, 3).await;
    assert_eq!(layers(), before, "the same ones");
}

/// Such a list shows its last row first: no bisection tells what is near.
#[wasm_bindgen_test]
async fn lists_in_another_order_have_buttons_as_well() {
    let cards: String = (0..300)
        .map(|row| format!("<div id=r{row}>Person {row}<br>p{row}@acme.example</div>"))
        .collect();
    let fixture = Fixture::open("any/cards.html", "/anywhere");
    let html = format!("<div style='display: flex; flex-direction: column-reverse'>{cards}</div>");
    fixture.root().set_inner_html(&html);
    let last = document().get_element_by_id("r299").unwrap();
    show(&last);
    let _site = Site::on(fixture);
    until("the row that is in sight", || {
        !page::all(&last, &format!("[{MARK}]")).is_empty()
    })
    .await;
    assert!(pairs().len() < 200, "{}", pairs().len());
}
