//! The announcement of what set-up is about to do to a machine.

use std::fmt::{self, Display, Formatter};

use anyhow::{Result, bail};

/// Something that is missing, and what set-up does about it.
pub(super) struct Planned {
    /// The names of what is installed, as its provider spells them.
    pub(super) what: String,
    /// How it is installed, and where.
    pub(super) how: String,
    /// Why set-up cannot do it here, and what a person can do instead.
    pub(super) obstacle: Option<String>,
}

impl Planned {
    /// The same, if something else turns out not to work.
    pub(super) fn only_if(self, condition: &str) -> Self {
        Self {
            what: format!("only if {condition}: {}", self.what),
            obstacle: None,
            ..self
        }
    }
}

impl Display for Planned {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n      {}", self.what, self.how)
    }
}

/// All obstacles as one error, before anything is done.
pub(super) fn check(plan: &[Planned]) -> Result<()> {
    let obstacles = plan.iter().filter_map(|planned| {
        let obstacle = planned.obstacle.as_ref()?;
        Some(format!("\n  {}: {obstacle}", planned.what))
    });
    let obstacles: String = obstacles.collect();
    if obstacles.is_empty() {
        return Ok(());
    }
    bail!("set-up has installed nothing yet, because it cannot install{obstacles}")
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

    fn planned(what: &str, how: &str) -> Planned {
        Planned {
            what: what.to_owned(),
            how: how.to_owned(),
            obstacle: None,
        }
    }

    #[test]
    fn an_announcement_names_each_thing_and_its_place() {
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

    #[test]
    fn an_obstacle_is_an_error_unless_another_way_may_do() {
        let blocked = || Planned {
            obstacle: Some("run it as root".to_owned()),
            ..planned("chromium", "apt-get")
        };
        let error = check(&[planned("esbuild", "npm"), blocked()]).unwrap_err();
        assert!(error.to_string().ends_with("\n  chromium: run it as root"));
        assert!(check(&[blocked().only_if("rustup cannot download")]).is_ok());
    }
}
