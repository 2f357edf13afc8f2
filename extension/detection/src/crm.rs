//! Which CRM of the catalogue the page belongs to.

use ringside::site::catalogue::SIGNS;
use ringside_web::dom;

/// The CRM whose signs the page has, as an index of the catalogue.
#[must_use]
pub fn crm() -> Option<u32> {
    let document = dom::document()?;
    let has = |css: &&str| {
        let found = || document.query_selector(css).ok().flatten();
        !css.is_empty() && found().is_some()
    };
    let index = SIGNS.iter().position(has)?;
    u32::try_from(index).ok()
}
