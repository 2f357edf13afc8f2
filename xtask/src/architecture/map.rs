//! The map in `ARCHITECTURE.md`, compared with the sources.

use super::graph::Uses;

/// The title before the crates' table.
pub(super) const CRATES: &str = "Which crate uses which";
/// The title before a crate's table, with its name in quotes after it.
pub(super) const MODULES: &str = "Which module uses which in";

/// The table under a title of this text.
///
/// Each row is a name and what that uses, all in backquotes; a name may stand
/// in two rows.
pub(super) fn table(markdown: &str, title: &str) -> Option<Uses> {
    let mut lines = markdown.lines();
    lines.find(|line| line.starts_with('#') && line.trim_start_matches('#').trim() == title)?;
    let section = lines.take_while(|line| !line.starts_with('#'));
    let mut uses = Uses::new();
    for row in section.filter(|line| line.starts_with('|')) {
        let mut cells = row.trim_matches('|').split('|');
        let (Some(name), Some(used)) = (cells.next(), cells.next()) else {
            continue;
        };
        for name in quoted(name) {
            let known = uses.entry(name.to_owned()).or_default();
            known.extend(quoted(used).map(str::to_owned));
        }
    }
    Some(uses)
}

/// What stands in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Where the map and the sources differ, a sentence each. `files` tells which
/// files make an arrow.
pub(super) fn differences<'a>(
    map: &Uses,
    code: &Uses,
    files: impl Fn(&str, &str) -> Vec<&'a str>,
) -> Vec<String> {
    let mut said = Vec::new();
    for (name, used) in code {
        let Some(mapped) = map.get(name) else {
            said.push(format!("`{name}` is not on the map"));
            continue;
        };
        for to in used.difference(mapped) {
            let files = files(name, to).join(", ");
            said.push(format!(
                "`{name}` uses `{to}`, which the map does not allow: {files}"
            ));
        }
    }
    for (name, mapped) in map {
        let Some(used) = code.get(name) else {
            said.push(format!("the map has `{name}`, which does not exist"));
            continue;
        };
        for to in mapped.difference(used) {
            let why = if code.contains_key(to) {
                "no code does"
            } else {
                "there is no such thing"
            };
            said.push(format!("the map says that `{name}` uses `{to}`, but {why}"));
        }
    }
    said
}

/// The map with this table under a title, in place of the one that is there.
/// `None` where there is no such title.
pub(super) fn with_table(markdown: &str, title: &str, uses: &Uses) -> Option<String> {
    let is_title =
        |line: &str| line.starts_with('#') && line.trim_start_matches('#').trim() == title;
    let start = markdown.lines().position(is_title)?;
    let mut lines: Vec<&str> = markdown.lines().collect();
    let after = lines.iter().skip(start + 1);
    let length = after.take_while(|line| !line.starts_with('#')).count();
    let section = start + 1..start + 1 + length;
    let first = lines[section.clone()]
        .iter()
        .position(|line| line.starts_with('|'));
    let at = first.map_or(section.end, |first| section.start + first);
    let rows = lines[at..section.end]
        .iter()
        .take_while(|line| line.starts_with('|'))
        .count();
    let table = print(uses);
    lines.splice(at..at + rows, table.lines());
    Some(lines.join("\n") + "\n")
}

/// The table as it must be.
pub(super) fn print(uses: &Uses) -> String {
    let mut table = String::from("| | uses |\n|---|---|\n");
    for (name, used) in uses {
        let used: Vec<String> = used.iter().map(|it| format!("`{it}`")).collect();
        let used = if used.is_empty() {
            "nothing".to_owned()
        } else {
            used.join(", ")
        };
        table.push_str(&format!("| `{name}` | {used} |\n"));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(rows: &[(&str, &[&str])]) -> Uses {
        let row = |(name, used): &(&str, &[&str])| {
            let used = used.iter().map(|it| (*it).to_owned());
            ((*name).to_owned(), used.collect())
        };
        rows.iter().map(row).collect()
    }

    fn compare(map: &[(&str, &[&str])], code: &[(&str, &[&str])]) -> Vec<String> {
        differences(&uses(map), &uses(code), |_, _| vec!["src/a.rs"])
    }

    #[test]
    fn reads_the_table_under_its_title_only() {
        let text = "# Map\n| `x` | `y` |\n## Which `a`\nText.\n\n| module | uses |\n|---|---|\n\
                    | `a` | `b`, `c` |\n| `b` | nothing |\n### Next\n| `z` | `a` |\n";
        let expected = uses(&[("a", &["b", "c"]), ("b", &[])]);
        assert_eq!(table(text, "Which `a`"), Some(expected));
        assert_eq!(table(text, "Which"), None);
    }

    #[test]
    fn what_is_printed_can_be_read() {
        let uses = uses(&[("a", &["b", "c"]), ("b", &[])]);
        let text = format!("## Title\n\n{}", print(&uses));
        assert_eq!(table(&text, "Title"), Some(uses));
    }

    #[test]
    fn a_table_is_replaced_and_nothing_else() {
        let text = "# Map\n## A\nWords.\n\n| | uses |\n|---|---|\n| `x` | `y` |\n\nMore.\n## B\n| `z` | `y` |\n";
        let new = uses(&[("a", &["b"])]);
        let text = with_table(text, "A", &new).unwrap();
        assert_eq!(table(&text, "A"), Some(new));
        assert_eq!(table(&text, "B"), Some(uses(&[("z", &["y"])])));
        assert!(text.contains("Words.\n\n|") && text.contains("|\n\nMore.\n## B\n"));
        assert_eq!(with_table(&text, "C", &uses(&[])), None);
    }

    #[test]
    fn an_up_to_date_map_gives_no_error() {
        let rows: &[(&str, &[&str])] = &[("a", &["b"]), ("b", &[])];
        assert_eq!(compare(rows, rows), [] as [&str; 0]);
    }

    #[test]
    fn an_arrow_that_the_map_does_not_have_is_named_with_its_file() {
        assert_eq!(
            compare(&[("a", &[]), ("b", &[])], &[("a", &["b"]), ("b", &[])]),
            ["`a` uses `b`, which the map does not allow: src/a.rs"]
        );
    }

    #[test]
    fn an_arrow_that_no_code_has_is_named() {
        assert_eq!(
            compare(&[("a", &["b"]), ("b", &[])], &[("a", &[]), ("b", &[])]),
            ["the map says that `a` uses `b`, but no code does"]
        );
    }

    #[test]
    fn modules_on_one_side_only_are_named() {
        assert_eq!(
            compare(
                &[("a", &["gone"]), ("old", &[])],
                &[("a", &[]), ("new", &[])]
            ),
            [
                "`new` is not on the map",
                "the map says that `a` uses `gone`, but there is no such thing",
                "the map has `old`, which does not exist",
            ]
        );
    }
}
