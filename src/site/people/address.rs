//! Which addresses on a page are people's.

use super::vocabulary::holds;
use crate::site::detect::email_in;

/// Local parts of addresses that nobody answers a call at.
const NOBODY: &str = "noreply no-reply no_reply donotreply do-not-reply do_not_reply mailer-daemon \
    postmaster hostmaster webmaster abuse bounce bounces notifications notification newsletter \
    unsubscribe support helpdesk git";

/// What follows the last full stop in names of files and of image sizes.
const FILES: &str = "png jpg jpeg gif svg webp avif ico js mjs ts css scss json html htm pdf";

/// Whether an address can be a person's: neither a machine's nor the name of a
/// file, such as `icon@2x.png`.
#[must_use]
pub fn is_a_persons(email: &str) -> bool {
    let email = email.to_ascii_lowercase();
    let local = email.split(['@', '+']).next().unwrap_or_default();
    let top = email.split('.').next_back().unwrap_or_default();
    !holds(NOBODY, local) && !holds(FILES, top)
}

/// The person's address in a line of text that is about it. `None` in a sentence: the
/// address is mentioned there.
#[must_use]
pub fn address_in(text: &str) -> Option<&str> {
    // As many words as a name, a title and a label have.
    const WORDS: usize = 6;
    const SMALL_WORDS: usize = 2;
    let email = email_in(text).filter(|email| is_a_persons(email))?;
    let others = text.split_whitespace().filter(|word| !word.contains(email));
    let (mut words, mut small) = (0, 0);
    for word in others {
        words += 1;
        small += usize::from(word.starts_with(|c: char| c.is_ascii_lowercase()));
    }
    (words <= WORDS && small <= SMALL_WORDS).then_some(email)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_and_files_are_no_people() {
        for (email, expected) in [
            ("jane@acme.example", true),
            ("office@initech.example", true),
            ("jane+noreply@acme.example", true),
            ("noreply@acme.example", false),
            ("No-Reply+7@acme.example", false),
            ("support@acme.example", false),
            ("git@github.com", false),
            ("icon@2x.png", false),
            ("logo@3x.SVG", false),
        ] {
            assert_eq!(is_a_persons(email), expected, "{email}");
        }
    }

    #[test]
    fn an_address_in_a_sentence_is_only_mentioned() {
        for (text, found) in [
            ("jane@acme.example", true),
            ("E-mail: jane@acme.example", true),
            ("Jane Doe <jane@acme.example>", true),
            ("Jane Doe, Head of Sales, jane@acme.example", true),
            (
                "Our newsletter comes from jane@acme.example each month.",
                false,
            ),
            ("Please write to jane@acme.example", true),
            (
                "sent with the new prices; jane@acme.example has a copy",
                false,
            ),
            ("no address", false),
        ] {
            assert_eq!(address_in(text).is_some(), found, "{text:?}");
        }
    }
}
