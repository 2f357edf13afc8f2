//! Pages that nobody would write: whatever a page consists of, nobody writes beside
//! buttons, there are as many pairs as people known, and none is left behind.

use std::fmt::Write as _;

use ringside_browser_tests::frame;
use ringside_browser_tests::page::{self, Fixture};
use ringside_content::MARK;
use wasm_bindgen_test::wasm_bindgen_test;

use super::site::{Site, hosts};

/// Where there must be nothing of ours.
const EDITORS: &str = "[contenteditable], textarea, select, .ql-editor, .CodeMirror, code, pre";

/// The same numbers for the same seed.
struct Numbers(u64);

impl Numbers {
    /// A number below this one.
    fn below(&mut self, end: usize) -> usize {
        // The multiplier and increment of Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// What elements may be in others, with their styles.
const AROUND: &[(&str, &str)] = &[
    ("<div>", "</div>"),
    ("<div style='display: flex; gap: 4px'>", "</div>"),
    (
        "<div style='display: grid; grid-template-columns: 1fr 1fr'>",
        "</div>",
    ),
    (
        "<div style='overflow: hidden; width: 180px; height: 90px'>",
        "</div>",
    ),
    ("<div style='position: relative'>", "</div>"),
    ("<div role=row style='display: flex'>", "</div>"),
    ("<div role=gridcell>", "</div>"),
    ("<div contenteditable>", "</div>"),
    ("<div class=ql-editor>", "</div>"),
    ("<div hidden>", "</div>"),
    ("<div dir=rtl>", "</div>"),
    ("<ul><li>", "</li></ul>"),
    ("<article>", "</article>"),
    ("<table><tr><td>", "</td></tr></table>"),
    ("<table><tr><th>Name<td>", "</td><td>Oslo</td></tr></table>"),
    (
        "<table style='table-layout: fixed; width: 200px'><tr><td>",
        "</td><td>1</td></tr></table>",
    ),
    ("<dl><dt>Mail<dd>", "</dl>"),
    ("<p>", "</p>"),
    ("<h3>", "</h3>"),
    ("<a href='#'>", "</a>"),
    ("<button type=button>", "</button>"),
    (
        "<span style='display: inline-block; width: 60px; overflow: hidden'>",
        "</span>",
    ),
    ("<pre>", "</pre>"),
    ("<label>", "</label>"),
];

fn content(numbers: &mut Numbers, depth: usize, people: &mut usize, html: &mut String) {
    for _ in 0..=numbers.below(3) {
        if depth == 0 || numbers.below(4) == 0 {
            text(numbers, people, html);
            continue;
        }
        let (open, close) = AROUND[numbers.below(AROUND.len())];
        html.push_str(open);
        content(numbers, depth - 1, people, html);
        html.push_str(close);
    }
}

fn text(numbers: &mut Numbers, people: &mut usize, html: &mut String) {
    let name = numbers.one_of(&[
        "Jane Doe",
        "Wei Zhang",
        "",
        "José Ángel",
        "Active",
        "42",
        "M. van der Berg",
    ]);
    let number = *people;
    *people += 1;
    let _ = match numbers.below(6) {
        0 => write!(
            html,
            "{name} <a href=mailto:p{number}@acme.example>write</a>"
        ),
        1 => write!(html, "<b>{name}</b> p{number}@acme.example"),
        2 => write!(html, "<img alt='' width=9 height=9><i>{name}</i>"),
        3 => write!(html, "<a href=mailto:p{number}@acme.example>{name}</a>"),
        4 => write!(html, "<textarea>p{number}@acme.example</textarea>"),
        _ => write!(html, "{name}<br>p{number}@acme.example &lt;b&gt;"),
    };
}

/// No more frames with work: what was to be read has been read.
async fn settled(site: &Site) {
    let mut before = (usize::MAX, usize::MAX);
    let mut same = 0;
    while same < 8 {
        frame().await;
        let now = (site.buttons.count(), hosts().len());
        same = if now == before { same + 1 } else { 0 };
        before = now;
    }
}

fn check(site: &Site, seed: u64) {
    let hosts = hosts();
    for host in &hosts {
        let editor = host.closest(EDITORS).unwrap();
        let editor = editor.map(|editor| editor.outer_html());
        assert_eq!(
            editor,
            None,
            "seed {seed}: {:?} there",
            super::site::names(host)
        );
    }
    assert_eq!(hosts.len(), site.buttons.count(), "seed {seed}");
}

#[wasm_bindgen_test]
async fn on_random_pages_no_buttons_are_in_editors_and_none_are_left_behind() {
    let mut found = 0;
    for seed in 0..40 {
        let mut numbers = Numbers(seed);
        let (mut html, mut people) = (String::new(), 0);
        for _ in 0..6 {
            content(&mut numbers, 5, &mut people, &mut html);
        }
        let fixture = Fixture::open("any/cards.html", "/anywhere");
        fixture.root().set_inner_html(&html);
        let site = Site::on(fixture);
        settled(&site).await;
        check(&site, seed);
        found += site.buttons.count();
        // The page takes parts out, and puts others in.
        site.sent.borrow_mut().clear();
        let all = page::all(&site.fixture.root(), "*");
        for _ in 0..4 {
            let element = &all[numbers.below(all.len())];
            let mut other = String::new();
            content(&mut numbers, 2, &mut people, &mut other);
            if !element.has_attribute(MARK)
                && element.closest(&format!("[{MARK}]")).unwrap().is_none()
            {
                element.set_inner_html(&other);
            }
        }
        settled(&site).await;
        check(&site, seed);
        let fixture = site.close();
        assert_eq!(hosts().len(), 0, "seed {seed}");
        drop(fixture);
    }
    assert!(found > 200, "{found} people on all pages");
}
