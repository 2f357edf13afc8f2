//! The driver process: chromedriver or geckodriver on a free port.

use std::{
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal};

use crate::{Browser, policy, wait};

/// How long a driver may take to listen.
const START: Duration = Duration::from_secs(20);

/// How long a driver may take to close its browser before both are killed.
const GOODBYE: Duration = Duration::from_secs(3);

/// A running driver. Dropping it ends the driver and its browser.
pub struct Driver {
    child: Child,
    port: u16,
    output: Output,
}

/// How many ports a driver may find taken.
const PORTS_TRIED: u32 = 10;
/// What chromedriver prints before it ends because its port is taken.
const PORT_TAKEN: &str = "port not available";

impl Driver {
    /// Starts the driver for a browser and waits until it listens.
    ///
    /// chromedriver asks for a free port of IPv6 and then wants the same one of
    /// IPv4; where another program has that, it ends. The next one asks for
    /// another port.
    ///
    /// A browser inherits from its driver where it sees an administrator's policies.
    ///
    /// # Errors
    /// When the driver is missing or does not start.
    pub async fn start(browser: Browser, policies: Option<&Path>) -> Result<Self> {
        for _ in 0..PORTS_TRIED {
            if let Some(driver) = Self::start_on_a_port(browser, policies).await? {
                return Ok(driver);
            }
        }
        bail!("the driver found no port in {PORTS_TRIED} attempts")
    }

    /// `None` when the port that the driver was given is taken.
    async fn start_on_a_port(browser: Browser, policies: Option<&Path>) -> Result<Option<Self>> {
        let program = program(browser);
        let mut command = match policies {
            Some(folder) => policy::seen_by(browser, &program, folder),
            None => Command::new(&program),
        };
        command
            // The operating system picks the port, so that no two tests
            // fight for one; the driver prints which.
            .args(match browser {
                Browser::Chromium => &["--port=0"][..],
                Browser::Firefox => &["--port=0", "--allow-system-access"],
            })
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // A group of its own: the browser is ended with its driver.
            .process_group(0);
        let mut child = command
            .spawn()
            .with_context(|| format!("start {}", program.display()))?;
        let output = Output::default();
        if let Some(stdout) = child.stdout.take() {
            output.follow(stdout);
        }
        if let Some(stderr) = child.stderr.take() {
            output.follow(stderr);
        }
        let mut driver = Self {
            child,
            port: 0,
            output,
        };
        let port = wait::until("the driver's port", START, async || {
            let lines = driver.output.lines();
            let taken = lines.iter().any(|line| line.contains(PORT_TAKEN));
            let port = lines.iter().find_map(|line| port_in(line));
            Ok(port.map(Some).or(taken.then_some(None)))
        })
        .await
        .with_context(|| format!("{} said: {}", program.display(), driver.output.text()))?;
        Ok(port.map(|port| {
            driver.port = port;
            driver
        }))
    }

    /// The driver's address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The driver's process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What driver and browser have printed so far.
    #[must_use]
    pub fn output(&self) -> Output {
        self.output.clone()
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // It may have gone by itself; then there is nothing to do.
            let _ = rustix::process::kill_process_group(group, signal);
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Chromedriver starts its browser in another group, and ends it when
        // told to end; only what is left then is killed.
        self.signal(Signal::TERM);
        let start = Instant::now();
        while start.elapsed() < GOODBYE && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(20));
        }
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }
}

/// The lines a process has printed. Clones share them.
#[derive(Clone, Default)]
pub struct Output(Arc<Mutex<Vec<String>>>);

impl Output {
    /// All lines so far.
    pub fn lines(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All lines so far, as one text.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines().join("\n")
    }

    fn follow(&self, stream: impl Read + Send + 'static) {
        let output = self.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
                output
                    .lines()
                    .push(String::from_utf8_lossy(&line).into_owned());
            }
        });
    }
}

/// The port in "… was started successfully on port 1234." or in
/// "… Listening on 127.0.0.1:1234".
fn port_in(line: &str) -> Option<u16> {
    let rest = line
        .split_once("started successfully on port ")
        .or_else(|| line.split_once("Listening on 127.0.0.1:"))?
        .1;
    rest.trim_end_matches(['.', '\r']).trim().parse().ok()
}

/// Where a browser's driver is: as the build says, in the tools' cache, or on
/// the path.
fn program(browser: Browser) -> PathBuf {
    let (variable, name) = match browser {
        Browser::Chromium => ("CHROMEDRIVER", "chromedriver"),
        Browser::Firefox => ("GECKODRIVER", "geckodriver"),
    };
    if let Some(path) = std::env::var_os(variable) {
        return path.into();
    }
    let cached = std::env::home_dir()
        .map(|home| home.join(".cache/ringside/cargo/bin").join(name))
        .filter(|path| path.is_file());
    cached.unwrap_or_else(|| name.into())
}

/// Whether both the browser and its driver can be found.
///
/// # Errors
/// Says what is missing.
pub fn check(browser: Browser) -> Result<()> {
    let driver = program(browser);
    let found = |path: &Path| {
        Command::new(path)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    if !found(&driver) {
        bail!("{} cannot be started", driver.display());
    }
    if !found(&browser.binary()) {
        bail!("{} cannot be started", browser.binary().display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::port_in;

    #[test]
    fn reads_the_port_that_a_driver_prints() {
        assert_eq!(
            port_in("ChromeDriver was started successfully on port 38061."),
            Some(38061)
        );
        assert_eq!(
            port_in("1763860000000\tgeckodriver\tINFO\tListening on 127.0.0.1:4444"),
            Some(4444)
        );
        assert_eq!(port_in("Starting ChromeDriver 156 on port 0"), None);
    }
}
