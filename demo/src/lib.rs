//! The demo CRM: for trying out Ringside, and the backend of every end-to-end
//! test.
//!
//! It answers as the real CRM was found to answer, byte for byte where that
//! is known, in two [`Mode`]s. Pages, API and meeting are listeners on
//! loopback, hence origins of their own; as documented, the pages' origin has
//! the API, too.
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
mod servers;
mod store;
mod token;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use app::App;
use calls::Links;
use controls::Controls;
use servers::{bind, serve, sweep, url};

/// How long open requests may take to finish when the demo stops.
const PATIENCE: Duration = Duration::from_secs(1);

/// The behaviour of the demo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Every endpoint works, unanswered calls become missed after 60 seconds,
    /// heartbeats leave "busy" alone, a rejected call leaves nothing behind.
    AsDocumented,
    /// The real CRM with its defects: three endpoints never work, heartbeats
    /// overwrite "busy", nothing times out. Its API has an origin of its own, and
    /// its pages have a call window of their own.
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

    const fn has_api_origin(self) -> bool {
        matches!(self, Self::AsFound)
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
    /// Where the CRM's pages are: a loopback address, port 0 for any free one.
    pub crm: SocketAddr,
    /// Where its API is in the mode that has an origin of its own for it; as
    /// above.
    pub api: SocketAddr,
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
            api: any,
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
    links: Links,
    shutdown: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Demo {
    /// The pages' origin: `http://127.0.0.1:PORT`, without a trailing slash.
    pub fn crm_url(&self) -> &str {
        &self.crm_url
    }

    /// The origin of the API and its WebSocket, spelled likewise. As documented,
    /// the pages' own.
    pub fn api_url(&self) -> &str {
        &self.links.api
    }

    /// The stand-in meeting page's origin, spelled likewise.
    pub fn meet_url(&self) -> &str {
        &self.links.meet
    }

    /// Closes all listeners and every socket, and waits until they are
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

/// Starts the demo. All listeners are bound when this returns.
///
/// # Errors
/// When an address is not loopback or taken, or the database cannot be opened.
pub async fn start(config: Config) -> anyhow::Result<Demo> {
    let crm = bind(config.crm, "the CRM").await?;
    let meet = bind(config.meet, "the meeting page").await?;
    let api = if config.mode.has_api_origin() {
        Some(bind(config.api, "the API").await?)
    } else {
        None
    };
    let crm_url = url(&crm)?;
    let links = Links {
        api: api.as_ref().map_or_else(|| Ok(crm_url.clone()), url)?,
        meet: url(&meet)?,
        meet_token: None,
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
    let spawn = |listener, router| tokio::spawn(serve(listener, router, stopped.clone()));
    let mut tasks = vec![spawn(meet, meet::router())];
    let (at_api, at_crm) = (servers::api(&app, &crm_url)?, servers::pages(&app));
    match api {
        Some(api) => {
            tasks.push(spawn(api, at_api.fallback(api::unknown_address)));
            tasks.push(spawn(crm, at_crm));
        }
        None => tasks.push(spawn(crm, at_api.merge(at_crm))),
    }
    tasks.push(tokio::spawn(sweep(app, stopped)));
    Ok(Demo {
        crm_url,
        links,
        shutdown,
        tasks,
    })
}
