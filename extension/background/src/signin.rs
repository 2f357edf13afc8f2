//! The sign-in at the CRM: found in its page, renewed when it expires.
//!
//! Tokens are in the worker's memory and session storage only; no page ever
//! gets one from us.

use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::LocalBoxFuture;
use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::jobs;
use super::worker::Worker;
use ringside::call::machine::Event;
use ringside::call::view::AccountView;
use ringside::codec::Codec;
use ringside::crm::clock::Skew;
use ringside::crm::endpoint::{self, Request};
use ringside::crm::fault::Fault;
use ringside::crm::token::FoundTokens;
use ringside::crm::token::{Claims, Tokens, claims_text};
use ringside::crm::wire::WireUser;
use ringside::domain::UserId;
use ringside::json::JsonValue;
use ringside::message::Push;
use ringside_web::browser::clock;
use ringside_web::client::{self, Answer};

/// A CRM and the sign-in there.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub(super) struct Site {
    /// The origin whose page had the sign-in.
    pub(super) origin: String,
    /// Where its API is.
    pub(super) api: String,
    /// The sign-in.
    pub(super) tokens: Tokens,
    /// The signed-in user.
    pub(super) user: UserId,
    /// Whether the CRM refused it and it could not be renewed.
    pub(super) expired: bool,
}

/// A page of the CRM at `origin` has this sign-in, or none. What follows from
/// it is pushed.
pub(super) fn found_soon(worker: &Rc<Worker>, origin: &str, found: Option<FoundTokens>) {
    let (worker, origin) = (worker.clone(), origin.to_owned());
    spawn_local(async move { self::found(&worker, &origin, found.as_ref()).await });
}

async fn found(worker: &Rc<Worker>, origin: &str, found: Option<&FoundTokens>) {
    let tokens = found.map(Tokens::from).unwrap_or_default();
    let known = worker.read(|memory| memory.site.clone());
    let same_site = known.as_ref().is_some_and(|site| site.origin == origin);
    if tokens.is_empty() {
        if same_site {
            leave(worker);
        }
        return;
    }
    if let Some(site) = &known {
        // One account at a time: another site's sign-in waits its turn.
        if !same_site && !site.expired {
            return;
        }
        // Nor does it help to get back the sign-in that the CRM refused.
        if same_site && carries_on(&site.tokens, &tokens) {
            return;
        }
    }
    let api = worker
        .settings
        .borrow()
        .site(origin)
        .map_or_else(|| origin.to_owned(), |site| site.api().to_owned());
    let Some((user, name)) = who(&api, &tokens, found).await else {
        return;
    };
    let site = Site {
        origin: origin.to_owned(),
        api,
        tokens,
        user,
        expired: false,
    };
    let changed_user = known
        .as_ref()
        .is_none_or(|known| known.user != user || !same_site);
    worker.change(|memory| {
        memory.site = Some(site);
        if changed_user {
            memory.directory = Default::default();
            memory.reach.clear();
        }
    });
    if let Some(waiting) = worker.page_signed_in.take() {
        // Whoever waited may have gone on by itself.
        let _ = waiting.send(());
    }
    worker.dispatch(Event::Account(AccountView::SignedIn { user, name }));
    worker.save();
    jobs::begin(worker);
}

/// Whether the page's tokens are no news: the same, or older than ours, which
/// we renewed ourselves.
fn carries_on(ours: &Tokens, pages: &Tokens) -> bool {
    if ours.access == pages.access && ours.legacy == pages.legacy {
        return true;
    }
    match (claims(ours), claims(pages)) {
        (Some(ours), Some(pages)) => ours.user_id == pages.user_id && ours.exp > pages.exp,
        _ => false,
    }
}

fn claims(tokens: &Tokens) -> Option<Claims> {
    let text = claims_text(tokens.access.as_deref()?)?;
    Claims::parse(&ringside_web::json::Json::parse(&text).ok()?)
}

