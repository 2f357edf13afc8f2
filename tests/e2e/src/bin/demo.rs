//! The demo: on a screen, two browsers with Ringside, signed in and ready to
//! call each other; without a screen, the same call played and measured.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result};
use clap::Parser;
use ringside_e2e::{Browser, Crm, Media, Mode, Options, Person, User, artefacts, media::Meeting};

/// Plays a call between two people on the demo CRM.
#[derive(Parser)]
struct Arguments {
    /// Play it without a screen, even if there is one
    #[arg(long)]
    headless: bool,
    /// Where pictures go [default: target/demo]
    #[arg(long)]
    pictures: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let screen = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let browsers = browsers()?;
    let crm = Crm::start(Mode::AsDocumented).await?;
    if screen && !arguments.headless {
        show(&crm, browsers).await
    } else {
        let pictures = arguments
            .pictures
            .unwrap_or_else(|| artefacts::target("demo"));
        play(&crm, browsers, &pictures).await
    }
}

/// Chromium for Olivia and Firefox for Jane; where one is missing, the other
/// for both.
fn browsers() -> Result<[Browser; 2]> {
    match (Browser::Chromium.check(), Browser::Firefox.check()) {
        (Ok(()), Ok(())) => Ok([Browser::Chromium, Browser::Firefox]),
        (Ok(()), Err(_)) => Ok([Browser::Chromium; 2]),
        (Err(_), Ok(())) => Ok([Browser::Firefox; 2]),
        (Err(chromium), Err(firefox)) => Err(firefox
            .context(chromium)
            .context("no browser can be driven here")),
    }
}

async fn sign_in(crm: &Crm, browsers: [Browser; 2], options: &Options) -> Result<[Person; 2]> {
    let [first, second] = browsers;
    let (olivia, jane) = tokio::try_join!(
        Person::sign_in(first, options, crm.url(), User::Olivia),
        Person::sign_in(second, options, crm.url(), User::Jane),
    )?;
    olivia.visit("/customers").await?;
    Ok([olivia, jane])
}

/// Opens both browsers on the screen and waits for Ctrl-C.
async fn show(crm: &Crm, browsers: [Browser; 2]) -> Result<()> {
    let options = Options {
        headless: false,
        watch: false,
        ..Options::default()
    };
    let [olivia, jane] = sign_in(crm, browsers, &options).await?;
    println!("The demo CRM is at {}", crm.url());
    println!(
        "{} uses {}, {} uses {}.",
        User::Olivia.name(),
        browsers[0].name(),
        User::Jane.name(),
        browsers[1].name()
    );
    println!("Press the camera beside Jane Doe in Olivia's window. Ctrl-C ends the demo.");
    tokio::signal::ctrl_c().await.context("wait for Ctrl-C")?;
    let (first, second) = tokio::join!(olivia.session.quit(), jane.session.quit());
    // Either window may have been closed by hand.
    drop((first, second));
    Ok(())
}

/// Prints what happens when, counted from the click.
struct TimeLine(Instant);

impl TimeLine {
    fn say(&self, what: &str) {
        println!("{:>7} ms  {what}", self.0.elapsed().as_millis());
    }
}

/// Plays the call without a screen.
async fn play(crm: &Crm, browsers: [Browser; 2], pictures: &Path) -> Result<()> {
    println!(
        "{} in {}, {} in {}, without a screen",
        User::Olivia.name(),
        browsers[0].name(),
        User::Jane.name(),
        browsers[1].name()
    );
    let options = Options {
        watch: false,
        ..Options::default()
    };
    let [olivia, jane] = sign_in(crm, browsers, &options).await?;
    let meeting = Meeting::new(crm.meeting_url());
    let picture = async |person: &Person, name: &str| {
        artefacts::picture(&person.session, &pictures.join(name)).await
    };

    olivia.find_button(User::Jane.name(), Media::Video).await?;
    picture(&olivia, "customers.png").await?;

    let time = TimeLine(Instant::now());
    olivia.call(User::Jane.name(), Media::Video).await?;
    time.say("clicked the camera beside Jane Doe");
    jane.rings().await?;
    time.say("rang at Jane's");
    picture(&olivia, "calling.png").await?;
    picture(&jane, "ringing.png").await?;

    let time = TimeLine(Instant::now());
    jane.answer().await?;
    time.say("answered (counting from here)");
    meeting.first_both_ways().await?;
    time.say("pictures and sound both ways");
    meeting.both_ways().await?;
    picture(&olivia, "call-olivia.png").await?;
    picture(&jane, "call-jane.png").await?;

    olivia.minimise().await?;
    picture(&olivia, "minimised.png").await?;
    let time = TimeLine(Instant::now());
    olivia.hang_up().await?;
    olivia.call_gone().await?;
    jane.call_gone().await?;
    time.say("hung up, and ended at Jane's");
    meeting.empty().await?;
    let call = crm.newest_call(User::Olivia).await?;
    println!(
        "The CRM has the call as {}, {} s long.",
        call["status"].as_str().unwrap_or("?"),
        call["duration_seconds"]
    );
    olivia.visit("/calls").await?;
    picture(&olivia, "history.png").await?;
    println!("Pictures are in {}", pictures.display());
    let (first, second) = tokio::join!(olivia.session.quit(), jane.session.quit());
    first.and(second)
}
