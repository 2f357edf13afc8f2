//! What a failed test leaves behind: pictures, consoles, the CRM's log.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;

use crate::{Person, Session, wait};

/// A folder under `target` of this workspace.
#[must_use]
pub fn target(folder: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).unwrap_or(here);
    root.join("target").join(folder)
}

/// Where a failed test leaves things.
#[must_use]
pub fn folder(test: &str) -> PathBuf {
    target("e2e").join(test)
}

/// Saves a picture of the current tab.
///
/// # Errors
/// When the picture cannot be taken or written.
pub async fn picture(session: &Session, file: &Path) -> Result<()> {
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    session.web.enter_default_frame().await?;
    Ok(session.web.screenshot(file).await?)
}

/// Whether anything moves on the page for a while yet, in open shadow roots
/// too. What moves for ever, such as a pulse, does not count.
const MOVES: &str = r"
const moves = (root) => root.getAnimations().some((one) =>
        one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity)
    || [...root.querySelectorAll('*')].some((one) => one.shadowRoot && moves(one.shadowRoot));
return moves(document);
";

/// Saves a picture of the current tab when everything has come to rest, with
/// the pointer out of the way.
///
/// # Errors
/// When something does not come to rest, or as [`picture`].
pub async fn picture_at_rest(session: &Session, file: &Path) -> Result<()> {
    session.web.enter_default_frame().await?;
    session.web.action_chain().move_to(1, 1).perform().await?;
    wait::until_true("the page to come to rest", wait::STEP, async || {
        Ok(session.web.execute(MOVES, vec![]).await?.json() == false)
    })
    .await?;
    picture(session, file).await
}

/// Saves what can be saved of a person's browser. What cannot is skipped: the
/// test has failed already, and for another reason.
pub async fn keep(folder: &Path, who: &str, person: &Person) {
    let _ = fs::create_dir_all(folder);
    let _ = picture(&person.session, &folder.join(format!("{who}.png"))).await;
    let _ = fs::write(
        folder.join(format!("{who}-console.txt")),
        person.session.console.errors().join("\n"),
    );
    let _ = fs::write(
        folder.join(format!("{who}-driver.txt")),
        person.session.output(),
    );
    if let Ok(source) = person.session.web.source().await {
        let _ = fs::write(folder.join(format!("{who}.html")), source);
    }
}
