//! When the messages of a meeting are read.
//!
//! A real meeting sends a few messages a second, and some thousands at once
//! when very many people are there already. Each message comes in a task of its
//! own, and a browser lets hundreds of such tasks pass before it paints or
//! hears a press. So messages are read for a moment, then wait for a moment:
//! the page reacts whatever a meeting sends, and a meeting never takes more
//! than a fifth of a processor.

use std::collections::VecDeque;

use crate::domain::{Duration, Timestamp};

/// Messages are read for so long at a time: a quarter of the time that a browser
/// has for a picture.
const READS_FOR: Duration = Duration::from_millis(4);
/// So long nothing is read then: a picture.
const RESTS_FOR: Duration = Duration::from_millis(16);
/// So many messages wait to be read; of more, the newest are dropped unread.
/// A meeting of 20,000 introduces everybody at once.
const MOST_WAITING: usize = 30_000;
/// So many characters wait.
const MOST_CHARACTERS: usize = 10_000_000;
/// Longer messages are dropped. Jitsi's longest lists everybody in all rooms.
const LONGEST: u32 = 500_000;

/// What is to be done with the messages that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next<T> {
    /// Read this one, then ask again.
    Read(T),
    /// Ask again after this time.
    Rest(Duration),
    /// None waits.
    Nothing,
}

/// The messages that came and were not read yet, in order.
#[derive(Clone, Debug)]
pub struct Backlog<T> {
    waiting: VecDeque<(T, usize)>,
    characters: usize,
    /// Since when messages are read, this time.
    since: Option<Timestamp>,
}

impl<T> Default for Backlog<T> {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            characters: 0,
            since: None,
        }
    }
}

impl<T> Backlog<T> {
    /// Adds a message of this length, unless it is too long or too many wait.
    pub fn push(&mut self, message: T, length: u32) {
        let length = length as usize;
        if length > LONGEST as usize
            || self.waiting.len() == MOST_WAITING
            || self.characters + length > MOST_CHARACTERS
        {
            return;
        }
        self.characters += length;
        self.waiting.push_back((message, length));
    }

    /// What to do now. In a page that nobody `sees` nothing is painted, and
    /// browsers make its timers wait, so that it takes no rests.
    pub fn next(&mut self, now: Timestamp, sees: bool) -> Next<T> {
        if self.waiting.is_empty() {
            return Next::Nothing;
        }
        let rested_at = READS_FOR + RESTS_FOR;
        match self.since {
            // A clock that was set back starts a new time of reading.
            Some(since) if now >= since && now < since.plus(rested_at) => {
                if sees && now >= since.plus(READS_FOR) {
                    return Next::Rest(since.plus(rested_at).since(now));
                }
            }
            _ => self.since = Some(now),
        }
        let Some((message, length)) = self.waiting.pop_front() else {
            return Next::Nothing;
        };
        self.characters -= length;
        Next::Read(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads what waits, each message for `costs` milliseconds, until none is
    /// left. Returns the messages, and how long the longest time without a rest
    /// was.
    fn read_all(backlog: &mut Backlog<u32>, mut now: u64, costs: u64) -> (Vec<u32>, u64) {
        let (mut read, mut longest, mut since) = (Vec::new(), 0, now);
        loop {
            match backlog.next(Timestamp(now), true) {
                Next::Read(message) => {
                    read.push(message);
                    now += costs;
                    longest = longest.max(now - since);
                }
                Next::Rest(wait) => {
                    assert!(wait <= RESTS_FOR && wait > Duration::default(), "{wait:?}");
                    now += wait.as_millis();
                    since = now;
                }
                Next::Nothing => return (read, longest),
            }
        }
    }

    #[test]
    fn a_message_is_read_when_it_comes() {
        let mut backlog = Backlog::default();
        for at in [0_u32, 1, 3, 500, 100_000] {
            backlog.push(at, 100);
            assert_eq!(backlog.next(Timestamp(u64::from(at)), true), Next::Read(at));
            assert_eq!(backlog.next(Timestamp(u64::from(at)), true), Next::Nothing);
        }
    }

    #[test]
    fn a_flood_is_read_in_order_with_rests() {
        let mut backlog = Backlog::default();
        let flood: Vec<u32> = (0..20_000).collect();
        for message in &flood {
            backlog.push(*message, 200);
        }
        let (read, longest) = read_all(&mut backlog, 5, 1);
        assert_eq!(read, flood);
        assert_eq!(longest, READS_FOR.as_millis());
    }

    #[test]
    fn one_message_after_another_takes_rests_as_a_flood_does() {
        let mut backlog = Backlog::default();
        let rested = (0..100_u32).any(|now| {
            backlog.push(now, 10);
            matches!(backlog.next(Timestamp(u64::from(now)), true), Next::Rest(_))
        });
        assert!(rested);
    }

    #[test]
    fn a_page_that_nobody_sees_takes_no_rests() {
        let mut backlog = Backlog::default();
        for now in 0..100_u32 {
            backlog.push(now, 10);
            let next = backlog.next(Timestamp(u64::from(now)), false);
            assert_eq!(next, Next::Read(now));
        }
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nothing() {
        let mut backlog = Backlog::default();
        backlog.push(1, 10);
        backlog.push(2, 10);
        assert_eq!(backlog.next(Timestamp(90_000), true), Next::Read(1));
        assert_eq!(backlog.next(Timestamp(10), true), Next::Read(2));
    }

    #[test]
    fn what_waits_has_a_bound() {
        let mut backlog = Backlog::default();
        for message in 0..100_000 {
            backlog.push(message, 10);
        }
        assert_eq!(read_all(&mut backlog, 0, 1).0.len(), MOST_WAITING);
        for message in 0..100 {
            backlog.push(message, LONGEST);
        }
        backlog.push(100, LONGEST + 1);
        let (read, _) = read_all(&mut backlog, 0, 1);
        assert_eq!(read.len(), MOST_CHARACTERS / LONGEST as usize);
        backlog.push(7, LONGEST);
        assert_eq!(read_all(&mut backlog, 0, 1).0, [7]);
    }
}
