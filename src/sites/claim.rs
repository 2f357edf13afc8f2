//! Whether an address is a CRM: its API answers who the page's token belongs
//! to. Until then nothing of the page's sign-in is used.

use crate::crm::fault::Fault;
use crate::domain::{Duration, Newest, Timestamp, UserId, backoff::doubled};

/// The first and the longest pause between two questions about one page.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// What the API at a page's address said of the page's token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// It is a CRM, and the token is this user's.
    By(UserId),
    /// It is not known (yet).
    Unknown,
}

impl Claimed {
    /// `token` is the user that the token says to be of, `answer` the one of
    /// `users/me`.
    #[must_use]
    pub fn new(token: Option<UserId>, answer: &Result<UserId, Fault>) -> Self {
        match answer {
            Ok(user) if token.is_none_or(|token| token == *user) => Self::By(*user),
            _ => Self::Unknown,
        }
    }
}

/// Which addresses were asked about, and when each may be asked about again.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    asked: Newest<Asked, 16>,
}

#[derive(Clone, Debug)]
struct Asked {
    /// The page's origin and the API's address.
    of: (String, String),
    times: u32,
    again: Timestamp,
}

impl Verification {
    /// Whether to ask now whether the API of this page is a CRM's. It is counted
    /// as asked. Otherwise, how long to wait.
    pub fn ask(&mut self, origin: &str, api: &str, now: Timestamp) -> Result<(), Duration> {
        let of = (origin.to_owned(), api.to_owned());
        let known = self.asked.iter().position(|asked| asked.of == of);
        let times = known.map_or(0, |at| self.asked[at].times);
        if let Some(at) = known {
            let again = self.asked[at].again;
            if now < again {
                return Err(again.since(now));
            }
            self.asked.remove(at);
        }
        self.asked.push(Asked {
            of,
            times: times.saturating_add(1),
            again: now.plus(doubled(FIRST_PAUSE, LONGEST_PAUSE, times)),
        });
        Ok(())
    }

    /// How long until this may be asked again.
    #[must_use]
    pub fn pause(&self, origin: &str, now: Timestamp) -> Option<Duration> {
        let asked = self.asked.iter().filter(|asked| asked.of.0 == origin);
        asked.map(|asked| asked.again.since(now)).max()
    }

    /// It is a CRM: nothing is left to ask.
    pub fn forget(&mut self, origin: &str) {
        self.asked.retain(|asked| asked.of.0 != origin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_addresses_that_are_no_crm_are_remembered() {
        let mut verification = Verification::default();
        let now = Timestamp(1_000);
        for number in 0..1_000 {
            let page = format!("https://p{number}.example.com");
            assert_eq!(verification.ask(&page, &page, now), Ok(()));
        }
        assert_eq!(verification.asked.len(), 16);
        let newest = "https://p999.example.com";
        assert!(verification.ask(newest, newest, now).is_err());
    }
}
