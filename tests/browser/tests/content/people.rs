//! Who is found on pages of which no profile says anything, what they are
//! called, and where their buttons stand.

use std::cell::Cell;
use std::rc::Rc;

use ringside_browser_tests::page::Fixture;
use ringside_browser_tests::{frame, page, until};
use ringside_content::MARK;
use ringside_web::dom::observe::Mutations;
use wasm_bindgen_test::wasm_bindgen_test;

use super::site::{Site, hosts, names};

/// A situation in `tests/pages/any`: the people there, and what their buttons
/// stand in.
const SITUATIONS: &[(&str, &[&str], &str)] = &[
    (
        "plain-table",
        &["Cher <c7@stark.example>", "Lucius Fox <l9@wayne.example>"],
        "td:last-child",
    ),
    (
        "grid",
        &[
            "Ana Lovelace <x1@acme.example>",
            "Grace Okafor <x2@acme.example>",
        ],
        "[role=gridcell]:last-child",
    ),
    (
        "cards",
        &[
            "Jane Doe <jd1@acme.example>",
            "Tomás Herrera <th1@acme.example>",
        ],
        "span",
    ),
    ("detail", &["Priya Natarajan <p9@globex.example>"], ".head"),
    ("key-value", &["Örjan Lindqvist <o1@western.example>"], "td"),
    (
        "in-one-line",
        &[
            "Jane Doe <jane@acme.example>",
            "Wei Ling <wei@acme.example>",
            "Ana Lovelace <ana@globex.example>",
            "Ben Okri <ben@globex.example>",
            "Mara Lind <mara@globex.example>",
        ],
        "p,td",
    ),
    (
        "two-in-a-row",
        &["Jane Doe <j1@acme.example>", "Wei Ling <w1@hooli.example>"],
        "td > div:last-child",
    ),
    (
        "lines",
        &[
            "Ana Lovelace <ana@acme.example>",
            "Ben Okri <ben@acme.example>",
            "Wei Ling <wei.ling@hooli.example>",
        ],
        "td",
    ),
    (
        "nested-layout",
        &["Jane Doe <j1@acme.example>", "Ben Okri <b1@acme.example>"],
        "td td:last-child",
    ),
    (
        "slots",
        &[
            "Wei Ling <w7@acme.example>",
            "Ben Okri <b7@acme.example>",
            "Cher <j7@acme.example>",
            "Ana Lovelace <a7@acme.example>",
        ],
        "slot-cell",
    ),
    (
        "split-rows",
        &[
            "Wei Ling <w7@acme.example>",
            "Ben Okri <b7@acme.example>",
            "Jane Doe <j7@acme.example>",
            "c7 <c7@acme.example>",
            "Mara Lind <m7@acme.example>",
        ],
        "[role=gridcell]",
    ),
];

#[wasm_bindgen_test]
async fn people_are_found_by_what_any_page_looks_like() {
    for (situation, people, beside) in SITUATIONS {
        let site = Site::open(&format!("any/{situation}.html"), "/anywhere");
        site.shows(people.len()).await;
        let found: Vec<String> = site
            .records()
            .iter()
            .map(|record| format!("{} <{}>", record.name, record.email.clone().unwrap()))
            .collect();
        assert_eq!(found, *people, "{situation}");
        for host in hosts() {
            let parent = host.parent_element().unwrap();
            assert!(parent.matches(beside).unwrap(), "{situation}");
        }
    }
}

#[wasm_bindgen_test]
async fn nobody_is_found_in_editors_code_sentences_and_machines_addresses() {
    let site = Site::open("any/nobody.html", "/anywhere");
    // Somebody else shows that the page was read to its end.
    let main = site.fixture.find("main");
    let text = "<p>last@acme.example</p>";
    main.insert_adjacent_html("beforeend", text).unwrap();
    site.shows(1).await;
    assert_eq!(site.asked(), ["last@acme.example"]);
    frame().await;
    assert_eq!(page::all(&main, &format!("[{MARK}]")).len(), 1);
}

