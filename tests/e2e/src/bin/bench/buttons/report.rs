//! Writes what was measured as `docs/benchmarks.md`, with a chart for each browser
//! and measure.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};
use ringside_e2e::Browser;

use super::{Beside, MEASURES, Row, write_file};

/// Which measures have a chart: the times, not the longest frames.
const CHARTS: [(usize, &str); 3] = [(0, "first-button"), (2, "text-changes"), (4, "scrolling")];
/// Colours that can be told apart in grey, too.
const COLOURS: [&str; 4] = ["#9ca3af", "#d97706", "#1d4ed8", "#93c5fd"];

/// Writes the report and its charts below `docs`.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn write(
    rows: &[Row],
    runs: usize,
    command: &str,
    extension: &Path,
    docs: &Path,
) -> Result<()> {
    let mut text = format!(
        "# What buttons cost a page\n\n\
         A table with automatic layout and seven columns is filled with people at once; medians \
         of {runs} runs in turns, in milliseconds, by `{command}` on two cores of a virtual \
         machine without a screen. The minimal script is \
         [`minimal.js`](../tests/e2e/src/bin/bench/buttons/minimal.js); the fallback is what runs \
         where a page forbids WebAssembly. Without an extension, “first button” is the frame in \
         which the rows are there. “Longest frame” is the longest time between two animation \
         frames. “Memory” is that of the whole browser with its driver at the end of a run: of each \
         process its own, and its share of what it has in common with others (`Pss`). No browser \
         tells it of an extension alone, and what an earlier run left may still be in it.\n"
    );
    text.push_str(&loaded(extension)?);
    for browser in [Browser::Chromium, Browser::Firefox] {
        let of_this: Vec<&Row> = rows.iter().filter(|row| row.browser == browser).collect();
        if of_this.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n## {}\n", browser.name());
        let _ = writeln!(
            text,
            "| records | beside the page | {} |",
            MEASURES.join(" | ")
        );
        let _ = writeln!(text, "|---:|---|{}", "---:|".repeat(MEASURES.len()));
        for row in &of_this {
            let times = row.medians.map(|time| format!("{time:.0}"));
            let (records, beside) = (row.records, row.beside.name());
            let _ = writeln!(text, "| {records} | {beside} | {} |", times.join(" | "));
        }
        text.push('\n');
        for (measure, name) in CHARTS {
            let file = format!("pictures/{name}-{}.svg", browser.name());
            write_file(&docs.join(&file), &chart(&of_this, measure))?;
            let _ = writeln!(text, "![{}]({file})", MEASURES[measure]);
        }
    }
    write_file(&docs.join("benchmarks.md"), &text)
}

/// What a page loads of the extension, and when.
const LOADED: [(&str, &[&str], &[&str]); 4] = [
    (
        "every page of an enabled site",
        &[
            "content/guard.js",
            "content/loader.js",
            "content/ringside_bg.js",
            "content/ringside_bg.wasm",
        ],
        &[
            "content/guard.js",
            "content/loader.js",
            "content/ringside_fallback.js",
        ],
    ),
    (
        "and to read people without a profile",
        &["detection/ringside_bg.js", "detection/ringside_bg.wasm"],
        &["detection/ringside_fallback.js"],
    ),
    (
        "and for a call",
        &["overlay/ringside_bg.js", "overlay/ringside_bg.wasm"],
        &["overlay/ringside_fallback.js"],
    ),
    (
        "and for the picker",
        &["picker/ringside_bg.js", "picker/ringside_bg.wasm"],
        &["picker/ringside_fallback.js"],
    ),
];

/// The table of what is loaded: sizes of the extension's files.
fn loaded(extension: &Path) -> Result<String> {
    let size = |files: &[&str]| -> Result<String> {
        let mut bytes = 0;
        for file in files {
            let path = extension.join(file);
            let of_this =
                fs::metadata(&path).with_context(|| format!("look at {}", path.display()));
            bytes += of_this?.len();
        }
        Ok(format!("{} KB", bytes.div_ceil(1_024)))
    };
    let mut table = String::from(
        "\n## What is loaded\n\nFrom the extension itself, never from the net; nothing is \
         compressed.\n\n| by | with WebAssembly | without |\n|---|---:|---:|\n",
    );
    for (when, modules, fallback) in LOADED {
        let (modules, fallback) = (size(modules)?, size(fallback)?);
        let _ = writeln!(table, "| {when} | {modules} | {fallback} |");
    }
    Ok(table)
}

/// Bars for each number of records; their lengths are logarithms, because the
/// times differ by three orders of magnitude.
fn chart(rows: &[&Row], measure: usize) -> String {
    const BAR: usize = 16;
    const LEFT: usize = 220;
    const WIDTH: f64 = 380.0;
    let longest = rows
        .iter()
        .map(|row| row.medians[measure])
        .fold(10.0, f64::max);
    let length = |time: f64| time.max(1.0).log10() / longest.log10() * WIDTH;
    let mut bars = String::new();
    let mut y = 34;
    let mut records = 0;
    for row in rows {
        if row.records != records {
            records = row.records;
            y += 10;
            let _ = write!(
                bars,
                "<text x='8' y='{}' font-weight='600'>{records} records</text>",
                y + 12
            );
        }
        let time = row.medians[measure];
        let colour = Beside::ALL
            .iter()
            .position(|beside| *beside == row.beside)
            .and_then(|index| COLOURS.get(index))
            .copied()
            .unwrap_or_default();
        let end = length(time);
        let _ = write!(
            bars,
            "<text x='{}' y='{}' text-anchor='end'>{}</text>\
             <rect x='{LEFT}' y='{y}' width='{end:.0}' height='{}' rx='2' fill='{colour}'/>\
             <text x='{:.0}' y='{}'>{time:.0} ms</text>",
            LEFT - 8,
            y + 12,
            row.beside.name(),
            BAR - 3,
            f64::from(u16::try_from(LEFT).unwrap_or_default()) + end + 6.0,
            y + 12,
        );
        y += BAR;
    }
    let title = MEASURES[measure];
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 680 {height}' role='img' \
         aria-label='{title}' font-family='system-ui, sans-serif' font-size='12' fill='#111827'>\
         <rect width='680' height='{height}' fill='#fff'/>\
         <text x='8' y='22' font-size='15' font-weight='600'>{title}, logarithmic</text>{bars}</svg>\n",
        height = y + 12
    )
}
