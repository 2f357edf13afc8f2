//! Moments.

use super::Duration;
use crate::codec::Codec;

/// A moment, in milliseconds since the Unix epoch.
///
/// Time enters the core only as a value of this type inside an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Codec)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// The moment that is later by `duration`.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration.as_millis()))
    }

    /// How much time has passed since `earlier`; none when it is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}
