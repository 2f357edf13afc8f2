//! The most likely name among the texts that stand around an address.

use super::vocabulary::{self, Label, fold, words};
use crate::site::detect::is_name;

/// A text near an address, in the order of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What stands there, as one line; of one block of the page.
    pub text: String,
    /// What it stands in.
    pub sign: Sign,
    /// The column's heading or the label before it; empty when there is none.
    pub label: String,
}

/// What a text stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    /// Nothing that means anything.
    #[default]
    Plain,
    /// Bold letters.
    Strong,
    /// A link to something else than an address.
    Link,
    /// The link with the address.
    MailLink,
    /// A heading, be it of a row.
    Heading,
    /// An element whose class or data attribute speaks of a name.
    NamedSo,
    /// Markup that says that it is a name: microdata, h-card.
    Marked,
}

/// What a text must score to be taken for a name.
const ENOUGH: i32 = 3;

/// A name, with how much speaks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// The name, as one line.
    pub name: String,
    /// The higher, the likelier.
    pub score: i32,
}

/// The text that is most likely the name of the person with this address; of
/// equals the first. `None` when nothing looks like a name.
#[must_use]
pub fn best_name(pieces: &[Piece], email: &str) -> Option<Scored> {
    let email = fold(email);
    let mut best: Option<Scored> = joined(pieces);
    let mut before = "";
    for piece in pieces {
        // A text that is only a label names what follows it.
        let label = if piece.label.is_empty() {
            before
        } else {
            &piece.label
        };
        for part in parts(&piece.text) {
            let score = score(&part, piece.sign, label, &email).unwrap_or_default();
            if score >= ENOUGH && best.as_ref().is_none_or(|best| score > best.score) {
                let name = part.text.trim_end_matches(',').to_owned();
                best = Some(Scored { name, score });
            }
        }
        let is_label = is_only_a_label(&piece.text);
        before = if is_label { &piece.text } else { "" };
    }
    best
}

/// Given and family name from columns of their own.
fn joined(pieces: &[Piece]) -> Option<Scored> {
    let (mut given, mut family) = (None, None);
    for piece in pieces {
        let part = match vocabulary::label(&piece.label) {
            Label::Given => &mut given,
            Label::Family => &mut family,
            _ => continue,
        };
        if is_name(&piece.text) {
            *part = Some(&piece.text);
        }
    }
    Some(Scored {
        name: [given?.as_str(), " ", family?].concat(),
        score: 9,
    })
}

fn is_only_a_label(text: &str) -> bool {
    text.trim_end().ends_with(':') || (!text.is_empty() && vocabulary::is_label(&fold(text)))
}

/// A part of a text.
struct Part {
    text: String,
    /// The same in small letters without accents.
    plain: String,
}

/// The parts of a text that may be a name: "Jane Doe (Acme)" has two. Addresses
/// are left out.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut end = |part: &mut String| {
        let text = std::mem::take(part);
        if !text.is_empty() {
            let plain = fold(&text);
            parts.push(Part { text, plain });
        }
    };
    for word in text.split(' ') {
        let bare = word.trim_matches(is_bracket);
        if bare.is_empty() || word.contains('@') || word.starts_with(is_bracket) {
            end(&mut part);
        }
        if !bare.is_empty() && !word.contains('@') {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(bare);
        }
        if word.ends_with(is_bracket) {
            end(&mut part);
        }
    }
    end(&mut part);
    parts
}

/// Whether a character stands around texts or between two of them.
fn is_bracket(c: char) -> bool {
    "()<>[]|/;-–—·•\"“”".contains(c)
}

/// How much speaks for it that a part is the name; `None` when it cannot be one.
fn score(part: &Part, sign: Sign, label: &str, email: &str) -> Option<i32> {
    let looks = looks_like_a_name(part)?;
    let stands_in = match sign {
        Sign::Plain => 0,
        Sign::Strong | Sign::Link => 1,
        Sign::MailLink | Sign::Heading => 3,
        Sign::NamedSo => 4,
        Sign::Marked => 10,
    };
    let labelled = match vocabulary::label(label) {
        Label::Name => 6,
        Label::Given | Label::Family => 2,
        Label::Unknown => 0,
        Label::Other => -7,
    };
    Some(looks + stands_in + labelled + address(&part.plain, email))
}

