//! The demo CRM: for trying out Ringside, and the backend of every end-to-end
//! test.
//!
//! It answers as the real CRM was found to answer, byte for byte where that
//! is known, in two [`Mode`]s. CRM and meeting page are two listeners on
//! loopback, hence two origins.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! let demo = ringside_demo::start(ringside_demo::Config::default()).await?;
//! println!("sign in at {}/login", demo.crm_url());
//! demo.stop().await;
//! # Ok(())
//! # }
//! ```

mod api;
mod app;
mod calls;
mod clock;
mod controls;
mod listener;
pub mod meet;
mod pages;
mod people;
mod presence;
mod store;
mod token;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::middleware::from_fn_with_state;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use app::App;
use calls::Links;
use controls::Controls;
use listener::{CuttableListener, Peer};

/// How often ringing calls are checked for their timeout, in the mode that has
/// one.
const SWEEP_PERIOD: Duration = Duration::from_secs(1);

/// How long open requests may take to finish when the demo stops.
const PATIENCE: Duration = Duration::from_secs(1);

/// The behaviour of the demo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Every endpoint works, unanswered calls become missed after 60 seconds,
    /// heartbeats leave "busy" alone, a rejected call leaves nothing behind.
    AsDocumented,
    /// The real CRM with its defects: three endpoints never work, heartbeats
    /// overwrite "busy", nothing times out.
    #[default]
    AsFound,
}

impl Mode {
    /// `as-documented` or `as-found`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AsDocumented => "as-documented",
            Self::AsFound => "as-found",
        }
    }
}

impl FromStr for Mode {
    type Err = String;

    /// Parses what [`Mode::name`] gives; the error says what is allowed.
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::AsDocumented, Self::AsFound]
            .into_iter()
            .find(|mode| mode.name() == text)
            .ok_or_else(|| format!("“{text}” is neither as-documented nor as-found"))
    }
}

/// Where the demo stores its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Database {
    /// In memory, lost when the demo stops.
    #[default]
    Memory,
    /// An SQLite file, created and seeded if it does not exist.
    File(PathBuf),
}

/// How to start the demo.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the CRM listens: a loopback address, port 0 for any free one.
    pub crm: SocketAddr,
    /// Where the stand-in meeting page listens; as above.
    pub meet: SocketAddr,
    /// The behaviour of the CRM.
    pub mode: Mode,
    /// Where rows are stored.
    pub database: Database,
    /// Whether `/__test/` and `/lab/` exist. Never on for people.
    pub test_controls: bool,
}

impl Default for Config {
    /// Free ports, the CRM as found, in memory, no test controls.
    fn default() -> Self {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            crm: any,
            meet: any,
            mode: Mode::default(),
            database: Database::default(),
            test_controls: false,
        }
    }
}

/// Somebody to sign in as.
#[derive(Clone, Copy, Debug)]
pub struct SignIn {
    /// The user name.
    pub username: &'static str,
    pub password: &'static str,
    /// A description of the person.
    pub description: &'static str,
}

/// A few of the seeded sign-ins; every password is `demo-` and the first name.
pub fn sign_ins() -> impl Iterator<Item = SignIn> {
    store::SIGN_INS
        .into_iter()
        .map(|(username, password, description)| SignIn {
            username,
            password,
            description,
        })
}

/// A running demo. Stops when dropped; [`Demo::stop`] also waits for it.
pub struct Demo {
    crm_url: String,
    meet_url: String,
    shutdown: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Demo {
    /// `http://127.0.0.1:PORT`, without a trailing slash.
    pub fn crm_url(&self) -> &str {
        &self.crm_url
    }

    /// The stand-in meeting page's origin, spelled likewise.
    pub fn meet_url(&self) -> &str {
        &self.meet_url
    }

    /// Closes both listeners and every socket, and waits until they are
    /// closed. Requests that hang are cut off after a second.
    pub async fn stop(self) {
        // Nobody listening means everything has stopped already.
        let _ = self.shutdown.send(true);
        let deadline = tokio::time::Instant::now() + PATIENCE;
        for mut task in self.tasks {
            if tokio::time::timeout_at(deadline, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

/// Starts the demo. Both listeners are bound when this returns.
///
/// # Errors
/// When an address is not loopback or taken, or the database cannot be opened.
pub async fn start(config: Config) -> anyhow::Result<Demo> {
    let crm = bind(config.crm, "the CRM").await?;
    let meet = bind(config.meet, "the meeting page").await?;
    let links = Links {
        crm: url(&crm)?,
        meet: url(&meet)?,
    };
    let database = match &config.database {
        Database::Memory => store::in_memory().context("open a database in memory")?,
        Database::File(path) => {
            store::in_file(path).with_context(|| format!("open the database {}", path.display()))?
        }
    };
    let (shutdown, stopped) = watch::channel(false);
    let app = Arc::new(App::new(
        database,
        config.mode,
        links.clone(),
        Controls::new(config.test_controls),
        stopped.clone(),
    ));
    let tasks = vec![
        tokio::spawn(serve(crm, crm_router(Arc::clone(&app)), stopped.clone())),
        tokio::spawn(serve(meet, meet::router(), stopped.clone())),
        tokio::spawn(sweep(app, stopped)),
    ];
    Ok(Demo {
        crm_url: links.crm,
        meet_url: links.meet,
        shutdown,
        tasks,
    })
}

fn crm_router(app: Arc<App>) -> Router {
    let mut router = api::router().merge(pages::router());
    if app.controls.enabled {
        router = router.merge(controls::router());
    }
    router
        .layer(from_fn_with_state(Arc::clone(&app), controls::watch))
        .with_state(app)
}

/// The demo's passwords are public, so it never listens beyond this machine.
async fn bind(address: SocketAddr, what: &str) -> anyhow::Result<TcpListener> {
    ensure!(
        address.ip().is_loopback(),
        "{what} may only listen on a loopback address, and {address} is none"
    );
    TcpListener::bind(address)
        .await
        .with_context(|| format!("listen on {address} for {what}"))
}

fn url(listener: &TcpListener) -> anyhow::Result<String> {
    let address = listener.local_addr().context("read the bound address")?;
    Ok(format!("http://{address}"))
}

async fn serve(listener: TcpListener, router: Router, mut stopped: watch::Receiver<bool>) {
    let service = router.into_make_service_with_connect_info::<Peer>();
    let served = axum::serve(CuttableListener(listener), service)
        .with_graceful_shutdown(async move {
            // An error means the handle was dropped, which stops the demo too.
            let _ = stopped.wait_for(|stop| *stop).await;
        })
        .await;
    if let Err(error) = served {
        tracing::error!(%error, "a listener failed");
    }
}

async fn sweep(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(SWEEP_PERIOD);
    let stop = async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    tokio::pin!(stop);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = &mut stop => return,
        }
        if let Err(failure) = app.sweep() {
            tracing::error!(?failure, "calls were not timed out");
        }
    }
}
