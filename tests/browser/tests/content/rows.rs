//! Rows that are no one element of the document: in two elements, or with cells in slots;
//! and shadow trees of elements that no component library has named.

use ringside_browser_tests::page::Fixture;
use ringside_browser_tests::{document, frame, until};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, ShadowRootInit, ShadowRootMode};

use super::site::{Site, hosts, names};

/// Whether a pair names this person.
fn is_named(name: &str) -> bool {
    let mut all = hosts().into_iter().flat_map(|host| names(&host));
    all.any(|label| label.contains(name))
}

async fn is_named_soon(name: &str, no_more: &str) {
    until(name, || is_named(name) && !is_named(no_more)).await;
}

#[wasm_bindgen_test]
async fn another_name_in_the_other_part_of_a_row_is_seen() {
    let site = Site::open("any/split-rows.html", "/anywhere");
    site.shows(5).await;
    let cell = site.fixture.find(".numbered .pinned [col-id=name]");
    cell.set_text_content(Some("Zed Zimmer"));
    is_named_soon("Zed Zimmer", "Wei Ling").await;
    cell.first_child().unwrap().set_node_value(Some("Ida Lund"));
    is_named_soon("Ida Lund", "Zed Zimmer").await;
    cell.set_text_content(None);
    is_named_soon("w7", "Ida Lund").await;
    site.shows(5).await;
}

/// Grids take rows out and make others, and their parts may come one after the other.
#[wasm_bindgen_test]
async fn a_part_of_a_row_that_comes_later_names_its_person() {
    let site = Site::open("any/split-rows.html", "/anywhere");
    site.shows(5).await;
    let pinned = site.fixture.find(".numbered .pinned");
    let rows = |names: [&str; 2]| {
        let row = |(at, name)| {
            format!(
                "<div role=row row-index={at}><div role=gridcell col-id=name>{name}</div></div>"
            )
        };
        names.into_iter().enumerate().map(row).collect::<String>()
    };
    pinned.set_inner_html(&rows(["Ben Okri", "Zed Zimmer"]));
    is_named_soon("Zed Zimmer", "Wei Ling").await;
    pinned.set_inner_html("");
    frame().await;
    frame().await;
    pinned.set_inner_html(&rows(["Ida Lund", "Wei Ling"]));
    is_named_soon("Ida Lund", "Zed Zimmer").await;
    // A container comes anew, with its rows.
    let copy: Element = pinned.clone_node_with_deep(true).unwrap().unchecked_into();
    copy.set_inner_html(&rows(["Ida Berg", "Wei Ling"]));
    pinned.replace_with_with_node_1(&copy).unwrap();
    is_named_soon("Ida Berg", "Ida Lund").await;
    site.shows(5).await;
}

#[wasm_bindgen_test]
async fn an_address_in_both_parts_of_a_row_has_one_pair() {
    let fixture = Fixture::open("any/split-rows.html", "/anywhere");
    let cell = fixture.find(".numbered .pinned [col-id=name]");
    cell.set_inner_html("Wei Ling <a href=mailto:w7@acme.example>w7@acme.example</a>");
    let site = Site::on(fixture);
    site.shows(5).await;
}

#[wasm_bindgen_test]
async fn another_name_in_a_slot_is_seen() {
    for (grid, before, after) in [
        ("slot-grid", "Wei Ling", "Zed Zimmer"),
        (".closed", "Cher", "Ida Berg"),
    ] {
        let site = Site::open("any/slots.html", "/anywhere");
        site.shows(4).await;
        assert!(is_named(before));
        let cell = site.fixture.find(&format!("{grid} [slot=a1]"));
        cell.set_text_content(Some(after));
        is_named_soon(after, before).await;
        cell.remove();
        // Nobody else is named, at least: what has gone is in no row.
        cell.set_text_content(Some("Mara Lind"));
        site.fixture.find(grid).append_child(&cell).unwrap();
        is_named_soon("Mara Lind", after).await;
        site.shows(4).await;
    }
}

/// A shadow tree in a new element, with somebody in it.
fn tree(host: &Element, mode: ShadowRootMode, who: &str) {
    let root = host.attach_shadow(&ShadowRootInit::new(mode)).unwrap();
    let trees = js_sys::Reflect::get(&js_sys::global(), &"closedTrees".into()).unwrap();
    let trees: js_sys::WeakMap = if trees.is_undefined() {
        js_sys::WeakMap::new()
    } else {
        trees.unchecked_into()
    };
    trees.set(host, &root);
    js_sys::Reflect::set(&js_sys::global(), &"closedTrees".into(), &trees).unwrap();
    let card = document().create_element("section").unwrap();
    card.set_inner_html(&format!("<h3>{who}</h3><p>{who}@acme.example</p>"));
    root.append_child(&card).unwrap();
}

#[wasm_bindgen_test]
async fn people_in_shadow_trees_of_plain_elements_are_found() {
    let fixture = Fixture::open("any/cards.html", "/anywhere");
    fixture.root().set_inner_html(
        "<div id=app></div><p></p><main><section class=late></section></main><x-late></x-late>",
    );
    tree(&fixture.find("#app"), ShadowRootMode::Open, "jane");
    tree(&fixture.find("p"), ShadowRootMode::Closed, "wei");
    // Many empty ones push nobody out.
    let many = document().create_element("div").unwrap();
    many.set_inner_html(&"<span></span>".repeat(150));
    fixture.root().append_child(&many).unwrap();
    let site = Site::on(fixture);
    let asked = |count| site.asked().len() == count && site.buttons.count() == count;
    until("two people", || asked(2)).await;
    tree(&site.fixture.find(".late"), ShadowRootMode::Closed, "ben");
    tree(&site.fixture.find("x-late"), ShadowRootMode::Open, "ana");
    // Nothing tells of a shadow root but the next change.
    site.fixture.root().append_with_str_1("!").unwrap();
    until("four people", || asked(4)).await;
}
