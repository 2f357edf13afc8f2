//! The transitions of the sign-in, and its invariants in any order.

use proptest::prelude::*;

use super::*;
use crate::crm::fault::Fault;
use crate::domain::Timestamp;

const CRM: &str = "https://crm.example.com";
const OTHER_CRM: &str = "https://other.example.com";
const OLIVIA: u64 = 14;
const JANE: u64 = 15;

/// In these tests an access token is "user expiry": both can be read from it.
fn claims(tokens: &Tokens) -> Option<Claims> {
    let (user, exp) = tokens.access.as_deref()?.split_once(' ')?;
    Some(Claims {
        exp: exp.parse().ok()?,
        user_id: user.parse().ok(),
        first_name: None,
        last_name: None,
    })
}

fn tokens(user: u64, exp: u64) -> Tokens {
    Tokens {
        access: Some(format!("{user} {exp}")),
        refresh: Some(format!("refresh {user}")),
        legacy: None,
    }
}

fn account(origin: &str, user: u64, exp: u64) -> Account {
    Account {
        origin: origin.to_owned(),
        api: origin.to_owned(),
        tokens: tokens(user, exp),
        user: UserId(user),
    }
}

fn signed_in(account: Account) -> SignIn {
    let mut ours = SignIn::default();
    ours.take_over(account);
    ours
}

fn olivia() -> SignIn {
    signed_in(account(CRM, OLIVIA, 100))
}

fn expired() -> SignIn {
    let mut ours = olivia();
    ours.expire();
    ours
}

/// Of Olivia's sign-in, when it was the first.
fn lease() -> Lease {
    olivia().lease().unwrap()
}

fn found(ours: &SignIn, origin: &str, tokens: &Tokens) -> PageVerdict {
    ours.found(origin, tokens, claims)
}

#[test]
fn the_first_sign_in_found_is_taken_over() {
    let mut ours = SignIn::default();
    let verdict = found(&ours, CRM, &tokens(OLIVIA, 100));
    assert_eq!(verdict, PageVerdict::TakeOver);
    assert!(ours.take_over(account(CRM, OLIVIA, 100)));
    assert_eq!(ours, olivia());
}

/// The user of a page's sign-in may have to be asked for. Whatever happens to ours
/// meanwhile, the page's is not written over it.
#[test]
fn a_page_whose_user_is_known_late_takes_nothing_over_that_came_meanwhile() {
    let janes = tokens(JANE, 200);
    let ours = olivia();
    let asked = ours.generation();
    let may = |ours: &SignIn| ours.may_take_over(asked, CRM, &janes, claims);
    assert!(may(&ours), "as it was");
    let mut signed_out = olivia();
    signed_out.sign_out();
    assert!(!may(&signed_out));
    let mut another = olivia();
    another.take_over(account(CRM, 16, 150));
    assert!(!may(&another), "somebody else has signed in");
    let mut back = olivia();
    back.sign_out();
    back.take_over(account(CRM, OLIVIA, 100));
    assert!(!may(&back), "and Olivia again");
    let mut renewed = olivia();
    renewed.take_over(account(CRM, OLIVIA, 300));
    let older = tokens(OLIVIA, 200);
    assert!(!renewed.may_take_over(asked, CRM, &older, claims));
    let mut same = SignIn::default();
    let nobody = same.generation();
    same.take_over(account(CRM, JANE, 200));
    assert!(!same.may_take_over(nobody, CRM, &janes, claims));
}

#[test]
fn a_page_without_a_sign_in_signs_out_of_its_own_site_only() {
    let nothing = Tokens::default();
    assert_eq!(found(&olivia(), CRM, &nothing), PageVerdict::SignOut);
    assert_eq!(found(&expired(), CRM, &nothing), PageVerdict::SignOut);
    assert_eq!(found(&olivia(), OTHER_CRM, &nothing), PageVerdict::KeepOurs);
    let nobody = SignIn::default();
    assert_eq!(found(&nobody, CRM, &nothing), PageVerdict::KeepOurs);
}

#[test]
fn the_same_tokens_change_nothing() {
    let same = tokens(OLIVIA, 100);
    assert_eq!(found(&olivia(), CRM, &same), PageVerdict::KeepOurs);
    let rotated = Tokens {
        refresh: Some("another".to_owned()),
        ..same
    };
    assert_eq!(found(&olivia(), CRM, &rotated), PageVerdict::KeepOurs);
}

