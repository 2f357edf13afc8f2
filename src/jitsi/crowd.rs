//! The others in a meeting.

use super::event::Person;

/// So many others are known by name; of more, only the number. What a person
/// looks through is shorter, and each event costs no more than a look at these.
const MOST_NAMED: usize = 200;

/// The others in a meeting, as far as its events tell of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    named: Vec<Person>,
    /// How many more there are.
    more: u32,
    /// How many are in all rooms of the meeting, this user included, where it
    /// has breakout rooms.
    in_all_rooms: u32,
}

impl Crowd {
    /// Those who are known by name.
    pub fn iter(&self) -> std::slice::Iter<'_, Person> {
        self.named.iter()
    }

    /// How many are in the same room.
    #[must_use]
    pub fn len(&self) -> usize {
        self.named.len() + self.more as usize
    }

    /// Whether nobody else is in the same room.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many are in other rooms of the same meeting.
    #[must_use]
    pub fn elsewhere(&self) -> usize {
        (self.in_all_rooms as usize).saturating_sub(self.len() + 1)
    }

    pub(super) fn came(&mut self, person: Person) {
        if let Some(known) = self.find(&person.id) {
            *known = person;
        } else if self.named.len() < MOST_NAMED {
            self.named.push(person);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    pub(super) fn went(&mut self, id: &str) {
        let before = self.named.len();
        self.named.retain(|person| person.id != id);
        if self.named.len() == before {
            self.more = self.more.saturating_sub(1);
        }
    }

    pub(super) fn renamed(&mut self, person: Person) {
        if let Some(known) = self.find(&person.id) {
            known.name = person.name;
        }
    }

    pub(super) fn in_all_rooms(&mut self, count: u32) {
        self.in_all_rooms = count;
    }

    /// This user has left the room; the others of the meeting are still there.
    pub(super) fn left_behind(&mut self) {
        self.named.clear();
        self.more = 0;
    }

    fn find(&mut self, id: &str) -> Option<&mut Person> {
        self.named.iter_mut().find(|person| person.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: usize) -> Person {
        Person {
            id: number.to_string(),
            name: format!("Person {number}"),
        }
    }

    #[test]
    fn a_crowd_costs_no_more_than_a_few_people() {
        let mut crowd = Crowd::default();
        for number in 0..20_000 {
            crowd.came(person(number));
            assert!(crowd.iter().len() <= MOST_NAMED);
        }
        assert_eq!(crowd.len(), 20_000);
        for number in 0..20_000 {
            crowd.went(&number.to_string());
        }
        assert!(crowd.is_empty());
    }

    #[test]
    fn who_comes_twice_is_there_once() {
        let mut crowd = Crowd::default();
        crowd.came(person(1));
        crowd.came(person(1));
        assert_eq!(crowd.len(), 1);
    }

    #[test]
    fn others_may_be_in_other_rooms_of_the_meeting() {
        let mut crowd = Crowd::default();
        crowd.in_all_rooms(3);
        assert_eq!((crowd.is_empty(), crowd.elsewhere()), (true, 2));
        crowd.came(person(1));
        crowd.came(person(2));
        assert_eq!(crowd.elsewhere(), 0);
    }
}
