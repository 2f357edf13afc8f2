//! The machine against a model of the CRM, in random order: push, poll, user,
//! network and worker death. proptest shrinks what fails to a short story.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::crm::session::{Room, Status};
use crate::domain::UserId;
use crate::outbox::Outbox;
use crate::site::RecordKind;

const ME: UserId = UserId(14);
const JANE: UserId = UserId(15);
const TAB: TabId = TabId(1);

/// What can happen next.
#[derive(Clone, Debug)]
enum Step {
    JaneCalls,
    JaneAnswers,
    JaneDeclines,
    JaneEnds,
    Place,
    Answer,
    Decline,
    HangUp,
    Poll,
    /// The push of call number n (of those there are) arrives, late or twice.
    Push(u8),
    /// The oldest request under way reaches the CRM and its answer us.
    Deliver,
    /// The oldest request reaches the CRM, its answer gets lost.
    LoseAnswer,
    /// The oldest request never reaches the CRM.
    LoseRequest,
    /// The outbox tries to deliver.
    Outbox,
    Wait(u16),
    PageReady,
    PageJoined,
    PageGone,
    /// The worker dies: what was under way is forgotten, what was stored stays.
    Die,
    /// The browser ends and starts anew: only what local storage has is left.
    Restart,
}

/// The CRM, as the real one behaves: nothing ever times out.
#[derive(Default)]
struct Crm {
    calls: BTreeMap<u64, (Status, bool, Timestamp)>,
    ends: BTreeMap<u64, u32>,
}

/// A request under way.
#[derive(Clone, Debug)]
enum Request {
    Initiate(u64),
    Answer(CallId),
    Check(CallId),
}

/// The time limit of requests (`crm::client`), in milliseconds.
const REQUEST_MS: u64 = 12_000;