#[test]
fn older_tokens_of_the_same_user_change_nothing() {
    let older = tokens(OLIVIA, 99);
    assert_eq!(found(&olivia(), CRM, &older), PageVerdict::KeepOurs);
    let newer = tokens(OLIVIA, 101);
    assert_eq!(found(&olivia(), CRM, &newer), PageVerdict::TakeOver);
    let unreadable = Tokens {
        access: Some("opaque".to_owned()),
        ..Tokens::default()
    };
    assert_eq!(found(&olivia(), CRM, &unreadable), PageVerdict::TakeOver);
}

#[test]
fn another_user_of_the_same_site_is_taken_over_however_old_the_tokens() {
    let mut ours = olivia();
    assert_eq!(found(&ours, CRM, &tokens(JANE, 50)), PageVerdict::TakeOver);
    assert!(ours.take_over(account(CRM, JANE, 50)), "another user");
    assert!(!ours.take_over(account(CRM, JANE, 60)), "the same user");
    assert!(ours.take_over(account(OTHER_CRM, JANE, 60)), "another CRM");
}

#[test]
fn another_site_waits_until_ours_has_expired() {
    let other = tokens(JANE, 200);
    assert_eq!(found(&olivia(), OTHER_CRM, &other), PageVerdict::KeepOurs);
    assert_eq!(found(&expired(), OTHER_CRM, &other), PageVerdict::TakeOver);
}

#[test]
fn the_refused_tokens_do_not_come_back_from_the_page() {
    let refused = tokens(OLIVIA, 100);
    assert_eq!(found(&expired(), CRM, &refused), PageVerdict::KeepOurs);
    let newer = tokens(OLIVIA, 101);
    assert_eq!(found(&expired(), CRM, &newer), PageVerdict::TakeOver);
}

#[test]
fn tokens_are_renewed_before_they_are_refused_when_that_is_possible() {
    let ours = olivia();
    let renew = |ours: &SignIn, refused, now| {
        let ready = ours.for_request(&lease(), refused, Timestamp(now), claims);
        ready.unwrap().1
    };
    assert!(!renew(&ours, false, 80_000));
    assert!(renew(&ours, false, 90_000), "ten seconds early");
    assert!(renew(&ours, true, 0), "the CRM refused them");
    let mut without_refresh = account(CRM, OLIVIA, 100);
    without_refresh.tokens.refresh = None;
    assert!(!renew(&signed_in(without_refresh), false, 90_000));
    for ours in [expired(), SignIn::default()] {
        let ready = ours.for_request(&lease(), true, Timestamp(0), claims);
        assert_eq!(ready, Err(Fault::SignedOut));
    }
}

#[test]
fn refused_tokens_are_renewed_from_the_page_first_then_by_refresh() {
    let (ours, refused) = (olivia(), tokens(OLIVIA, 100));
    assert_eq!(ours.renewal(&lease(), &refused, false), Next::AskPages);
    assert_eq!(
        ours.renewal(&lease(), &refused, true),
        Next::Refresh {
            api: CRM.to_owned(),
            token: "refresh 14".to_owned()
        }
    );
    let mut without_refresh = account(CRM, OLIVIA, 100);
    without_refresh.tokens.refresh = None;
    let ours = signed_in(without_refresh);
    assert_eq!(ours.renewal(&lease(), &refused, true), Next::Expire);
}

#[test]
fn tokens_newer_than_the_refused_are_used_from_any_source() {
    let (mut ours, refused) = (olivia(), tokens(OLIVIA, 100));
    ours.take_over(account(CRM, OLIVIA, 200));
    for pages_asked in [false, true] {
        let next = ours.renewal(&lease(), &refused, pages_asked);
        assert_eq!(next, Next::Use(tokens(OLIVIA, 200)));
    }
}

#[test]
fn a_renewal_fails_when_the_sign_in_is_over() {
    let refused = tokens(OLIVIA, 100);
    let next = SignIn::default().renewal(&lease(), &refused, true);
    assert_eq!(next, Next::Fail(Fault::SignedOut));
    for pages_asked in [false, true] {
        let next = expired().renewal(&lease(), &refused, pages_asked);
        assert_eq!(next, Next::Fail(Fault::Unauthorized), "said once");
    }
}

fn renewed(access: &str, refresh: Option<&str>) -> Result<RenewedTokens, Fault> {
    Ok(RenewedTokens {
        access: access.to_owned(),
        refresh: refresh.map(str::to_owned),
    })
}

