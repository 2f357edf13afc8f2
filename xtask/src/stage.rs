//! What a person sees while a task runs: the name of each stage, and how long
//! it took.

use std::process::{Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use xshell::Cmd;

/// Runs one named stage of a task.
///
/// # Errors
/// What the work failed with, under the name of the stage.
pub(crate) fn stage<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("{name} …");
    let started = Instant::now();
    let value = work().with_context(|| format!("stage \"{name}\" failed"))?;
    println!("{name}: {}", pretty(started.elapsed()));
    Ok(value)
}

/// Runs a command that is only worth reading when it fails.
///
/// # Errors
/// The command's whole output, where it did not succeed.
pub(crate) fn quietly(command: Cmd<'_>) -> Result<()> {
    run(command, |output| {
        let both = [&*output.stdout, &*output.stderr];
        both.map(String::from_utf8_lossy).concat()
    })
    .map(|_| ())
}

/// Runs a command whose output is for a program; people read its complaints.
///
/// # Errors
/// The command's complaints, where it did not succeed.
pub(crate) fn read_quietly(command: Cmd<'_>) -> Result<String> {
    let output = run(command, |output| {
        String::from_utf8_lossy(&output.stderr).into_owned()
    })?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn run(command: Cmd<'_>, complaints: impl FnOnce(&Output) -> String) -> Result<Output> {
    let shown = command.to_string();
    let mut command = std::process::Command::from(command);
    let output = patiently(&shown, || command.stdin(Stdio::null()).output())
        .with_context(|| format!("cannot start `{shown}`"))?;
    if output.status.success() {
        return Ok(output);
    }
    bail!(
        "`{shown}` ended with {}\n{}",
        output.status,
        complaints(&output)
    )
}

/// Runs work that may take long; prints each minute what is waited for.
fn patiently<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let (done, is_done) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            // Ends when `done` is dropped, however the work ended.
            while is_done.recv_timeout(Duration::from_mins(1)) == Err(RecvTimeoutError::Timeout) {
                println!("  waiting for `{what}` ({})", pretty(started.elapsed()));
            }
        });
        let value = work();
        drop(done);
        value
    })
}

/// `850 ms`, `12.3 s` or `4 min 05 s`.
fn pretty(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1.0 {
        format!("{} ms", time.as_millis())
    } else if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        let whole = time.as_secs();
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_naturally() {
        assert_eq!(pretty(Duration::from_millis(850)), "850 ms");
        assert_eq!(pretty(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(pretty(Duration::from_secs(245)), "4 min 05 s");
    }
}
