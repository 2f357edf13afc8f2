//! The processor time and the memory of browsers. A clock also measures what else
//! the machine does; this does not.

use std::{collections::HashMap, fs, time::Duration};

use rustix::param::clock_ticks_per_second;

/// A process as `/proc/<id>/stat` tells of it.
struct Process {
    parent: u32,
    /// Its own, and that of its children that have ended.
    ticks: u64,
}

/// The processor time so far of a process and all that came of it.
#[must_use]
pub(crate) fn used_by(root: u32) -> Duration {
    in_time(family(root).iter().map(|(_, process)| process.ticks).sum())
}

/// The memory of a process and all that came of it, in bytes: its own, and its
/// share of what it has in common with others.
#[must_use]
pub(crate) fn memory_of(root: u32) -> u64 {
    let kilobytes = family(root).into_iter().filter_map(|(id, _)| {
        let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
        proportional(&rollup)
    });
    kilobytes.sum::<u64>() * 1_024
}

/// "Proportional set size", in kilobytes.
fn proportional(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix("kB")?.trim_end().parse().ok()
}

/// A process and all that came of it and still runs.
fn family(root: u32) -> Vec<(u32, Process)> {
    let mut all = processes();
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for (id, process) in &all {
        children.entry(process.parent).or_default().push(*id);
    }
    let mut family = Vec::new();
    let mut next = vec![root];
    while let Some(id) = next.pop() {
        family.extend(all.remove(&id).map(|process| (id, process)));
        next.extend(children.remove(&id).into_iter().flatten());
    }
    family
}

/// The processor time of this program itself: the tests and their servers.
#[must_use]
pub(crate) fn own() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat");
    let fields = stat.ok().and_then(|stat| fields(&stat));
    in_time(fields.map_or(0, |(_, [user, system, ..])| user + system))
}

fn in_time(ticks: u64) -> Duration {
    Duration::from_millis(ticks * 1_000 / clock_ticks_per_second().max(1))
}

/// None where the system has no `/proc`.
fn processes() -> HashMap<u32, Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let id = entry.file_name().to_str()?.parse().ok()?;
            // It may have ended since.
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            let (parent, ticks) = fields(&stat)?;
            let ticks = ticks.iter().sum();
            Some((id, Process { parent, ticks }))
        })
        .collect()
}

/// The parent, and the ticks: in user mode, in the system, and both of children
/// that have ended.
fn fields(stat: &str) -> Option<(u32, [u64; 4])> {
    // The name comes before, in brackets, and may have any characters.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut rest = rest.split_ascii_whitespace().skip(1);
    let parent = rest.next()?.parse().ok()?;
    let mut rest = rest.skip(9);
    let mut ticks = [0; 4];
    for tick in &mut ticks {
        *tick = rest.next()?.parse().ok()?;
    }
    Some((parent, ticks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_parent_and_the_ticks_after_any_name() {
        let stat = "42 (Web) Co) S 7 42 42 0 -1 4194560 1 2 3 4 50 60 70 80 20 0 1 0 99";
        assert_eq!(fields(stat), Some((7, [50, 60, 70, 80])));
        assert_eq!(fields("42 (sh"), None);
    }

    #[test]
    fn reads_the_share_of_memory() {
        let rollup = "55d0-7ffc ---p 00 00:00 0 [rollup]\nRss:   900 kB\nPss:     412 kB\n\
                      Pss_Anon:  300 kB\n";
        assert_eq!(proportional(rollup), Some(412));
        assert_eq!(proportional("Rss: 900 kB"), None);
    }

    #[test]
    fn knows_of_no_process_without_one() {
        assert_eq!(used_by(0xFFFF_FFFF), Duration::ZERO);
        assert_eq!(memory_of(0xFFFF_FFFF), 0);
    }
}
