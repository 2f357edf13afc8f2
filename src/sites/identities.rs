//! Who is signed in in each page of one CRM.
//!
//! The pages of a CRM share their storage, so that all of them have the same
//! user, except in Firefox's containers, which extensions are not told apart
//! for. A page with another user is asked about: if pages of the user before are
//! still there with that user, there are two identities, and Ringside works for
//! the first. If not, the user has changed.

use crate::domain::{TabId, UserId};

/// What a page's sign-in means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identified {
    /// It is the site's user, or is from now on.
    Accepted {
        /// Whether the page was refused before.
        was_refused: bool,
        /// These pages are to say hello again: they have the new user as well, or
        /// are the other identity now.
        greet: Vec<TabId>,
    },
    /// These pages are to say hello before that is known, and this one again
    /// when they have had their time.
    Ask(Vec<TabId>),
    /// Pages are being asked already.
    Wait,
    /// Ringside works for another user, whose pages are open.
    Refused {
        /// Whether it was not refused before.
        is_new: bool,
    },
}

/// Whether a refused page says that Ringside works for another user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does, until somebody has read it.
    Said,
    /// It does not: nobody is signed in there, or somebody has read it.
    Unsaid,
}

/// What is known of the pages, by tab.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    known: Vec<(TabId, Page)>,
    refused: Vec<(TabId, Refusal)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    /// It was asked to say hello.
    Asked,
    /// It did not answer.
    Silent,
    /// It has this user; `confirmed` when it was asked about that.
    Of {
        user: Option<UserId>,
        confirmed: bool,
    },
}

impl Identities {
    /// The page in this tab has this user, or nobody is signed in there. `ours` is
    /// the one that Ringside works for, `open` the tabs with pages of the same CRM.
    pub fn hello(
        &mut self,
        tab: TabId,
        user: Option<UserId>,
        ours: Option<UserId>,
        open: &[TabId],
    ) -> Identified {
        let confirmed = self.page(tab) == Some(Page::Asked);
        self.set(tab, Page::Of { user, confirmed });
        let Some(ours) = ours.filter(|ours| Some(*ours) != user) else {
            return self.accept(tab, Vec::new());
        };
        let others = || open.iter().copied().filter(|other| *other != tab);
        let is = |other: &TabId, page: Page| self.page(*other) == Some(page);
        let firm = Page::Of {
            user: Some(ours),
            confirmed: true,
        };
        if others().any(|other| is(&other, firm)) {
            return self.refuse(tab, user);
        }
        let open_to_doubt = |other: &TabId| match self.page(*other) {
            None => true,
            Some(Page::Of { user, .. }) => user == Some(ours),
            Some(Page::Asked | Page::Silent) => false,
        };
        let ask: Vec<TabId> = others().filter(open_to_doubt).collect();
        if ask.is_empty() {
            if others().any(|other| is(&other, Page::Asked)) {
                return Identified::Wait;
            }
            // From now on the doubt is about the others.
            for (_, page) in &mut self.known {
                if let Page::Of { confirmed, .. } = page {
                    *confirmed = false;
                }
            }
            let others = others().collect();
            return self.accept(tab, others);
        }
        for other in &ask {
            self.set(*other, Page::Asked);
        }
        Identified::Ask(ask)
    }

    /// Whoever was asked has had the time to answer.
    pub fn answered(&mut self) {
        for (_, page) in &mut self.known {
            if *page == Page::Asked {
                *page = Page::Silent;
            }
        }
    }

    /// The page in this tab is gone. Returns the pages that are to say hello
    /// again: it may have been the last one with the user who is not theirs.
    pub fn gone(&mut self, tab: TabId) -> Vec<TabId> {
        self.known.retain(|(known, _)| *known != tab);
        self.refused.retain(|(refused, _)| *refused != tab);
        self.refused.iter().map(|(refused, _)| *refused).collect()
    }

    /// Whether the page in this tab is refused, and says so.
    #[must_use]
    pub fn refusal(&self, tab: TabId) -> Option<Refusal> {
        let refused = self.refused.iter().find(|(refused, _)| *refused == tab);
        refused.map(|(_, refusal)| *refusal)
    }

    /// From now on the page in this tab, which is refused, says so or does not.
    pub fn say(&mut self, tab: TabId, refusal: Refusal) {
        for (refused, said) in &mut self.refused {
            if *refused == tab {
                *said = refusal;
            }
        }
    }

    fn accept(&mut self, tab: TabId, greet: Vec<TabId>) -> Identified {
        let was_refused = self.refusal(tab).is_some();
        self.refused.retain(|(refused, _)| *refused != tab);
        Identified::Accepted { was_refused, greet }
    }

    /// There is nothing to say where nobody is signed in.
    fn refuse(&mut self, tab: TabId, user: Option<UserId>) -> Identified {
        let is_new = self.refusal(tab).is_none();
        if is_new {
            let refusal = if user.is_some() {
                Refusal::Said
            } else {
                Refusal::Unsaid
            };
            self.refused.push((tab, refusal));
        }
        Identified::Refused { is_new }
    }

    fn page(&self, tab: TabId) -> Option<Page> {
        let known = self.known.iter().find(|(known, _)| *known == tab);
        known.map(|(_, page)| *page)
    }

