//! Test controls: faults, expired tokens, closed sockets, a log of requests.
//!
//! All of it lies under `/__test/` at the pages' origin and exists only when the
//! demo was started with test controls.
//!
//! | call | effect |
//! | --- | --- |
//! | `POST /__test/faults` | see [`faults`]; `DELETE` forgets them and releases what they hold |
//! | `POST /__test/expire_tokens` | access tokens so far are invalid; `{"refresh": true}`: refresh tokens too |
//! | `POST /__test/access_lifetime` | `{"seconds": 5}` for access tokens from now on |
//! | `POST /__test/close_sockets` | every WebSocket is closed (1012) |
//! | `POST /__test/refuse_sockets` | `{"on": true}`: handshakes are answered with 503 |
//! | `POST /__test/mute_sockets` | `{"events": true}`: open sockets push no calls, as those of another server process; `{"pongs": true}`: they answer no pings, as half-open ones |
//! | `GET /__test/sockets` | whose WebSockets are open: the users' numbers |
//! | `POST /__test/page_headers` | `{"Name": "value"}`, added to HTML pages; `DELETE` forgets them |
//! | `POST /__test/meeting_address` | `{"base": "https://meet.jit.si"}`: calls are there from now on; null: at the stand-in |
//! | `POST /__test/mode` | `{"mode": "as-found"}` or `"as-documented"`; the origins stay as they are |
//! | `POST /__test/reset` | seeds again and forgets faults, headers and log; mode and tokens stay |
//! | `GET /__test/log` | every request to an API path so far, with the `host` that was asked; `DELETE` empties it |
//! | `GET /__test/time` | `{"now_ms", "now"}` |
//! | `POST /__test/age_calls` | `{"seconds": 120}`: ringing calls become older |
//! | `GET /lab/rows?count=10000` | a page with that many customer rows |

pub(crate) mod faults;
mod lab;
mod log;
mod watch;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::sync::watch::{Receiver, Sender};

use crate::app::{App, Push};
use crate::calls::life;
use crate::clock::Stamp;
use crate::token::{self, Kind};
use crate::{Mode, store};
use faults::Fault;
use log::Log;

pub(crate) use watch::watch;

/// What the controls have set; the defaults when there are none.
pub(crate) struct Controls {
    pub(crate) enabled: bool,
    access_seconds: AtomicU64,
    refuse_sockets: AtomicBool,
    mute_events: AtomicBool,
    mute_pongs: AtomicBool,
    open_sockets: Mutex<Vec<String>>,
    page_headers: Mutex<HeaderMap>,
    meeting_base: Mutex<Option<String>>,
    meeting_token: Mutex<Option<String>>,
    faults: Mutex<Vec<Fault>>,
    release: Sender<()>,
    log: Mutex<Log>,
}

impl Controls {
    pub(crate) fn new(enabled: bool) -> Self {
        Self {
            enabled,
            access_seconds: AtomicU64::new(token::ACCESS_LIFETIME.as_secs()),
            refuse_sockets: AtomicBool::new(false),
            mute_events: AtomicBool::new(false),
            mute_pongs: AtomicBool::new(false),
            open_sockets: Mutex::default(),
            page_headers: Mutex::default(),
            meeting_base: Mutex::default(),
            meeting_token: Mutex::default(),
            faults: Mutex::default(),
            release: Sender::new(()),
            log: Mutex::default(),
        }
    }

    /// How long an access token lives from now on.
    pub(crate) fn access_lifetime(&self) -> Duration {
        Duration::from_secs(self.access_seconds.load(Ordering::Relaxed))
    }

    pub(crate) fn refuses_sockets(&self) -> bool {
        self.refuse_sockets.load(Ordering::Relaxed)
    }

    /// Whether sockets push no calls.
    pub(crate) fn mutes_events(&self) -> bool {
        self.mute_events.load(Ordering::Relaxed)
    }

