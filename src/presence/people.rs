//! The people behind the records on the CRM's pages: which user each is,
//! whether they can be reached, and which tab watches them.

use super::{Reach, reach};
use crate::codec::Codec;
use crate::crm::directory::{Directory, Known};
use crate::crm::wire::WirePresence;
use crate::domain::{Newest, TabId, Timestamp, UserId};
use crate::site::RecordRef;

/// How many records of one tab are watched.
const WATCHED_MAX: usize = 500;
/// How many tabs watch records.
const TABS_MAX: usize = 200;
/// How many people's reachability is known: ten pages of the CRM's list.
const REACH_MAX: usize = 1_000;

/// What is known about people, and which tabs watch them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct People {
    directory: Directory,
    /// The last known reachability, by user number.
    reach: Vec<(u64, Reach)>,
    /// The records that each tab shows, by the tab's number.
    watched: Newest<(i32, Vec<RecordRef>), TABS_MAX>,
}

impl People {
    /// Which user stands behind which record.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Which user stands behind which record, to add to it.
    pub fn directory_mut(&mut self) -> &mut Directory {
        &mut self.directory
    }

    /// Whether the CRM was not queried yet for presence.
    #[must_use]
    pub fn is_reach_unknown(&self) -> bool {
        self.reach.is_empty()
    }

    /// Learns from the CRM's presence rows.
    pub fn learn_reach(&mut self, rows: &[WirePresence]) {
        let rows = rows.iter().take(REACH_MAX);
        self.reach = rows.map(|row| (row.user, reach(row))).collect();
    }

    /// Whether each record's person can be reached by `me`.
    #[must_use]
    pub fn reach_of(
        &self,
        records: &[RecordRef],
        me: Option<UserId>,
        now: Timestamp,
    ) -> Vec<Reach> {
        let of = |record: &RecordRef| match self.directory.user(record, now) {
            Known::Unknown => Reach::Unknown,
            Known::NoAccount => Reach::NoAccount,
            Known::User(user) if Some(user) == me => Reach::Yourself,
            Known::User(user) => {
                let row = self.reach.iter().find(|(known, _)| *known == user.0);
                // Users who never were online have no row.
                row.map_or(Reach::Offline, |(_, reach)| *reach)
            }
        };
        records.iter().map(of).collect()
    }

    /// A tab watches these records and is to get changes.
    pub fn watch(&mut self, tab: TabId, records: &[RecordRef]) {
        let index = match self.watched.iter().position(|(known, _)| *known == tab.0) {
            Some(index) => index,
            None => {
                self.watched.push((tab.0, Vec::new()));
                self.watched.len() - 1
            }
        };
        let watched = &mut self.watched[index].1;
        for record in records {
            if !watched.contains(record) {
                watched.push(record.clone());
            }
        }
        // Records beyond the limit are queried again when the page shows them
        // again.
        let surplus = watched.len().saturating_sub(WATCHED_MAX);
        watched.drain(..surplus);
    }

    /// Forgets the records of all tabs except these.
    pub fn keep_tabs(&mut self, is_there: impl Fn(TabId) -> bool) {
        self.watched.retain(|(tab, _)| is_there(TabId(*tab)));
    }

    /// The push for each tab: pairs of [`RecordRef::key`] and reach.
    #[must_use]
    pub fn for_tabs(
        &self,
        me: Option<UserId>,
        now: Timestamp,
    ) -> Vec<(TabId, Vec<(String, Reach)>)> {
        let for_tab = |(tab, records): &(i32, Vec<RecordRef>)| {
            let reach = self.reach_of(records, me, now);
            let pairs = records.iter().zip(reach);
            let pairs = pairs.filter_map(|(record, reach)| Some((record.key()?, reach)));
            (TabId(*tab), pairs.collect())
        };
        self.watched.iter().map(for_tab).collect()
    }

    /// Another user signed in, who may see other people. The watched records
    /// stay.
    pub fn forget_people(&mut self) {
        self.directory = Directory::default();
        self.reach.clear();
    }

