//! The sign-in at the CRM: carries out what `ringside::signin` decides.
//!
//! Tokens are in the worker's memory and session storage only; no page ever
//! gets one from us.

use std::cell::RefCell;

use futures_channel::oneshot;
use futures_util::future::LocalBoxFuture;
use futures_util::lock::Mutex;
use wasm_bindgen_futures::spawn_local;

use super::crm_tabs::CrmTabs;
use super::diagnostics::log;
use super::hook::Hook;
use super::preferences::Preferences;
use super::saver::Saver;
use super::stored::Section;
use ringside::crm::clock::Skew;
use ringside::crm::endpoint;
use ringside::crm::fault::Fault;
use ringside::crm::token::{Claims, FoundTokens, Tokens, claims_text};
use ringside::crm::wire::WireUser;
use ringside::domain::{Duration, UserId};
use ringside::signin::{
    Account, Next, PageVerdict, RenewalOutcome, RenewedTokens, SignIn, user_of,
};
use ringside_web::browser::clock;
use ringside_web::client;
use ringside_web::json::Json;

/// How long open pages of the CRM may take to send their sign-in. They answer
/// within some ten milliseconds, or not at all.
const PAGES_LIMIT: Duration = Duration::from_millis(500);

/// How the sign-in changed.
pub(super) enum Change {
    /// Somebody signed in, or has newer tokens.
    SignedIn {
        api: String,
        user: UserId,
        name: String,
        /// Whether it was another user, or another CRM, before.
        is_another: bool,
    },
    /// The CRM's API is at another address.
    Moved { api: String },
    /// The user signed out.
    SignedOut,
    /// The sign-in cannot be renewed.
    Expired,
}

/// Holds the sign-in and renews it.
pub(super) struct Authenticator {
    sign_in: &'static Section<SignIn>,
    preferences: &'static Preferences,
    tabs: &'static CrmTabs,
    saver: &'static Saver,
    skew: &'static Section<Skew>,
    /// Locked during a renewal: one at a time.
    turn: Mutex<()>,
    /// Called when a page had another sign-in than ours.
    page_waited_for: RefCell<Option<oneshot::Sender<()>>>,
    /// Called with each change, before it is saved.
    pub(super) on_changed: Hook<Change>,
}

impl Authenticator {
    pub(super) fn new(
        sign_in: &'static Section<SignIn>,
        preferences: &'static Preferences,
        tabs: &'static CrmTabs,
        saver: &'static Saver,
        skew: &'static Section<Skew>,
    ) -> Self {
        Self {
            sign_in,
            preferences,
            tabs,
            saver,
            skew,
            turn: Mutex::new(()),
            page_waited_for: RefCell::new(None),
            on_changed: Hook::default(),
        }
    }

    /// The address of the CRM's API, and who is signed in there.
    pub(super) fn user(&self) -> Option<(String, UserId)> {
        self.sign_in.read(|ours| {
            let account = ours.valid()?;
            Some((account.api.clone(), account.user))
        })
    }

    /// The CRM's address, also when the sign-in has expired.
    pub(super) fn origin(&self) -> Option<String> {
        self.account().map(|(origin, _)| origin)
    }

    /// The CRM's address and its API's, also when the sign-in has expired.
    pub(super) fn account(&self) -> Option<(String, String)> {
        self.sign_in.read(|ours| {
            let account = ours.account()?;
            Some((account.origin.clone(), account.api.clone()))
        })
    }

    /// The address of the API may have changed: it is used from now on.
    pub(super) fn follow_address(&'static self) {
        let Some(origin) = self.origin() else {
            return;
        };
        let api = self.preferences.api_of(&origin);
        if self.sign_in.change(|ours| ours.move_to(&api)) {
            self.on_changed.call(Change::Moved { api });
            self.saver.save();
        }
    }

    /// Whether requests to the API at this address are allowed.
    pub(super) fn may_reach(&self, api: &str) -> bool {
        self.preferences.may_reach(api)
    }

    /// A page of the CRM at `origin` has this sign-in, or none. The result is
    /// pushed.
    pub(super) fn found_soon(&'static self, origin: &str, found: Option<FoundTokens>) {
        let origin = origin.to_owned();
        spawn_local(async move { self.found(&origin, found.as_ref()).await });
    }

    async fn found(&'static self, origin: &str, found: Option<&FoundTokens>) {
        let tokens = found.map(Tokens::from).unwrap_or_default();
        let verdict = || {
            self.sign_in
                .read(|ours| ours.found(origin, &tokens, claims))
        };
        match verdict() {
            PageVerdict::KeepOurs => return,
            PageVerdict::SignOut => {
                self.sign_in.change(SignIn::sign_out);
                self.on_changed.call(Change::SignedOut);
                return self.saver.save();
            }
            PageVerdict::TakeOver => {}
        }
        let api = self.preferences.api_of(origin);
        let page = found.and_then(|found| found.user.as_ref());
        let user = match user_of(claims(&tokens).as_ref(), page) {
            Some(user) => Some(user),
            None if self.may_reach(&api) => fetch_user(&api, &tokens).await,
            None => None,
        };
        let Some((user, name)) = user else {
            return;
        };
        // While the CRM was asked, another page may have sent the same sign-in.
        if verdict() != PageVerdict::TakeOver {
            return;
        }
        let account = Account {
            origin: origin.to_owned(),
            api: api.clone(),
            tokens,
            user,
        };
        let is_another = self.sign_in.change(|ours| ours.take_over(account));
        if let Some(waiting) = self.page_waited_for.take() {
            // The waiting task may have gone on by itself.
            let _ = waiting.send(());
        }
        self.on_changed.call(Change::SignedIn {
            api,
            user,
            name,
            is_another,
        });
        self.saver.save();
    }

