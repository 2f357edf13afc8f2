//! The sign-in at the CRM: carries out what `ringside::signin` decides.
//!
//! Tokens are in the worker's memory and session storage only; no page ever
//! gets one from us.

use std::cell::RefCell;

use futures_channel::oneshot;
use futures_util::future::LocalBoxFuture;
use futures_util::lock::Mutex;

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
    Account, Lease, Next, PageVerdict, RenewalOutcome, RenewedTokens, SignIn, user_of,
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
    /// The CRM's origin.
    origin: &'static str,
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
        origin: &'static str,
        sign_in: &'static Section<SignIn>,
        preferences: &'static Preferences,
        tabs: &'static CrmTabs,
        saver: &'static Saver,
        skew: &'static Section<Skew>,
    ) -> Self {
        Self {
            origin,
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

    /// A lease for something that begins now, when somebody is signed in.
    pub(super) fn lease(&self) -> Option<Lease> {
        self.sign_in.read(SignIn::lease)
    }

    /// Whether the sign-in is still the lease's.
    pub(super) fn holds(&self, lease: &Lease) -> bool {
        self.sign_in.read(|ours| ours.holds(lease))
    }

    /// The user who is signed in.
    pub(super) fn user(&self) -> Option<UserId> {
        self.sign_in.read(|ours| ours.valid().map(|ours| ours.user))
    }

    /// Whether somebody is signed in, or was until the sign-in expired.
    pub(super) fn has_account(&self) -> bool {
        self.sign_in.read(|ours| ours.account().is_some())
    }

    /// The address of the API may have changed: it is used from now on.
    pub(super) fn follow_address(&'static self) {
        let api = self.preferences.api_of(self.origin);
        if self.sign_in.change(|ours| ours.move_to(&api)) {
            self.on_changed.call(Change::Moved { api });
            self.saver.save();
        }
    }

    /// The site is left, or the user signed out there.
    pub(super) fn sign_out(&'static self) {
        self.sign_in.change(SignIn::sign_out);
        self.on_changed.call(Change::SignedOut);
        self.saver.save();
    }

    /// Whether requests to the API at this address are allowed.
    pub(super) fn may_reach(&self, api: &str) -> bool {
        self.preferences.may_reach(api)
    }

    /// A page of the CRM has this sign-in, or none. The result is pushed.
    pub(super) async fn found(&'static self, found: Option<&FoundTokens>) {
        let origin = self.origin;
        let tokens = found.map(Tokens::from).unwrap_or_default();
        match self
            .sign_in
            .read(|ours| ours.found(origin, &tokens, claims))
        {
            PageVerdict::KeepOurs => return,
            PageVerdict::SignOut => return self.sign_out(),
            PageVerdict::TakeOver => {}
        }
        let generation = self.sign_in.read(SignIn::generation);
        let api = self.preferences.api_of(origin);
        let page = found.and_then(|found| found.user.as_ref());
        let user = match user_of(claims(&tokens).as_ref(), page) {
            Some(user) => Some(user),
            None if self.may_reach(&api) => fetch_user(&api, &tokens).await.ok(),
            None => None,
        };
        let Some((user, name)) = user else {
            return;
        };
        let may = |ours: &SignIn| ours.may_take_over(generation, origin, &tokens, claims);
        if !self.sign_in.read(may) {
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

    /// The tokens for a request of this lease: renewed when they are stale, or
    /// when the CRM has `refused` them.
    pub(super) fn for_request<'a>(
        &'static self,
        lease: &'a Lease,
        refused: bool,
    ) -> LocalBoxFuture<'a, Result<Tokens, Fault>> {
        Box::pin(async move {
            // Tokens expire by the CRM's clock.
            let at_crm = self.skew.read(|skew| skew.to_server(clock::now()));
            let (tokens, renew) = self.sign_in.read(|ours| {
                let ready = ours.for_request(lease, refused, at_crm, claims);
                ready.map(|(tokens, renew)| (tokens.clone(), renew))
            })?;
            if !self.may_reach(lease.api()) {
                return Err(Fault::NotAllowed);
            }
            if renew {
                return self.renew(lease, &tokens).await;
            }
            Ok(tokens)
        })
    }

    /// Renews the sign-in, unless another task did while this one waited for
    /// the lock.
    pub(super) fn renew<'a>(
        &'static self,
        lease: &'a Lease,
        refused: &'a Tokens,
    ) -> LocalBoxFuture<'a, Result<Tokens, Fault>> {
        // Boxed: otherwise every caller would contain this future's code again.
        Box::pin(self.renew_in_turn(lease, refused))
    }

    /// The CRM refused the renewed sign-in as well: nothing renews it.
    pub(super) fn refused_renewed(&'static self, tokens: &Tokens) {
        if self.sign_in.change(|ours| ours.refused_renewed(tokens)) {
            // It is said; the request fails as one without a sign-in does.
            let _ = self.expired();
        }
    }

    async fn renew_in_turn(
        &'static self,
        lease: &Lease,
        refused: &Tokens,
    ) -> Result<Tokens, Fault> {
        let _turn = self.turn.lock().await;
        let mut pages_asked = false;
        loop {
            let next = self
                .sign_in
                .read(|ours| ours.renewal(lease, refused, pages_asked));
            match next {
                Next::Use(tokens) => return Ok(tokens),
                Next::Fail(fault) => return Err(fault),
                Next::AskPages => {
                    self.ask_pages().await;
                    pages_asked = true;
                }
                Next::Refresh { api, token } => {
                    return self.refresh(lease, refused, &api, &token).await;
                }
                Next::Expire => {
                    self.sign_in.change(SignIn::expire);
                    return self.expired();
                }
            }
        }
    }

    async fn refresh(
        &'static self,
        lease: &Lease,
        refused: &Tokens,
        api: &str,
        token: &str,
    ) -> Result<Tokens, Fault> {
        let answer = refresh(api, token).await;
        let outcome = self
            .sign_in
            .change(|ours| ours.refreshed(lease, refused, answer));
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
        if self.tabs.has_none(self.origin) {
            return;
        }
        let (found, answered) = oneshot::channel();
        self.page_waited_for.replace(Some(found));
        self.tabs.ask_for_sign_in(self.origin);
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
        self.tabs.ask_for_sign_in(self.origin);
        Err(Fault::Unauthorized)
    }
}

/// The user whose sign-in a page has, where it says so.
pub(super) fn user_in(found: &FoundTokens) -> Option<UserId> {
    let claims = claims(&Tokens::from(found));
    let (user, _) = user_of(claims.as_ref(), found.user.as_ref())?;
    Some(user)
}

pub(super) fn claims(tokens: &Tokens) -> Option<Claims> {
    let text = claims_text(tokens.access.as_deref()?)?;
    Claims::parse(&Json::parse(&text).ok()?)
}

/// Asks the API at this address for new tokens.
pub(super) async fn refresh(api: &str, token: &str) -> Result<RenewedTokens, Fault> {
    let answer = client::send(api, None, &endpoint::refresh(token)).await?;
    RenewedTokens::parse(&answer.json()?)
}

/// Asks the API at this address whose sign-in this is.
pub(super) async fn fetch_user(api: &str, tokens: &Tokens) -> Result<(UserId, String), Fault> {
    let answer = client::send(api, tokens.header().as_deref(), &endpoint::me()).await?;
    let user = WireUser::parse(&answer.json()?);
    let user = user.ok_or_else(|| Fault::Shape("no user".to_owned()))?;
    Ok((UserId(user.id), user.full_name.unwrap_or_default()))
}
