//! What set-up is about to do to a machine, said before it does it.

use std::fmt::{self, Display, Formatter};

/// Something that is missing, and what set-up does about it.
pub(super) struct Planned {
    /// What comes: names, as whoever provides them calls them.
    pub(super) what: String,
    /// By which means, and where it is put.
    pub(super) how: String,
}

impl Display for Planned {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n      {}", self.what, self.how)
    }
}

/// The announcement; nothing where nothing is missing.
pub(super) fn announce(plan: &[Planned]) -> Option<String> {
    if plan.is_empty() {
        return None;
    }
    let mut text = "setup will install what is missing on this machine:".to_owned();
    for planned in plan {
        text.push_str(&format!("\n    {planned}"));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_names_each_thing_and_its_place() {
        let planned = |what: &str, how: &str| Planned {
            what: what.to_owned(),
            how: how.to_owned(),
        };
        let plan = [planned("chromium", "apt-get"), planned("esbuild", "npm")];
        assert_eq!(
            announce(&plan).as_deref(),
            Some(
                "setup will install what is missing on this machine:\
                 \n    chromium\n      apt-get\n    esbuild\n      npm"
            )
        );
    }

    #[test]
    fn where_nothing_is_missing_nothing_is_announced() {
        assert_eq!(announce(&[]), None);
    }
}
