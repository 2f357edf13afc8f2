//! How quick Ringside is, in both browsers: until it rings, until it falls
//! silent, until there is media, until a call that moves is back. How many
//! requests it makes, what a meeting that sends without end costs it, and what
//! buttons cost a page.

mod buttons;
mod floods;
mod requests;

use std::{path::Path, time::Duration};

use anyhow::{Context, Result};
use clap::Parser;
use ringside_e2e::{
    Browser, Media, Mode, Options, Person, Scenario, User, clock, story::Pair, words,
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
    /// How often to end a browser in a call and to start it again, which takes
    /// longer than a call
    #[arg(long, default_value_t = 5)]
    restarts: usize,
    /// For how many seconds to count the requests of an idle person; 0 leaves
    /// that out
    #[arg(long, default_value_t = 240)]
    requests_for: u64,
    /// Count requests, and measure nothing else
    #[arg(long)]
    only_requests: bool,
    /// How many meetings send without end
    #[arg(long, default_value_t = 5)]
    floods: usize,
    /// Measure those meetings, and nothing else
    #[arg(long, conflicts_with = "only_requests")]
    only_floods: bool,
    /// Measure what buttons cost a page, and nothing else
    #[arg(long, conflicts_with_all = ["only_requests", "only_floods"])]
    only_buttons: bool,
    /// On pages with so many people
    #[arg(long, value_delimiter = ',', default_value = "100,1000,10000")]
    records: Vec<usize>,
    /// So often each
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Write `docs/benchmarks.md` and its charts
    #[arg(long, requires = "only_buttons")]
    write: bool,
    /// Only this browser (chromium or firefox)
    #[arg(long)]
    browser: Option<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if arguments.only_buttons {
        return buttons_of(&arguments).await;
    }
    println!(
        "{:<10} {:<30} {:>6} {:>10} {:>10}",
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
        if arguments.floods > 0 && !arguments.only_requests {
            let pauses = floods::pauses(pair, &options(), arguments.floods).await?;
            row(browser, "longest freeze without a flood", pauses.calm);
            row(browser, "the same in a flood, nobody reads", pauses.unread);
            row(browser, "longest freeze in a flood", pauses.flooded);
        }
        if arguments.only_floods {
            continue;
        }
        if arguments.requests_for > 0 {
            let span = Duration::from_secs(arguments.requests_for);
            requests::measure(browser, &options(), span).await?;
        }
        if arguments.only_requests {
            continue;
        }
        let (rings, media) = pushed(pair, arguments.calls).await?;
        row(browser, "click to ring, push", rings);
        row(browser, "answer to media, both ways", media);
        let (_, silences) = given_up(pair, arguments.calls, true).await?;
        row(browser, "given up to silence, push", silences);
        let (rings, silences) = given_up(pair, arguments.polled_calls, false).await?;
        row(browser, "click to ring, poll", rings);
        row(browser, "given up to silence, poll", silences);
        let (popped_out, next_page) = moved(pair, arguments.calls).await?;
        row(browser, "popped out to back in the call", popped_out);
        row(browser, "next page to back in the call", next_page);
        let restarted = restarted(pair, browser, arguments.restarts).await?;
        row(browser, "page after restart to back", restarted);
    }
    println!("Times in milliseconds; media is reported by the stand-in ten times a second.");
    Ok(())
}

/// What buttons cost a page, in each browser.
async fn buttons_of(arguments: &Arguments) -> Result<()> {
    let mut rows = Vec::new();
    for browser in [Browser::Chromium, Browser::Firefox] {
        let only = arguments.browser.as_ref();
        if only.is_some_and(|only| only != browser.name()) {
            continue;
        }
        let measured =
            buttons::measure(browser, &options(), &arguments.records, arguments.runs).await?;
        for row in &measured {
            println!(
                "{:<10} {:>7} {:<20} {:.0?}",
                browser.name(),
                row.records,
                row.beside.name(),
                row.medians
            );
        }
        rows.extend(measured);
    }
    if arguments.write {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
        let records: Vec<String> = arguments.records.iter().map(usize::to_string).collect();
        let command = format!(
            "cargo xtask bench -- --only-buttons --records {} --runs {} --write",
            records.join(","),
            arguments.runs
        );
        let extension = ringside_e2e::extension::unpacked(Browser::Chromium)?;
        buttons::write(&rows, arguments.runs, &command, &extension, &docs)?;
    }
    Ok(())
}