/// Who signed in: from the token, from the page, or by asking the CRM.
async fn who(api: &str, tokens: &Tokens, found: Option<&FoundTokens>) -> Option<(UserId, String)> {
    let claims = claims(tokens);
    let page = found.and_then(|found| found.user.clone());
    let from_claims = claims.as_ref().and_then(|claims| {
        let name = [&claims.first_name, &claims.last_name];
        let name: Vec<&str> = name.into_iter().flatten().map(String::as_str).collect();
        Some((claims.user_id?, name.join(" ").trim().to_owned()))
    });
    let known = match (from_claims, page) {
        (Some((id, name)), Some((page_id, page_name))) if id == page_id && name.is_empty() => {
            Some((id, page_name))
        }
        (Some(claimed), _) => Some(claimed),
        (None, page) => page,
    };
    if let Some((id, name)) = known.filter(|(id, _)| *id != 0) {
        return Some((UserId(id), name));
    }
    let answer = client::send(api, tokens.header().as_deref(), &endpoint::me()).await;
    let user = WireUser::parse(&answer.ok()?.json().ok()?)?;
    Some((UserId(user.id), user.full_name.unwrap_or_default()))
}

/// The user signed out at the CRM.
fn leave(worker: &Rc<Worker>) {
    worker.socket.take();
    worker.change(|memory| {
        memory.site = None;
        memory.jobs.clear();
        memory.directory = Default::default();
        memory.reach.clear();
        memory.watched_records.clear();
    });
    worker.dispatch(Event::Account(AccountView::SignedOut));
    worker.save();
}

/// Sends a signed request to the CRM; renews the sign-in once when it is
/// refused.
pub(super) fn ask<'a>(
    worker: &'a Rc<Worker>,
    request: &'a Request,
) -> LocalBoxFuture<'a, Result<Answer, Fault>> {
    // Boxed: else its machinery is repeated in all that wait for it.
    Box::pin(ask_signed(worker, request))
}

async fn ask_signed(worker: &Rc<Worker>, request: &Request) -> Result<Answer, Fault> {
    if !request.urgent {
        let taken = worker.change(|memory| memory.limit.take(clock::now()));
        taken.map_err(|wait| {
            log("more requests than a CRM should get; some wait");
            Fault::Overloaded {
                retry_after: Some(wait),
            }
        })?;
    }
    let (api, tokens) = current(worker, false).await?;
    match send(worker, &api, &tokens, request).await {
        Err(Fault::Unauthorized) => {
            let tokens = renew(worker, &tokens).await?;
            send(worker, &api, &tokens, request).await
        }
        outcome => outcome,
    }
}

/// Where the CRM's API is, and the sign-in there: renewed when it is stale, or
/// when the CRM has refused it.
fn current(
    worker: &Rc<Worker>,
    refused: bool,
) -> LocalBoxFuture<'_, Result<(String, Tokens), Fault>> {
    Box::pin(async move {
        let site = worker.read(|memory| memory.site.clone());
        let Some(site) = site.filter(|site| !site.expired) else {
            return Err(Fault::SignedOut);
        };
        let stale = claims(&site.tokens).is_some_and(|claims| claims.is_stale(clock::now()));
        let tokens = if refused || (stale && site.tokens.refresh.is_some()) {
            renew(worker, &site.tokens).await?
        } else {
            site.tokens
        };
        Ok((site.api, tokens))
    })
}

/// Where the CRM's API is, and the `Authorization` header's value, for a
/// request that the worker cannot send itself.
pub(super) async fn header(worker: &Rc<Worker>, refused: bool) -> Result<(String, String), Fault> {
    let (api, tokens) = current(worker, refused).await?;
    Ok((api, tokens.header().ok_or(Fault::SignedOut)?))
}

async fn send(
    worker: &Rc<Worker>,
    api: &str,
    tokens: &Tokens,
    request: &Request,
) -> Result<Answer, Fault> {
    let answer = client::send(api, tokens.header().as_deref(), request).await;
    let answer = answer.inspect_err(|fault| {
        log(&format!(
            "{} {}: {fault}",
            request.method.name(),
            request.path
        ));
    })?;
    if let Some(date) = answer.date {
        let skew = Skew::between(date, clock::now());
        worker.change(|memory| memory.skew = skew);
    }
    Ok(answer)
}

