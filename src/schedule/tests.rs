use proptest::prelude::*;

use super::*;

/// A tab is in sight, and the socket has pushed a call.
fn calm() -> PollContext {
    PollContext {
        watched: true,
        push: PushTrust::Proven,
        ..PollContext::default()
    }
}

#[test]
fn push_makes_polling_rare_and_ringing_makes_it_quick() {
    let every = |push, ringing| {
        let context = PollContext {
            push,
            ringing,
            ..calm()
        };
        interval(PeriodicJob::Poll, context).as_millis() / 1_000
    };
    let all = [PushTrust::Proven, PushTrust::Unproven, PushTrust::None];
    assert_eq!(all.map(|push| every(push, false)), [30, 15, 10]);
    assert_eq!(all.map(|push| every(push, true)), [10, 5, 2]);
}

#[test]
fn an_answer_that_is_not_confirmed_is_not_left_to_pushes() {
    for push in [PushTrust::Proven, PushTrust::Unproven, PushTrust::None] {
        let context = PollContext {
            push,
            in_call: true,
            answering: true,
            ..calm()
        };
        assert_eq!(interval(PeriodicJob::Poll, context), Duration::from_secs(2));
    }
}

#[test]
fn who_uses_a_page_is_polled_for_quickly() {
    let context = PollContext {
        push: PushTrust::None,
        attended: true,
        ..calm()
    };
    assert_eq!(
        interval(PeriodicJob::Poll, context),
        Duration::from_millis(5_400)
    );
    let unseen = PollContext {
        watched: false,
        ..context
    };
    assert_eq!(interval(PeriodicJob::Poll, unseen), Duration::from_secs(10));
}

#[test]
fn an_unproven_socket_leaves_two_thirds_of_a_short_ring_to_answer_it() {
    let context = PollContext {
        push: PushTrust::Unproven,
        ring_time: Duration::from_secs(15),
        ..calm()
    };
    assert_eq!(interval(PeriodicJob::Poll, context), Duration::from_secs(5));
}

#[test]
fn presence_that_shows_no_call_is_as_good_as_a_poll() {
    let quiet = PollContext {
        push: PushTrust::None,
        ..calm()
    };
    let mut jobs = Schedule::default();
    jobs.at(PeriodicJob::Poll, Timestamp(5_000));
    jobs.saw_own_call(OwnCall::Unknown, Timestamp(4_000), quiet);
    assert_eq!(jobs.next(), Some(Timestamp(5_000)));
    jobs.saw_own_call(OwnCall::None, Timestamp(4_000), quiet);
    assert_eq!(jobs.next(), Some(Timestamp(14_000)));
    jobs.saw_own_call(OwnCall::New, Timestamp(4_400), quiet);
    assert_eq!(jobs.next(), Some(Timestamp(4_400)));
    let ringing = PollContext {
        ringing: true,
        ..quiet
    };
    jobs.saw_own_call(OwnCall::None, Timestamp(4_500), ringing);
    assert_eq!(
        jobs.next(),
        Some(Timestamp(4_400)),
        "the poll ends the ring"
    );
}

#[test]
fn presence_that_is_due_with_a_poll_takes_its_place() {
    let quiet = PollContext {
        push: PushTrust::None,
        ..calm()
    };
    let mut jobs = Schedule::default();
    let together = |jobs: &mut Schedule, now| {
        jobs.at(PeriodicJob::Poll, Timestamp(now));
        jobs.at(PeriodicJob::Presence, Timestamp(now + 5));
        jobs.take_due(Timestamp(now))
    };
    assert_eq!(together(&mut jobs, 1_000), [PeriodicJob::Poll]);
    jobs.went_well(PeriodicJob::Poll, Timestamp(1_001), quiet);
    jobs.saw_own_call(OwnCall::None, Timestamp(1_010), quiet);
    assert_eq!(together(&mut jobs, 11_010), [PeriodicJob::Presence]);
    assert_eq!(
        jobs.next(),
        Some(Timestamp(13_010)),
        "when it shows nothing"
    );
    jobs.saw_own_call(OwnCall::None, Timestamp(11_020), quiet);
    jobs.went_well(PeriodicJob::Presence, Timestamp(11_020), quiet);
    assert_eq!(jobs.next(), Some(Timestamp(21_020)));
    let ringing = PollContext {
        ringing: true,
        ..quiet
    };
    jobs.adapt(Timestamp(12_000), ringing);
    assert_eq!(together(&mut jobs, 40_000), [PeriodicJob::Poll]);
}

#[test]
fn a_page_that_comes_into_sight_often_does_not_make_more_polls() {
    let quiet = PollContext {
        push: PushTrust::None,
        ..calm()
    };
    let mut jobs = Schedule::default();
    jobs.at(PeriodicJob::Poll, Timestamp(0));
    jobs.take_due(Timestamp(0));
    jobs.went_well(PeriodicJob::Poll, Timestamp(50), quiet);
    for now in [1_000, 2_000, 9_000] {
        jobs.adapt(Timestamp(now), quiet);
        assert_eq!(jobs.next(), Some(Timestamp(10_000)));
    }
}

