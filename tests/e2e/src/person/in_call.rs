//! What a person does in a call: in the toast's frame, in the meeting inside
//! it, in a window.

use anyhow::{Context, Result};
use thirtyfour::{By, WebElement, WindowHandle};

use super::Person;
use crate::{dom, pointer, wait, windows, words};

impl Person {
    /// The frame in the toast that holds the call, once it is there.
    ///
    /// # Errors
    /// When it does not come in time.
    pub async fn call_frame(&self) -> Result<WebElement> {
        let frame = dom::visible(self.web(), words::CALL_FRAME).await;
        frame.context("the call in the toast")
    }

    /// Presses a control of the call, inside the toast's frame.
    ///
    /// # Errors
    /// When frame or control do not come in time.
    pub async fn press_in_call(&self, name: &str) -> Result<()> {
        let frame = self.call_frame().await?;
        pointer::press_in_frame(&self.session, &frame, name).await
    }

    /// Presses what a selector finds in the meeting, inside the call's frame.
    ///
    /// # Errors
    /// When it does not come in time.
    pub async fn press_in_meeting(&self, css: &str) -> Result<()> {
        let frame = self.call_frame().await?;
        pointer::press_in_meeting(&self.session, &frame, css).await
    }

    /// Writes into a field of the meeting, inside the call's frame.
    ///
    /// # Errors
    /// When frames or field do not come in time.
    pub async fn write_in_meeting(&self, css: &str, text: &str) -> Result<()> {
        self.press_in_meeting(css).await?;
        self.call_frame().await?.enter_frame().await?;
        let written = async {
            let meeting = self.web().find(By::Css("#stage iframe")).await?;
            meeting.enter_frame().await?;
            let field = self.web().find(By::Css(css)).await?;
            field.send_keys(text).await
        }
        .await;
        self.web().enter_default_frame().await?;
        written.context("write")
    }

    /// Types where the focus is in the call page, inside the toast's frame.
    ///
    /// # Errors
    /// When there is no call, or nothing that takes keys.
    pub async fn type_in_call(&self, keys: &str) -> Result<()> {
        self.call_frame().await?.enter_frame().await?;
        let typed = async {
            let focused = self.web().active_element().await?;
            focused.send_keys(keys).await
        }
        .await;
        self.web().enter_default_frame().await?;
        typed.context("type")
    }

    /// Moves the call into its own window, which is the current one then.
    /// Returns the page that the call was in.
    ///
    /// # Errors
    /// When no window comes.
    pub async fn pop_out(&self) -> Result<WindowHandle> {
        self.press(words::POP_OUT).await?;
        let window = windows::find(self.web(), windows::CALL_PAGE).await?;
        let page = self.web().window().await?;
        self.web().switch_to_window(window).await?;
        Ok(page)
    }

    /// Writes into a field of the call page, inside the toast's frame.
    ///
    /// # Errors
    /// When frame or field do not come in time.
    pub async fn write_in_call(&self, css: &str, text: &str) -> Result<()> {
        self.call_frame().await?.enter_frame().await?;
        let written = async {
            let field = wait::until(css, wait::STEP, async || {
                let field = self.web().find(By::Css(css)).await.ok();
                Ok(match field {
                    Some(field) if field.is_displayed().await? => Some(field),
                    _ => None,
                })
            })
            .await?;
            field.send_keys(text).await.context("write")
        }
        .await;
        self.web().enter_default_frame().await?;
        written
    }

    /// Chooses an entry of the call's menu.
    ///
    /// # Errors
    /// When there is no call, or no such entry.
    pub async fn choose_in_call(&self, entry: &str) -> Result<()> {
        self.press_in_call(words::MORE).await?;
        self.press_in_call(entry).await
    }

    /// Waits until the text that a script in the call page returns is as
    /// wanted.
    ///
    /// # Errors
    /// When it is not in time; names what it is.
    pub async fn call_shows(
        &self,
        script: &str,
        mut wanted: impl FnMut(&str) -> bool,
    ) -> Result<()> {
        let mut seen = serde_json::Value::Null;
        wait::until_true("what the call page shows", wait::STEP, async || {
            seen = self.look_into_call(script).await?;
            Ok(seen.as_str().is_some_and(&mut wanted))
        })
        .await
        .with_context(|| format!("it shows {seen}"))
    }

    /// What a script in the call page returns, inside the toast's frame.
    ///
    /// # Errors
    /// When the frame does not come in time, or the script fails.
    pub async fn look_into_call(&self, script: &str) -> Result<serde_json::Value> {
        self.call_frame().await?.enter_frame().await?;
        let seen = self.web().execute(script, vec![]).await;
        self.web().enter_default_frame().await?;
        Ok(seen?.json().clone())
    }

    /// What a script in the meeting returns, inside the call's frame.
    ///
    /// # Errors
    /// When the frames do not come in time, or the script fails.
    pub async fn look_into_meeting(&self, script: &str) -> Result<serde_json::Value> {
        self.call_frame().await?.enter_frame().await?;
        let seen = async {
            let frame = self.web().find(By::Css("#stage iframe")).await?;
            frame.enter_frame().await?;
            self.web().execute(script, vec![]).await
        }
        .await;
        self.web().enter_default_frame().await?;
        Ok(seen?.json().clone())
    }

    /// Hangs up.
    ///
    /// # Errors
    /// When there is no call to hang up.
    pub async fn hang_up(&self) -> Result<()> {
        self.press_in_call(words::HANG_UP).await
    }

    /// Hangs up where this page is in no meeting: it goes together with its
    /// answer to a driver's click.
    ///
    /// # Errors
    /// When there is no call to hang up.
    pub async fn hang_up_outside(&self) -> Result<()> {
        let later = "setTimeout(() => document.getElementById('hang-up').click()); return ''";
        self.look_into_call(later).await.map(drop)
    }

    /// Waits until the toast holds no call.
    ///
    /// # Errors
    /// When it still does when the time is over.
    pub async fn call_gone(&self) -> Result<()> {
        let gone = dom::none(self.web(), words::CALL_FRAME).await;
        gone.context("the call to go")
    }
}
