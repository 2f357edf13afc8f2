mod dial;

use proptest::prelude::*;

use super::*;
use crate::call::announce::{Alerts, Before, Toolbar};
use crate::call::host::MediaHost;
use crate::call::intent::Intent;
use crate::call::machine::{self, Event, TimedEvent};
use crate::call::state::Moving;
use crate::call::state::{Current, Incoming, Live, Missed, Phase};
use crate::call::view::ToastState;
use crate::crm::fault::Fault;
use crate::crm::session::{Session, Status};
use crate::crm::token::Claims;
use crate::domain::{CallId, Media, Peer, TabId, Timestamp, UserId};

const A: SiteNumber = SiteNumber(0);
const B: SiteNumber = SiteNumber(1);
const CALL: CallId = CallId(7);
const TAB: TabId = TabId(3);
const ALL: Alerts = Alerts {
    sound: true,
    notifications: true,
};

fn peer(name: &str) -> Peer {
    Peer {
        user: Some(UserId(5)),
        name: name.to_owned(),
        detail: Some("Acme".to_owned()),
    }
}

fn signed_in() -> State {
    State {
        account: AccountView::SignedIn {
            user: UserId(14),
            name: "Olivia".to_owned(),
        },
        ..State::default()
    }
}

fn ring(call: CallId, since: u64) -> Incoming {
    Incoming {
        call,
        peer: peer("Jane Doe"),
        media: Media::Video,
        room: None,
        since: Timestamp(since),
        silent: false,
    }
}

fn ringing(since: u64) -> State {
    State {
        rings: vec![ring(CALL, since)],
        ..signed_in()
    }
}

fn live(host: Option<MediaHost>) -> State {
    let phase = Phase::Live(Live::new(CALL, None, Timestamp(1)));
    State {
        current: Some(Current::new(peer("Mike"), Media::Video, phase, host)),
        ..signed_in()
    }
}

fn sites<'a>(a: &'a State, b: &'a State) -> [SiteCalls<'a>; 2] {
    let site = |number, origin, calls| SiteCalls {
        number,
        origin,
        calls,
    };
    [
        site(A, "https://a.example", a),
        site(B, "https://b.example:8443", b),
    ]
}

fn press(was_held: bool) -> PressFacts {
    PressFacts {
        was_held,
        has_crm: true,
        no_account: false,
    }
}

#[test]
fn a_call_has_its_site_in_its_number() {
    assert_eq!(
        everywhere(A, CALL),
        CALL,
        "the first site's are as they were"
    );
    for site in [A, B, NOBODYS] {
        assert_eq!(within(everywhere(site, CALL)), (site, CALL));
    }
    assert_ne!(everywhere(A, CALL), everywhere(B, CALL));
}

#[test]
fn every_page_shows_the_rings_of_all_sites_the_oldest_first() {
    let (a, b) = (ringing(200), ringing(100));
    let shown = |page| {
        let view = view(&sites(&a, &b), Some(page), Some(TAB));
        let rings = view.rings.into_iter();
        rings
            .map(|ring| (within(ring.call), ring.peer.detail.unwrap()))
            .collect::<Vec<_>>()
    };
    let acme = "Acme".to_owned();
    let own = ((A, CALL), acme.clone());
    assert_eq!(
        shown(A),
        [((B, CALL), "Acme · b.example:8443".to_owned()), own.clone()]
    );
    assert_eq!(
        shown(B),
        [((B, CALL), acme), (own.0, "Acme · a.example".to_owned())]
    );
}

#[test]
fn a_page_has_the_account_of_its_own_site() {
    let (a, b) = (signed_in(), State::default());
    let account = |page| view(&sites(&a, &b), page, Some(TAB)).account;
    assert_eq!(account(Some(A)), a.account);
    assert_eq!(account(Some(B)), AccountView::SignedOut);
    assert_eq!(account(None), a.account, "no CRM: whom it calls through");
    assert!(!view(&sites(&a, &b), None, Some(TAB)).is_crm);
}

