//! Which of the candidates it is, by what each one matches on the page.

/// A field as a profile has it: what a selector finds in the row, or an attribute of
/// that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub select: String,
    pub attr: Option<String>,
}

/// What one selector for rows matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many rows.
    pub rows: u32,
    /// Whether the row that was picked is one of them.
    pub has_picked: bool,
    /// In how many of them each reading finds a name.
    pub names: Vec<u32>,
    /// How many different addresses each reading finds in them.
    pub emails: Vec<u32>,
}

/// The candidates that were chosen, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub row: usize,
    pub name: usize,
    pub email: usize,
}

/// Chooses. Rows are those with the most people, and with the fewest in which nobody
/// is. `None` where no candidate finds the picked row, and a name and an address in it.
#[must_use]
pub fn choose(counts: &[Count]) -> Option<Choice> {
    let mut best: Option<((bool, u32, u32), Choice)> = None;
    for (row, count) in counts.iter().enumerate() {
        let Some((name, names)) = most(&count.names) else {
            continue;
        };
        let Some((email, emails)) = most(&count.emails) else {
            continue;
        };
        let people = names.min(emails);
        if !count.has_picked || people == 0 {
            continue;
        }
        let mostly = people * 2 >= count.rows;
        let score = (mostly, people, u32::MAX - count.rows);
        // The first of equals: it is the one that lasts best.
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, Choice { row, name, email }));
        }
    }
    best.map(|(_, choice)| choice)
}

/// The largest, and the first of equals.
fn most(counts: &[u32]) -> Option<(usize, u32)> {
    let mut best = None;
    for (at, count) in counts.iter().copied().enumerate() {
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((at, count));
        }
    }
    best
}

/// How well an attribute of this name, or the text, tells what a person is called:
/// more is better.
#[must_use]
pub fn name_rank(attr: Option<&str>, value: &str) -> u32 {
    let words = value.split_whitespace().count();
    let looks = if (2..=4).contains(&words) && !value.chars().any(|c| c.is_ascii_digit()) {
        2
    } else {
        0
    };
    let called = match attr {
        None => 1,
        Some(name) if name.contains("name") => 2,
        Some(_) => 0,
    };
    looks + called
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(rows: u32, names: &[u32], emails: &[u32]) -> Count {
        Count {
            rows,
            has_picked: true,
            names: names.to_vec(),
            emails: emails.to_vec(),
        }
    }

    fn chosen(counts: &[Count]) -> Option<(usize, usize, usize)> {
        choose(counts).map(|it| (it.row, it.name, it.email))
    }

    #[test]
    fn the_most_people_count() {
        let few = count(3, &[3], &[3]);
        let many = count(12, &[11], &[12]);
        assert_eq!(chosen(&[few.clone(), many.clone()]), Some((1, 0, 0)));
        assert_eq!(
            chosen(&[many.clone(), many, few]),
            Some((0, 0, 0)),
            "the first"
        );
    }

    #[test]
    fn a_selector_that_matches_mostly_other_things_is_the_last_resort() {
        let anything = count(400, &[14], &[14]);
        let rows = count(12, &[11], &[12]);
        assert_eq!(chosen(&[anything.clone(), rows]), Some((1, 0, 0)));
        assert_eq!(chosen(&[anything]), Some((0, 0, 0)));
    }

    #[test]
    fn readings_that_say_the_same_of_all_rows_are_not_the_addresses() {
        let rows = count(12, &[2, 12], &[1, 11]);
        assert_eq!(chosen(&[rows]), Some((0, 1, 1)));
    }

    #[test]
    fn headings_are_left_out_where_a_selector_can() {
        let with = count(13, &[12], &[12]);
        let without = count(12, &[12], &[12]);
        assert_eq!(chosen(&[with, without]), Some((1, 0, 0)));
    }

    #[test]
    fn without_the_picked_row_or_anybody_in_it_nothing_is_chosen() {
        let other = Count {
            has_picked: false,
            ..count(12, &[12], &[12])
        };
        assert_eq!(chosen(&[other]), None);
        assert_eq!(chosen(&[count(3, &[0], &[3])]), None);
        assert_eq!(chosen(&[count(3, &[], &[3])]), None);
        assert_eq!(chosen(&[]), None);
    }

    #[test]
    fn names_are_told_by_how_they_look_and_what_they_are_called() {
        let rank = name_rank;
        assert!(rank(Some("data-full-name"), "Ada Lovelace") > rank(None, "ADL-02"));
        assert!(rank(None, "Ada Lovelace") > rank(Some("title"), "Ada Lovelace"));
        assert!(rank(None, "Ada Lovelace") > rank(Some("data-nick-name"), "ada"));
        assert!(rank(None, "Ada") > rank(Some("title"), "Open"));
    }
}
