//! How a part says upwards that something happened, without knowing who listens.

use std::cell::OnceCell;

/// A listener that is set once, when the parts are put together.
pub(super) struct Hook<T: 'static>(OnceCell<Box<dyn Fn(T)>>);

impl<T> Default for Hook<T> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<T> Hook<T> {
    /// Sets the listener. There is one: a second is not heard.
    pub(super) fn set(&self, listener: impl Fn(T) + 'static) {
        let _ = self.0.set(Box::new(listener));
    }

    /// Tells the listener.
    pub(super) fn call(&self, value: T) {
        if let Some(listener) = self.0.get() {
            listener(value);
        }
    }
}