#[test]
fn the_call_that_is_on_is_shown_in_pages_of_every_site() {
    let (a, b) = (live(Some(MediaHost::Toast(TAB))), signed_in());
    for page in [Some(A), Some(B), None] {
        let ToastState::InCall(call) = view(&sites(&a, &b), page, Some(TAB)).toast else {
            panic!("no call at {page:?}");
        };
        assert_eq!(within(call.call), (A, CALL));
        let foreign = page == Some(B);
        assert_eq!(call.peer.user.is_none(), foreign, "another site's number");
    }
}

#[test]
fn what_is_pressed_goes_to_the_site_of_the_call() {
    let (a, b) = (ringing(1), ringing(2));
    let all = sites(&a, &b);
    let decline = |call| Intent::Decline { call, note: None };
    for site in [A, B] {
        let routed = route(&all, Some(A), None, decline(everywhere(site, CALL)));
        assert_eq!(routed, [(site, decline(CALL))]);
    }
    let silence = route(&all, Some(A), None, Intent::Silence);
    assert_eq!(silence, [(A, Intent::Silence), (B, Intent::Silence)]);
    let gone = route(
        &all,
        Some(A),
        None,
        decline(everywhere(SiteNumber(9), CALL)),
    );
    assert_eq!(gone, []);
}

#[test]
fn answering_ends_the_call_of_another_site() {
    let (a, b) = (live(None), ringing(2));
    let all = sites(&a, &b);
    let answer = |call| Intent::Answer {
        call,
        media: Media::Audio,
    };
    let routed = route(&all, Some(A), Some(TAB), answer(everywhere(B, CALL)));
    assert_eq!(routed, [(A, Intent::HangUp), (B, answer(CALL))]);
    let too_late = route(&all, Some(A), Some(TAB), answer(everywhere(B, CallId(8))));
    assert_eq!(too_late, [(B, answer(CallId(8)))], "the call stays");
    assert_eq!(to_command(&all, "answer"), None, "a key ends nothing");
}

#[test]
fn there_is_one_sound_one_button_and_one_list() {
    let (quiet, rings, talks) = (signed_in(), ringing(1), live(None));
    assert!(sounds(&sites(&quiet, &rings), ALL));
    assert!(!sounds(&sites(&talks, &rings), ALL), "in a call elsewhere");
    assert_eq!(toolbar(&sites(&talks, &rings)), Toolbar::Ringing);
    assert_eq!(toolbar(&sites(&quiet, &talks)), Toolbar::InCall);
    assert_eq!(toolbar(&sites(&quiet, &State::default())), Toolbar::Ready);
    let both = super::rings(&sites(&rings, &rings), ALL);
    let calls = [everywhere(A, CALL), everywhere(B, CALL)];
    assert_eq!(both.iter().map(|ring| ring.call).collect::<Vec<_>>(), calls);
    let old = outdated(B, &Before::of(&rings), &calls, &both[..1]);
    assert_eq!(old, [calls[1]], "the other site's stays");
}

#[test]
fn missed_calls_of_all_sites_are_listed_newest_first() {
    let missed_at = |at| State {
        missed: vec![Missed {
            call: CALL,
            peer: peer("Jane Doe"),
            at: Timestamp(at),
        }],
        ..signed_in()
    };
    let (a, b) = (missed_at(1), missed_at(2));
    let calls: Vec<_> = missed(&sites(&a, &b)).iter().map(|it| it.call).collect();
    assert_eq!(calls, [everywhere(B, CALL), everywhere(A, CALL)]);
}

#[test]
fn a_call_page_is_of_the_site_whose_call_it_holds() {
    let (a, b) = (live(Some(MediaHost::Toast(TAB))), signed_in());
    assert_eq!(page_site(&sites(&a, &b), TAB, None), Some(A));
    assert_eq!(page_site(&sites(&b, &a), TAB, Some(A)), Some(B));
    let mut moves = live(None);
    if let Some(current) = &mut moves.current {
        current.moving = Some(Moving::at(Timestamp(1)));
    }
    let window = TabId(8);
    assert_eq!(page_site(&sites(&b, &moves), window, None), Some(B));
    assert_eq!(
        page_site(&sites(&b, &b), window, Some(B)),
        Some(B),
        "its note"
    );
}

