//! Starts the demo CRM and says where it is and who may sign in.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use ringside_demo::{Config, Database, Mode};
use tracing_subscriber::EnvFilter;

/// The demo CRM and its stand-in meeting page, on this machine only.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Where the CRM's pages are
    #[arg(long, default_value = "127.0.0.1:8000")]
    crm: SocketAddr,
    /// Where the API is, as found; as documented, it is where the pages are
    #[arg(long, default_value = "127.0.0.1:8002")]
    api: SocketAddr,
    /// Where the stand-in meeting page listens
    #[arg(long, default_value = "127.0.0.1:8001")]
    meet: SocketAddr,
    /// Which backend to play: as-documented or as-found
    #[arg(long, default_value = Mode::AsFound.name())]
    mode: Mode,
    /// An SQLite file to keep the rows in; in memory without it
    #[arg(long)]
    database: Option<PathBuf>,
    /// Add the addresses that tests use to break things
    #[arg(long)]
    test_controls: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(
            EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn")),
        )
        .init();
    let options = Options::parse();
    let demo = ringside_demo::start(Config {
        crm: options.crm,
        api: options.api,
        meet: options.meet,
        mode: options.mode,
        database: options.database.map_or(Database::Memory, Database::File),
        test_controls: options.test_controls,
    })
    .await?;

    println!("CRM              {}/login", demo.crm_url());
    println!("API              {}", demo.api_url());
    println!("Stand-in meeting {}", demo.meet_url());
    println!();
    for person in ringside_demo::sign_ins() {
        println!(
            "{:<22} {:<12} {}",
            person.username, person.password, person.description
        );
    }
    println!();
    println!("Press Ctrl+C to stop.");
    tokio::signal::ctrl_c().await?;
    demo.stop().await;
    Ok(())
}
