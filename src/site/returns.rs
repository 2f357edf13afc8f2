//! When buttons that a page took out come back.
//!
//! Pages build their rows anew, and buttons have to come back at once. But some
//! take out whatever they did not add themselves, again and again: an editor, or
//! a list that watches over its rows. Those get the buttons back later and later,
//! and at last not at all.

use crate::domain::{Duration, Timestamp};

/// So many times they come back at once.
const AT_ONCE: u32 = 2;
/// After so many they do not come back.
const MOST: u32 = 6;
/// The first pause; the next ones are twice as long each.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// Buttons that stood as long as that are welcome there.
const WELCOME: Duration = Duration::from_secs(10);

/// What is known of one record's buttons in the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returns {
    /// How often the page has taken them out.
    taken: u32,
    place: Place,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Not in the page, and not because the page took them out.
    #[default]
    Out,
    /// They were put into the page then.
    In(Timestamp),
    /// The page took them out, and they come back then.
    Waiting(Timestamp),
    /// The page does not want them.
    GivenUp,
}

/// What to do with the buttons now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They stand in the page: put them there if they do not.
    Stand,
    /// Ask again after this time.
    Wait(Duration),
    /// They stay out.
    StayOut,
}

impl Returns {
    /// What to do with the buttons; `in_page` is whether they are there.
    pub fn verdict(&mut self, now: Timestamp, in_page: bool) -> Verdict {
        match self.place {
            Place::In(_) if in_page => Verdict::Stand,
            Place::Out => self.put(now),
            Place::In(since) => self.taken_out(now, since),
            Place::Waiting(until) if now >= until => self.put(now),
            Place::Waiting(until) => Verdict::Wait(until.since(now)),
            Place::GivenUp => Verdict::StayOut,
        }
    }

    /// Ringside itself took them out.
    pub fn removed(&mut self) {
        if let Place::In(_) = self.place {
            self.place = Place::Out;
        }
    }

    fn put(&mut self, now: Timestamp) -> Verdict {
        self.place = Place::In(now);
        Verdict::Stand
    }

    fn taken_out(&mut self, now: Timestamp, since: Timestamp) -> Verdict {
        if now.since(since) >= WELCOME {
            self.taken = 0;
        }
        self.taken += 1;
        if self.taken <= AT_ONCE {
            return self.put(now);
        }
        if self.taken > MOST {
            self.place = Place::GivenUp;
            return Verdict::StayOut;
        }
        let doubled = self.taken - AT_ONCE - 1;
        let pause = Duration::from_millis(FIRST_PAUSE.as_millis() << doubled);
        self.place = Place::Waiting(now.plus(pause));
        Verdict::Wait(pause)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp(1_000_000);

    #[test]
    fn buttons_come_back_at_once_then_later_and_later_then_not_at_all() {
        let mut returns = Returns::default();
        let mut now = START;
        let mut waits = Vec::new();
        assert_eq!(returns.verdict(now, false), Verdict::Stand);
        loop {
            match returns.verdict(now, false) {
                Verdict::Stand => {}
                Verdict::Wait(pause) => {
                    waits.push(pause.as_millis());
                    now = now.plus(pause);
                }
                Verdict::StayOut => break,
            }
        }
        assert_eq!(waits, [100, 200, 400, 800]);
        now = now.plus(Duration::from_mins(60));
        assert_eq!(returns.verdict(now, false), Verdict::StayOut);
    }

    #[test]
    fn a_row_that_is_built_anew_now_and_then_keeps_its_buttons() {
        let mut returns = Returns::default();
        let mut now = START;
        for _ in 0..100 {
            assert_eq!(returns.verdict(now, false), Verdict::Stand);
            assert_eq!(returns.verdict(now, true), Verdict::Stand);
            now = now.plus(WELCOME);
        }
    }

    #[test]
    fn what_ringside_takes_out_itself_does_not_count() {
        let mut returns = Returns::default();
        for _ in 0..100 {
            assert_eq!(returns.verdict(START, false), Verdict::Stand);
            returns.removed();
        }
    }

    proptest! {
        #[test]
        fn a_page_that_always_takes_them_out_is_left_alone_in_the_end(
            steps in proptest::collection::vec(0_u64..2_000, 100),
        ) {
            let mut returns = Returns::default();
            let mut now = START;
            let mut puts = 0;
            for step in steps {
                puts += u32::from(returns.verdict(now, false) == Verdict::Stand);
                now = now.plus(Duration::from_millis(step));
            }
            // Once for the first time, and once after each of the others.
            prop_assert_eq!(puts, MOST + 1);
        }
    }
}
