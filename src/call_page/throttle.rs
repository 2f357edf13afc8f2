//! How often the worker is told of states. A meeting that changes its mind a
//! thousand times a second wakes the worker a few times.

use crate::call::page_protocol::PageEvent;

/// So many states are told between two ticks, which are a second apart.
const MOST: u32 = 20;

/// The states that were told since the last tick, and those that wait for the
/// next one: of each kind the newest.
#[derive(Clone, Debug, Default)]
pub struct Throttle {
    told: u32,
    held: Vec<PageEvent>,
}

impl Throttle {
    /// Returns the event if it is to be sent now.
    pub(super) fn takes(&mut self, event: PageEvent) -> Option<PageEvent> {
        if !is_state(&event) {
            return Some(event);
        }
        self.told += 1;
        if self.told <= MOST {
            return Some(event);
        }
        let kind = std::mem::discriminant(&event);
        self.held.retain(|it| std::mem::discriminant(it) != kind);
        self.held.push(event);
        None
    }

    /// A second has passed. Returns what waited.
    pub(super) fn tick(&mut self) -> Vec<PageEvent> {
        self.told = 0;
        std::mem::take(&mut self.held)
    }
}

/// Whether the event tells a state of the meeting, so that a newer one of its
/// kind makes it void.
fn is_state(event: &PageEvent) -> bool {
    matches!(
        event,
        PageEvent::Joined
            | PageEvent::Others { .. }
            | PageEvent::MicMuted(_)
            | PageEvent::CameraMuted(_)
            | PageEvent::Quality(_)
            | PageEvent::Speaking(_)
            | PageEvent::Recording(_)
            | PageEvent::Trouble(_)
            | PageEvent::Asks
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_told_as_a_few_states_and_the_newest_of_each_kind() {
        let mut throttle = Throttle::default();
        let mut sent = 0;
        for count in 0..3_000 {
            sent += throttle.takes(PageEvent::Others { count }).iter().count();
            sent += throttle
                .takes(PageEvent::Speaking(count % 2 == 0))
                .iter()
                .count();
        }
        assert_eq!(sent, MOST as usize);
        assert_eq!(
            throttle.tick(),
            [
                PageEvent::Others { count: 2_999 },
                PageEvent::Speaking(false)
            ]
        );
        assert!(throttle.tick().is_empty());
        assert!(throttle.takes(PageEvent::Speaking(true)).is_some());
    }

    #[test]
    fn what_a_person_did_is_never_held() {
        let mut throttle = Throttle::default();
        for _ in 0..100 {
            let link = PageEvent::RecordingLink("https://example.com".to_owned());
            assert!(throttle.takes(link).is_some());
            assert!(throttle.takes(PageEvent::Left).is_some());
        }
    }
}