const NOW: Timestamp = Timestamp(1_000_000);

fn token(user: u64, expires_in: i64) -> Claims {
    Claims {
        user_id: Some(user),
        exp: (NOW.0 / 1_000).saturating_add_signed(expires_in),
        first_name: None,
        last_name: None,
    }
}

#[test]
fn an_address_is_a_crm_when_its_api_says_whose_the_token_is() {
    let jane = UserId(15);
    let claimed = |token: Option<&Claims>| Claimed::new(token, Ok(jane), true, NOW);
    assert_eq!(claimed(None), Claimed::By(jane));
    assert_eq!(claimed(Some(&token(15, 600))), Claimed::By(jane));
    let anothers = claimed(Some(&token(14, 600)));
    assert!(matches!(anothers, Claimed::Unknown(_)));
}

#[test]
fn an_address_is_none_of_a_crm_when_something_else_answers_there() {
    let claimed = |token: &Claims, fault: Fault, is_guessed| {
        Claimed::new(Some(token), Err(fault), is_guessed, NOW)
    };
    let good = token(15, 600);
    let page = Fault::Shape("a page".to_owned());
    for fault in [Fault::NotFound, page.clone(), Fault::Unauthorized] {
        assert_eq!(claimed(&good, fault, true), Claimed::No);
    }
    // A CRM whose sign-in is over, and one that cannot answer now.
    let over = claimed(&token(15, -600), Fault::Unauthorized, true);
    assert_eq!(over, Claimed::Unknown(Fault::Unauthorized));
    for fault in [Fault::Timeout, Fault::Server(502), Fault::NotAllowed] {
        assert_eq!(claimed(&good, fault.clone(), true), Claimed::Unknown(fault));
    }
    // The user, or the page's own requests, say that there is a call API.
    let known = claimed(&good, page.clone(), false);
    assert_eq!(known, Claimed::Unknown(page));
}

#[test]
fn a_page_may_be_a_crms_until_it_is_known_to_be_none() {
    let mut claims = Verification::default();
    assert_eq!(claims.page("https://x"), Page::Unverified, "not asked yet");
    claims.may_be("https://x", false);
    assert_eq!(claims.page("https://x"), Page::NoCrm);
    assert_eq!(claims.page("https://y"), Page::Unverified);
    claims.may_be("https://x", true);
    assert_eq!(claims.page("https://x"), Page::Unverified);
    for number in 0..1_000 {
        claims.may_be(&format!("https://{number}"), false);
    }
    assert!(format!("{claims:?}").len() < 1_000, "it has a bound");
}

#[test]
fn an_address_that_is_no_crm_is_asked_less_and_less() {
    let mut claims = Verification::default();
    let ask = |claims: &mut Verification, now| claims.ask("https://x", "https://x", Timestamp(now));
    assert_eq!(ask(&mut claims, 0), Ok(()));
    assert!(ask(&mut claims, 1_999).is_err());
    assert_eq!(ask(&mut claims, 2_000), Ok(()));
    assert!(ask(&mut claims, 5_999).is_err());
    assert_eq!(ask(&mut claims, 6_000), Ok(()));
    let moved = claims.ask("https://x", "https://api.x", Timestamp(6_001));
    assert_eq!(moved, Ok(()), "another API");
    claims.forget("https://x");
    assert_eq!(claims.pause("https://x", Timestamp(0)), None);
}

/// A site's machine as the worker runs it.
struct World {
    now: u64,
    states: [State; 2],
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            now: 1_000,
            states: [State::default(), State::default()],
        };
        for at in 0..2 {
            let account = signed_in().account;
            world.step(at, Event::Account(account));
            let tab = crate::call::state::Tab {
                id: TAB,
                visible: true,
            };
            world.step(at, Event::Tab(tab));
        }
        world
    }

    fn step(&mut self, at: usize, event: Event) {
        self.now += 10;
        let now = Timestamp(self.now);
        machine::step(&mut self.states[at], TimedEvent { now, event });
    }

    fn all(&self) -> [SiteCalls<'_>; 2] {
        sites(&self.states[0], &self.states[1])
    }

    fn act(&mut self, page: SiteNumber, intent: Intent) {
        for (site, intent) in route(&self.all(), Some(page), Some(TAB), intent) {
            let tab = Some(TAB);
            self.step(site.0 as usize, Event::Intent { intent, tab });
        }
    }
}