    /// Nobody is signed in any more.
    pub fn forget_all(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::wire::WireUser;
    use crate::site::RecordKind;

    const NOW: Timestamp = Timestamp(1_000);
    const TAB: TabId = TabId(1);

    fn employee(email: &str) -> RecordRef {
        RecordRef {
            kind: RecordKind::Employee,
            id: None,
            email: Some(email.to_owned()),
            name: "Jane Doe".to_owned(),
            detail: None,
        }
    }

    /// Jane is user 15 and away, Mike is user 16 and has no presence row, and
    /// the CRM has no account for Ann.
    fn people() -> People {
        let mut people = People::default();
        let user = |id, email: &str| WireUser {
            id,
            email: Some(email.to_owned()),
            full_name: None,
        };
        let users = [user(15, "jane@x"), user(16, "mike@x")];
        people.directory_mut().learn_users(&users, NOW);
        people.directory_mut().mark_asked(&[employee("ann@x")], NOW);
        let row = r#"{"user":15,"status":"away","is_online":true}"#;
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        people.learn_reach(&[WirePresence::parse(&row).unwrap()]);
        people
    }

    #[test]
    fn reachability_is_returned_for_each_record() {
        let records = ["jane@x", "mike@x", "ann@x", "unknown@x"].map(employee);
        assert_eq!(
            people().reach_of(&records, None, NOW),
            [
                Reach::Away,
                Reach::Offline,
                Reach::NoAccount,
                Reach::Unknown
            ]
        );
    }

    #[test]
    fn nobody_is_reached_by_themselves() {
        let records = ["jane@x", "mike@x"].map(employee);
        let reach = people().reach_of(&records, Some(UserId(15)), NOW);
        assert_eq!(reach, [Reach::Yourself, Reach::Offline]);
    }

    #[test]
    fn each_tab_hears_of_the_records_it_shows_once() {
        let mut people = people();
        people.watch(TAB, &[employee("jane@x")]);
        people.watch(TAB, &[employee("jane@x"), employee("mike@x")]);
        people.watch(TabId(2), &[employee("mike@x")]);
        let mike = || ("employee:mike@x".to_owned(), Reach::Offline);
        let jane = ("employee:jane@x".to_owned(), Reach::Away);
        assert_eq!(
            people.for_tabs(None, NOW),
            [(TAB, vec![jane, mike()]), (TabId(2), vec![mike()])]
        );
    }

    #[test]
    fn a_tab_that_is_gone_hears_nothing() {
        let mut people = people();
        people.watch(TAB, &[employee("jane@x")]);
        people.watch(TabId(2), &[employee("jane@x")]);
        people.keep_tabs(|tab| tab == TabId(2));
        let told: Vec<TabId> = people
            .for_tabs(None, NOW)
            .iter()
            .map(|(tab, _)| *tab)
            .collect();
        assert_eq!(told, [TabId(2)]);
    }

    #[test]
    fn the_watched_records_of_a_tab_are_limited() {
        let mut people = people();
        for number in 0..=WATCHED_MAX {
            people.watch(TAB, &[employee(&format!("{number}@x"))]);
        }
        let (_, pairs) = people.for_tabs(None, NOW).remove(0);
        assert_eq!(pairs.len(), WATCHED_MAX);
        assert_eq!(pairs.last().unwrap().0, format!("employee:{WATCHED_MAX}@x"));
    }

    #[test]
    fn another_user_starts_without_people_and_the_tabs_stay() {
        let mut people = people();
        people.watch(TAB, &[employee("jane@x")]);
        people.forget_people();
        assert!(people.is_reach_unknown());
        let pairs = vec![("employee:jane@x".to_owned(), Reach::Unknown)];
        assert_eq!(people.for_tabs(None, NOW), [(TAB, pairs)]);
        people.forget_all();
        assert_eq!(people.for_tabs(None, NOW), []);
    }

    #[test]
    fn the_tabs_and_the_people_that_are_known_are_limited() {
        let mut people = people();
        for tab in 0..2_000 {
            people.watch(TabId(tab), &[employee("jane@x")]);
        }
        assert_eq!(people.for_tabs(None, NOW).len(), TABS_MAX);
        let row = |user| WirePresence {
            user,
            status: String::new(),
            is_online: true,
            available_for_calls: true,
            current_call: None,
        };
        let rows: Vec<_> = (1..10_000).map(row).collect();
        people.learn_reach(&rows);
        assert_eq!(people.reach.len(), REACH_MAX);
    }
}
