//! The demo: on a screen, two browsers with Ringside, signed in and ready to
//! call each other; without a screen, the same call played and measured.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use ringside_e2e::{
    Browser, Crm, Media, Mode, Options, Person, User, artefacts, clock, media::Meeting,
};

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
    let crm = Crm::start_for_people(Mode::AsDocumented).await?;
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
    println!("Cameras and microphones are made up, so that both can be on at once.");
    println!("Press the camera beside Jane Doe in Olivia's window. Ctrl-C ends the demo.");
    tokio::signal::ctrl_c().await.context("wait for Ctrl-C")?;
    let (first, second) = tokio::join!(olivia.session.quit(), jane.session.quit());
    // Either window may have been closed by hand.
    drop((first, second));
    Ok(())
}

/// Prints what happened when, counted from the click.
struct TimeLine {
    /// In milliseconds since 1970, by the clock that all browsers share.
    start: f64,
}

impl TimeLine {
    fn say(&self, at: f64, what: &str) {
        println!("{:>8.0} ms  {what}", at - self.start);
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

    clock::watch(olivia.web()).await?;
    clock::watch(jane.web()).await?;
    olivia.call(User::Jane.name(), Media::Video).await?;
    let rang = clock::ring(jane.web()).await?;
    let time = TimeLine {
        start: clock::click(olivia.web()).await?,
    };
    time.say(time.start, "Olivia clicked the camera beside Jane Doe");
    time.say(rang, "it rang at Jane's");
    picture(&olivia, "calling.png").await?;
    picture(&jane, "ringing.png").await?;

    jane.answer().await?;
    meeting.first_both_ways().await?;
    let seen = clock::now();
    let answered = clock::click(jane.web()).await?;
    time.say(answered, "Jane answered, after these pictures were taken");
    let took = format!(
        "they saw and heard each other, {:.0} ms after the answer",
        seen - answered
    );
    time.say(seen, &took);
    meeting.both_ways().await?;
    picture(&olivia, "call-olivia.png").await?;
    picture(&jane, "call-jane.png").await?;
    olivia.minimise().await?;
    picture(&olivia, "minimised.png").await?;

    let hung_up = clock::now();
    olivia.hang_up().await?;
    jane.call_gone().await?;
    meeting.empty().await?;
    let over = clock::now();
    let took = format!(
        "Olivia hung up, and {:.0} ms later it was over for both",
        over - hung_up
    );
    time.say(hung_up, &took);
    let call = crm.newest_call(User::Olivia).await?;
    println!(
        "The CRM has it as a {} call of {} s.",
        call["status"].as_str().unwrap_or("?"),
        call["duration_seconds"]
    );
    olivia.visit("/calls").await?;
    olivia.find("table").await?;
    picture(&olivia, "history.png").await?;
    println!("Pictures are in {}", pictures.display());
    let (first, second) = tokio::join!(olivia.session.quit(), jane.session.quit());
    first.and(second)
}