#[test]
fn the_refresh_token_stays_good_unless_the_crm_changes_it() {
    let (mut ours, refused) = (olivia(), tokens(OLIVIA, 100));
    ours.refreshed(&lease(), &refused, renewed("14 200", None));
    assert_eq!(ours.valid().unwrap().tokens, tokens(OLIVIA, 200));
    let outcome = ours.refreshed(
        &lease(),
        &tokens(OLIVIA, 200),
        renewed("14 300", Some("rotated")),
    );
    let RenewalOutcome::Renewed(now) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(now.refresh.as_deref(), Some("rotated"));
    assert_eq!(ours.valid().unwrap().tokens, now);
}

#[test]
fn a_refused_refresh_expires_the_sign_in_and_a_fault_of_the_network_does_not() {
    let refused = tokens(OLIVIA, 100);
    for fault in [
        Fault::Unauthorized,
        Fault::Forbidden,
        Fault::Refused("no such token".to_owned()),
    ] {
        let mut ours = olivia();
        let outcome = ours.refreshed(&lease(), &refused, Err(fault));
        assert_eq!((outcome, ours), (RenewalOutcome::Expired, expired()));
    }
    for fault in [Fault::Timeout, Fault::Server(500), Fault::NotFound] {
        let mut ours = olivia();
        let outcome = ours.refreshed(&lease(), &refused, Err(fault.clone()));
        assert_eq!((outcome, ours), (RenewalOutcome::Failed(fault), olivia()));
    }
}

#[test]
fn a_late_answer_does_not_touch_the_sign_in_that_came_meanwhile() {
    let refused = tokens(OLIVIA, 100);
    for answer in [renewed("14 200", None), Err(Fault::Unauthorized)] {
        let mut ours = olivia();
        ours.take_over(account(CRM, OLIVIA, 150));
        let (before, outcome) = (
            ours.clone(),
            ours.refreshed(&lease(), &refused, answer.clone()),
        );
        assert_eq!(outcome, RenewalOutcome::Replaced(tokens(OLIVIA, 150)));
        assert_eq!(ours, before);
        for become_another in [
            |ours: &mut SignIn| ours.sign_out(),
            |ours: &mut SignIn| {
                ours.take_over(account(CRM, JANE, 50));
            },
            |ours: &mut SignIn| {
                ours.take_over(account(CRM, JANE, 50));
                ours.take_over(account(CRM, OLIVIA, 100));
            },
            |ours: &mut SignIn| {
                ours.move_to(OTHER_CRM);
            },
        ] {
            let mut ours = olivia();
            become_another(&mut ours);
            let before = ours.clone();
            let outcome = ours.refreshed(&lease(), &refused, answer.clone());
            assert_eq!(outcome, RenewalOutcome::Failed(Fault::SignedOut));
            assert_eq!(ours, before);
        }
    }
}

/// A renewal answers for the identity that it was begun for, and never with
/// the tokens of another one.
#[test]
fn a_renewal_never_gets_another_identitys_tokens() {
    let refused = tokens(OLIVIA, 100);
    let mut ours = olivia();
    ours.take_over(account(CRM, JANE, 50));
    let next = ours.renewal(&lease(), &refused, false);
    assert_eq!(next, Next::Fail(Fault::SignedOut));
    let ready = ours.for_request(&lease(), false, Timestamp(0), claims);
    assert_eq!(ready, Err(Fault::SignedOut));
    assert!(!ours.holds(&lease()));
}

#[test]
fn a_lease_outlives_renewals_and_nothing_else() {
    let mut ours = olivia();
    ours.take_over(account(CRM, OLIVIA, 200));
    assert!(ours.holds(&lease()), "newer tokens");
    ours.expire();
    assert!(ours.holds(&lease()), "an answer that was under way");
    ours.take_over(account(CRM, OLIVIA, 300));
    assert!(ours.holds(&lease()), "signed in again");
    ours.sign_out();
    assert!(!ours.holds(&lease()));
    ours.take_over(account(CRM, OLIVIA, 400));
    assert!(!ours.holds(&lease()), "what was before was not shown");
}

