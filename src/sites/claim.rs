//! Whether an address is a CRM: its API answers who the page's token belongs
//! to. Until then nothing of the page's sign-in is used.

use super::SiteNumber;
use crate::crm::fault::Fault;
use crate::crm::token::Claims;
use crate::domain::{Duration, Newest, Timestamp, UserId, backoff::doubled};

/// The first and the longest pause between two questions about one page.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// What the API at a page's address said of the page's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// It is a CRM, and the token is this user's.
    By(UserId),
    /// It is no CRM, or none for this page: it answered as something else does.
    No,
    /// It is not known yet: nothing answered, or it was not about the page.
    Unknown(Fault),
}

impl Claimed {
    /// `token` is what the page's token says of itself, `answer` the user of
    /// `users/me`; `is_guessed` whether the API was only taken to be where the
    /// page is. A CRM refuses a token only when it is over.
    #[must_use]
    pub fn new(
        token: Option<&Claims>,
        answer: Result<UserId, Fault>,
        is_guessed: bool,
        now: Timestamp,
    ) -> Self {
        let user = token.and_then(|token| token.user_id).map(UserId);
        let is_over = token.is_some_and(|token| token.is_stale(now));
        match answer {
            Ok(found) if user.is_none_or(|user| user == found) => Self::By(found),
            Ok(_) => Self::Unknown(Fault::Unauthorized),
            Err(fault) => match fault {
                Fault::NotFound | Fault::Shape(_) | Fault::Refused(_) if is_guessed => Self::No,
                Fault::Unauthorized if is_guessed && !is_over => Self::No,
                fault => Self::Unknown(fault),
            },
        }
    }
}

/// What is known of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// It is this site's.
    Crm(SiteNumber),
    /// It is no CRM's. Its buttons call through a CRM of the user's.
    NoCrm,
    /// It may be a CRM's of its own. Nothing of it goes to another CRM.
    Unverified,
}

/// Which addresses were asked about, when each may be asked about again, and
/// which turned out to be no CRM's.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    asked: Newest<Asked, 16>,
    /// The origins of pages that are no CRM's.
    none: Newest<String, 16>,
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

    /// Whether a page's sign-in that its API has refused is to be renewed by
    /// Ringside: it had time to do that itself, and has not.
    #[must_use]
    pub fn renews(&self, origin: &str, api: &str) -> bool {
        let mut asked = self.asked.iter();
        asked.any(|asked| asked.of.0 == origin && asked.of.1 == api && asked.times > 1)
    }

    /// How long until this may be asked again.
    #[must_use]
    pub fn pause(&self, origin: &str, now: Timestamp) -> Option<Duration> {
        let asked = self.asked.iter().filter(|asked| asked.of.0 == origin);
        asked.map(|asked| asked.again.since(now)).max()
    }

    /// It is a CRM, or a person waits for the answer: nothing is left to ask, or
    /// it is asked at once.
    pub fn forget(&mut self, origin: &str) {
        self.asked.retain(|asked| asked.of.0 != origin);
    }

    /// Pages of this origin are a CRM's, or may be (`true`), or are none.
    pub fn may_be(&mut self, origin: &str, may_be: bool) {
        self.none.retain(|known| known != origin);
        if may_be {
            return;
        }
        self.none.push(origin.to_owned());
    }

    /// What is known of the pages of this origin, which no site has.
    #[must_use]
    pub fn page(&self, origin: &str) -> Page {
        if self.none.iter().any(|known| known == origin) {
            Page::NoCrm
        } else {
            Page::Unverified
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_time_to_renew_its_sign_in_itself() {
        let mut verification = Verification::default();
        let (page, api) = ("https://crm.example.com", "https://api.example.com");
        assert!(!verification.renews(page, api));
        assert_eq!(verification.ask(page, api, Timestamp(0)), Ok(()));
        assert!(!verification.renews(page, api), "it was loaded just now");
        let later = Timestamp(0).plus(FIRST_PAUSE);
        assert_eq!(verification.ask(page, api, later), Ok(()));
        assert!(verification.renews(page, api));
        assert!(!verification.renews(page, "https://other.example.com"));
    }

    #[test]
    fn few_addresses_that_are_no_crm_are_remembered() {
        let mut verification = Verification::default();
        let now = Timestamp(1_000);
        for number in 0..1_000 {
            let page = format!("https://p{number}.example.com");
            assert_eq!(verification.ask(&page, &page, now), Ok(()));
            verification.may_be(&page, false);
        }
        assert_eq!(
            (verification.asked.len(), verification.none.len()),
            (16, 16)
        );
        let newest = "https://p999.example.com";
        assert!(verification.ask(newest, newest, now).is_err());
    }
}
