//! A call's notes at the CRM, where everybody shares one text.

/// Merges `ours` into `theirs`, the text at the CRM, which got `before` from us
/// the last time. What others wrote and the reason of a decline stay; our
/// earlier text is replaced.
#[must_use]
pub fn merged(theirs: &str, before: &str, ours: &str) -> String {
    let (theirs, before, ours) = (theirs.trim(), before.trim(), ours.trim());
    if !before.is_empty() && theirs.contains(before) {
        return theirs.replacen(before, ours, 1).trim().to_owned();
    }
    // Our earlier text is not known: `ours` continues what is there.
    if theirs.is_empty() || ours.starts_with(theirs) {
        return ours.to_owned();
    }
    if ours.is_empty() || theirs.contains(ours) {
        return theirs.to_owned();
    }
    [theirs, ours].join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn what_others_wrote_stays() {
        assert_eq!(merged("", "", "Wants a quote"), "Wants a quote");
        assert_eq!(
            merged("Asked for Mike", "", "Wants a quote"),
            "Asked for Mike\n\nWants a quote"
        );
    }

    #[test]
    fn what_we_wrote_before_is_replaced() {
        let theirs = "Asked for Mike\n\nWants a";
        assert_eq!(
            merged(theirs, "Wants a", "Wants a quote"),
            "Asked for Mike\n\nWants a quote"
        );
        assert_eq!(merged("Wants a", "", "Wants a quote"), "Wants a quote");
        assert_eq!(merged("Wants a quote", "Wants a quote", ""), "");
    }

    #[test]
    fn the_same_note_is_not_added_twice() {
        assert_eq!(
            merged("Wants a quote", "", "Wants a quote"),
            "Wants a quote"
        );
        assert_eq!(merged("A\n\nB", "", "B"), "A\n\nB");
    }

    proptest::proptest! {
        #[test]
        fn nothing_of_others_is_lost(theirs in "[a-z \n]{0,20}", ours in "[A-Z ]{0,20}") {
            let merged = merged(&theirs, "", &ours);
            proptest::prop_assert!(merged.contains(theirs.trim()));
            proptest::prop_assert!(merged.contains(ours.trim()));
        }
    }
}