/// Some pages watch over their rows, and take out what they did not add.
#[wasm_bindgen_test]
async fn a_page_that_takes_the_buttons_out_again_and_again_is_left_alone() {
    let site = Site::open("any/cards.html", "/anywhere");
    let taken = Rc::new(Cell::new(0));
    let cards = site.fixture.find(".cards");
    let take_out = {
        let (cards, taken) = (cards.clone(), Rc::clone(&taken));
        move |_| {
            for host in page::all(&cards, &format!("[{MARK}]")) {
                host.remove();
                taken.set(taken.get() + 1);
            }
        }
    };
    let watch = Mutations::below(&cards, take_out).unwrap();
    // Each of the two pairs: put there, and back six times.
    until("no more buttons", || taken.get() == 14).await;
    drop(watch);
    // The page changes, and nobody takes them out any more.
    cards.set_attribute("class", "cards calm").unwrap();
    let text = "<p>last@acme.example</p>";
    cards.insert_adjacent_html("beforeend", text).unwrap();
    until("buttons elsewhere", || hosts().len() == 1).await;
    assert_eq!(page::all(&cards, &format!(".card [{MARK}]")).len(), 0);
}

/// Lists that grow while one scrolls are long in the end.
#[wasm_bindgen_test]
async fn in_a_list_that_grows_bit_by_bit_only_rows_near_the_viewport_get_buttons() {
    const BATCHES: usize = 8;
    const ROWS: usize = 50;
    let site = Site::open("any/plain-table.html", "/anywhere");
    site.shows(2).await;
    let body = site.fixture.find("tbody");
    for batch in 0..BATCHES {
        let row = |row| {
            format!(
                "<tr><td></td><td></td><td>Jane Doe</td><td>j{batch}.{row}@acme.example</td></tr>"
            )
        };
        let rows: String = (0..ROWS).map(row).collect();
        body.insert_adjacent_html("beforeend", &rows).unwrap();
        let before = site.buttons.count();
        until("some more buttons", || {
            batch > 2 || site.buttons.count() >= before + ROWS
        })
        .await;
        for _ in 0..10 {
            frame().await;
        }
    }
    let count = site.buttons.count();
    assert!(count < BATCHES * ROWS, "{count}");
}

#[wasm_bindgen_test]
async fn a_link_that_leads_to_somebody_else_calls_that_person() {
    let site = Site::open("any/detail.html", "/anywhere");
    site.shows(1).await;
    assert_eq!(site.asked(), ["p9@globex.example"]);
    site.sent.borrow_mut().clear();
    // No node comes or goes.
    let link = site.fixture.find("a[href^=mailto]");
    link.set_attribute("href", "mailto:k7@globex.example")
        .unwrap();
    until("somebody else", || {
        site.asked().contains(&"k7@globex.example".to_owned())
    })
    .await;
}

/// Beside the other's name they would seem to be the other's.
#[wasm_bindgen_test]
async fn of_two_people_in_a_row_each_has_buttons_in_a_cell_of_their_own() {
    let fixture = Fixture::open("any/two-in-a-row.html", "/anywhere");
    // No room is left behind the buyer's texts, and much behind the seller's.
    let buyer = fixture.find("td:nth-child(2)");
    buyer
        .set_attribute("style", "padding: 0; font: 9px monospace")
        .unwrap();
    buyer
        .first_element_child()
        .unwrap()
        .set_text_content(Some("Jane Marian Doe"));
    let site = Site::on(fixture);
    site.shows(2).await;
    for _ in 0..5 {
        frame().await;
    }
    for host in hosts() {
        let cell = host.closest("td").unwrap().unwrap();
        let cell = cell.text_content().unwrap();
        for name in names(&host) {
            let (_, name) = name.split_once(' ').unwrap();
            assert!(cell.contains(name), "{name} in {cell}");
        }
    }
}

/// What is nested deeper than lines are told apart still makes a sentence of a text.
#[wasm_bindgen_test]
async fn a_text_is_read_however_deep_its_elements_are_in_each_other() {
    const DEPTH: usize = 400;
    let fixture = Fixture::open("any/cards.html", "/anywhere");
    let (open, close) = ("<span>".repeat(DEPTH), "</span>".repeat(DEPTH));
    let nested = |text: &str| format!("<p>j@acme.example {open}{text}{close}</p>");
    let sentence = nested("is where you ask for a copy of the report");
    let person = nested("Jane Doe").replace("j@", "jane@");
    fixture.root().set_inner_html(&(sentence + &person));
    let site = Site::on(fixture);
    site.shows(1).await;
    assert_eq!(site.asked(), ["jane@acme.example"]);
}
