//! How often it rings in a page, also when nobody looks.

use anyhow::{Context, Result};
use serde_json::json;

use crate::Person;

/// Counts how often a card of an incoming call appears where none was, beginning
/// with so many. A card that is replaced in one turn has not gone.
const WATCH: &str = r"
const [begin, anew] = arguments;
const hosts = () => [...document.querySelectorAll('[data-ringside=shell]')];
const cards = () => hosts().filter(({ shadowRoot }) => shadowRoot?.querySelector('.card.ring')).length;
const watch = (globalThis.ringsideRings ??= { observed: new WeakSet() });
const look = () => {
    for (const { shadowRoot } of hosts()) {
        if (shadowRoot && !watch.observed.has(shadowRoot)) {
            watch.observed.add(shadowRoot);
            watch.observer.observe(shadowRoot, { childList: true, subtree: true });
        }
    }
    const now = cards();
    watch.rings += Math.max(0, now - watch.before);
    watch.before = now;
};
if (!watch.observer) {
    watch.observer = new MutationObserver(look);
    watch.observer.observe(document.documentElement, { childList: true });
}
if (anew || watch.rings === undefined) {
    watch.rings = begin;
    watch.before = 0;
}
look();
";

const RINGS: &str = "return globalThis.ringsideRings?.rings ?? 0";

/// Counts the rings of a person's current page until it is loaded anew, if it
/// does not yet. `has_rung` is whether the call has rung already, `anew` whether
/// a new call is counted.
///
/// # Errors
/// When the page does not answer.
pub(super) async fn watch(person: &Person, has_rung: bool, anew: bool) -> Result<()> {
    let begin = json!(u8::from(has_rung));
    person
        .web()
        .execute(WATCH, vec![begin, json!(anew)])
        .await?;
    Ok(())
}

/// How often it has rung there. Nothing is known of a page that nobody watches.
///
/// # Errors
/// When the page does not answer.
pub(super) async fn count(person: &Person) -> Result<usize> {
    let counted = person.web().execute(RINGS, vec![]).await?;
    counted.convert().context("a number of rings")
}
