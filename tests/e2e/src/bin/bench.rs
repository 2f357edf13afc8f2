//! How quick Ringside is: from click to ring with push and with polling, and
//! from answer to media, in both browsers.

use anyhow::{Context, Result};
use clap::Parser;
use ringside_e2e::{Browser, Media, Mode, Options, Scenario, User, clock, story::Pair};

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
    println!("Times in milliseconds; media is reported by the stand-in ten times a second.");
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
    let scenario = Scenario::start(pair, Mode::AsDocumented, &options()).await?;
    let mut rings = Vec::new();
    let mut media = Vec::new();
    // The first call warms both sides up and is not counted.
    for number in 0..=calls {
        let ring = ring(&scenario).await?;
        scenario.jane.answer().await?;
        scenario.meeting.first_both_ways().await?;
        let seen = clock::now();
        let answered = clock::click(scenario.jane.web()).await?;
        if number > 0 {
            rings.push(ring);
            media.push(seen - answered);
        }
        scenario.olivia.hang_up().await?;
        scenario.olivia.call_gone().await?;
        scenario.jane.call_gone().await?;
        scenario.meeting.empty().await?;
    }
    scenario.stop().await?;
    Ok((rings, media))
}

/// Click to ring where the CRM refuses push sockets.
async fn polled(pair: Pair, calls: usize) -> Result<Vec<f64>> {
    let scenario = Scenario::start(pair, Mode::AsDocumented, &options()).await?;
    scenario.crm.refuse_sockets(true).await?;
    scenario.crm.close_sockets().await?;
    let mut rings = Vec::new();
    for number in 0..=calls {
        let ring = ring(&scenario).await?;
        if number > 0 {
            rings.push(ring);
        }
        scenario.olivia.cancel().await?;
        scenario.jane.quiet().await?;
    }
    scenario.stop().await?;
    Ok(rings)
}

/// One call from click to ring, in milliseconds.
async fn ring(scenario: &Scenario) -> Result<f64> {
    clock::watch(scenario.olivia.web()).await?;
    clock::watch(scenario.jane.web()).await?;
    scenario
        .olivia
        .call(User::Jane.name(), Media::Video)
        .await?;
    let rang = clock::ring(scenario.jane.web())
        .await
        .context("at Jane's")?;
    Ok(rang - clock::click(scenario.olivia.web()).await?)
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