fn session(call: u64, incoming: bool, status: Status) -> Session {
    let (me, other) = (UserId(14), UserId(15));
    let (initiator, recipient) = if incoming { (other, me) } else { (me, other) };
    Session {
        id: CallId(call),
        status,
        media: Media::Audio,
        initiator,
        initiator_name: "Jane Doe".to_owned(),
        recipient: Some(recipient),
        recipient_name: "Olivia".to_owned(),
        created_at: None,
        started_at: None,
        duration: None,
        room: None,
        notes: String::new(),
    }
}

#[derive(Clone, Debug)]
enum Deed {
    Ring {
        site: usize,
        call: u64,
    },
    Over {
        site: usize,
        call: u64,
    },
    Press {
        page: usize,
        what: u8,
        call: u64,
        site: usize,
    },
    Dial {
        page: usize,
    },
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        (0..2_usize, 1..4_u64).prop_map(|(site, call)| Deed::Ring { site, call }),
        (0..2_usize, 1..4_u64).prop_map(|(site, call)| Deed::Over { site, call }),
        (0..2_usize, 0..6_u8, 1..4_u64, 0..2_usize).prop_map(|(page, what, call, site)| {
            Deed::Press {
                page,
                what,
                call,
                site,
            }
        }),
        (0..2_usize).prop_map(|page| Deed::Dial { page }),
    ];
    prop::collection::vec(deed, 1..60)
}

proptest! {
    #[test]
    fn one_call_at_a_time_and_no_view_goes_back(deeds in deeds()) {
        let mut world = World::new();
        let number = |at: usize| SiteNumber(at as u32);
        let mut revision = 0;
        for deed in deeds {
            match deed {
                Deed::Ring { site, call } => {
                    world.step(site, Event::Seen(session(call, true, Status::Pending)));
                }
                Deed::Over { site, call } => {
                    world.step(site, Event::Seen(session(call, true, Status::Cancelled)));
                }
                Deed::Press { page, what, call, site } => {
                    let call = everywhere(number(site), CallId(call));
                    let media = Media::Audio;
                    world.act(number(page), match what {
                        0 | 1 => Intent::Answer { call, media },
                        2 => Intent::Decline { call, note: None },
                        3 => Intent::HangUp,
                        4 => Intent::CallBack { call },
                        _ => Intent::Silence,
                    });
                }
                Deed::Dial { page } => {
                    let page = Page::Crm(number(page));
                    if let Dial::At(site) = to_dial(&world.all(), page, press(true)) {
                        let record = crate::site::RecordRef {
                            kind: crate::site::RecordKind::Person,
                            id: None,
                            email: Some("jane@example.com".to_owned()),
                            name: "Jane Doe".to_owned(),
                            detail: None,
                        };
                        let (media, tab) = (Media::Audio, Some(TAB));
                        world.step(site.0 as usize, Event::Place { record, media, tab });
                    }
                }
            }
            let engaged = world.states.iter().filter(|state| state.is_engaged()).count();
            prop_assert!(engaged <= 1, "one call at a time over all sites");
            let views = [A, B].map(|page| view(&world.all(), Some(page), Some(TAB)));
            prop_assert_eq!(views[0].revision, views[1].revision);
            prop_assert!(views[0].revision >= revision, "a view goes back");
            revision = views[0].revision;
            for ring in &views[0].rings {
                let (site, call) = within(ring.call);
                let rings = &world.states[site.0 as usize].rings;
                prop_assert!(rings.iter().any(|own| own.call == call), "a ring of nobody's");
            }
        }
    }
}
