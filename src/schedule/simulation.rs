//! An hour of one person's browser: how many requests it makes, and how long a
//! ring waits until it is seen.

use super::*;

const HOUR: Duration = Duration::from_hours(1);
const START: Timestamp = Timestamp(1_795_000_000_000);
/// How long the CRM takes to answer.
const ANSWER: u64 = 5;

/// What a person does in this hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Person {
    /// Looks at another window: no tab of the CRM is in sight.
    Elsewhere,
    /// Has a tab in sight and does nothing in it.
    Idle,
    /// Uses the CRM all the time.
    Busy,
}

#[derive(Clone, Copy, Debug)]
struct Scenario {
    person: Person,
    tabs: u64,
    push: PushTrust,
    /// How many requests the CRM's presence takes.
    pages: u64,
}

struct Outcome {
    requests: u64,
    /// When a poll, or what counts as one, began.
    polls: Vec<Timestamp>,
}

impl Outcome {
    /// How long rings wait that come at any moment from `from` on, for
    /// `length`, in the order of the waits.
    fn waits(&self, from: Duration, length: Duration) -> Vec<Duration> {
        let from = START.plus(from);
        let end = from.plus(length);
        let mut waits = Vec::new();
        let mut ring = from;
        while ring < end {
            if let Some(seen) = self.polls.iter().find(|began| **began >= ring) {
                waits.push(seen.plus(Duration::from_millis(ANSWER)).since(ring));
            }
            ring = ring.plus(Duration::from_millis(100));
        }
        waits.sort();
        waits
    }

    fn p95(&self, from: Duration, length: Duration) -> Duration {
        let waits = self.waits(from, length);
        waits[waits.len() * 95 / 100]
    }

    fn longest(&self, from: Duration, length: Duration) -> Duration {
        *self.waits(from, length).last().unwrap()
    }
}

/// Requests that no job makes: who signed in, the calls of today, the users
/// behind a page's records, asked again every ten minutes while pages change.
fn others(scenario: Scenario) -> u64 {
    let directory = match scenario.person {
        Person::Busy => 2 * 6,
        Person::Idle => 2,
        Person::Elsewhere => 0,
    };
    3 + directory
}

fn simulate(scenario: Scenario) -> Outcome {
    let mut jobs = Schedule::default();
    let mut outcome = Outcome {
        requests: others(scenario),
        polls: Vec::new(),
    };
    let context = |jobs: &Schedule, now, watched| PollContext {
        watched,
        attended: jobs.is_attended(now),
        push: scenario.push,
        presence_pages: scenario.pages,
        ..PollContext::default()
    };
    let watched = scenario.person != Person::Elsewhere;
    for job in [PeriodicJob::Poll, PeriodicJob::Beat, PeriodicJob::Presence] {
        jobs.at(job, START);
    }
    if scenario.push == PushTrust::None {
        jobs.at(PeriodicJob::Socket, START);
    }
    let mut draws = 1_u64;
    let mut chance = || {
        draws = draws
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (draws >> 40) as f64 / (1_u64 << 24) as f64
    };
    if watched {
        // The page was opened by somebody.
        jobs.attend(START);
    }
    let mut touched = START;
    while let Some(due) = jobs.next().filter(|due| due.since(START) < HOUR) {
        // What the person does until then: something every second, and another
        // tab every ten.
        while scenario.person == Person::Busy && touched <= due {
            jobs.attend(touched);
            if scenario.tabs > 1 && touched.0.is_multiple_of(10_000) {
                jobs.adapt(touched, context(&jobs, touched, false));
                jobs.came(touched, context(&jobs, touched, true));
            }
            jobs.adapt(touched, context(&jobs, touched, true));
            touched = touched.plus(Duration::from_secs(1));
        }
        let due = jobs.next().unwrap();
        // Timers are late by some milliseconds.
        let now = due.plus(Duration::from_millis((chance() * 20.0) as u64));
        for job in jobs.take_due(now) {
            let done = now.plus(Duration::from_millis(ANSWER));
            let context = context(&jobs, done, watched);
            match job {
                PeriodicJob::Poll => {
                    outcome.requests += 1;
                    outcome.polls.push(now);
                    jobs.went_well(job, done, context);
                }
                PeriodicJob::Presence => {
                    outcome.requests += scenario.pages;
                    outcome.polls.push(now);
                    jobs.saw_own_call(OwnCall::None, done, context);
                    jobs.went_well(job, done, context);
                }
                PeriodicJob::Socket => {
                    outcome.requests += 1;
                    jobs.failed(job, done, context, None, chance());
                }
                PeriodicJob::Beat | PeriodicJob::Outbox => {
                    outcome.requests += 1;
                    jobs.went_well(job, done, context);
                }
            }
        }
    }
    outcome
}

