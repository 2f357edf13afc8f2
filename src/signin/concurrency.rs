//! Two sites, and requests of both that are under way while the CRMs refuse
//! them, tokens are renewed, users come and go, and an API moves: no request
//! carries another identity's token, and no answer is taken for another's.

use proptest::prelude::*;

use super::*;
use crate::crm::fault::Fault;
use crate::domain::Timestamp;

const SITES: [&str; 2] = ["https://a.example", "https://b.example"];

/// An access token is "site user expiry": whose it is can be read from it.
fn token(site: usize, user: u64, exp: u64) -> String {
    format!("{site} {user} {exp}")
}

fn tokens(site: usize, user: u64, exp: u64) -> Tokens {
    Tokens {
        access: Some(token(site, user, exp)),
        refresh: Some(token(site, user, exp)),
        legacy: None,
    }
}

fn owner(token: &str) -> (usize, u64) {
    let mut parts = token.split(' ').map(|part| part.parse().unwrap());
    let (site, user): (u64, u64) = (parts.next().unwrap(), parts.next().unwrap());
    (usize::try_from(site).unwrap(), user)
}

fn claims(tokens: &Tokens) -> Option<Claims> {
    let mut parts = tokens.access.as_deref()?.split(' ').skip(1);
    Some(Claims {
        user_id: parts.next()?.parse().ok(),
        exp: parts.next()?.parse().ok()?,
        first_name: None,
        last_name: None,
    })
}

/// What one piece of work waits for. The shell does these steps with a real
/// network (`crm_client`, `signin` of the worker).
#[derive(Clone, Debug)]
enum Waits {
    /// For its turn to send.
    Turn,
    /// For the answer to a request that was signed with these.
    Answer { tokens: Tokens, again: bool },
    /// For open pages, which were asked for their sign-in.
    Pages { refused: Tokens },
    /// For the answer to a refresh.
    Refresh { refused: Tokens },
}

#[derive(Clone, Debug)]
struct Work {
    site: usize,
    lease: Lease,
    waits: Waits,
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Good,
    Refused,
    Lost,
}

#[derive(Clone, Debug)]
enum Step {
    Found {
        site: usize,
        user: u64,
        exp: u64,
    },
    SignOut {
        site: usize,
    },
    Move {
        site: usize,
        back: bool,
    },
    Begin {
        site: usize,
    },
    GoOn {
        which: prop::sample::Index,
        answer: Answer,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let answer = prop_oneof![
        2 => Just(Answer::Good), 3 => Just(Answer::Refused), 1 => Just(Answer::Lost)
    ];
    let step = prop_oneof![
        4 => (0..2_usize, 1..4_u64, 0..50_u64)
            .prop_map(|(site, user, exp)| Step::Found { site, user, exp }),
        1 => (0..2_usize).prop_map(|site| Step::SignOut { site }),
        1 => (0..2_usize, any::<bool>()).prop_map(|(site, back)| Step::Move { site, back }),
        5 => (0..2_usize).prop_map(|site| Step::Begin { site }),
        12 => (any::<prop::sample::Index>(), answer)
            .prop_map(|(which, answer)| Step::GoOn { which, answer }),
    ];
    prop::collection::vec(step, 1..120)
}

#[derive(Default)]
struct World {
    sign_ins: [SignIn; 2],
    works: Vec<Work>,
    fresh: u64,
}

impl World {
    /// A request of this work goes out with this token.
    fn sent(&self, work: &Work, token: &str) -> Result<(), TestCaseError> {
        let account = self.sign_ins[work.site].account();
        prop_assert_eq!(owner(token), (work.site, work.lease.user().0));
        prop_assert_eq!(account.map(|it| it.api.as_str()), Some(work.lease.api()));
        Ok(())
    }

    /// An answer is about to be written: `holds` was asked.
    fn written(&self, work: &Work) -> Result<(), TestCaseError> {
        let account = self.sign_ins[work.site].account();
        let identity = account.map(|it| (it.api.as_str(), it.user));
        prop_assert_eq!(identity, Some((work.lease.api(), work.lease.user())));
        Ok(())
    }

    /// Sends with the sign-in as it is now; `None` ends the work.
    fn send(&mut self, work: &Work, refused: bool) -> Result<Option<Waits>, TestCaseError> {
        let ours = &self.sign_ins[work.site];
        let Ok((tokens, renew)) = ours.for_request(&work.lease, refused, Timestamp(20_000), claims)
        else {
            return Ok(None);
        };
        let tokens = tokens.clone();
        if renew {
            return self.renew(work, tokens, false);
        }
        self.send_with(work, tokens, false)
    }

