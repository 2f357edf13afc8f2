//! The demo: on a screen, two browsers with Ringside, signed in and ready to
//! call each other; without a screen, the same call played and measured.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use ringside_e2e::{
    Browser, Crm, Media, Mode, Options, Person, User, artefacts, camera, clock, media::Meeting,
};
use tempfile::TempDir;

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
    let pairs = pairs()?;
    let films = TempDir::with_prefix("ringside-demo-").context("make a folder for films")?;
    if screen && !arguments.headless {
        let last = pairs[pairs.len() - 1];
        return show(last, films.path()).await;
    }
    let pictures = arguments
        .pictures
        .unwrap_or_else(|| artefacts::target("demo"));
    for (number, pair) in pairs.into_iter().enumerate() {
        let pictures = (number == 0).then_some(&*pictures);
        play(pair, films.path(), pictures).await?;
    }
    println!("\nPictures are in {}", pictures.display());
    Ok(())
}

/// Olivia's browser and Jane's: one browser for both first, then Chromium with
/// Firefox, as far as they are there.
fn pairs() -> Result<Vec<[Browser; 2]>> {
    use Browser::{Chromium, Firefox};
    match (Chromium.check(), Firefox.check()) {
        (Ok(()), Ok(())) => Ok(vec![[Chromium, Chromium], [Chromium, Firefox]]),
        (Ok(()), Err(_)) => Ok(vec![[Chromium, Chromium]]),
        (Err(_), Ok(())) => Ok(vec![[Firefox, Firefox]]),
        (Err(chromium), Err(firefox)) => Err(firefox
            .context(chromium)
            .context("no browser can be driven here")),
    }
}

async fn sign_in(
    crm: &Crm,
    browsers: [Browser; 2],
    films: &Path,
    headless: bool,
) -> Result<[Person; 2]> {
    let options = |user: User| -> Result<Options> {
        let film = films.join(format!("{}.y4m", user.name()));
        camera::film(user, &film).context("draw a film for the camera")?;
        Ok(Options {
            headless,
            watch: false,
            frugal: false,
            camera: Some(film),
            ..Options::default()
        })
    };
    let (first, second) = (options(User::Olivia)?, options(User::Jane)?);
    let (olivia, jane) = tokio::try_join!(
        Person::start(browsers[0], &first, crm, User::Olivia),
        Person::start(browsers[1], &second, crm, User::Jane),
    )?;
    olivia.visit("/customers").await?;
    Ok([olivia, jane])
}

/// Opens both browsers on the screen and waits for Ctrl-C.
async fn show(browsers: [Browser; 2], films: &Path) -> Result<()> {
    let crm = Crm::start_for_people(Mode::AsFound).await?;
    let [olivia, jane] = sign_in(&crm, browsers, films, false).await?;
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
async fn play(browsers: [Browser; 2], films: &Path, pictures: Option<&Path>) -> Result<()> {
    println!(
        "\n{} in {}, {} in {}, without a screen",
        User::Olivia.name(),
        browsers[0].name(),
        User::Jane.name(),
        browsers[1].name()
    );
    let crm = Crm::start_for_people(Mode::AsFound).await?;
    let [olivia, jane] = sign_in(&crm, browsers, films, true).await?;
    let meeting = Meeting::new(crm.meeting_url());
    let picture = async |person: &Person, name: &str| match pictures {
        Some(folder) => artefacts::picture_at_rest(&person.session, &folder.join(name)).await,
        None => Ok(()),
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
    time.say(answered, "Jane answered");
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
    let (first, second) = tokio::join!(olivia.session.quit(), jane.session.quit());
    first.and(second)
}
