//! How quick Ringside is: from click to ring with push and with polling, and
//! from answer to media, in both browsers.

use anyhow::{Context, Result};
use clap::Parser;
use ringside_e2e::{
    Browser, Media, Mode, Options, User, clock,
    play::{Pair, Stage},
};

/// Measures ring latency and time to media on the demo CRM.
#[derive(Parser)]
struct Arguments {
    /// Calls per measurement; the 95th percentile wants 20 or more
    #[arg(long, default_value_t = 20)]
    calls: usize,
    /// Calls per measurement of polling, which is slow by its nature
    #[arg(long, default_value_t = 20)]
    polled_calls: usize,
    /// Only this browser (chromium or firefox)
    #[arg(long)]
    browser: Option<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    println!(
        "{:<10} {:<26} {:>6} {:>10} {:>10}",
        "browser", "from … to", "calls", "median", "95 %"
    );
    for (pair, browser) in [
        (Pair::Chromium, Browser::Chromium),
        (Pair::Firefox, Browser::Firefox),
    ] {
        if arguments
            .browser
            .as_ref()
            .is_some_and(|only| only != browser.name())
        {
            continue;
        }
        if let Err(missing) = browser.check() {
            println!("{:<10} not measured: {missing:#}", browser.name());
            continue;
        }
        let (rings, media) = pushed(pair, arguments.calls).await?;
        row(browser, "click to ring, push", rings);
        row(browser, "answer to media, both ways", media);
        row(
            browser,
            "click to ring, poll",
            polled(pair, arguments.polled_calls).await?,
        );
    }
    println!("Times in milliseconds; media is reported by the stand-in twice a second.");
    Ok(())
}

fn options() -> Options {
    // Watching consoles would keep Chromium's worker awake.
    Options {
        watch: false,
        ..Options::default()
    }
}

/// Whole calls with the push socket: click to ring, and answer to media.
async fn pushed(pair: Pair, calls: usize) -> Result<(Vec<f64>, Vec<f64>)> {
    let stage = Stage::set(pair, Mode::AsDocumented, &options()).await?;
    let mut rings = Vec::new();
    let mut media = Vec::new();
    // The first call warms both sides up and is not counted.
    for number in 0..=calls {
        let ring = ring(&stage).await?;
        stage.jane.answer().await?;
        stage.meeting.first_both_ways().await?;
        let seen = clock::now();
        let answered = clock::click(stage.jane.web()).await?;
        if number > 0 {
            rings.push(ring);
            media.push(seen - answered);
        }
        stage.olivia.hang_up().await?;
        stage.olivia.call_gone().await?;
        stage.jane.call_gone().await?;
        stage.meeting.empty().await?;
    }
    stage.strike().await?;
    Ok((rings, media))
}

/// Click to ring where the CRM refuses push sockets.
async fn polled(pair: Pair, calls: usize) -> Result<Vec<f64>> {
    let stage = Stage::set(pair, Mode::AsDocumented, &options()).await?;
    stage.crm.refuse_sockets(true).await?;
    stage.crm.close_sockets().await?;
    let mut rings = Vec::new();
    for number in 0..=calls {
        let ring = ring(&stage).await?;
        if number > 0 {
            rings.push(ring);
        }
        stage.olivia.cancel().await?;
        stage.jane.quiet().await?;
    }
    stage.strike().await?;
    Ok(rings)
}

/// One call from click to ring, in milliseconds.
async fn ring(stage: &Stage) -> Result<f64> {
    clock::watch(stage.olivia.web()).await?;
    clock::watch(stage.jane.web()).await?;
    stage.olivia.call(User::Jane.name(), Media::Video).await?;
    let rang = clock::ring(stage.jane.web()).await.context("at Jane's")?;
    Ok(rang - clock::click(stage.olivia.web()).await?)
}

fn row(browser: Browser, what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    println!(
        "{:<10} {what:<26} {:>6} {:>10.0} {:>10.0}",
        browser.name(),
        times.len(),
        percentile(&times, 50),
        percentile(&times, 95)
    );
}

/// The nearest-rank percentile of sorted times; 0 of none.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn takes_the_nearest_rank() {
        let times: Vec<f64> = (1..=20).map(f64::from).collect();
        assert!((percentile(&times, 50) - 10.0).abs() < f64::EPSILON);
        assert!((percentile(&times, 95) - 19.0).abs() < f64::EPSILON);
        assert!(percentile(&[], 95).abs() < f64::EPSILON);
    }
}
