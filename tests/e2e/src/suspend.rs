//! Suspending a browser, as a computer that sleeps does: none of its processes
//! runs, and then all of them again.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};

use crate::Session;

/// A browser whose processes are stopped. Dropping this resumes it.
#[must_use = "the browser is resumed when this is dropped"]
pub struct SuspendedBrowser(Vec<Pid>);

impl SuspendedBrowser {
    /// Stops every process of a browser, its driver's excepted.
    ///
    /// # Errors
    /// When the system does not tell which those are, or does not stop them.
    pub fn suspend(session: &Session) -> Result<Self> {
        let mut suspended = Self(Vec::new());
        // Until none is left running: one may start in between.
        while suspended.stop(&descendants(session.driver_id())?)? {}
        ensure!(!suspended.0.is_empty(), "no browser belongs to the driver");
        Ok(suspended)
    }

    /// Stops these. `false` when all of them were stopped already.
    fn stop(&mut self, processes: &[u32]) -> Result<bool> {
        let mut news = false;
        for process in processes {
            let pid = i32::try_from(*process).ok().and_then(Pid::from_raw);
            let pid = pid.context("a process without a number")?;
            // One that has ended meanwhile needs no stopping.
            if !self.0.contains(&pid) && kill_process(pid, Signal::STOP).is_ok() {
                self.0.push(pid);
                news = true;
            }
        }
        Ok(news)
    }

    /// Resumes it.
    pub fn resume(self) {
        drop(self);
    }
}

impl Drop for SuspendedBrowser {
    fn drop(&mut self) {
        for pid in &self.0 {
            // One that was ended meanwhile needs no resuming.
            let _ = kill_process(*pid, Signal::CONT);
        }
    }
}

/// The children of a process, their children, and so on.
fn descendants(ancestor: u32) -> Result<Vec<u32>> {
    let parents = parents()?;
    let mut found = vec![ancestor];
    let mut at = 0;
    while let Some(parent) = found.get(at).copied() {
        let children = parents.iter().filter(|(_, its)| **its == parent);
        found.extend(children.map(|(child, _)| *child));
        at += 1;
    }
    found.remove(0);
    Ok(found)
}

/// Every process with its parent.
fn parents() -> Result<BTreeMap<u32, u32>> {
    let mut parents = BTreeMap::new();
    for entry in fs::read_dir("/proc").context("list the processes")? {
        let name = entry?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        // A process may end while it is looked at.
        let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else {
            continue;
        };
        // After the name, which may hold anything: state, parent, …
        let parent = stat.rsplit(')').next().unwrap_or_default();
        let parent = parent.split_whitespace().nth(1);
        if let Some(parent) = parent.and_then(|parent| parent.parse().ok()) {
            parents.insert(id, parent);
        }
    }
    Ok(parents)
}
