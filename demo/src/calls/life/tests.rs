//! One test for each observed oddity of the life cycle.

use super::*;
use crate::calls::load;
use crate::store;

const OLIVIA: i64 = 14;
const JANE: i64 = 15;
const MIKE: i64 = 2;
const PRIYA: i64 = 5;

/// A database, and a clock that only the test moves.
struct Office {
    conn: Connection,
    moment: Moment,
}

impl Office {
    fn new(mode: Mode) -> Self {
        let now = Stamp::now();
        Self {
            conn: store::in_memory().unwrap(),
            moment: Moment { now, mode },
        }
    }

    fn wait(&mut self, seconds: u64) {
        self.moment.now = self.moment.now.after(Duration::from_secs(seconds));
    }

    fn user(&self, id: i64) -> User {
        people::by_id(&self.conn, id).unwrap().unwrap()
    }

    fn try_call(&self, from: i64, to: i64) -> Result<i64, Refusal> {
        let (from, to) = (self.user(from), self.user(to));
        initiate(&self.conn, self.moment, &from, Some(&to), "video")
    }

    fn call(&self, from: i64, to: i64) -> i64 {
        self.try_call(from, to).unwrap()
    }

    fn group_call(&self, from: i64) -> i64 {
        initiate(&self.conn, self.moment, &self.user(from), None, "video").unwrap()
    }

    fn get(&self, call: i64) -> Call {
        load(&self.conn, call).unwrap().unwrap()
    }

    fn answer(&self, call: i64, by: i64) -> Result<Option<Event>, Refusal> {
        answer(&self.conn, self.moment, self.get(call), by)
    }

    fn reject(&self, call: i64, by: i64) -> Result<Option<Event>, Refusal> {
        reject(&self.conn, self.moment, self.get(call), by)
    }

    fn end(&self, call: i64) -> Option<Event> {
        end(&self.conn, self.moment, self.get(call)).unwrap()
    }

    fn current(&self, user: i64) -> Option<i64> {
        current(&self.conn, self.moment, user)
            .unwrap()
            .map(|call| call.id)
    }

    /// Status and current call of a row, read without side effects.
    fn row(&self, user: i64) -> (&'static str, Option<i64>) {
        let row = presence::load(&self.conn, user).unwrap().unwrap();
        (row.status.name(), row.current_call)
    }

    fn beat(&self, user: i64) {
        presence::heartbeat(&self.conn, self.moment.mode, user, self.moment.now).unwrap();
    }
}

fn both() -> [Office; 2] {
    [Mode::AsDocumented, Mode::AsFound].map(Office::new)
}

#[test]
fn starting_a_call_makes_the_caller_busy_and_leaves_the_recipients_status() {
    for office in both() {
        assert!(presence::load(&office.conn, JANE).unwrap().is_none());
        let call = office.call(OLIVIA, JANE);
        assert_eq!(office.row(OLIVIA), ("busy", Some(call)));
        assert_eq!(
            office.row(JANE),
            ("online", Some(call)),
            "a row out of nothing"
        );
        assert_eq!(office.get(call).status, Status::Pending);
    }
}

#[test]
fn oneself_and_busy_people_cannot_be_called() {
    for office in both() {
        assert!(matches!(
            office.try_call(OLIVIA, OLIVIA),
            Err(Refusal::Oneself)
        ));
        let call = office.call(MIKE, JANE);
        office.answer(call, JANE).unwrap();
        let refusal = office.try_call(OLIVIA, JANE).unwrap_err();
        assert_eq!(refusal.to_string(), "Jane Doe is not available for calls");
    }
}

#[test]
fn a_stale_busy_row_refuses_and_an_offline_one_accepts() {
    for mut office in both() {
        let now = office.moment.now;
        presence::set_call(&office.conn, JANE, None, Some(Presence::Busy), now).unwrap();
        office.wait(3_600);
        assert!(office.try_call(OLIVIA, JANE).is_err());
        presence::set_call(&office.conn, JANE, None, Some(Presence::Offline), now).unwrap();
        assert!(office.try_call(OLIVIA, JANE).is_ok());
    }
}

#[test]
fn only_a_primary_profile_counts_for_calling() {
    for office in both() {
        let noor = 9;
        let refusal = office.try_call(noor, JANE).unwrap_err();
        assert_eq!(refusal.to_string(), "User must have an active profile");
    }
}

