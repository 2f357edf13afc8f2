//! The tabs in which a person has the CRM open.

use anyhow::{Context, Result};
use thirtyfour::WindowHandle;

use crate::Person;

/// The tabs with pages of the CRM. Drivers list the extension's hidden pages as
/// well.
pub(super) async fn all(person: &Person) -> Result<Vec<WindowHandle>> {
    let mut pages = Vec::new();
    for window in person.web().windows().await? {
        person.web().switch_to_window(window.clone()).await?;
        let address = person.web().current_url().await?;
        if address.as_str().starts_with(person.crm()) {
            pages.push(window);
        }
    }
    Ok(pages)
}

/// Makes the first page of the CRM the current one.
pub(super) async fn first(person: &Person) -> Result<()> {
    let first = all(person).await?.into_iter().next();
    let first = first.context("no page of the CRM is left")?;
    Ok(person.web().switch_to_window(first).await?)
}

/// Closes the newest page of the CRM, unless it is the last one, and goes to
/// another.
pub(super) async fn close_newest(person: &Person) -> Result<()> {
    if let [_, .., newest] = &*all(person).await? {
        person.web().switch_to_window(newest.clone()).await?;
        person.web().close_window().await?;
    }
    first(person).await
}

/// Closes all pages of the CRM but the first.
pub(super) async fn close_others(person: &Person) -> Result<()> {
    for window in all(person).await?.into_iter().skip(1) {
        person.web().switch_to_window(window).await?;
        person.web().close_window().await?;
    }
    first(person).await
}

/// Looks into the tabs, the newest first, until `look` finds something. That
/// tab stays the current one.
pub(super) async fn find<T>(
    person: &Person,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<Option<T>> {
    for window in all(person).await?.into_iter().rev() {
        person.web().switch_to_window(window).await?;
        if let Some(found) = look().await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
