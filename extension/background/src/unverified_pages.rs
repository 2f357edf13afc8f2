//! The pages of which it is not known yet whether they are a CRM's: asks their
//! API who the page's sign-in belongs to, and remembers what it answered.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;

use super::all_calls::AllCalls;
use super::crm_tabs::CrmTabs;
use super::diagnostics::log;
use super::preferences::Preferences;
use super::signin::{self, fetch_user};
use ringside::crm::fault::Fault;
use ringside::crm::health::{ApiHealth, ApiState};
use ringside::crm::token::{FoundTokens, Tokens};
use ringside::domain::{ApiTrouble, Duration, Newest, Refusal, TabId, UserId};
use ringside::message::Push;
use ringside::settings::ApiSource;
use ringside::sites::{Claimed, MOST_SITES, Page, Verification};
use ringside_web::browser::{clock, runtime};

/// How long a new site's page has to show its API, before that is taken to be
/// where the page is.
const SHOWS_WITHIN: Duration = Duration::from_secs(4);

/// What was found out about a page with a sign-in.
pub(super) enum Verdict {
    /// It is a CRM's, whose API is at this address and takes this sign-in.
    Crm { api: String, found: FoundTokens },
    /// It is no CRM's.
    NoCrm,
    /// It could not be found out, for this reason.
    Unknown(Refusal),
    /// It was asked a moment ago, or is no longer what was asked about.
    Later,
}

pub(super) struct UnverifiedPages {
    all: &'static AllCalls,
    tabs: &'static CrmTabs,
    preferences: &'static Preferences,
    claims: RefCell<Verification>,
    /// What the address that was tried last showed of its API, by origin.
    tried: RefCell<Newest<(String, ApiHealth), MOST_SITES>>,
    /// The tabs whose page is being waited for; without a timer: whose page has
    /// shown nothing, and is asked to say hello again.
    silent: RefCell<Newest<(TabId, Option<Timeout>), MOST_SITES>>,
    /// Until the pages of an origin are asked again for their sign-in.
    again: RefCell<Newest<(String, Timeout), MOST_SITES>>,
}

impl UnverifiedPages {
    pub(super) fn new(
        all: &'static AllCalls,
        tabs: &'static CrmTabs,
        preferences: &'static Preferences,
    ) -> Self {
        Self {
            all,
            tabs,
            preferences,
            claims: RefCell::default(),
            tried: RefCell::default(),
            silent: RefCell::default(),
            again: RefCell::default(),
        }
    }

    /// What is known of the pages of this origin.
    pub(super) fn page(&self, origin: &str) -> Page {
        if let Some(number) = self.all.number(origin) {
            return Page::Crm(number);
        }
        if self.preferences.api_source(origin) != ApiSource::Page {
            return Page::Unverified;
        }
        self.claims.borrow().page(origin)
    }

    /// A person waits: the next sign-in of a page of this origin is asked about
    /// at once.
    pub(super) fn hurry(&self, origin: &str) {
        self.claims.borrow_mut().forget(origin);
    }

    /// Everything is asked about anew.
    pub(super) fn hurry_all(&self) {
        self.claims.take();
    }

    /// A page of this origin has nothing of a CRM's.
    pub(super) fn no_crm(&self, origin: &str) {
        self.claims.borrow_mut().may_be(origin, false);
    }

    /// The API of this page's showed itself.
    pub(super) fn shown(&self, tab: TabId) {
        self.silent.borrow_mut().retain(|(known, _)| *known != tab);
    }

    /// Whether the page in this tab has had its time to show the API. The time
    /// begins now when it has not begun; each page of a tab has its own.
    pub(super) fn was_silent(&'static self, tab: TabId) -> bool {
        let mut silent = self.silent.borrow_mut();
        if let Some(at) = silent.iter().position(|(known, _)| *known == tab) {
            let is_over = silent[at].1.is_none();
            if is_over {
                silent.remove(at);
            }
            return is_over;
        }
        let timer = clock::after(SHOWS_WITHIN, move || {
            for (known, timer) in self.silent.borrow_mut().iter_mut() {
                if *known == tab {
                    timer.take();
                }
            }
            self.tabs.push(tab, &Push::SayHello);
        });
        silent.push((tab, Some(timer)));
        false
    }