/// How much the letters themselves look like a name.
fn looks_like_a_name(part: &Part) -> Option<i32> {
    const LONG: usize = 80;
    let (text, plain) = (part.text.as_str(), part.plain.as_str());
    if text.len() > LONG || !is_name(text) || text.ends_with(':') || vocabulary::is_label(plain) {
        return None;
    }
    let (mut words, mut small, mut title, mut company) = (0, false, false, false);
    for (word, original) in plain.split(' ').zip(text.split(' ')) {
        words += 1;
        let begins_small = original
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_lowercase);
        small |= begins_small && !vocabulary::is_particle(word);
        title |= vocabulary::is_title(word);
        company |= words > 1 && vocabulary::is_company(word);
    }
    let mut score = match words {
        1 => 0,
        2..=4 => 2,
        5 => -1,
        _ => return None,
    };
    score += if small { -3 } else { 1 };
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        score -= 5;
    }
    if words > 1 && matches!(text.as_bytes().last(), Some(b'.' | b'!' | b'?')) {
        score -= 2;
    }
    if title {
        score -= 4;
    }
    if company {
        score -= 5;
    }
    Some(score)
}

/// How much an address speaks for a name or against it: `jane.doe@acme.example`
/// is Jane Doe's, and Acme is no person. Both in small letters without accents.
fn address(name: &str, email: &str) -> i32 {
    const SHORTEST: usize = 3;
    let at = email.rfind('@').unwrap_or(email.len());
    let (local, domain) = email.split_at(at);
    let mut score = 0;
    for word in words(name).filter(|word| word.len() >= SHORTEST) {
        if has(local, word) {
            return 5;
        }
        if has(domain, word) {
            score = -3;
        }
    }
    score
}

