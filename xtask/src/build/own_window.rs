//! Puts into `own-window.js` what the profiles say of CRMs' own call windows:
//! no module runs where that script does, so it cannot ask for it.

use anyhow::{Context, Result};
use serde_json::Value;

use super::Files;

const SCRIPT: &str = "content/own-window.js";
/// Where the selectors go.
const BLANK: &str = "/* Filled in by the build, from the profiles: */ []";

/// Fills in the selectors of all profiles.
///
/// # Errors
/// Where a profile is no JSON, or the script has no place for them.
pub(super) fn fill_in(files: &mut Files) -> Result<()> {
    let mut hidden: Vec<Value> = Vec::new();
    for (path, profile) in files.iter().filter(|(path, _)| path.starts_with("sites/")) {
        let profile: Value =
            serde_json::from_slice(profile).with_context(|| format!("{path} is no JSON"))?;
        let selectors = profile["own_calls"]["hide"].as_array();
        hidden.extend(selectors.into_iter().flatten().cloned());
    }
    let script = files.get_mut(SCRIPT).context("own-window.js is missing")?;
    let text = String::from_utf8(std::mem::take(script))?;
    let (before, after) = text
        .split_once(BLANK)
        .context("own-window.js has no place for the selectors")?;
    let filled = [before, &serde_json::to_string(&hidden)?, after].concat();
    *script = filled.into_bytes();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::files;
    use crate::workspace;

    #[test]
    fn the_script_gets_every_profiles_selectors() -> Result<()> {
        let mut files = files::collect_static(workspace::root())?;
        fill_in(&mut files)?;
        let script = String::from_utf8(files[SCRIPT].clone())?;
        assert!(!script.contains(BLANK));
        assert!(script.contains(r##"["#root > div:has(> .drag-handle)","##));
        Ok(())
    }

    #[test]
    fn a_script_without_a_place_is_noticed() {
        let mut files = Files::from([(SCRIPT.to_owned(), b"(() => {})();".to_vec())]);
        assert!(fill_in(&mut files).is_err());
    }
}