#[test]
fn an_answer_without_an_access_token_is_unintelligible() {
    let parse = |json: &str| {
        let json: serde_json::Value = serde_json::from_str(json).unwrap();
        RenewedTokens::parse(&json)
    };
    assert_eq!(parse(r#"{"access":"a"}"#), renewed("a", None));
    assert_eq!(
        parse(r#"{"access":"a","refresh":"b"}"#),
        renewed("a", Some("b"))
    );
    assert!(matches!(parse(r#"{"refresh":"b"}"#), Err(Fault::Shape(_))));
}

#[test]
fn expiring_and_signing_out_are_idempotent() {
    let mut ours = olivia();
    for _ in 0..2 {
        ours.expire();
        assert_eq!(ours, expired());
    }
    for _ in 0..2 {
        ours.sign_out();
        assert_eq!(ours.account(), None);
        ours.expire();
        assert_eq!(ours.account(), None, "there is nothing to expire");
    }
}

#[test]
fn the_sign_in_survives_storage() {
    for ours in [SignIn::default(), olivia(), expired()] {
        let text = crate::codec::encode(&ours);
        assert_eq!(crate::codec::decode(&text), Some(ours));
    }
}

/// What can happen to a sign-in.
#[derive(Clone, Debug)]
enum Step {
    Found(Option<(bool, u64, u64)>),
    /// A renewal starts: these tokens, the present ones, were refused.
    Refused,
    /// The renewal under way goes on: the CRM's answer, or a fault.
    Answered(Option<u64>, bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let page = (any::<bool>(), OLIVIA..=JANE, 0_u64..20);
    let step = prop_oneof![
        3 => prop::option::weighted(0.8, page).prop_map(Step::Found),
        2 => Just(Step::Refused),
        2 => (prop::option::of(20_u64..40), any::<bool>())
            .prop_map(|(exp, denied)| Step::Answered(exp, denied)),
    ];
    prop::collection::vec(step, 1..60)
}

proptest! {
    #[test]
    fn sign_in_invariants_hold_in_any_order(steps in steps()) {
        let mut ours = SignIn::default();
        let mut refused: Option<(Lease, Tokens)> = None;
        for step in steps {
            let before = ours.clone();
            match step {
                Step::Found(page) => {
                    let (origin, pages) = match page {
                        Some((other, user, exp)) => {
                            (if other { OTHER_CRM } else { CRM }, tokens(user, exp))
                        }
                        None => (CRM, Tokens::default()),
                    };
                    match ours.found(origin, &pages, claims) {
                        PageVerdict::KeepOurs => {}
                        PageVerdict::SignOut => ours.sign_out(),
                        PageVerdict::TakeOver => {
                            prop_assert!(!pages.is_empty());
                            let user = claims(&pages).and_then(|claims| claims.user_id).unwrap();
                            ours.take_over(Account {
                                tokens: pages,
                                ..account(origin, user, 0)
                            });
                        }
                    }
                    if let Some(valid) = before.valid() {
                        let still = ours.account();
                        prop_assert!(
                            still.is_none_or(|now| now.origin == valid.origin),
                            "one site is not left for another while its sign-in works"
                        );
                    }
                }
                Step::Refused => {
                    let tokens = ours.valid().map(|valid| valid.tokens.clone());
                    refused = ours.lease().zip(tokens);
                }
                Step::Answered(answer, denied) => {
                    let Some((lease, refused)) = refused.take() else { continue };
                    if let Next::Use(tokens) = ours.renewal(&lease, &refused, true) {
                        prop_assert_ne!(&tokens.access, &refused.access, "refused tokens are not used");
                    }
                    let answer = match answer {
                        Some(exp) => renewed(&format!("{OLIVIA} {exp}"), None),
                        None if denied => Err(Fault::Unauthorized),
                        None => Err(Fault::Timeout),
                    };
                    let outcome = ours.refreshed(&lease, &refused, answer);
                    let was_asked_for_it = before.valid().is_some_and(|valid| valid.tokens.access == refused.access);
                    prop_assert!(was_asked_for_it || ours == before, "{outcome:?}");
                }
            }
            if let Some(valid) = ours.valid() {
                prop_assert!(!valid.tokens.is_empty(), "there is something to sign in with");
            }
        }
    }
}

#[test]
fn a_sign_in_that_is_refused_after_its_renewal_has_expired() {
    let mut ours = olivia();
    assert!(
        !ours.refused_renewed(&tokens(OLIVIA, 99)),
        "a newer one stays"
    );
    assert!(ours.refused_renewed(&tokens(OLIVIA, 100)));
    assert!(ours.valid().is_none());
    assert!(!ours.refused_renewed(&tokens(OLIVIA, 100)), "said once");
}
