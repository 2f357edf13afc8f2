use super::*;

fn node(tag: &str, classes: &[&str]) -> Node {
    Node {
        tag: tag.to_owned(),
        classes: classes.iter().map(|it| (*it).to_owned()).collect(),
        child: 1,
        of_tag: 1,
        ..Node::default()
    }
}

fn nth(tag: &str, child: u32) -> Node {
    Node {
        child,
        of_tag: child,
        ..node(tag, &[])
    }
}

fn with(mut node: Node, name: &str, value: &str) -> Node {
    node.data.push((name.to_owned(), value.to_owned()));
    node
}

fn body() -> Node {
    node("body", &[])
}

#[test]
fn rows_of_a_table_without_names() {
    let table = [nth("tr", 3), nth("tbody", 2), nth("table", 1), body()];
    insta::assert_debug_snapshot!(of_rows(&table), @r#"
    [
        "table > tbody > tr:has(> td)",
        "tr:has(> td)",
        "table > tbody > tr",
        "tr",
    ]
    "#);
}

#[test]
fn rows_that_are_called_something_in_a_list_that_is() {
    let row = with(
        node("div", &["css-1abc", "member", "is-new"]),
        "data-member-id",
        "17",
    );
    let list = Node {
        id: Some("crew".to_owned()),
        ..node("div", &["sc-abc"])
    };
    insta::assert_debug_snapshot!(of_rows(&[row, node("div", &[]), list, body()]), @r##"
    [
        ".member",
        "#crew .member",
        "div[data-member-id]",
        "#crew div[data-member-id]",
        "#crew > div > div",
        "div > div > div",
        "div",
    ]
    "##);
}

#[test]
fn what_is_made_for_tests_and_roles_come_first() {
    let mut row = with(node("div", &["row", "wide"]), "data-testid", "contact-row");
    row.role = Some("row".to_owned());
    let found = of_rows(&[row, body()]);
    assert_eq!(
        found[..5],
        [
            "[role=row]:not(:has([role=columnheader]))",
            "[role=row]",
            "[data-testid=\"contact-row\"]",
            ".row.wide",
            ".row"
        ]
    );
}

#[test]
fn a_cell_is_its_column() {
    let path = [nth("span", 1), nth("td", 3)];
    insta::assert_debug_snapshot!(in_row(&path), @r#"
    [
        "td:nth-child(3) span",
        ":scope > td:nth-of-type(3) > span:nth-of-type(1)",
    ]
    "#);
    let found = in_row(&[with(nth("td", 2), "data-label", "Name")]);
    assert_eq!(
        found,
        [
            "[data-label=\"Name\"]",
            "td[data-label]",
            "td:nth-child(2)",
            ":scope > td:nth-of-type(2)",
        ]
    );
}

#[test]
fn what_stands_in_a_row_is_called_something_or_stands_somewhere() {
    let mut name = node("a", &["person-name"]);
    name.id = Some("person".to_owned());
    let found = in_row(&[name, nth("div", 2)]);
    assert_eq!(
        found,
        [
            ".person-name",
            ":scope > div:nth-of-type(2) > a:nth-of-type(1)"
        ]
    );
}

#[test]
fn names_that_are_no_selectors_are_left_out() {
    let odd = with(node("x:row", &["a.b", "\"", "größe"]), "data-\"", "row");
    assert_eq!(of_rows(std::slice::from_ref(&odd)), [] as [&str; 0]);
    assert_eq!(of_rows(&[odd.clone(), body()]), [] as [&str; 0]);
    assert_eq!(in_row(&[odd]), [] as [&str; 0]);
    assert_eq!(of_rows(&[]), [] as [&str; 0]);
    assert_eq!(in_row(&[]), [] as [&str; 0]);
}

mod any {
    use proptest::prelude::*;

    use super::*;

    fn text() -> impl Strategy<Value = String> {
        "[a-z]{1,6}(-[a-zA-Z0-9]{1,8})?|\\PC{0,12}"
    }

    fn nodes() -> impl Strategy<Value = Vec<Node>> {
        let texts = || proptest::collection::vec(text(), 0..4);
        let data = proptest::collection::vec((text(), text()), 0..3);
        let node = (
            text(),
            proptest::option::of(text()),
            texts(),
            data,
            1..9_u32,
        );
        let node = node.prop_map(|(tag, id, classes, data, child)| Node {
            tag,
            role: id.clone(),
            id,
            classes,
            data,
            child,
            of_tag: child,
        });
        proptest::collection::vec(node, 0..6)
    }

    proptest! {
        /// A profile's selectors may have at most 600 characters, and what a page
        /// calls its parts cannot break out of one.
        #[test]
        fn selectors_are_short_and_have_only_characters_of_ours(nodes in nodes()) {
            for selector in of_rows(&nodes).into_iter().chain(in_row(&nodes)) {
                prop_assert!(selector.len() <= 600, "{}", selector);
                let fits = |c: char| c.is_ascii_alphanumeric() || " .#-_[]=\":>()*".contains(c);
                prop_assert!(selector.chars().all(fits), "{}", selector);
                prop_assert_eq!(selector.matches('"').count() % 2, 0);
            }
        }
    }
}
