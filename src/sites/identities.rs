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
    Accepted,
    /// These pages are to say hello before that is known, and this one again
    /// when they have had their time.
    Ask(Vec<TabId>),
    /// Pages are being asked already.
    Wait,
    /// Ringside works for another user, whose pages are open.
    Refused,
}

/// What is known of the pages, by tab.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    known: Vec<(TabId, Page)>,
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
    /// The page in this tab has this user, or nobody is signed in there. `ours` is the one that Ringside works
    /// for, `open` the tabs with pages of the same CRM.
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
            return Identified::Accepted;
        };
        let others = || open.iter().copied().filter(|other| *other != tab);
        let is = |other: &TabId, page: Page| self.page(*other) == Some(page);
        let firm = Page::Of {
            user: Some(ours),
            confirmed: true,
        };
        if others().any(|other| is(&other, firm)) {
            return Identified::Refused;
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
            return Identified::Accepted;
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

    /// The page in this tab is gone.
    pub fn gone(&mut self, tab: TabId) {
        self.known.retain(|(known, _)| *known != tab);
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

    const OLIVIA: UserId = UserId(14);
    const MIKE: UserId = UserId(16);
    const FIRST: TabId = TabId(1);
    const SECOND: TabId = TabId(2);
    const OPEN: [TabId; 2] = [FIRST, SECOND];

    /// Olivia's page is there, and one of Mike's has come.
    fn in_doubt() -> Identities {
        let mut all = Identities::default();
        let first = all.hello(FIRST, Some(OLIVIA), None, &OPEN);
        assert_eq!(first, Identified::Accepted);
        let doubt = all.hello(SECOND, Some(MIKE), Some(OLIVIA), &OPEN);
        assert_eq!(doubt, Identified::Ask(vec![FIRST]));
        let again = all.hello(SECOND, Some(MIKE), Some(OLIVIA), &OPEN);
        assert_eq!(again, Identified::Wait);
        all
    }

    #[test]
    fn a_second_identity_is_refused_while_pages_of_the_first_are_open() {
        let mut all = in_doubt();
        let still = all.hello(FIRST, Some(OLIVIA), Some(OLIVIA), &OPEN);
        assert_eq!(still, Identified::Accepted);
        let refused = all.hello(SECOND, Some(MIKE), Some(OLIVIA), &OPEN);
        assert_eq!(refused, Identified::Refused);
        all.gone(FIRST);
        let alone = all.hello(SECOND, Some(MIKE), Some(OLIVIA), &[SECOND]);
        assert_eq!(alone, Identified::Accepted);
    }

    #[test]
    fn a_user_who_has_changed_in_all_pages_is_accepted() {
        let mut all = in_doubt();
        // The page asked has the new user as well.
        let changed = all.hello(FIRST, Some(MIKE), Some(OLIVIA), &OPEN);
        assert_eq!(changed, Identified::Accepted);
        let second = all.hello(SECOND, Some(MIKE), Some(MIKE), &OPEN);
        assert_eq!(second, Identified::Accepted);
    }

    #[test]
    fn a_page_where_nobody_is_signed_in_signs_out_nobody_elsewhere() {
        let mut all = Identities::default();
        all.hello(FIRST, Some(OLIVIA), None, &OPEN);
        let doubt = all.hello(SECOND, None, Some(OLIVIA), &OPEN);
        assert_eq!(doubt, Identified::Ask(vec![FIRST]));
        let mut other = all.clone();
        all.hello(FIRST, Some(OLIVIA), Some(OLIVIA), &OPEN);
        let elsewhere = all.hello(SECOND, None, Some(OLIVIA), &OPEN);
        assert_eq!(elsewhere, Identified::Refused);
        let signed_out = other.hello(FIRST, None, Some(OLIVIA), &OPEN);
        assert_eq!(signed_out, Identified::Accepted, "in all pages");
    }

    #[test]
    fn a_page_that_does_not_answer_holds_up_nobody() {
        let mut all = in_doubt();
        all.answered();
        let accepted = all.hello(SECOND, Some(MIKE), Some(OLIVIA), &OPEN);
        assert_eq!(accepted, Identified::Accepted);
        // It wakes up in its own container: now it is the second identity.
        let doubt = all.hello(FIRST, Some(OLIVIA), Some(MIKE), &OPEN);
        assert_eq!(doubt, Identified::Ask(vec![SECOND]));
        all.hello(SECOND, Some(MIKE), Some(MIKE), &OPEN);
        let refused = all.hello(FIRST, Some(OLIVIA), Some(MIKE), &OPEN);
        assert_eq!(refused, Identified::Refused);
    }

    #[test]
    fn pages_that_an_earlier_worker_knew_are_asked() {
        let mut all = Identities::default();
        let doubt = all.hello(SECOND, Some(MIKE), Some(OLIVIA), &OPEN);
        assert_eq!(doubt, Identified::Ask(vec![FIRST]));
    }

    #[test]
    fn one_page_alone_may_change_its_user() {
        let mut all = Identities::default();
        all.hello(FIRST, Some(OLIVIA), None, &[FIRST]);
        let changed = all.hello(FIRST, Some(MIKE), Some(OLIVIA), &[FIRST]);
        assert_eq!(changed, Identified::Accepted);
    }
}
