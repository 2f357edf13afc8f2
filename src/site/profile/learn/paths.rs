//! The paths at which a page like the one in front is found.

/// The longest part of a path that is taken as it is.
const LONGEST: usize = 60;

/// The pattern of a path: a number in it is any number, and what only this page has
/// is any part.
#[must_use]
pub fn pattern(path: &str) -> String {
    let mut pattern = String::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        pattern.push('/');
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            pattern.push_str(":number");
        } else if is_key(part) {
            pattern.push_str(":any");
        } else {
            pattern.push_str(part);
        }
    }
    if pattern.is_empty() {
        pattern.push('/');
    }
    pattern
}

/// Whether a part of a path is the key of one record, such as a UUID, or cannot be
/// in a pattern.
fn is_key(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    let letters = part.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_mixed = part.len() >= 12 && digits >= 4 && letters > 0;
    is_mixed || part.len() > LONGEST || part.starts_with([':', '*'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_keys_are_of_one_page_alone() {
        for (path, expected) in [
            ("/", "/"),
            ("", "/"),
            ("/contacts", "/contacts"),
            ("/contacts/", "/contacts"),
            ("/teams/7/people", "/teams/:number/people"),
            ("/lists/2024-q3", "/lists/2024-q3"),
            (
                "/lists/3f2504e0-4f89-11d3-9a0c-0305e82c3301/people",
                "/lists/:any/people",
            ),
            ("/odd/:id", "/odd/:any"),
        ] {
            assert_eq!(pattern(path), expected, "{path}");
        }
    }
}