    /// Whether sockets answer no pings.
    pub(crate) fn mutes_pongs(&self) -> bool {
        self.mute_pongs.load(Ordering::Relaxed)
    }

    /// A socket of this user is open, until what is returned is dropped.
    pub(crate) fn socket_opened(&self, user: &str) -> OpenSocket<'_> {
        let user = user.to_owned();
        locked(&self.open_sockets).push(user.clone());
        let open = &self.open_sockets;
        OpenSocket { open, user }
    }

    /// Headers to add to HTML pages.
    pub(crate) fn page_headers(&self) -> HeaderMap {
        locked(&self.page_headers).clone()
    }

    /// The meeting server that calls are to be at, if not the stand-in.
    pub(crate) fn meeting_base(&self) -> Option<String> {
        locked(&self.meeting_base).clone()
    }

    /// The token that everybody gets for the meeting server, if it wants one.
    pub(crate) fn meeting_token(&self) -> Option<String> {
        locked(&self.meeting_token).clone()
    }

    /// Changes when faults are forgotten the next time.
    fn released(&self) -> Receiver<()> {
        self.release.subscribe()
    }

    fn forget_faults(&self) {
        self.faults().clear();
        self.release.send_replace(());
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        locked(&self.log)
    }

    fn faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        locked(&self.faults)
    }
}

/// A socket that is open.
pub(crate) struct OpenSocket<'a> {
    open: &'a Mutex<Vec<String>>,
    user: String,
}

impl Drop for OpenSocket<'_> {
    fn drop(&mut self) {
        let mut open = locked(self.open);
        if let Some(at) = open.iter().position(|user| *user == self.user) {
            open.remove(at);
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The control addresses.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/__test/faults", post(add_fault).delete(forget_faults))
        .route("/__test/expire_tokens", post(expire_tokens))
        .route("/__test/access_lifetime", post(set_access_lifetime))
        .route("/__test/close_sockets", post(close_sockets))
        .route("/__test/refuse_sockets", post(set_refuse_sockets))
        .route("/__test/mute_sockets", post(set_mute_sockets))
        .route("/__test/sockets", get(open_sockets))
        .route(
            "/__test/page_headers",
            post(set_page_headers).delete(forget_page_headers),
        )
        .route("/__test/meeting_address", post(set_meeting_address))
        .route("/__test/mode", post(set_mode))
        .route("/__test/reset", post(reset))
        .route("/__test/log", get(read_log).delete(empty_log))
        .route("/__test/time", get(time))
        .route("/__test/age_calls", post(age_calls))
        .route("/lab/rows", get(lab::rows))
        // A fault may be an answer of any size.
        .layer(DefaultBodyLimit::disable())
}

/// The error of a control: invalid input, or a failure.
struct Misuse(String);

impl IntoResponse for Misuse {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({"error": self.0}))).into_response()
    }
}

