//! Which names a page will still have tomorrow: what a build tool or a framework has
//! made up changes with the next version, and what says how a thing is at the moment
//! changes with the next click.

/// Words for what an element is at the moment.
const STATES: [&str; 22] = [
    "active",
    "checked",
    "clicked",
    "collapsed",
    "current",
    "disabled",
    "enabled",
    "even",
    "expanded",
    "first",
    "focus",
    "focused",
    "highlight",
    "highlighted",
    "hover",
    "hovered",
    "last",
    "odd",
    "open",
    "selected",
    "visible",
    "visited",
];
/// What tools put before the names that they make up.
const MADE_UP: [&str; 7] = [
    "css-", "sc-", "jss", "ng-", "svelte-", "emotion-", "data-v-",
];
/// Attributes of this extension, and of frameworks.
const FOREIGN: [&str; 3] = ["data-ringside", "data-react", "data-radix"];

/// Whether a class, an id, or an attribute is likely to stay, and can be written in
/// a selector as it is.
pub(super) fn is_stable(name: &str) -> bool {
    is_identifier(name)
        && !MADE_UP.iter().any(|start| name.starts_with(start))
        && !FOREIGN.iter().any(|start| name.starts_with(start))
        && !name.starts_with("is-")
        && !name.starts_with("has-")
        && name.split("__").skip(1).all(is_word)
        && name.split(['-', '_']).all(|part| !is_made_up(part))
        && !name.split('-').any(|part| STATES.contains(&part))
}

/// Whether an attribute's value tells one kind of element from another: it is short
/// and no record's own.
pub(super) fn is_telling(value: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_' | '.' | ':' | ' ');
    !value.trim().is_empty()
        && value.len() <= 40
        && value.chars().all(fits)
        && !value.split([' ', '.', ':']).any(|part| {
            let is_state = STATES.contains(&part) || matches!(part, "true" | "false");
            is_state || part.split(['-', '_']).any(is_made_up)
        })
}

/// Whether a selector may have this name without escapes.
pub(super) fn is_identifier(name: &str) -> bool {
    name.len() <= 60
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// A part of a name in which a digit or the mixture of letters looks like a hash.
fn is_made_up(part: &str) -> bool {
    let digits = part.chars().any(|c| c.is_ascii_digit());
    let long = part.len() >= 5;
    let turns = part
        .as_bytes()
        .windows(2)
        .filter(|two| two[0].is_ascii_uppercase() != two[1].is_ascii_uppercase())
        .count();
    let vowels = part.chars().any(|c| "aeiouyAEIOUY".contains(c));
    digits || (long && (!vowels || turns * 2 > part.len()))
}

/// A part of a name that people write, such as the element in `list__row`: CSS modules
/// put a hash of mixed letters there.
fn is_word(part: &str) -> bool {
    part.chars().all(|c| !c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_people_write_are_stable() {
        for name in [
            "member",
            "contact-row",
            "contactRow",
            "list__row",
            "MuiTableRow-root",
            "Card",
            "tr",
            "data-email",
            "data-testid",
            "o_data_row",
        ] {
            assert!(is_stable(name), "{name}");
        }
    }

    #[test]
    fn names_that_tools_make_up_or_that_pass_are_not() {
        for name in [
            "css-1abc",
            "sc-aBcDe",
            "jss12",
            "Row_row__xYzAb",
            "ng-star-inserted",
            "row-7",
            "a1b2c3d4",
            "svelte-abc",
            "active",
            "row-selected",
            "is-open",
            "md:flex",
            "w-1/2",
            "",
            "data-v-7ba5bd90",
            "data-ringside",
            "xkcdq",
            "bTvXqZ",
            "odd",
            "-x",
            "größe",
        ] {
            assert!(!is_stable(name), "{name}");
        }
    }

    #[test]
    fn values_of_attributes_tell_kinds_and_not_records() {
        for value in ["row", "contact-row", "list.row", "user name", "email"] {
            assert!(is_telling(value), "{value}");
        }
        for value in [
            "",
            "17",
            "row-17",
            "ada@example.com",
            "Ada \"Lovelace\"",
            "true",
            "selected",
        ] {
            assert!(!is_telling(value), "{value}");
        }
    }
}