#[test]
fn deactivated_people_and_other_organisations_can_be_called() {
    for office in both() {
        let (karl, vera) = (10, 30);
        office.call(OLIVIA, karl);
        let call = office.call(OLIVIA, vera);
        assert!(office.get(call).is_visible_to(vera, Some(2)));
        assert!(!office.get(call).is_visible_to(31, Some(2)));
    }
}

#[test]
fn anybody_can_answer_even_the_caller() {
    for office in both() {
        let call = office.call(OLIVIA, JANE);
        assert_eq!(office.answer(call, OLIVIA).unwrap(), Some(Event::Answered));
        assert_eq!(office.get(call).status, Status::Active);
        assert!(matches!(
            office.answer(call, JANE),
            Err(Refusal::NotAnswerable)
        ));
    }
}

#[test]
fn a_colleague_who_answered_stays_busy_after_the_end_until_a_sign_of_life() {
    for office in both() {
        let call = office.call(OLIVIA, JANE);
        office.answer(call, PRIYA).unwrap();
        office.end(call);
        assert_eq!(office.row(PRIYA), ("busy", Some(call)));
        assert_eq!(office.row(OLIVIA), ("online", None));
        assert_eq!(office.current(PRIYA), None);
        assert_eq!(office.row(PRIYA), ("online", None));
    }
}

#[test]
fn a_group_call_is_active_although_answering_it_fails() {
    for office in both() {
        let call = office.group_call(OLIVIA);
        assert_eq!(office.get(call).participants(), [OLIVIA]);
        assert!(matches!(
            office.answer(call, OLIVIA),
            Err(Refusal::NobodyToTell)
        ));
        assert_eq!(office.get(call).status, Status::Active);
    }
}

#[test]
fn only_the_recipient_rejects_whatever_the_state() {
    for mut office in both() {
        let call = office.call(OLIVIA, JANE);
        assert!(matches!(
            office.reject(call, OLIVIA),
            Err(Refusal::NotTheRecipient)
        ));
        office.answer(call, JANE).unwrap();
        office.wait(5);
        office.end(call);
        let ended = office.get(call).ended_at;
        office.wait(5);
        assert_eq!(office.reject(call, JANE).unwrap(), Some(Event::Rejected));
        let call = office.get(call);
        assert_eq!(call.status, Status::Rejected);
        assert!(call.ended_at > ended, "the end is set anew");
    }
}

#[test]
fn a_rejected_call_stays_in_the_recipients_row_only_as_found() {
    let office = Office::new(Mode::AsFound);
    let call = office.call(OLIVIA, JANE);
    office.reject(call, JANE).unwrap();
    assert_eq!(office.row(OLIVIA), ("online", None));
    assert_eq!(office.row(JANE), ("online", Some(call)));
    assert_eq!(office.current(JANE), None, "cleared by asking");
    assert_eq!(office.row(JANE), ("online", None));

    let office = Office::new(Mode::AsDocumented);
    let call = office.call(OLIVIA, JANE);
    office.reject(call, JANE).unwrap();
    assert_eq!(office.row(JANE), ("online", None));
}

#[test]
fn rejecting_after_answering_leaves_the_recipient_busy_only_as_found() {
    let office = Office::new(Mode::AsFound);
    let call = office.call(OLIVIA, JANE);
    office.answer(call, JANE).unwrap();
    office.reject(call, JANE).unwrap();
    assert_eq!(office.row(JANE), ("busy", Some(call)));

    let office = Office::new(Mode::AsDocumented);
    let call = office.call(OLIVIA, JANE);
    office.answer(call, JANE).unwrap();
    office.reject(call, JANE).unwrap();
    assert_eq!(office.row(JANE), ("online", None));
}

#[test]
fn an_unanswered_call_that_is_ended_is_completed_as_found_and_cancelled_as_documented() {
    for (mode, status) in [
        (Mode::AsFound, Status::Completed),
        (Mode::AsDocumented, Status::Cancelled),
    ] {
        let mut office = Office::new(mode);
        let call = office.call(OLIVIA, JANE);
        office.wait(7);
        assert_eq!(office.end(call), Some(Event::Ended));
        let call = office.get(call);
        assert_eq!(call.status, status);
        assert_eq!((call.started_at, call.duration_seconds), (None, None));
        assert!(call.ended_at.is_some());
    }
}

#[test]
fn the_duration_counts_whole_seconds_from_the_answer() {
    for mut office in both() {
        let call = office.call(OLIVIA, JANE);
        office.wait(9);
        office.answer(call, JANE).unwrap();
        office.wait(65);
        office.end(call);
        assert_eq!(office.get(call).status, Status::Completed);
        assert_eq!(office.get(call).duration_seconds, Some(65));

        let call = office.call(OLIVIA, JANE);
        office.answer(call, JANE).unwrap();
        office.end(call);
        assert_eq!(office.get(call).duration_seconds, Some(0));
    }
}