impl<E: std::error::Error> From<E> for Misuse {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

type Done = Result<Json<Value>, Misuse>;

fn done() -> Done {
    Ok(Json(json!({"ok": true})))
}

async fn add_fault(State(app): State<Arc<App>>, Json(fault): Json<Fault>) -> Done {
    app.controls.faults().push(fault);
    done()
}

async fn forget_faults(State(app): State<Arc<App>>) -> Done {
    app.controls.forget_faults();
    done()
}

#[derive(Default, Deserialize)]
struct ExpireTokens {
    #[serde(default)]
    refresh: bool,
}

async fn expire_tokens(State(app): State<Arc<App>>, body: Option<Json<ExpireTokens>>) -> Done {
    let conn = app.database();
    token::invalidate(&conn, Kind::Access)?;
    if body.is_some_and(|body| body.refresh) {
        token::invalidate(&conn, Kind::Refresh)?;
    }
    done()
}

#[derive(Deserialize)]
struct Seconds {
    seconds: u64,
}

async fn set_access_lifetime(State(app): State<Arc<App>>, Json(body): Json<Seconds>) -> Done {
    app.controls
        .access_seconds
        .store(body.seconds, Ordering::Relaxed);
    done()
}

async fn close_sockets(State(app): State<Arc<App>>) -> Done {
    app.push(Push::CloseAll);
    done()
}

#[derive(Deserialize)]
struct On {
    on: bool,
}

async fn set_refuse_sockets(State(app): State<Arc<App>>, Json(body): Json<On>) -> Done {
    app.controls
        .refuse_sockets
        .store(body.on, Ordering::Relaxed);
    done()
}

#[derive(Deserialize)]
struct Mute {
    #[serde(default)]
    events: bool,
    #[serde(default)]
    pongs: bool,
}

async fn set_mute_sockets(State(app): State<Arc<App>>, Json(body): Json<Mute>) -> Done {
    let controls = &app.controls;
    controls.mute_events.store(body.events, Ordering::Relaxed);
    controls.mute_pongs.store(body.pongs, Ordering::Relaxed);
    done()
}

async fn set_page_headers(
    State(app): State<Arc<App>>,
    Json(headers): Json<Map<String, Value>>,
) -> Done {
    let mut parsed = HeaderMap::new();
    for (name, value) in &headers {
        parsed.insert(
            HeaderName::from_bytes(name.as_bytes())?,
            HeaderValue::from_str(value.as_str().unwrap_or_default())?,
        );
    }
    locked(&app.controls.page_headers).extend(parsed);
    done()
}

async fn forget_page_headers(State(app): State<Arc<App>>) -> Done {
    locked(&app.controls.page_headers).clear();
    done()
}

#[derive(Deserialize)]
struct MeetingAddress {
    base: Option<String>,
    /// The token that everybody gets for it.
    token: Option<String>,
}

async fn set_meeting_address(
    State(app): State<Arc<App>>,
    Json(body): Json<MeetingAddress>,
) -> Done {
    *locked(&app.controls.meeting_base) = body.base;
    *locked(&app.controls.meeting_token) = body.token;
    done()
}

#[derive(Deserialize)]
struct NewMode {
    mode: String,
}

async fn set_mode(State(app): State<Arc<App>>, Json(body): Json<NewMode>) -> Done {
    let mode: Mode = body.mode.parse().map_err(Misuse)?;
    app.set_mode(mode);
    done()
}

async fn reset(State(app): State<Arc<App>>) -> Done {
    store::reset(&mut app.database())?;
    let controls = &app.controls;
    controls.forget_faults();
    locked(&controls.meeting_base).take();
    locked(&controls.meeting_token).take();
    controls.log().clear();
    locked(&controls.page_headers).clear();
    controls.refuse_sockets.store(false, Ordering::Relaxed);
    controls.mute_events.store(false, Ordering::Relaxed);
    controls.mute_pongs.store(false, Ordering::Relaxed);
    controls
        .access_seconds
        .store(token::ACCESS_LIFETIME.as_secs(), Ordering::Relaxed);
    done()
}

async fn open_sockets(State(app): State<Arc<App>>) -> Json<Value> {
    Json(json!(*locked(&app.controls.open_sockets)))
}

async fn read_log(State(app): State<Arc<App>>) -> Json<Value> {
    Json(app.controls.log().json())
}

async fn empty_log(State(app): State<Arc<App>>) -> Done {
    app.controls.log().clear();
    done()
}

async fn time() -> Json<Value> {
    let now = Stamp::now();
    Json(json!({"now_ms": now.millis(), "now": now.rest()}))
}

async fn age_calls(State(app): State<Arc<App>>, Json(body): Json<Seconds>) -> Done {
    let aged = life::age_pending(&app.database(), Duration::from_secs(body.seconds))?;
    app.sweep()
        .map_err(|failure| Misuse(format!("{failure:?}")))?;
    Ok(Json(json!({"ok": true, "aged": aged})))
}