    fn set(&mut self, tab: TabId, page: Page) {
        match self.known.iter_mut().find(|(known, _)| *known == tab) {
            Some((_, known)) => *known = page,
            None => self.known.push((tab, page)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLIVIA: Option<UserId> = Some(UserId(14));
    const MIKE: Option<UserId> = Some(UserId(16));
    const FIRST: TabId = TabId(1);
    const SECOND: TabId = TabId(2);
    const OPEN: [TabId; 2] = [FIRST, SECOND];

    /// Accepted without anything else.
    const ACCEPTED: Identified = Identified::Accepted {
        was_refused: false,
        greet: Vec::new(),
    };
    const REFUSED: Identified = Identified::Refused { is_new: true };

    fn asks(other: TabId) -> Identified {
        Identified::Ask(vec![other])
    }

    /// Accepted, and this page is to say hello again.
    fn accepted_and_greets(other: TabId) -> Identified {
        Identified::Accepted {
            was_refused: false,
            greet: vec![other],
        }
    }

    /// Olivia's page is there, and one of Mike's has come.
    fn in_doubt() -> Identities {
        let mut all = Identities::default();
        assert_eq!(all.hello(FIRST, OLIVIA, None, &OPEN), ACCEPTED);
        assert_eq!(all.hello(SECOND, MIKE, OLIVIA, &OPEN), asks(FIRST));
        let again = all.hello(SECOND, MIKE, OLIVIA, &OPEN);
        assert_eq!(again, Identified::Wait);
        all
    }

    /// Olivia's page has answered, and Mike's is refused.
    fn refused() -> Identities {
        let mut all = in_doubt();
        assert_eq!(all.hello(FIRST, OLIVIA, OLIVIA, &OPEN), ACCEPTED);
        assert_eq!(all.hello(SECOND, MIKE, OLIVIA, &OPEN), REFUSED);
        all
    }

    #[test]
    fn a_second_identity_is_refused_while_pages_of_the_first_are_open() {
        let mut all = refused();
        let again = all.hello(SECOND, MIKE, OLIVIA, &OPEN);
        assert_eq!(again, Identified::Refused { is_new: false });
        assert_eq!(all.gone(FIRST), [SECOND], "asked for its user again");
        let alone = all.hello(SECOND, MIKE, OLIVIA, &[SECOND]);
        let accepted = Identified::Accepted {
            was_refused: true,
            greet: Vec::new(),
        };
        assert_eq!(alone, accepted);
        assert_eq!(all.refusal(SECOND), None);
    }

    #[test]
    fn a_refused_page_says_so_until_somebody_has_read_it() {
        let mut all = refused();
        assert_eq!(all.refusal(SECOND), Some(Refusal::Said));
        all.say(SECOND, Refusal::Unsaid);
        all.hello(SECOND, MIKE, OLIVIA, &OPEN);
        assert_eq!(all.refusal(SECOND), Some(Refusal::Unsaid));
        all.say(FIRST, Refusal::Said);
        assert_eq!(all.refusal(FIRST), None, "only of a page that is refused");
    }

    #[test]
    fn a_tab_that_goes_to_another_crm_is_refused_no_more() {
        let mut all = refused();
        assert_eq!(all.gone(SECOND), []);
        assert_eq!(all.refusal(SECOND), None);
    }

    #[test]
    fn a_user_who_has_changed_in_all_pages_is_accepted() {
        let mut all = in_doubt();
        // The page asked has the new user as well.
        let changed = all.hello(FIRST, MIKE, OLIVIA, &OPEN);
        assert_eq!(changed, accepted_and_greets(SECOND));
        assert_eq!(all.hello(SECOND, MIKE, MIKE, &OPEN), ACCEPTED);
    }

    #[test]
    fn a_page_where_nobody_is_signed_in_signs_out_nobody_elsewhere() {
        let mut all = Identities::default();
        all.hello(FIRST, OLIVIA, None, &OPEN);
        assert_eq!(all.hello(SECOND, None, OLIVIA, &OPEN), asks(FIRST));
        let mut other = all.clone();
        all.hello(FIRST, OLIVIA, OLIVIA, &OPEN);
        assert_eq!(all.hello(SECOND, None, OLIVIA, &OPEN), REFUSED);
        assert_eq!(all.refusal(SECOND), Some(Refusal::Unsaid));
        let signed_out = other.hello(FIRST, None, OLIVIA, &OPEN);
        assert_eq!(signed_out, accepted_and_greets(SECOND), "in all pages");
    }

    #[test]
    fn a_page_that_does_not_answer_holds_up_nobody() {
        let mut all = in_doubt();
        all.answered();
        let accepted = all.hello(SECOND, MIKE, OLIVIA, &OPEN);
        assert_eq!(accepted, accepted_and_greets(FIRST));
        // It wakes up in its own container: now it is the second identity.
        assert_eq!(all.hello(FIRST, OLIVIA, MIKE, &OPEN), asks(SECOND));
        all.hello(SECOND, MIKE, MIKE, &OPEN);
        assert_eq!(all.hello(FIRST, OLIVIA, MIKE, &OPEN), REFUSED);
    }

    #[test]
    fn pages_that_an_earlier_worker_knew_are_asked() {
        let mut all = Identities::default();
        assert_eq!(all.hello(SECOND, MIKE, OLIVIA, &OPEN), asks(FIRST));
    }

    #[test]
    fn one_page_alone_may_change_its_user() {
        let mut all = Identities::default();
        all.hello(FIRST, OLIVIA, None, &[FIRST]);
        let changed = all.hello(FIRST, MIKE, OLIVIA, &[FIRST]);
        assert_eq!(changed, ACCEPTED);
    }
}
