//! When calls make no sound.

use crate::codec::Codec;

/// Minutes of a day.
pub(super) const DAY: u16 = 24 * 60;

/// A time of the day when calls make no sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub struct QuietHours {
    /// Whether they are in effect.
    pub enabled: bool,
    /// When they begin, in minutes after midnight, local time.
    pub from: u16,
    /// When they end, in minutes after midnight, local time. Before `from`
    /// means the next morning.
    pub to: u16,
}

impl Default for QuietHours {
    fn default() -> Self {
        Self {
            enabled: false,
            from: 20 * 60,
            to: 7 * 60,
        }
    }
}

impl QuietHours {
    /// Whether `minute` (after midnight, local time) lies in them. The end
    /// does not; equal times mean the whole day.
    #[must_use]
    pub fn contain(&self, minute: u16) -> bool {
        if !self.enabled {
            return false;
        }
        match self.from.cmp(&self.to) {
            std::cmp::Ordering::Less => (self.from..self.to).contains(&minute),
            std::cmp::Ordering::Equal => true,
            std::cmp::Ordering::Greater => minute >= self.from || minute < self.to,
        }
    }
}
