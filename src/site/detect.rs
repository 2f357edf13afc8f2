//! Finding addresses and names in the text of a page.

/// The first e-mail address in a text, exactly as it stands there.
///
/// Deliberately narrower than the mail standards: what people and CRMs write,
/// not quoted local parts or address literals. A `mailto:` link's scheme and
/// query are passed over.
#[must_use]
pub fn email_in(text: &str) -> Option<&str> {
    let mut from = 0;
    while let Some(at) = text[from..].find('@').map(|at| at + from) {
        if let Some(found) = around(text, at) {
            return Some(found);
        }
        from = at + 1;
    }
    None
}

/// The address around the `@` at this byte, when there is one.
fn around(text: &str, at: usize) -> Option<&str> {
    let local = text[..at]
        .rfind(|c: char| !is_local(c))
        .map_or(0, |end| end + width_at(text, end));
    let local = local + leading_marks(&text[local..at]);
    let rest = &text[at + 1..];
    let length = rest.find(|c: char| !is_domain(c)).unwrap_or(rest.len());
    // A full stop at the end of a sentence is not part of the address.
    let domain = rest[..length].trim_end_matches(['.', '-']);
    let whole = &text[local..at + 1 + domain.len()];
    // The last label, which has only letters, and the labels before it.
    let (mut top, mut letters, mut labels, mut before) = (0, true, 0, '.');
    for c in domain.chars() {
        if before == '.' && (c == '.' || c == '-') {
            return None;
        }
        if c == '.' {
            (top, letters, labels) = (0, true, labels + 1);
        } else {
            (top, letters) = (top + 1, letters && is_letter(c));
        }
        before = c;
    }
    let sound = labels > 0
        && top >= 2
        && letters
        && local < at
        && !text[..at].ends_with('.')
        && whole.len() <= 254
        // "a@b@c.de" is a mistake, not an address.
        && !rest[length..].starts_with('@')
        && !text[..local].ends_with('@');
    sound.then_some(whole)
}

fn width_at(text: &str, index: usize) -> usize {
    text[index..].chars().next().map_or(0, char::len_utf8)
}

fn leading_marks(text: &str) -> usize {
    text.len() - text.trim_start_matches(['.', '\'']).len()
}

fn is_local(c: char) -> bool {
    is_letter(c)
        || c.is_ascii_digit()
        || matches!(
            c,
            '.' | '_' | '%' | '+' | '-' | '\'' | '!' | '#' | '$' | '~'
        )
}

fn is_domain(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit() || c == '.' || c == '-'
}

/// Whether a character is a letter of some script: all that is neither ASCII
/// nor in one of the blocks of punctuation and symbols. Unicode's own tables
/// are larger than this module, and every page would load them.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (c >= '\u{c0}'
            && !matches!(c, '×' | '÷' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}'
                | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff20}'
                | '\u{1f000}'..='\u{1faff}'))
}

/// A text as one line: white space of any kind becomes single spaces.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether a tidy text can be somebody's name: not blank, no address, not only
/// digits or punctuation.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.chars().any(is_letter) && email_in(text).is_none() && text.len() <= 120
}

/// The part of an address before the `@`: a name where the page shows none.
#[must_use]
pub fn local_part(email: &str) -> &str {
    email.split('@').next().unwrap_or(email)
}

/// Up to two initials of a name, for its circle. Style sheets capitalise them:
/// the tables for that are long, and the browser has them.
#[must_use]
pub fn initials(name: &str) -> String {
    let (mut first, mut last) = (None, None);
    let mut in_word = false;
    for c in name.chars() {
        let part = is_letter(c) || c.is_ascii_digit();
        if part && !in_word {
            *(if first.is_none() {
                &mut first
            } else {
                &mut last
            }) = Some(c);
        }
        in_word = part;
    }
    let mut initials = String::new();
    initials.extend(first);
    initials.extend(last);
    initials
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_found_as_they_stand() {
        for (text, expected) in [
            ("jane@acme.com", Some("jane@acme.com")),
            ("Jane.Doe@Acme.com", Some("Jane.Doe@Acme.com")),
            ("mailto:jane@acme.com?subject=x", Some("jane@acme.com")),
            ("Write to jane+crm@acme.co.uk.", Some("jane+crm@acme.co.uk")),
            ("<o'neil@acme.com>, b@c.de", Some("o'neil@acme.com")),
            ("käthe@müller.de", Some("käthe@müller.de")),
            ("“jane@acme.com”…", Some("jane@acme.com")),
            ("→ jane@acme.com 📧", Some("jane@acme.com")),
            ("@jane", None),
            ("jane@", None),
            ("jane@localhost", None),
            ("jane@10.0.0.1", None),
            ("a@b@c.de", None),
            ("3 apples @ 2.50", None),
            ("jane.@acme.com", None),
            ("see @x and jane@acme.com", Some("jane@acme.com")),
            ("", None),
        ] {
            assert_eq!(email_in(text), expected, "{text:?}");
        }
    }

    #[test]
    fn initials_are_the_first_and_the_last() {
        for (name, expected) in [
            ("Jane Doe", "JD"),
            ("Ana María de la Cruz", "AC"),
            ("jane.doe", "jd"),
            ("Cher", "C"),
            ("", ""),
            ("ökonom", "ö"),
        ] {
            assert_eq!(initials(name), expected);
        }
    }

    proptest! {
        #[test]
        fn scanning_never_panics(text in "\\PC*") {
            if let Some(found) = email_in(&text) {
                prop_assert!(text.contains(found));
                prop_assert_eq!(email_in(found), Some(found));
            }
        }

        #[test]
        fn an_address_is_found_in_any_sentence(
            local in "[a-z][a-z0-9._+]{0,8}[a-z0-9]",
            domain in "[a-z]{1,8}\\.[a-z]{2,5}",
            before in "[A-Za-z ,(]{0,12}[ (]",
            after in "[ ).,;][A-Za-z ]{0,12}",
        ) {
            let email = format!("{local}@{domain}");
            let text = format!("{before}{email}{after}");
            // A full stop before another letter counts as part of the domain.
            prop_assume!(!after.starts_with('.'));
            prop_assert_eq!(email_in(&text), Some(email.as_str()));
        }

        #[test]
        fn tidying_is_idempotent(text in "\\PC*") {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once);
        }
    }
}