    /// The address of the CRM's API, and the tokens for a request: renewed when
    /// they are stale, or when the CRM has `refused` them.
    pub(super) fn for_request(
        &'static self,
        refused: bool,
    ) -> LocalBoxFuture<'static, Result<(String, Tokens), Fault>> {
        Box::pin(async move {
            // Tokens expire by the CRM's clock.
            let at_crm = self.skew.read(|skew| skew.to_server(clock::now()));
            let ready = self.sign_in.read(|ours| {
                let (account, renew) = ours.for_request(refused, at_crm, claims)?;
                Some((account.api.clone(), account.tokens.clone(), renew))
            });
            let (api, tokens, renew) = ready.ok_or(Fault::SignedOut)?;
            if !self.may_reach(&api) {
                return Err(Fault::NotAllowed);
            }
            let tokens = if renew {
                self.renew(&tokens).await?
            } else {
                tokens
            };
            Ok((api, tokens))
        })
    }

    /// The address of the CRM's API, and the `Authorization` header's value,
    /// for a request that the worker cannot send itself.
    pub(super) async fn header(&'static self, refused: bool) -> Result<(String, String), Fault> {
        let (api, tokens) = self.for_request(refused).await?;
        Ok((api, tokens.header().ok_or(Fault::SignedOut)?))
    }

    /// Renews the sign-in, unless another task did while this one waited for
    /// the lock.
    pub(super) fn renew<'a>(
        &'static self,
        refused: &'a Tokens,
    ) -> LocalBoxFuture<'a, Result<Tokens, Fault>> {
        // Boxed: otherwise every caller would contain this future's code again.
        Box::pin(self.renew_in_turn(refused))
    }

    /// The CRM refused the renewed sign-in as well: nothing renews it.
    pub(super) fn refused_renewed(&'static self, tokens: &Tokens) {
        if self.sign_in.change(|ours| ours.refused_renewed(tokens)) {
            // It is said; the request fails as one without a sign-in does.
            let _ = self.expired();
        }
    }

    async fn renew_in_turn(&'static self, refused: &Tokens) -> Result<Tokens, Fault> {
        let _turn = self.turn.lock().await;
        let mut pages_asked = false;
        loop {
            match self.sign_in.read(|ours| ours.renewal(refused, pages_asked)) {
                Next::Use(tokens) => return Ok(tokens),
                Next::Fail(fault) => return Err(fault),
                Next::AskPages => {
                    self.ask_pages().await;
                    pages_asked = true;
                }
                Next::Refresh { api, token } => return self.refresh(refused, &api, &token).await,
                Next::Expire => {
                    self.sign_in.change(SignIn::expire);
                    return self.expired();
                }
            }
        }
    }

    async fn refresh(
        &'static self,
        refused: &Tokens,
        api: &str,
        token: &str,
    ) -> Result<Tokens, Fault> {
        let answer = client::send(api, None, &endpoint::refresh(token)).await;
        let answer = answer.and_then(|answer| RenewedTokens::parse(&answer.json()?));
        let outcome = self.sign_in.change(|ours| ours.refreshed(refused, answer));
        match outcome {
            RenewalOutcome::Renewed(tokens) => {
                self.saver.save();
                Ok(tokens)
            }
            RenewalOutcome::Replaced(tokens) => Ok(tokens),
            RenewalOutcome::Expired => self.expired(),
            RenewalOutcome::Failed(fault) => Err(fault),
        }
    }

    /// Asks the CRM's open pages for their sign-in, and waits until one has
    /// another than ours.
    async fn ask_pages(&'static self) {
        if self.tabs.is_empty() {
            return;
        }
        let (found, answered) = oneshot::channel();
        self.page_waited_for.replace(Some(found));
        self.tabs.ask_for_sign_in();
        let _timer = clock::after(PAGES_LIMIT, move || {
            self.page_waited_for.take();
        });
        // Fails when no page answered in time: the timer dropped the sender.
        let _ = answered.await;
    }

    /// The sign-in has expired. The CRM's open pages are asked for theirs; the
    /// user is notified once.
    fn expired(&'static self) -> Result<Tokens, Fault> {
        log("the sign-in at the CRM has expired");
        self.on_changed.call(Change::Expired);
        self.tabs.ask_for_sign_in();
        Err(Fault::Unauthorized)
    }
}

fn claims(tokens: &Tokens) -> Option<Claims> {
    let text = claims_text(tokens.access.as_deref()?)?;
    Claims::parse(&Json::parse(&text).ok()?)
}

/// Asks the CRM who signed in.
async fn fetch_user(api: &str, tokens: &Tokens) -> Option<(UserId, String)> {
    let answer = client::send(api, tokens.header().as_deref(), &endpoint::me()).await;
    let user = WireUser::parse(&answer.ok()?.json().ok()?)?;
    Some((UserId(user.id), user.full_name.unwrap_or_default()))
}