struct World {
    state: State,
    outbox: Outbox,
    crm: Crm,
    /// Requests, and when they were sent.
    under_way: Vec<(u64, Request)>,
    now: u64,
    rang: BTreeMap<u64, u32>,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            state: State::default(),
            outbox: Outbox::default(),
            crm: Crm::default(),
            under_way: Vec::new(),
            now: 1_000_000,
            rang: BTreeMap::new(),
        };
        world.begin();
        world
    }

    fn begin(&mut self) {
        let name = "Olivia".to_owned();
        self.take(Event::Account(AccountView::SignedIn { user: ME, name }));
        self.take(Event::Tab(Tab {
            id: TAB,
            visible: true,
        }));
    }

    fn take(&mut self, what: Event) {
        let rang: Vec<CallId> = self.state.rings.iter().map(|ring| ring.call).collect();
        self.now += 10;
        let effects = step(
            &mut self.state,
            TimedEvent {
                now: Timestamp(self.now),
                what,
            },
        );
        for ring in self
            .state
            .rings
            .iter()
            .filter(|ring| !rang.contains(&ring.call))
        {
            *self.rang.entry(ring.call.0).or_default() += 1;
        }
        for effect in effects {
            match effect {
                Effect::Initiate { attempt, .. } => self.send(Request::Initiate(attempt)),
                Effect::Answer(call) => self.send(Request::Answer(call)),
                Effect::Check(call) => self.send(Request::Check(call)),
                Effect::OutboxEntry(tell) => self.outbox.push(tell),
                Effect::Poll => self.poll(),
                Effect::PageCommand(..)
                | Effect::UploadGrant { .. }
                | Effect::OpenWindow
                | Effect::Focus(_)
                | Effect::OpenCrm => {}
            }
        }
    }

    fn send(&mut self, request: Request) {
        self.under_way.push((self.now, request));
    }

    fn session(&self, call: u64) -> Option<Session> {
        let (status, outgoing, created_at) = *self.crm.calls.get(&call)?;
        let (initiator, recipient) = if outgoing { (ME, JANE) } else { (JANE, ME) };
        Some(Session {
            id: CallId(call),
            status,
            media: Media::Audio,
            initiator,
            initiator_name: "A".to_owned(),
            recipient: Some(recipient),
            recipient_name: "B".to_owned(),
            created_at: Some(created_at),
            started_at: (status == Status::Active).then_some(created_at),
            room: Some(Room {
                address: "https://meet.example.com/r".to_owned(),
                jwt: None,
            }),
            notes: String::new(),
        })
    }

    fn make(&mut self, outgoing: bool) -> u64 {
        let id = self.crm.calls.len() as u64 + 1;
        let call = (Status::Pending, outgoing, Timestamp(self.now));
        self.crm.calls.insert(id, call);
        id
    }

    /// The newest call that is in one of these states, and whether we made it.
    fn newest(&self, wanted: &[Status]) -> Option<u64> {
        let mut calls = self.crm.calls.iter().rev();
        calls
            .find(|(_, (status, ..))| wanted.contains(status))
            .map(|(id, _)| *id)
    }

    fn set(&mut self, call: u64, status: Status) {
        if let Some(entry) = self.crm.calls.get_mut(&call) {
            entry.0 = status;
        }
    }

    fn poll(&mut self) {
        let open = self.newest(&[Status::Pending, Status::Active]);
        match open.and_then(|call| self.session(call)) {
            Some(session) => self.take(Event::Seen(session)),
            None => self.take(Event::NoneActive),
        }
    }

    /// Carries a request out at the CRM. Returns what its answer would be.
    fn reach_crm(&mut self, request: &Request) -> Event {
        match request {
            Request::Initiate(attempt) => {
                let call = self.make(true);
                match self.session(call) {
                    Some(session) => Event::Placed {
                        attempt: *attempt,
                        session,
                    },
                    None => Event::Time,
                }
            }
            Request::Answer(call) => {
                let rings = matches!(self.crm.calls.get(&call.0), Some((Status::Pending, ..)));
                if !rings {
                    return Event::AnswerFailed {
                        call: *call,
                        why: Refusal::Gone,
                    };
                }
                self.set(call.0, Status::Active);
                self.session(call.0).map_or(Event::Gone(*call), Event::Seen)
            }
            Request::Check(call) => self.session(call.0).map_or(Event::Gone(*call), Event::Seen),
        }
    }

    fn deliver_outbox(&mut self) {
        while let Some(tell) = self.outbox.next(Timestamp(u64::MAX)).cloned() {
            let id = tell.call.0;
            let status = self.crm.calls.get(&id).map(|call| call.0);
            match tell.what {
                CrmUpdate::End => {
                    *self.crm.ends.entry(id).or_default() += 1;
                    if status.is_some_and(|status| !status.is_over()) {
                        self.set(id, Status::Completed);
                    }
                }
                CrmUpdate::Reject if status.is_some_and(Status::rings) => {
                    self.set(id, Status::Rejected)
                }
                _ => {}
            }
            self.outbox.delivered(&tell, crate::outbox::Delivery::Done);
        }
    }

    fn act(&mut self, act: &Step) {
        match act {
            Step::JaneCalls => {
                // The CRM lets nobody call a busy user twice; one is enough.
                if self.newest(&[Status::Pending, Status::Active]).is_none() {
                    self.make(false);
                }
            }
            Step::JaneAnswers => self.jane(Status::Active, true),
            Step::JaneDeclines => self.jane(Status::Rejected, true),
            Step::JaneEnds => {
                if let Some(call) = self.newest(&[Status::Pending, Status::Active]) {
                    self.set(call, Status::Completed);
                }
            }
            Step::Place => self.take(Event::Place {
                record: jane(),
                media: Media::Audio,
                tab: Some(TAB),
            }),
            Step::Answer => {
                if let Some(ring) = self.state.rings.first() {
                    let intent = Intent::Answer {
                        call: ring.call,
                        media: Media::Audio,
                    };
                    self.take(Event::Intent {
                        intent,
                        tab: Some(TAB),
                    });
                }
            }
            Step::Decline => {
                if let Some(ring) = self.state.rings.first() {
                    let intent = Intent::Decline {
                        call: ring.call,
                        note: None,
                    };
                    self.take(Event::Intent {
                        intent,
                        tab: Some(TAB),
                    });
                }
            }
            Step::HangUp => self.hang_up(),
            Step::Poll => self.poll(),
            Step::Push(n) => {
                let count = self.crm.calls.len() as u64;
                if count > 0
                    && let Some(session) = self.session(u64::from(*n) % count + 1)
                {
                    self.take(Event::Seen(session));
                }
            }
            Step::Deliver => self.request(true, true),
            Step::LoseAnswer => self.request(true, false),
            Step::LoseRequest => self.request(false, false),
            Step::Outbox => self.deliver_outbox(),
            Step::Wait(seconds) => {
                self.now += u64::from(*seconds) * 1_000;
                self.take(Event::Time);
            }
            Step::PageReady => self.report(PageEvent::Ready { alone: false }),
            Step::PageJoined => {
                self.report(PageEvent::Joined);
                self.report(PageEvent::Others { count: 1 });
            }
            Step::PageGone => self.take(Event::PageGone(TAB)),
            Step::Die => {
                // Exactly what storage does to it.
                let stored = codec::encode(&self.state);
                self.state = codec::decode(&stored).unwrap();
                self.under_way.clear();
                self.take(Event::Woke);
            }
            Step::Restart => self.restart(),
        }
    }

    fn restart(&mut self) {
        let remains = Checkpoint::of(&self.state, Timestamp(self.now));
        let remains = codec::parse(&codec::text(&remains)).unwrap();
        let decided = self.outbox.decided();
        self.state = State::default();
        self.under_way.clear();
        // What rings still, rings again: nobody heard it yet.
        self.rang.clear();
        self.take(Event::Restarted { remains, decided });
        self.begin();
    }

    fn jane(&mut self, status: Status, outgoing: bool) {
        if let Some(call) = self.newest(&[Status::Pending])
            && self
                .crm
                .calls
                .get(&call)
                .is_some_and(|call| call.1 == outgoing)
        {
            self.set(call, status);
        }
    }

    fn report(&mut self, report: PageEvent) {
        self.take(Event::PageEvent { tab: TAB, report });
    }

    fn hang_up(&mut self) {
        self.take(Event::Intent {
            intent: Intent::HangUp,
            tab: Some(TAB),
        });
    }

    fn request(&mut self, arrives: bool, answered: bool) {
        if self.under_way.is_empty() {
            return;
        }
        let (sent, request) = self.under_way.remove(0);
        // What did not arrive within the client's limit never does.
        let answer = if arrives && self.now - sent < REQUEST_MS {
            Some(self.reach_crm(&request))
        } else {
            None
        };
        match (answer.filter(|_| answered), request) {
            (Some(answer), _) => self.take(answer),
            (None, Request::Initiate(attempt)) => {
                self.take(Event::PlaceFailed {
                    attempt,
                    why: Refusal::Offline,
                });
            }
            (None, Request::Answer(call)) => {
                self.take(Event::AnswerFailed {
                    call,
                    why: Refusal::Gone,
                });
            }
            (None, Request::Check(_)) => {}
        }
    }

    /// The network is well again and time passes.
    fn settle(&mut self) {
        for _ in 0..40 {
            while !self.under_way.is_empty() {
                self.request(true, true);
            }
            self.deliver_outbox();
            self.poll();
            self.now += 10_000;
            self.take(Event::Time);
        }
    }
}

