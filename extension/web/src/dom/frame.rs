//! Work for the next animation frame, requested many times and done once.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::window;
use ringside::domain::Timestamp;

/// A job that runs in the next animation frame after it was requested.
///
/// Requesting it again before that changes nothing. Dropping the job cancels
/// it.
pub struct FrameJob {
    run: Closure<dyn FnMut()>,
    pending: Rc<Cell<Option<i32>>>,
}

impl FrameJob {
    /// A job that was not requested yet.
    #[must_use]
    pub fn new(mut job: impl FnMut() + 'static) -> Self {
        let pending = Rc::new(Cell::new(None));
        let run = Closure::new({
            let pending = Rc::clone(&pending);
            move || {
                pending.set(None);
                job();
            }
        });
        Self { run, pending }
    }

    /// Requests the job. In a hidden tab it waits until the tab is shown.
    pub fn ask(&self) {
        if self.pending.get().is_some() {
            return;
        }
        let Some(window) = window() else { return };
        if let Ok(id) = window.request_animation_frame(self.run.as_ref().unchecked_ref()) {
            self.pending.set(Some(id));
        }
    }
}

impl Drop for FrameJob {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.pending.get(), window()) {
            let _ = window.cancel_animation_frame(id);
        }
    }
}

impl fmt::Debug for FrameJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameJob").finish_non_exhaustive()
    }
}

/// The time since the page was opened, in milliseconds.
#[must_use]
pub fn now() -> f64 {
    window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// The same as whole milliseconds: a time that no clock sets, of this page alone.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page is never older than that, and never younger than 0"
)]
pub fn steady() -> Timestamp {
    Timestamp(now() as u64)
}