fn scenarios() -> Vec<Scenario> {
    let mut all = Vec::new();
    for person in [Person::Elsewhere, Person::Idle, Person::Busy] {
        for tabs in [1, 5] {
            for push in [PushTrust::None, PushTrust::Unproven, PushTrust::Proven] {
                for pages in [1, 4] {
                    all.push(Scenario {
                        person,
                        tabs,
                        push,
                        pages,
                    });
                }
            }
        }
    }
    all
}

#[test]
fn an_hour_has_at_most_five_hundred_requests_and_with_push_far_less() {
    for scenario in scenarios() {
        let requests = simulate(scenario).requests;
        println!("{scenario:?}: {requests} requests");
        let most = match scenario.push {
            PushTrust::None => 500,
            PushTrust::Unproven => 350,
            PushTrust::Proven => 250,
        };
        assert!(requests <= most, "{scenario:?}: {requests}");
    }
}

#[test]
fn tabs_cost_nothing() {
    // Where push works, each time that a person comes to a page is a reason to
    // ask for presence.
    let polled = |scenario: &Scenario| scenario.push != PushTrust::Proven;
    for scenario in scenarios().into_iter().filter(polled) {
        let one = simulate(Scenario {
            tabs: 1,
            ..scenario
        })
        .requests;
        let five = simulate(Scenario {
            tabs: 5,
            ..scenario
        })
        .requests;
        assert!(five <= one + one / 50, "{scenario:?}: {one} and {five}");
    }
}

#[test]
fn a_ring_is_seen_in_time_without_push() {
    let quick = Duration::from_millis(5_500);
    let steady = Duration::from_secs(10);
    for scenario in scenarios() {
        if scenario.push != PushTrust::None {
            continue;
        }
        let outcome = simulate(scenario);
        let whole = (Duration::ZERO, HOUR.saturating_sub(Duration::from_secs(20)));
        let (p95, longest) = (
            outcome.p95(whole.0, whole.1),
            outcome.longest(whole.0, whole.1),
        );
        println!("{scenario:?}: 95 of 100 in {p95:?}, longest {longest:?}");
        assert!(p95 <= steady, "{scenario:?}: {p95:?}");
        assert!(
            longest <= Duration::from_millis(10_200),
            "{scenario:?}: {longest:?}"
        );
        // Where somebody is there: the first two minutes of an idle one, and
        // the quick minutes of the hour of a busy one.
        let there = match scenario.person {
            Person::Elsewhere => continue,
            Person::Idle => Duration::from_mins(2),
            Person::Busy => Duration::from_mins(10),
        };
        let p95 = outcome.p95(Duration::ZERO, there);
        assert!(
            p95 <= quick,
            "{scenario:?}: {p95:?} while somebody is there"
        );
    }
}

#[test]
fn a_mute_socket_delays_a_ring_by_a_third_of_its_time() {
    for scenario in scenarios() {
        let most = match scenario.push {
            PushTrust::None => continue,
            PushTrust::Unproven => Duration::from_millis(15_200),
            PushTrust::Proven => Duration::from_millis(30_200),
        };
        let longest =
            simulate(scenario).longest(Duration::ZERO, HOUR.saturating_sub(Duration::from_mins(1)));
        assert!(longest <= most, "{scenario:?}: {longest:?}");
    }
}