#[test]
fn a_job_comes_back_until_it_is_cleared() {
    let mut jobs = Schedule::default();
    jobs.at(PeriodicJob::Poll, Timestamp(5));
    assert!(jobs.take_due(Timestamp(4)).is_empty());
    assert_eq!(jobs.take_due(Timestamp(5)), [PeriodicJob::Poll]);
    assert_eq!(jobs.next(), None, "taken, not yet reported");
    jobs.went_well(PeriodicJob::Poll, Timestamp(10), calm());
    assert_eq!(jobs.next(), Some(Timestamp(30_005)));
    jobs.hurry(Timestamp(20));
    assert_eq!(jobs.next(), Some(Timestamp(20)));
    jobs.clear();
    assert_eq!(jobs.next(), None);
}

#[test]
fn retry_after_is_honoured() {
    let mut jobs = Schedule::default();
    jobs.failed(
        PeriodicJob::Poll,
        Timestamp(0),
        calm(),
        Some(Duration::from_mins(2)),
        0.0,
    );
    assert!(jobs.next() >= Some(Timestamp(120_000)));
}

#[test]
fn no_job_runs_before_retry_after() {
    let mut jobs = Schedule::default();
    jobs.failed(
        PeriodicJob::Poll,
        Timestamp(0),
        calm(),
        Some(Duration::from_secs(20)),
        0.5,
    );
    jobs.at(PeriodicJob::Poll, Timestamp(1));
    jobs.hurry(Timestamp(2));
    jobs.adapt(Timestamp(3), calm());
    let last = Timestamp(19_999);
    assert!(jobs.take_due(last).is_empty() && !jobs.allows(PeriodicJob::Poll, last));
    assert!(jobs.allows(PeriodicJob::Poll, Timestamp(20_000)));
    assert_eq!(jobs.take_due(Timestamp(20_000)), [PeriodicJob::Poll]);
    jobs.went_well(PeriodicJob::Poll, Timestamp(21_000), calm());
    jobs.at(PeriodicJob::Poll, Timestamp(21_000));
    assert_eq!(
        jobs.take_due(Timestamp(21_000)),
        [PeriodicJob::Poll],
        "forgotten"
    );
}

/// Pseudo-random numbers, the same in every run.
fn draws(seed: u64) -> impl FnMut() -> f64 {
    let mut x = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        (x >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A thousand browsers, a backend that was away for ten minutes: in the
/// first minute after it is back it must get less than twice the requests
/// of an ordinary minute.
#[test]
fn no_storm_when_the_backend_comes_back() {
    const WORKERS: u64 = 1_000;
    const BACK: u64 = 600_000;
    let situation = PollContext {
        push: PushTrust::None,
        ..calm()
    };
    let (mut storm, mut steady) = (0_u64, 0_u64);
    for worker in 0..WORKERS {
        let mut chance = draws(worker + 1);
        let mut jobs = Schedule::default();
        for job in [PeriodicJob::Poll, PeriodicJob::Beat, PeriodicJob::Presence] {
            jobs.at(job, Timestamp((chance() * 5_000.0) as u64));
        }
        while let Some(now) = jobs.next().filter(|now| now.0 < BACK + 600_000) {
            for job in jobs.take_due(now) {
                if (BACK..BACK + 60_000).contains(&now.0) {
                    storm += 1;
                }
                if now.0 >= BACK + 540_000 {
                    steady += 1;
                }
                if now.0 < BACK {
                    jobs.failed(job, now, situation, None, chance());
                } else {
                    jobs.went_well(job, now, situation);
                }
            }
        }
    }
    println!("requests in the first minute: {storm}; in an ordinary minute: {steady}");
    assert!(storm < 2 * steady, "{storm} against {steady}");
}

proptest! {
    #[test]
    fn backoff_stays_within_its_window(failures in 0_u32..100, chance in 0.0_f64..=1.0) {
        let pause = backoff(PeriodicJob::Poll, failures, chance);
        prop_assert!((Duration::from_millis(250)..=RETRY_MAX).contains(&pause));
    }

    #[test]
    fn every_job_is_always_due_again(
        failures in 1_u32..40, chance in 0.0_f64..=1.0, now in 0_u64..10_000_000,
    ) {
        let mut jobs = Schedule::default();
        for _ in 0..failures {
            jobs.failed(PeriodicJob::Poll, Timestamp(now), calm(), None, chance);
        }
        let next = jobs.next();
        prop_assert!(next.is_some_and(|at| at.since(Timestamp(now)) <= RETRY_MAX));
    }
}

#[test]
fn a_clock_that_is_set_back_or_forward_by_a_day_stops_no_job() {
    let day = Duration::from_hours(24);
    let noon = Timestamp(1_795_000_000_000);
    let asked = Some(Duration::from_mins(2));
    let mut jobs = Schedule::default();
    jobs.at(PeriodicJob::Poll, noon);
    jobs.at(PeriodicJob::Outbox, noon);
    assert_eq!(jobs.take_due(noon).len(), 2);
    jobs.went_well(PeriodicJob::Poll, noon, calm());
    jobs.failed(PeriodicJob::Outbox, noon, calm(), asked, 0.5);
    let yesterday = Timestamp(noon.0 - day.as_millis());
    assert!(
        !jobs.allows(PeriodicJob::Outbox, yesterday),
        "as the CRM asked"
    );
    jobs.adapt(yesterday, calm());
    let poll = interval(PeriodicJob::Poll, calm());
    assert_eq!(jobs.take_due(yesterday.plus(poll)), [PeriodicJob::Poll]);
    assert!(jobs.allows(PeriodicJob::Outbox, yesterday.plus(Duration::from_mins(2))));
    assert_eq!(jobs.take_due(noon.plus(day)), [PeriodicJob::Outbox]);
}