fn options() -> Options {
    // Watching consoles would keep Chromium's worker awake.
    Options {
        watch: false,
        frugal: false,
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

/// Calls that the caller gives up: click to ring, and from the CRM's knowing
/// of the end to silence, with the push socket or without.
async fn given_up(pair: Pair, calls: usize, push: bool) -> Result<(Vec<f64>, Vec<f64>)> {
    let scenario = Scenario::start(pair, Mode::AsDocumented, &options()).await?;
    if !push {
        scenario.crm.stop_pushing().await?;
    }
    let mut rings = Vec::new();
    let mut silences = Vec::new();
    for number in 0..=calls {
        let ring = ring(&scenario).await?;
        scenario.olivia.cancel().await?;
        let silence = clock::quiet(scenario.jane.web()).await?;
        let call = scenario.crm.newest_call(User::Olivia).await?;
        let told = scenario.crm.told_at(&call, "end").await?;
        if number > 0 {
            rings.push(ring);
            silences.push(silence - told);
        }
    }
    scenario.stop().await?;
    Ok((rings, silences))
}

/// Calls that move: from the click that pops them out, and from the loaded
/// next page, until they are back in the meeting.
async fn moved(pair: Pair, calls: usize) -> Result<(Vec<f64>, Vec<f64>)> {
    let scenario = Scenario::start(pair, Mode::AsDocumented, &options()).await?;
    let olivia = &scenario.olivia;
    let mut popped_out = Vec::new();
    let mut next_page = Vec::new();
    for number in 0..=calls {
        olivia.visit("/customers").await?;
        scenario.connect().await?;
        let before = scenario.meeting.both_ways().await?;
        let go = "location.assign('/customers?page=2')";
        olivia.web().execute(go, vec![]).await?;
        let back = scenario.meeting.back(&before).await?;
        let page = back - clock::loaded(olivia.web()).await?;

        let before = scenario.meeting.rejoined(&before).await?;
        clock::watch(olivia.web()).await?;
        olivia.press(words::POP_OUT).await?;
        let back = scenario.meeting.back(&before).await?;
        let out = back - clock::click(olivia.web()).await?;
        if number > 0 {
            next_page.push(page);
            popped_out.push(out);
        }
        scenario.meeting.rejoined(&before).await?;
        olivia.press(words::HANG_UP).await?;
        scenario.over().await?;
    }
    scenario.stop().await?;
    Ok((popped_out, next_page))
}

/// Calls whose browser ends and starts again: from the loaded page of the CRM
/// until they are back in the meeting.
async fn restarted(pair: Pair, browser: Browser, calls: usize) -> Result<Vec<f64>> {
    const CUSTOMERS: &str = "/employee/customers";
    let scenario = Scenario::start(pair, Mode::AsDocumented, &options()).await?;
    let mut mike = Person::start(browser, &options(), &scenario.crm, User::Mike).await?;
    let mut times = Vec::new();
    for _ in 0..calls {
        mike.visit(CUSTOMERS).await?;
        mike.call(User::Jane.name(), Media::Video).await?;
        scenario.jane.answer().await?;
        let before = scenario.meeting.both_ways().await?;
        mike = mike.start_anew(&options()).await?;
        mike.visit(CUSTOMERS).await?;
        let back = scenario.meeting.back(&before).await?;
        times.push(back - clock::loaded(mike.web()).await?);
        scenario.meeting.rejoined(&before).await?;
        mike.hang_up().await?;
        mike.call_gone().await?;
        scenario.jane.call_gone().await?;
        scenario.meeting.empty().await?;
    }
    mike.session.quit().await?;
    scenario.stop().await?;
    Ok(times)
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
        "{:<10} {what:<30} {:>6} {:>10.0} {:>10.0}",
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
