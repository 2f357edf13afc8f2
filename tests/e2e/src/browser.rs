//! A browser with its own profile, the extension and a WebDriver session.

use std::{
    cell::Cell,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result};
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver, extensions::addons::firefox::FirefoxTools};

use crate::{
    alerts,
    console::Console,
    driver::{self, Driver},
    extension, launch, processor,
};

/// The browsers that Ringside supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium, which stands for Chrome, Edge and their kin.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Browser {
    /// Its name, for time lines and file names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// Its program: as the build says, or on the path.
    #[must_use]
    pub fn binary(self) -> PathBuf {
        let (variable, names) = match self {
            Self::Chromium => ("CHROMIUM", ["chromium", "chromium-browser"]),
            Self::Firefox => ("FIREFOX", ["firefox-esr", "firefox"]),
        };
        std::env::var_os(variable).map_or_else(
            || {
                std::env::var_os("PATH")
                    .iter()
                    .flat_map(std::env::split_paths)
                    .flat_map(|folder| names.map(|name| folder.join(name)))
                    .find(|path| path.is_file())
                    .unwrap_or_else(|| names[0].into())
            },
            PathBuf::from,
        )
    }

    /// Whether this browser and its driver can be started here.
    ///
    /// # Errors
    /// Says what is missing.
    pub fn check(self) -> Result<()> {
        driver::check(self)
    }
}

/// How a browser is to be started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Without a window on a screen.
    pub headless: bool,
    /// Width and height of the window, in CSS pixels.
    pub size: (u32, u32),
    /// Collect errors from all consoles.
    pub watch: bool,
    /// Start no processes in advance, paint fewer and coarser pictures without
    /// motion, and compile once: nobody looks at them, and two cores have better
    /// things to do.
    pub frugal: bool,
    /// A film to play in place of a camera. Chromium only; Firefox has a test
    /// picture of its own.
    pub camera: Option<PathBuf>,
    /// The port of a proxy that stands for `meet.jit.si`; see
    /// [`crate::meet_proxy`].
    pub meet_proxy: Option<u16>,
    /// The unpacked extension, if not the one that was built.
    pub extension: Option<PathBuf>,
    /// A folder with an administrator's policy, see [`crate::policy`].
    pub policies: Option<PathBuf>,
    /// Play story after story in it: what the extension has stored goes with
    /// the extension, also in Firefox, where it otherwise stays, because there
    /// the extension goes whenever the browser ends.
    pub pooled: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            headless: true,
            size: (1440, 900),
            watch: true,
            frugal: true,
            camera: None,
            meet_proxy: None,
            extension: None,
            policies: None,
            pooled: false,
        }
    }
}

/// A running browser with the extension in it. [`Session::quit`] ends it in
/// good order; dropping it ends it in any case.
pub struct Session {
    /// Which browser.
    pub browser: Browser,
    /// The session's commands.
    pub web: WebDriver,
    /// What all its contexts printed as errors.
    pub console: Console,
    extension: PathBuf,
    process: Driver,
    profile: TempDir,
    /// Its processor time that somebody has been charged for.
    charged: Cell<Duration>,
}

impl Session {
    /// Starts a browser with a new profile and the extension in it.
    ///
    /// # Errors
    /// When driver, browser or extension are missing or do not start.
    pub async fn start(browser: Browser, options: &Options) -> Result<Self> {
        let profile = TempDir::with_prefix("ringside-e2e-").context("make a profile folder")?;
        Self::start_with(browser, options, profile).await
    }

    /// Ends the browser in good order and starts it again, with all that its
    /// profile has kept. No tab is open then.
    ///
    /// # Errors
    /// When it does not end or start.
    pub async fn start_anew(self, options: &Options) -> Result<Self> {
        let (browser, web, process, profile) = (self.browser, self.web, self.process, self.profile);
        web.quit().await.context("close the browser")?;
        drop(process);
        Self::start_with(browser, options, profile).await
    }

    async fn start_with(browser: Browser, options: &Options, profile: TempDir) -> Result<Self> {
        let extension = match &options.extension {
            Some(folder) => folder.clone(),
            None => extension::unpacked(browser)?,
        };
        let process = Driver::start(browser, options.policies.as_deref()).await?;
        let mut capabilities = Capabilities::new();
        let wanted = match browser {
            Browser::Chromium => launch::chromium(options, profile.path(), &extension),
            Browser::Firefox => launch::firefox(options, profile.path()),
        };
        for (name, value) in wanted {
            capabilities.set(name, value)?;
        }
        let web = WebDriver::new(process.address(), capabilities)
            .await
            .with_context(|| {
                format!(
                    "start {}; its driver said: {}",
                    browser.name(),
                    process.output().text()
                )
            })?;
        let mut session = Self {
            browser,
            web,
            console: Console::unwatched(),
            extension,
            process,
            profile,
            charged: Cell::default(),
        };
        session
            .web
            .set_script_timeout(Duration::from_secs(20))
            .await?;
        session
            .web
            .set_page_load_timeout(Duration::from_secs(20))
            .await?;
        match browser {
            Browser::Chromium if options.watch => {
                let address = session.debugger().context("no debugger address")?;
                session.console = Console::debugger(&address).await?;
            }
            Browser::Chromium => {}
            Browser::Firefox => {
                let (width, height) = options.size;
                session.web.set_window_rect(0, 0, width, height).await?;
                if options.watch {
                    session.console = Console::printed(session.process.output());
                }
                session.install().await?;
                alerts::keep_notifications(&session).await?;
            }
        }
        Ok(session)
    }

    /// Installs the extension in Firefox, which takes none at the start.
    pub(crate) async fn install(&self) -> Result<()> {
        let archive = self.profile.path().join("extension.zip");
        extension::pack(&self.extension, &archive)?;
        FirefoxTools::new(self.web.handle().clone())
            .install_addon(&archive.to_string_lossy(), Some(true))
            .await
            .context("install the extension in Firefox")
    }

    /// The unpacked extension that was put into it.
    pub(crate) fn extension(&self) -> &Path {
        &self.extension
    }

    /// A folder that lives as long as the session.
    pub(crate) fn folder(&self) -> &Path {
        self.profile.path()
    }

    /// Where Chromium's debugging interface listens (`host:port`).
    #[must_use]
    pub fn debugger(&self) -> Option<String> {
        self.web
            .capabilities()
            .get("goog:chromeOptions")?
            .get("debuggerAddress")?
            .as_str()
            .map(str::to_owned)
    }

    /// The driver's process, whose children are the browser's.
    #[must_use]
    pub fn driver_id(&self) -> u32 {
        self.process.id()
    }

    /// The processor time of browser and driver since this was asked last.
    pub(crate) fn charge(&self) -> Duration {
        let used = processor::used_by(self.driver_id());
        used.saturating_sub(self.charged.replace(used))
    }

    /// The memory of browser and driver, in bytes.
    #[must_use]
    pub fn memory(&self) -> u64 {
        processor::memory_of(self.driver_id())
    }

    /// What driver and browser printed.
    #[must_use]
    pub fn output(&self) -> String {
        self.process.output().text()
    }

    /// Ends browser and driver.
    ///
    /// # Errors
    /// When the browser does not close in good order (it is killed then).
    pub async fn quit(self) -> Result<()> {
        let Self {
            web,
            process,
            profile,
            ..
        } = self;
        let quit = web.quit().await;
        drop(process);
        drop(profile);
        quit.context("close the browser")
    }
}