    fn send_with(
        &self,
        work: &Work,
        tokens: Tokens,
        again: bool,
    ) -> Result<Option<Waits>, TestCaseError> {
        self.sent(work, tokens.access.as_deref().unwrap_or_default())?;
        Ok(Some(Waits::Answer { tokens, again }))
    }

    fn renew(
        &mut self,
        work: &Work,
        refused: Tokens,
        asked: bool,
    ) -> Result<Option<Waits>, TestCaseError> {
        let ours = &mut self.sign_ins[work.site];
        match ours.renewal(&work.lease, &refused, asked) {
            Next::Use(tokens) => self.send_with(work, tokens, true),
            Next::AskPages => Ok(Some(Waits::Pages { refused })),
            Next::Refresh { api, token } => {
                prop_assert_eq!(api.as_str(), work.lease.api());
                self.sent(work, &token)?;
                Ok(Some(Waits::Refresh { refused }))
            }
            Next::Expire => {
                ours.expire();
                Ok(None)
            }
            Next::Fail(_) => Ok(None),
        }
    }

    fn go_on(&mut self, work: &Work, answer: Answer) -> Result<Option<Waits>, TestCaseError> {
        match work.waits.clone() {
            Waits::Turn => self.send(work, false),
            Waits::Answer { tokens, again } => match answer {
                Answer::Refused if !again => self.renew(work, tokens, false),
                Answer::Good if self.sign_ins[work.site].holds(&work.lease) => {
                    self.written(work)?;
                    // The next request of the same work.
                    Ok(Some(Waits::Turn))
                }
                _ => Ok(None),
            },
            Waits::Pages { refused } => self.renew(work, refused, true),
            Waits::Refresh { refused } => {
                self.fresh += 1;
                let answer = match answer {
                    Answer::Good => Ok(RenewedTokens {
                        access: token(work.site, work.lease.user().0, 100 + self.fresh),
                        refresh: None,
                    }),
                    Answer::Refused => Err(Fault::Unauthorized),
                    Answer::Lost => Err(Fault::Timeout),
                };
                let ours = &mut self.sign_ins[work.site];
                match ours.refreshed(&work.lease, &refused, answer) {
                    RenewalOutcome::Renewed(tokens) | RenewalOutcome::Replaced(tokens) => {
                        self.send_with(work, tokens, true)
                    }
                    RenewalOutcome::Expired | RenewalOutcome::Failed(_) => Ok(None),
                }
            }
        }
    }

    fn apply(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Found { site, user, exp } => {
                let pages = tokens(site, user, exp);
                let ours = &mut self.sign_ins[site];
                if ours.found(SITES[site], &pages, claims) == PageVerdict::TakeOver {
                    ours.take_over(Account {
                        origin: SITES[site].to_owned(),
                        api: SITES[site].to_owned(),
                        tokens: pages,
                        user: UserId(user),
                    });
                }
            }
            Step::SignOut { site } => self.sign_ins[site].sign_out(),
            Step::Move { site, back } => {
                let api = if back {
                    SITES[site]
                } else {
                    "https://api.example"
                };
                self.sign_ins[site].move_to(api);
            }
            Step::Begin { site } => {
                if let Some(lease) = self.sign_ins[site].lease() {
                    let waits = Waits::Turn;
                    self.works.push(Work { site, lease, waits });
                }
            }
            Step::GoOn { which, answer } => {
                if self.works.is_empty() {
                    return Ok(());
                }
                let work = self.works.swap_remove(which.index(self.works.len()));
                let before = self.sign_ins[1 - work.site].clone();
                if let Some(waits) = self.go_on(&work, answer)? {
                    self.works.push(Work { waits, ..work });
                }
                prop_assert_eq!(&self.sign_ins[1 - work.site], &before, "the other site");
            }
        }
        for (site, ours) in self.sign_ins.iter().enumerate() {
            if let Some(account) = ours.account() {
                let access = account.tokens.access.as_deref().unwrap_or_default();
                prop_assert_eq!(owner(access), (site, account.user.0), "whose tokens");
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_request_carries_another_identitys_token(steps in steps()) {
        let mut world = World::default();
        for step in steps {
            world.apply(step)?;
        }
    }
}
