//! A log of what the worker did and what failed.
//!
//! It stays in this browser and contains no secrets: no token, no meeting
//! address, no note.

use crate::codec::{Codec, Format, Stored};
use crate::domain::Timestamp;

/// The most lines that are stored; the oldest are dropped.
const LINES_MAX: usize = 200;
/// The most characters of a line: a CRM's error can be a whole page.
const TEXT_MAX: usize = 200;

/// The newest lines, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Diagnostics {
    lines: Vec<Line>,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Line {
    /// When it last happened.
    pub at: Timestamp,
    /// How many times in a row.
    pub times: u32,
    /// What happened, for engineers.
    pub text: String,
}

/// Session storage does not outlive a version of the extension.
impl Format for Diagnostics {
    const FORMAT: &'static str = env!("CARGO_PKG_VERSION");
}

impl Stored for Diagnostics {}

impl Diagnostics {
    /// Adds a line. Repetitions share one line.
    pub fn add(&mut self, now: Timestamp, text: &str) {
        let text: String = text.chars().take(TEXT_MAX).collect();
        if let Some(last) = self.lines.last_mut().filter(|last| last.text == text) {
            last.at = now;
            last.times = last.times.saturating_add(1);
            return;
        }
        if self.lines.len() == LINES_MAX {
            self.lines.remove(0);
        }
        self.lines.push(Line {
            at: now,
            times: 1,
            text,
        });
    }

    /// Puts the lines of an earlier worker before those of this one.
    pub fn follow(&mut self, earlier: Self) {
        let mut lines = earlier.lines;
        lines.append(&mut self.lines);
        let surplus = lines.len().saturating_sub(LINES_MAX);
        lines.drain(..surplus);
        self.lines = lines;
    }

    /// All lines, oldest first.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_lines_are_counted() {
        let mut log = Diagnostics::default();
        log.add(Timestamp(1), "no connection");
        log.add(Timestamp(2), "no connection");
        log.add(Timestamp(3), "delivered");
        let lines: Vec<_> = log
            .lines()
            .iter()
            .map(|line| (line.times, &*line.text))
            .collect();
        assert_eq!(lines, [(2, "no connection"), (1, "delivered")]);
        assert_eq!(log.lines()[0].at, Timestamp(2));
    }

    #[test]
    fn the_log_is_bounded() {
        let mut log = Diagnostics::default();
        for number in 0..1_000 {
            log.add(
                Timestamp(number),
                &format!("{number} {}", "é".repeat(5_000)),
            );
        }
        assert_eq!(log.lines().len(), LINES_MAX);
        assert!(
            log.lines()
                .iter()
                .all(|line| line.text.chars().count() <= TEXT_MAX)
        );
        assert!(log.lines()[0].text.starts_with("800 "), "the newest stay");
    }

    #[test]
    fn an_earlier_workers_lines_come_first() {
        let (mut earlier, mut log) = (Diagnostics::default(), Diagnostics::default());
        earlier.add(Timestamp(1), "before");
        log.add(Timestamp(2), "after");
        log.follow(earlier);
        let texts: Vec<_> = log.lines().iter().map(|line| &*line.text).collect();
        assert_eq!(texts, ["before", "after"]);
    }
}