/// Renews the sign-in, unless somebody did while we waited: one renewal at a
/// time. First from the CRM's own page, which may have a newer one, then with
/// the refresh token.
fn renew<'a>(
    worker: &'a Rc<Worker>,
    refused: &'a Tokens,
) -> LocalBoxFuture<'a, Result<Tokens, Fault>> {
    Box::pin(renew_in_turn(worker, refused))
}

async fn renew_in_turn(worker: &Rc<Worker>, refused: &Tokens) -> Result<Tokens, Fault> {
    let _turn = worker.signing.lock().await;
    let Some(site) = worker.read(|memory| memory.site.clone()) else {
        return Err(Fault::SignedOut);
    };
    if site.tokens.access != refused.access {
        return Ok(site.tokens);
    }
    if let Some(tokens) = from_pages(worker, refused).await {
        return Ok(tokens);
    }
    let Some(refresh) = &site.tokens.refresh else {
        expire(worker);
        return Err(Fault::Unauthorized);
    };
    let renewed = client::send(&site.api, None, &endpoint::refresh(refresh)).await;
    match renewed.and_then(|answer| answer.json()) {
        Ok(renewed) => {
            let Some(access) = renewed.text("access") else {
                return Err(Fault::Shape("no access token".to_owned()));
            };
            let tokens = Tokens {
                access: Some(access),
                // The old one stays valid.
                refresh: renewed
                    .text("refresh")
                    .or_else(|| site.tokens.refresh.clone()),
                legacy: site.tokens.legacy,
            };
            worker.change(|memory| {
                if let Some(site) = &mut memory.site {
                    site.tokens = tokens.clone();
                }
            });
            worker.save();
            Ok(tokens)
        }
        Err(Fault::Unauthorized | Fault::Refused(_) | Fault::Forbidden) => {
            expire(worker);
            Err(Fault::Unauthorized)
        }
        Err(fault) => Err(fault),
    }
}

/// How long open pages of the CRM may take to say what sign-in they have, in
/// milliseconds. They answer within some ten, or not at all.
const PAGES_MS: u64 = 500;

/// The CRM's own pages renew their sign-in, too: a newer one than the refused,
/// if an open page has it.
async fn from_pages(worker: &Rc<Worker>, refused: &Tokens) -> Option<Tokens> {
    if worker.read(|memory| memory.state.tabs.is_empty()) {
        return None;
    }
    let (found, news) = oneshot::channel();
    worker.page_signed_in.replace(Some(found));
    super::tabs::push_all(worker, &Push::SayHello);
    let patient = worker.clone();
    let _timer = clock::after(PAGES_MS, move || {
        patient.page_signed_in.take();
    });
    // No news is an answer as well: the timer's.
    news.await.ok()?;
    let tokens = worker.read(|memory| memory.site.as_ref().map(|site| site.tokens.clone()))?;
    (tokens.access != refused.access).then_some(tokens)
}

/// The sign-in cannot be renewed. The CRM's open pages are asked for theirs;
/// the user is told once.
fn expire(worker: &Rc<Worker>) {
    log("the sign-in at the CRM has expired");
    worker.change(|memory| {
        if let Some(site) = &mut memory.site {
            site.expired = true;
        }
    });
    worker.socket.take();
    worker.dispatch(Event::Account(AccountView::Expired));
    super::tabs::push_all(worker, &Push::SayHello);
}

/// When the CRM's clock shows this, ours shows that.
#[must_use]
pub(super) fn skew(worker: &Rc<Worker>) -> Skew {
    worker.read(|memory| memory.skew)
}

/// The sign-in's user, if there is one.
#[must_use]
pub(super) fn user(worker: &Rc<Worker>) -> Option<(String, UserId)> {
    worker.read(|memory| {
        let site = memory.site.as_ref().filter(|site| !site.expired)?;
        Some((site.api.clone(), site.user))
    })
}
