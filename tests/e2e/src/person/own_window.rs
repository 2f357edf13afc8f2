//! What a person does in the CRM's own call window, which its pages have as
//! found.

use anyhow::{Context, Result};
use thirtyfour::{By, WebElement};

use super::Person;
use crate::{dom, wait};

/// The window in each of its states: with a call that is on, and before.
pub const OWN_WINDOW: &str = "#root > div:has(> .drag-handle), \
    #root > div:has(> div:only-child > .chakra-stack:only-child > .chakra-stack:first-child > \
    div:first-child > svg:only-child)";

impl Person {
    /// The CRM's own call window, where it can be seen.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn own_window(&self) -> Result<Option<WebElement>> {
        Ok(dom::all(self.web(), OWN_WINDOW).await?.into_iter().next())
    }

    /// Waits until the CRM's own call window says something that contains
    /// `text`.
    ///
    /// # Errors
    /// When it does not in time; names what it says.
    pub async fn own_window_says(&self, text: &str) -> Result<()> {
        let mut said = String::new();
        let what = format!("“{text}” in the CRM's own window");
        wait::until_true(&what, wait::STEP, async || {
            said = match self.own_window().await? {
                Some(window) => window.text().await?,
                None => String::new(),
            };
            Ok(said.contains(text))
        })
        .await
        .with_context(|| format!("it says “{said}”"))
    }

    /// Presses a button of the CRM's own call window.
    ///
    /// # Errors
    /// When it does not come in time or something lies over it.
    pub async fn press_in_own_window(&self, name: &str) -> Result<()> {
        let what = format!("to press “{name}” in the CRM's own window");
        wait::until(&what, wait::STEP, async || {
            let Some(window) = self.own_window().await? else {
                return Ok(None);
            };
            for button in window.find_all(By::Tag("button")).await? {
                if button.text().await? == name {
                    button.click().await.context("click")?;
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Waits until the CRM's own call window cannot be seen.
    ///
    /// # Errors
    /// When it is still there when the time is over.
    pub async fn own_window_gone(&self) -> Result<()> {
        wait::until_true("the CRM's own window to go", wait::STEP, async || {
            Ok(self.own_window().await?.is_none())
        })
        .await
    }
}
