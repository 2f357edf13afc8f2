//! How a part notifies those above it, without knowing who listens.

use std::cell::OnceCell;

/// A listener that is set once, when the parts are put together.
pub(super) struct Hook<T: 'static>(OnceCell<Box<dyn Fn(T)>>);

impl<T> Default for Hook<T> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<T> Hook<T> {
    /// Sets the listener. A second one is ignored.
    pub(super) fn set(&self, listener: impl Fn(T) + 'static) {
        let _ = self.0.set(Box::new(listener));
    }

    /// Calls the listener.
    pub(super) fn call(&self, value: T) {
        if let Some(listener) = self.0.get() {
            listener(value);
        }
    }
}