fn jane() -> RecordRef {
    RecordRef {
        kind: RecordKind::Customer,
        id: None,
        email: Some("jane@example.com".to_owned()),
        name: "B".to_owned(),
        detail: None,
    }
}

fn acts() -> impl Strategy<Value = Vec<Step>> {
    let act = prop_oneof![
        1 => Just(Step::JaneCalls),
        1 => Just(Step::JaneAnswers),
        1 => Just(Step::JaneDeclines),
        1 => Just(Step::JaneEnds),
        1 => Just(Step::Place),
        1 => Just(Step::Answer),
        1 => Just(Step::Decline),
        1 => Just(Step::HangUp),
        1 => Just(Step::Poll),
        1 => any::<u8>().prop_map(Step::Push),
        4 => Just(Step::Deliver),
        1 => Just(Step::LoseAnswer),
        1 => Just(Step::LoseRequest),
        1 => Just(Step::Outbox),
        1 => (1_u16..60).prop_map(Step::Wait),
        1 => Just(Step::PageReady),
        1 => Just(Step::PageJoined),
        1 => Just(Step::PageGone),
        1 => Just(Step::Die),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(act, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens in whatever order: no call rings twice, no call is
    /// ended twice at the CRM, one can always hang up, and when the network is
    /// well again nothing is left ringing or busy anywhere.
    #[test]
    fn whatever_happens(acts in acts()) {
        let mut world = World::new();
        for act in &acts {
            world.act(act);
            prop_assert!(!world.state.sounds() || !world.state.rings.is_empty());
            let mut copy = world.state.clone();
            let hang_up = Event::Intent { intent: Intent::HangUp, tab: None };
            step(&mut copy, TimedEvent { now: Timestamp(world.now), what: hang_up });
            prop_assert!(!copy.is_engaged(), "one can always hang up");
        }
        world.hang_up();
        world.settle();
        prop_assert!(world.rang.values().all(|times| *times == 1), "rang twice: {:?}", world.rang);
        prop_assert!(world.crm.ends.values().all(|times| *times == 1), "ended twice: {:?}", world.crm.ends);
        prop_assert!(!world.state.is_engaged() && world.state.rings.is_empty());
        for (call, (status, outgoing, _)) in &world.crm.calls {
            prop_assert!(!outgoing || status.is_over(), "our call {} is left {:?}", call, status);
        }
    }
}