    /// Asks the API of a page that has this sign-in whose it is. Until it has
    /// answered as a CRM's, the sign-in is used for this question alone, and to
    /// renew it when the page does not.
    pub(super) async fn verify(&'static self, origin: &str, mut found: FoundTokens) -> Verdict {
        let preferences = self.preferences;
        let (mut tokens, api) = (Tokens::from(&found), preferences.api_of(origin));
        if !preferences.may_reach(&api) {
            let trouble = ApiTrouble::NeedsPermission;
            return Verdict::Unknown(Refusal::NoApi {
                trouble,
                address: api,
            });
        }
        let turn = self.claims.borrow_mut().ask(origin, &api, clock::now());
        if let Err(wait) = turn {
            self.ask_again(origin, wait);
            return Verdict::Later;
        }
        let mut answer = fetch_user(&api, &tokens).await;
        // A page that was left open does nothing, and so renews nothing, but its
        // user expects it to ring.
        if matches!(answer, Err(Fault::Unauthorized))
            && self.claims.borrow().renews(origin, &api)
            && preferences.is_enabled(origin)
            && let Some(token) = &tokens.refresh
            && let Ok(renewed) = signin::refresh(&api, token).await
        {
            renewed.replace(&mut found.access, &mut found.refresh);
            tokens = Tokens::from(&found);
            answer = fetch_user(&api, &tokens).await;
        }
        if !preferences.is_enabled(origin) || preferences.api_of(origin) != api {
            return Verdict::Later;
        }
        let answer = answer.map(|(user, _)| user);
        self.observe(origin, &api, &answer);
        let is_guessed = preferences.api_source(origin) == ApiSource::Page;
        let now = clock::now();
        let claimed = Claimed::new(signin::claims(&tokens).as_ref(), answer, is_guessed, now);
        let mut claims = self.claims.borrow_mut();
        claims.may_be(origin, claimed != Claimed::No);
        let verdict = match claimed {
            Claimed::By(_) => {
                claims.forget(origin);
                return Verdict::Crm { api, found };
            }
            Claimed::No => Verdict::NoCrm,
            Claimed::Unknown(fault) => Verdict::Unknown(match self.tried_at(origin, &api) {
                ApiState::Broken(trouble) => Refusal::NoApi {
                    trouble,
                    address: api,
                },
                _ => fault.refusal(runtime::is_online()),
            }),
        };
        log("a page has a sign-in, and its API does not answer as a CRM's");
        let pause = claims.pause(origin, now);
        self.ask_again(origin, pause.unwrap_or_default());
        verdict
    }

    /// What the API at this address showed of itself.
    fn observe(&self, origin: &str, api: &str, answer: &Result<UserId, Fault>) {
        let mut health = ApiHealth::new(api);
        let outcome = answer.clone().map(drop);
        health.observe(api, &outcome, runtime::is_online());
        let mut tried = self.tried.borrow_mut();
        tried.retain(|(known, _)| known != origin);
        tried.push((origin.to_owned(), health));
    }

    /// Asks the pages of this origin for their sign-in in a while.
    fn ask_again(&'static self, origin: &str, wait: Duration) {
        let mut again = self.again.borrow_mut();
        again.retain(|(waiting, _)| waiting != origin);
        let asked = origin.to_owned();
        let timer = clock::after(wait, move || self.tabs.ask_for_sign_in(&asked));
        again.push((origin.to_owned(), timer));
    }

    /// How it is with the API that was tried at this address.
    pub(super) fn tried_at(&self, origin: &str, api: &str) -> ApiState {
        let tried = self.tried.borrow();
        let found = tried
            .iter()
            .find(|(known, health)| known == origin && health.address() == api);
        found.map_or(ApiState::Unknown, |(_, health)| health.state())
    }
}