#[test]
fn ending_twice_changes_nothing_and_tells_nobody() {
    for mut office in both() {
        let call = office.call(OLIVIA, JANE);
        office.answer(call, JANE).unwrap();
        office.end(call);
        let ended = office.get(call).ended_at;
        office.wait(3);
        assert_eq!(office.end(call), None);
        assert_eq!(office.get(call).ended_at, ended);
    }
}

#[test]
fn ending_makes_people_online_whatever_they_were_before() {
    for office in both() {
        let now = office.moment.now;
        presence::set_call(&office.conn, JANE, None, Some(Presence::Away), now).unwrap();
        let call = office.call(OLIVIA, JANE);
        assert_eq!(office.row(JANE), ("away", Some(call)));
        office.end(call);
        assert_eq!(office.row(JANE), ("online", None));
    }
}

#[test]
fn a_second_call_hides_the_first_which_can_still_be_answered() {
    for office in both() {
        let first = office.call(OLIVIA, JANE);
        let second = office.call(MIKE, JANE);
        assert_eq!(office.current(JANE), Some(second));
        office.end(second);
        assert_eq!(office.current(JANE), None, "although the first still rings");
        assert_eq!(office.get(first).status, Status::Pending);
        assert_eq!(office.answer(first, JANE).unwrap(), Some(Event::Answered));
    }
}

#[test]
fn calling_out_of_a_call_moves_ones_own_current_call() {
    for office in both() {
        let first = office.call(OLIVIA, JANE);
        office.answer(first, JANE).unwrap();
        let second = office.call(OLIVIA, MIKE);
        assert_eq!(office.row(OLIVIA), ("busy", Some(second)));
        assert_eq!(office.row(JANE), ("busy", Some(first)));
    }
}

#[test]
fn an_unanswered_call_rings_for_ever_only_as_found() {
    let mut office = Office::new(Mode::AsFound);
    let call = office.call(OLIVIA, JANE);
    office.wait(1_200);
    assert_eq!(time_out(&office.conn, office.moment).unwrap(), [0; 0]);
    assert_eq!(office.current(JANE), Some(call));
    assert!(office.try_call(MIKE, OLIVIA).is_err(), "still busy");
    office.beat(OLIVIA);
    assert!(office.try_call(MIKE, OLIVIA).is_ok());

    let mut office = Office::new(Mode::AsDocumented);
    let call = office.call(OLIVIA, JANE);
    office.wait(59);
    assert_eq!(time_out(&office.conn, office.moment).unwrap(), [0; 0]);
    office.wait(1);
    assert_eq!(time_out(&office.conn, office.moment).unwrap(), [call]);
    assert_eq!(office.get(call).status, Status::Missed);
    assert_eq!(office.row(OLIVIA), ("online", None));
    assert_eq!(office.row(JANE), ("online", None));
}

#[test]
fn a_running_call_never_times_out() {
    for mut office in both() {
        let call = office.call(OLIVIA, JANE);
        office.answer(call, JANE).unwrap();
        office.wait(7_200);
        assert_eq!(time_out(&office.conn, office.moment).unwrap(), [0; 0]);
    }
}

#[test]
fn a_heartbeat_during_a_call_lets_others_in_only_as_found() {
    for (mode, lets_in) in [(Mode::AsFound, true), (Mode::AsDocumented, false)] {
        let office = Office::new(mode);
        let call = office.call(OLIVIA, JANE);
        office.answer(call, JANE).unwrap();
        office.beat(JANE);
        assert_eq!(office.try_call(MIKE, JANE).is_ok(), lets_in, "{mode:?}");
    }
}

#[test]
fn somebody_who_never_came_has_no_call() {
    for office in both() {
        assert_eq!(office.current(JANE), None);
        assert!(presence::load(&office.conn, JANE).unwrap().is_none());
    }
}

#[test]
fn ageing_makes_ringing_calls_old_enough_to_time_out() {
    let office = Office::new(Mode::AsDocumented);
    let call = office.call(OLIVIA, JANE);
    assert_eq!(
        age_pending(&office.conn, Duration::from_secs(120)).unwrap(),
        1
    );
    assert_eq!(time_out(&office.conn, office.moment).unwrap(), [call]);
}
