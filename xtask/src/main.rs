//! Ringside's tasks. `cargo xtask help` lists them.
//!
//! Every task first makes sure that what it needs is there (`setup`), so a
//! fresh machine needs Rust and Node and no list of steps.

mod architecture;
mod build;
mod codecs;
mod e2e;
mod front_ends;
mod jitsi;
mod lint;
mod manifest;
mod package;
#[cfg(test)]
mod reliability;
mod setup;
mod size;
mod soak;
mod stage;
mod test;
#[cfg(test)]
mod texts;
mod watch;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Ringside's tasks", version)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Make this machine ready: compiler target, tools, browsers
    Setup(setup::Options),
    /// Build the extension for both browsers into `dist/`
    Build(build::Options),
    /// Build again whenever a source file changes
    Watch(build::Options),
    /// Run every check: format, lints, documentation, all tests
    Test(test::Options),
    /// Write the tables of ARCHITECTURE.md's map, as the sources are
    Map,
    /// Pack the extension for the stores, with its sources
    Package,
    /// Play a whole call between two browsers on the demo CRM
    Demo(e2e::Options),
    /// Weigh the ways to write messages and what is stored
    Codecs,
    /// Measure ring latency and time to media in both browsers
    Bench(e2e::Options),
    /// Play calls in which things fail at random moments
    Chaos(e2e::Options),
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because {cause}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Setup(options) => setup::run(&options),
        Task::Build(options) => build::run(options),
        Task::Watch(options) => watch::run(options),
        Task::Test(options) => test::run(&options),
        Task::Map => architecture::write_map(),
        Task::Package => package::run(),
        Task::Demo(options) => e2e::run("demo", &options),
        Task::Codecs => codecs::run(),
        Task::Bench(options) => e2e::run("bench", &options),
        Task::Chaos(options) => e2e::run("chaos", &options),
    }
}
