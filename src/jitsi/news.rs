//! What a person has to be told of a meeting, one sentence after the other.

use std::collections::VecDeque;

use super::event::Message;
use super::notification::{Medium, Notification};
use crate::domain::{Duration, Timestamp};

/// Something to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The meeting explains something.
    Notified(Notification),
    /// A moderator keeps this off for everybody (`true`), or no longer does.
    Moderation(Medium, bool),
    /// This user is in a breakout room (`true`), or back in the main room.
    Breakout(bool),
    /// Somebody removed somebody else from the meeting.
    KickedOut { who: String, by: Option<String> },
    /// The server cannot go on without pictures.
    NoVoiceOnly,
    /// Somebody wrote in the chat.
    Message(Message),
}

/// How long a sentence is shown.
const SHOWN: Duration = Duration::from_secs(6);
/// How long a message is shown, unless it is closed: it can be longer.
const MESSAGE_SHOWN: Duration = Duration::from_secs(20);
/// So many wait to be told; of more, the oldest are left out.
const MOST: usize = 20;

/// The sentences that wait to be told, and the one that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Newsfeed {
    waiting: VecDeque<News>,
    /// Since when the first one is shown.
    since: Timestamp,
}

impl Newsfeed {
    /// What is shown now.
    #[must_use]
    pub fn current(&self) -> Option<&News> {
        self.waiting.front()
    }

    /// Adds a sentence, unless it is the newest already.
    pub(super) fn add(&mut self, news: News, now: Timestamp) {
        if self.waiting.back() == Some(&news) {
            return;
        }
        if self.waiting.is_empty() {
            self.since = now;
        }
        if self.waiting.len() == MOST {
            self.waiting.remove(1);
        }
        self.waiting.push_back(news);
    }

    /// The person has read what is shown.
    pub fn dismiss(&mut self, now: Timestamp) {
        self.waiting.pop_front();
        self.since = now;
    }

    pub(super) fn tick(&mut self, now: Timestamp) {
        let shown = match self.current() {
            Some(News::Message(_)) => MESSAGE_SHOWN,
            _ => SHOWN,
        };
        if now.since(self.since) >= shown {
            self.dismiss(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> News {
        News::Message(Message {
            name: "Jane".to_owned(),
            text: text.to_owned(),
        })
    }

    #[test]
    fn each_is_shown_in_its_turn() {
        let mut feed = Newsfeed::default();
        feed.add(News::Breakout(true), Timestamp(1_000));
        feed.add(News::Breakout(true), Timestamp(1_500));
        feed.add(message("hello"), Timestamp(2_000));
        feed.tick(Timestamp(6_999));
        assert_eq!(feed.current(), Some(&News::Breakout(true)));
        feed.tick(Timestamp(7_000));
        assert_eq!(feed.current(), Some(&message("hello")));
        feed.tick(Timestamp(26_000));
        assert_eq!(feed.current(), Some(&message("hello")));
        feed.dismiss(Timestamp(26_500));
        assert_eq!(feed.current(), None);
    }

    #[test]
    fn a_flood_keeps_the_one_that_is_shown_and_the_newest() {
        let mut feed = Newsfeed::default();
        for number in 0..3_000 {
            feed.add(message(&number.to_string()), Timestamp(0));
            assert!(feed.waiting.len() <= MOST);
        }
        assert_eq!(feed.current(), Some(&message("0")));
        assert_eq!(feed.waiting.back(), Some(&message("2999")));
    }
}
