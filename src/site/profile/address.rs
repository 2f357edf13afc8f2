//! Which pages of a site a pattern means: by the path, and where all pages have the
//! same path, by the query and the hash.

/// Whether an address fits a pattern: its path and its hash part by part, `:id` and
/// `:number` for a number, `:any` for any part, `*` for anything from there on;
/// slashes at the ends do not count. What a pattern's query has, the address's has as
/// well. A pattern without query or hash says nothing about these.
pub(super) fn fits(pattern: &str, address: &str) -> bool {
    id(pattern, address).is_some()
}

/// The number at the pattern's `:id` in an address that fits it.
pub(super) fn id_in(pattern: &str, address: &str) -> Option<u64> {
    id(pattern, address)?.parse().ok()
}

/// What an address has at the pattern's `:id`, empty where there is none. `None` where
/// it does not fit.
// One copy, because every page loads it.
#[inline(never)]
fn id<'a>(pattern: &str, address: &'a str) -> Option<&'a str> {
    let (wanted, found) = (Address::of(pattern), Address::of(address));
    let mut pairs = wanted.query.split('&').filter(|pair| !pair.is_empty());
    let has_all = pairs.all(|pair| found.query.split('&').any(|known| known == pair));
    if !has_all || !wanted.hash.is_empty() && id_by_parts(wanted.hash, found.hash).is_none() {
        return None;
    }
    id_by_parts(wanted.path, found.path)
}

/// Whether a pattern means whatever begins like it: it says little of each page.
pub(super) fn is_open(pattern: &str) -> bool {
    pattern.ends_with('*')
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

#[inline(never)]
fn id_by_parts<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    let mut found = parts(path);
    let mut id = "";
    for wanted in parts(pattern) {
        if wanted == "*" {
            return Some(id);
        }
        let found = found.next()?;
        let is_number = || found.bytes().all(|byte| byte.is_ascii_digit());
        let same = match wanted {
            ":id" | ":number" => is_number(),
            ":any" => true,
            _ => wanted == found,
        };
        if !same {
            return None;
        }
        if wanted == ":id" {
            id = found;
        }
    }
    found.next().is_none().then_some(id)
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