/// Whether a text is in another one. The standard library's search is larger
/// than all else here.
fn has(text: &str, part: &str) -> bool {
    let mut windows = text.as_bytes().windows(part.len());
    windows.any(|window| window == part.as_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::site::detect::email_in;

    /// Pieces as `label=text`, with a mark before the text for what it stands
    /// in.
    fn named(pieces: &[&str], email: &str) -> Option<String> {
        let pieces: Vec<Piece> = pieces.iter().map(|piece| parse(piece)).collect();
        best_name(&pieces, email).map(|best| best.name)
    }

    fn parse(piece: &str) -> Piece {
        let (label, text) = piece.split_once('=').unwrap_or(("", piece));
        let (sign, text) = match text.split_at_checked(1) {
            Some(("#", text)) => (Sign::Heading, text),
            Some(("!", text)) => (Sign::Strong, text),
            Some(("@", text)) => (Sign::MailLink, text),
            Some((".", text)) => (Sign::NamedSo, text),
            _ => (Sign::Plain, text),
        };
        Piece {
            text: text.to_owned(),
            sign,
            label: label.to_owned(),
        }
    }

    #[test]
    fn the_name_in_a_row_is_found() {
        let jane = "jane.doe@acme.example";
        for (pieces, email, expected) in [
            // By its column's heading.
            (
                &[
                    "Name=Jane Doe",
                    "Company=Acme",
                    "Email=jane.doe@acme.example",
                ][..],
                jane,
                "Jane Doe",
            ),
            (
                &["Company=Stark Industries", "Contact=Cher", "Status=Active"],
                "c@x.example",
                "Cher",
            ),
            (
                &["First name=Jane", "Last name=Doe", "City=New York"],
                "x7@acme.example",
                "Jane Doe",
            ),
            (
                &["Nachname=Doe", "Vorname=Jane"],
                "x7@acme.example",
                "Jane Doe",
            ),
            (
                &["氏名=山田 太郎", "会社=東京"],
                "yamada@tokyo.example",
                "山田 太郎",
            ),
            // By the address.
            (
                &["Oslo Norway", "Jane Doe", "jane.doe@acme.example"],
                jane,
                "Jane Doe",
            ),
            (
                &["Acme Widgets", "Sales Manager", "J. Doe"],
                "jdoe@acme.example",
                "J. Doe",
            ),
            (&["Jane", "jane@acme.example"], "jane@acme.example", "Jane"),
            (
                &["Héloïse Bézier", "Très Grande"],
                "heloise@acme.example",
                "Héloïse Bézier",
            ),
            // By its looks, of equals the first.
            (
                &["Wei Ling", "New York", "wl7@acme.example"],
                "wl7@acme.example",
                "Wei Ling",
            ),
            (
                &["active", "Stark Industries Inc.", "Wei Ling"],
                "wl7@x.example",
                "Wei Ling",
            ),
            (
                &["Regional Sales Director", "Wei Ling"],
                "wl7@x.example",
                "Wei Ling",
            ),
            // By what it stands in.
            (
                &["Great Offer", "#Wei Ling", "Buyer"],
                "wl7@x.example",
                "Wei Ling",
            ),
            (
                &["Great Offer", "@Noor Haddad"],
                "n7@x.example",
                "Noor Haddad",
            ),
            (&["Great Offer", ".Cher"], "c7@x.example", "Cher"),
            // By the label before it.
            (
                &["Name", "Jane Doe", "Email", "x7@acme.example"],
                "x7@acme.example",
                "Jane Doe",
            ),
            (
                &["Company:", "Jane Doe", "Contact:", "Wei Ling"],
                "x7@acme.example",
                "Wei Ling",
            ),
            // Of a longer text.
            (&["Jane Doe <jane.doe@acme.example>"], jane, "Jane Doe"),
            (&["jane.doe@acme.example (Jane Doe)"], jane, "Jane Doe"),
            (&["Jane Doe · Acme · Berlin"], jane, "Jane Doe"),
            (&["Jane Doe - Acme"], jane, "Jane Doe"),
            (&["Doe, Jane"], jane, "Doe, Jane"),
            (
                &["Ludwig van Beethoven"],
                "lvb@x.example",
                "Ludwig van Beethoven",
            ),
        ] {
            assert_eq!(
                named(pieces, email).as_deref(),
                Some(expected),
                "{pieces:?}"
            );
        }
    }

    #[test]
    fn what_is_no_name_is_not_taken_for_one() {
        for pieces in [
            &["Email"][..],
            &["Active", "E-mail:", "x7@acme.example"],
            &["Write", "Edit", "Delete"],
            &["Status=Very Happy"],
            &["Company=Stark Industries"],
            &["+1 503 555 0182", "2026-11-26"],
            &["Runs out at the end of the month."],
            &["Acme GmbH"],
            &["Customer Details", "Recent Activities"],
            &["x7@acme.example"],
            &[],
        ] {
            assert_eq!(named(pieces, "x7@acme.example"), None, "{pieces:?}");
        }
    }

    #[test]
    fn neighbouring_texts_are_never_glued_together() {
        let name = named(
            &["Jane Doe", "jane.doe@acme.example"],
            "jane.doe@acme.example",
        );
        assert_eq!(name.as_deref(), Some("Jane Doe"));
    }

    proptest! {
        #[test]
        fn any_texts_are_read_without_a_trap(
            texts in proptest::collection::vec("\\PC{0,40}", 0..6),
            labels in proptest::collection::vec("\\PC{0,12}", 6),
            email in "\\PC{0,20}",
        ) {
            let pieces: Vec<Piece> = texts
                .into_iter()
                .zip(labels)
                .map(|(text, label)| Piece { text, sign: Sign::Plain, label })
                .collect();
            if let Some(best) = best_name(&pieces, &email) {
                prop_assert!(is_name(&best.name));
                prop_assert_eq!(email_in(&best.name), None);
            }
        }
    }
}
