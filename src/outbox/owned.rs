//! The outboxes of everybody who used this browser. What a person did is told
//! to the CRM with their own sign-in or not at all.

use super::{Outbox, OutboxEntry};
use crate::codec::{Codec, Format, Recover, Stored};
use crate::domain::{CallId, Identity, Newest};

/// The most users whose updates wait. Years of use do not come near it.
const OWNERS_MAX: usize = 64;

/// An outbox for each user of each site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Outboxes {
    owned: Newest<(Identity, Outbox), OWNERS_MAX>,
    /// Entries of which it is not known whose they are. They are never sent.
    unowned: Outbox,
}

impl Format for Outboxes {
    const FORMAT: &'static str = "outboxes 1";
}

impl Stored for Outboxes {}

impl Recover for Outboxes {
    fn take_back(&mut self, mut aside: Self) {
        self.unowned.take_back(aside.unowned);
        for (owner, outbox) in aside.owned.take() {
            self.of_mut(&owner).take_back(outbox);
        }
    }
}

impl Outboxes {
    /// Adds an entry of this owner's.
    pub fn push(&mut self, owner: Option<&Identity>, entry: OutboxEntry) {
        match owner {
            Some(owner) => self.of_mut(owner).push(entry),
            None => self.unowned.push(entry),
        }
    }

    /// Reads this owner's outbox.
    pub fn read<T>(&self, owner: &Identity, read: impl FnOnce(&Outbox) -> T) -> T {
        match self.owned.iter().find(|(whose, _)| whose == owner) {
            Some((_, outbox)) => read(outbox),
            None => read(&Outbox::default()),
        }
    }

    /// Changes this owner's outbox.
    pub fn change<T>(&mut self, owner: &Identity, change: impl FnOnce(&mut Outbox) -> T) -> T {
        let changed = change(self.of_mut(owner));
        self.owned
            .retain(|(_, outbox)| *outbox != Outbox::default());
        changed
    }

    /// Adds what an earlier version stored without an owner. `owner` is whose it
    /// is, when that can be known.
    pub fn adopt(&mut self, earlier: Outbox, owner: Option<&Identity>) {
        let outbox = match owner {
            Some(owner) => self.of_mut(owner),
            None => &mut self.unowned,
        };
        for entry in earlier.entries {
            outbox.push(entry);
        }
        for note in earlier.refused.iter().cloned() {
            outbox.refused.push(note);
        }
    }

    /// How many entries are nobody's.
    #[must_use]
    pub fn unowned(&self) -> usize {
        self.unowned.entries.len()
    }

    /// The calls of this site whose end or rejection waits here.
    #[must_use]
    pub fn decided(&self, site: &str) -> Vec<CallId> {
        let of_site = self.owned.iter().filter(|(owner, _)| owner.site == site);
        of_site.flat_map(|(_, outbox)| outbox.decided()).collect()
    }

    fn of_mut(&mut self, owner: &Identity) -> &mut Outbox {
        let known = self.owned.iter().position(|(whose, _)| whose == owner);
        let at = known.unwrap_or_else(|| {
            self.owned.push((owner.clone(), Outbox::default()));
            self.owned.len() - 1
        });
        &mut self.owned[at].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Timestamp, UserId};
    use crate::outbox::{CrmUpdate, Delivery};

    fn owner(site: &str, user: u64) -> Identity {
        Identity {
            site: site.to_owned(),
            user: UserId(user),
        }
    }

    fn end(call: u64) -> OutboxEntry {
        OutboxEntry {
            call: CallId(call),
            update: CrmUpdate::End,
            since: Timestamp(1_000),
        }
    }

    const CRM: &str = "https://crm.example.com";
    const OTHER: &str = "https://other.example.com";
    const LATER: Timestamp = Timestamp(9_000);

    fn next(outboxes: &Outboxes, owner: &Identity) -> Option<OutboxEntry> {
        outboxes.read(owner, |outbox| outbox.next(LATER, &[]).cloned())
    }

    #[test]
    fn each_user_of_each_site_has_an_outbox() {
        let mut outboxes = Outboxes::default();
        let (olivia, jane) = (owner(CRM, 14), owner(CRM, 15));
        let elsewhere = owner(OTHER, 14);
        outboxes.push(Some(&olivia), end(7));
        outboxes.push(Some(&elsewhere), end(8));
        assert_eq!(next(&outboxes, &olivia), Some(end(7)));
        assert_eq!(next(&outboxes, &elsewhere), Some(end(8)));
        assert_eq!(next(&outboxes, &jane), None);
        assert_eq!(outboxes.decided(CRM), [CallId(7)]);
        outboxes.change(&jane, |outbox| outbox.delivered(&end(7), Delivery::Done));
        assert_eq!(next(&outboxes, &olivia), Some(end(7)), "not hers");
        outboxes.change(&olivia, |outbox| outbox.delivered(&end(7), Delivery::Done));
        outboxes.change(&elsewhere, |outbox| {
            outbox.delivered(&end(8), Delivery::Moot)
        });
        assert_eq!(outboxes, Outboxes::default());
    }

    #[test]
    fn what_is_nobodys_is_kept_and_belongs_to_none() {
        let mut earlier = Outbox::default();
        earlier.push(end(7));
        let mut outboxes = Outboxes::default();
        outboxes.adopt(earlier.clone(), None);
        assert_eq!(outboxes.unowned(), 1);
        assert_eq!(next(&outboxes, &owner(CRM, 14)), None);
        let mut outboxes = Outboxes::default();
        outboxes.adopt(earlier, Some(&owner(CRM, 14)));
        assert_eq!(next(&outboxes, &owner(CRM, 14)), Some(end(7)));
        assert_eq!(outboxes.unowned(), 0);
    }

    #[test]
    fn the_owners_have_a_bound() {
        let mut outboxes = Outboxes::default();
        for user in 0..1_000 {
            outboxes.push(Some(&owner(CRM, user)), end(user));
            outboxes.push(None, end(user));
        }
        assert_eq!(outboxes.owned.len(), OWNERS_MAX);
        assert_eq!(next(&outboxes, &owner(CRM, 999)), Some(end(999)));
        assert_eq!(outboxes.unowned(), crate::outbox::ENTRIES_MAX);
    }
}
