//! Which pages of a site a pattern means: by the path, and where all pages have the
//! same path, by the query and the hash.

/// Whether an address fits a pattern: its path and its hash part by part, `:id` and
/// `:number` for a number, `:any` for any part, `*` for anything from there on; slashes at the ends do not
/// count. What a pattern's query has, the address's has as well. A pattern without
/// query or hash says nothing about these.
pub(super) fn fits(pattern: &str, address: &str) -> bool {
    let (wanted, found) = (Address::of(pattern), Address::of(address));
    let mut pairs = wanted.query.split('&').filter(|pair| !pair.is_empty());
    fits_in_parts(wanted.path, found.path)
        && pairs.all(|pair| found.query.split('&').any(|known| known == pair))
        && (wanted.hash.is_empty() || fits_in_parts(wanted.hash, found.hash))
}

/// Whether a pattern means whatever begins like it: it says little of each page.
pub(super) fn is_open(pattern: &str) -> bool {
    pattern.ends_with('*')
}

/// The number at the pattern's `:id` in an address that fits it.
pub(super) fn id_in(pattern: &str, address: &str) -> Option<u64> {
    let (wanted, found) = (Address::of(pattern), Address::of(address));
    let mut both = parts(wanted.path).zip(parts(found.path));
    let (_, found) = both.find(|(wanted, _)| *wanted == ":id")?;
    found.parse().ok()
}

/// What comes after the origin. Absent parts are empty.
struct Address<'a> {
    path: &'a str,
    query: &'a str,
    hash: &'a str,
}

impl<'a> Address<'a> {
    fn of(text: &'a str) -> Self {
        let (before, hash) = text.split_once('#').unwrap_or((text, ""));
        let (path, query) = before.split_once('?').unwrap_or((before, ""));
        Self { path, query, hash }
    }
}

fn fits_in_parts(pattern: &str, path: &str) -> bool {
    let mut found = parts(path);
    for wanted in parts(pattern) {
        if wanted == "*" {
            return true;
        }
        let Some(found) = found.next() else {
            return false;
        };
        let same = match wanted {
            ":id" | ":number" => {
                !found.is_empty() && found.bytes().all(|byte| byte.is_ascii_digit())
            }
            ":any" => true,
            _ => wanted == found,
        };
        if !same {
            return false;
        }
    }
    found.next().is_none()
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_whole_paths() {
        for (pattern, path, expected) in [
            ("/customers", "/customers", true),
            ("/customers", "/customers/", true),
            ("/customers", "/customers/2", false),
            ("/customers/:id", "/customers/2", true),
            ("/customers/:id", "/customers/new", false),
            ("/customers/:id", "/customers/2/edit", false),
            ("/deals/:number", "/deals/7", true),
            ("/deals/:number", "/deals/7/edit", false),
            ("/*", "/", true),
            ("/*", "/anything/at/all", true),
            ("/a/*", "/b/c", false),
            ("/a/:any/c", "/a/b/c", true),
            ("/a/:any", "/a", false),
            ("/a/:any", "/a/b/c", false),
        ] {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_says_nothing_of_what_it_leaves_out() {
        for address in ["/people?page=2", "/people#top", "/people/?page=2#top"] {
            assert!(fits("/people", address), "{address}");
        }
    }

    #[test]
    fn a_query_and_a_hash_tell_pages_of_one_path_apart() {
        for (pattern, address, expected) in [
            (
                "/main?type=list&of=contact",
                "/main?of=contact&x=1&type=list",
                true,
            ),
            ("/main?type=list&of=contact", "/main?type=list", false),
            ("/main?of=contact", "/main?of=contacts", false),
            ("/#Contact", "/#Contact", true),
            ("/#Contact", "/", false),
            ("/#Contact", "/#Contact/view/5f3a", false),
            ("/#Contact/view/*", "/#Contact/view/5f3a", true),
            ("/#/contacts/:number", "/?lang=en#/contacts/7/", true),
            ("/#/contacts/:number", "/#/contacts/new", false),
        ] {
            assert_eq!(fits(pattern, address), expected, "{pattern} {address}");
        }
    }

    #[test]
    fn the_number_is_the_paths() {
        assert_eq!(id_in("/customers/:id", "/customers/27?tab=2#7"), Some(27));
        assert_eq!(id_in("/deals/:number", "/deals/7"), None);
        assert_eq!(
            id_in("/customers/:id", "/customers/99999999999999999999"),
            None
        );
    }
}
