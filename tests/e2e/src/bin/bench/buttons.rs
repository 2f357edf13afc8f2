//! What buttons cost a page: a large table without any extension, with the
//! simplest script that anybody could write, and with Ringside.

mod report;

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result};
use ringside_e2e::{Browser, Options, Session, foreign::ForeignPage};
use serde_json::json;
use tempfile::TempDir;

pub(crate) use report::write;

const MINIMAL: &str = include_str!("buttons/minimal.js");
const MEASURE: &str = include_str!("buttons/measure.js");
/// A table that has no rows yet.
const PAGE: &str = "<!doctype html><html lang=en><head><title>People</title></head><body><main>\
    <h1>People</h1><table><thead><tr><th>Name</th><th>Company</th><th>E-mail</th><th>Phone</th>\
    <th>City</th><th>Status</th><th></th></tr></thead></table></main></body></html>";

/// How many things are measured.
const COUNT: usize = 7;
/// What is measured, in this order: times in milliseconds, then megabytes.
pub(crate) const MEASURES: [&str; COUNT] = [
    "rows appear to first button",
    "longest frame meanwhile",
    "60 text changes",
    "longest frame meanwhile",
    "20 scroll steps",
    "longest frame meanwhile",
    "memory, MB",
];

/// What is beside the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    Nothing,
    Minimal,
    WebAssembly,
    JavaScript,
}

impl Beside {
    pub(crate) const ALL: [Self; 4] = [
        Self::Nothing,
        Self::Minimal,
        Self::WebAssembly,
        Self::JavaScript,
    ];

    /// As the report calls it.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "no extension",
            Self::Minimal => "a minimal script",
            Self::WebAssembly => "Ringside",
            Self::JavaScript => "Ringside, fallback",
        }
    }

    /// By what its buttons are found.
    const fn buttons(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Minimal => Some(".minimal"),
            Self::WebAssembly | Self::JavaScript => Some("[data-ringside~=record]"),
        }
    }
}

/// The medians of one browser, number of records and what is beside the page.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) browser: Browser,
    pub(crate) records: usize,
    pub(crate) beside: Beside,
    pub(crate) medians: [f64; COUNT],
}

/// Measures in one browser. The kinds take turns, so that a machine that becomes
/// slower becomes so for all.
///
/// # Errors
/// When a browser does not start, or no button comes in time.
pub(crate) async fn measure(
    browser: Browser,
    options: &Options,
    sizes: &[usize],
    runs: usize,
) -> Result<Vec<Row>> {
    let nothing = empty_extension()?;
    let without = Options {
        extension: Some(nothing.path().to_owned()),
        ..options.clone()
    };
    let bare = Session::start(browser, &without).await?;
    let with = Session::start(browser, options).await?;
    for session in [&bare, &with] {
        session
            .web
            .set_script_timeout(Duration::from_secs(900))
            .await?;
    }
    let mut rows = Vec::new();
    for &records in sizes {
        let mut measured = [const { Vec::new() }; 4];
        for _ in 0..runs {
            for (beside, of_this) in Beside::ALL.into_iter().zip(&mut measured) {
                let session = match beside {
                    Beside::Nothing | Beside::Minimal => &bare,
                    Beside::WebAssembly | Beside::JavaScript => &with,
                };
                let run = once(session, beside, records)
                    .await
                    .with_context(|| format!("{records} records, {}", beside.name()))?;
                of_this.push(run);
            }
        }
        for (beside, of_this) in Beside::ALL.into_iter().zip(measured) {
            let medians = std::array::from_fn(|index| {
                let mut times: Vec<f64> = of_this
                    .iter()
                    .map(|run: &[f64; COUNT]| run[index])
                    .collect();
                times.sort_by(f64::total_cmp);
                super::percentile(&times, 50)
            });
            rows.push(Row {
                browser,
                records,
                beside,
                medians,
            });
        }
    }
    bare.quit().await?;
    with.quit().await?;
    Ok(rows)
}

async fn once(session: &Session, beside: Beside, records: usize) -> Result<[f64; COUNT]> {
    // A page that forbids WebAssembly gets the fallback.
    let page = ForeignPage::of(PAGE, beside == Beside::JavaScript).await?;
    session.web.goto(page.url()).await?;
    if beside == Beside::Minimal {
        session.web.execute(MINIMAL, vec![]).await?;
    }
    let measured = session
        .web
        .execute_async(MEASURE, vec![json!(records), json!(beside.buttons())])
        .await?;
    let mut measured: Vec<f64> = measured.convert().context("six times")?;
    let megabytes = u32::try_from(session.memory() / 1_000_000)?;
    measured.push(f64::from(megabytes));
    session.web.goto("about:blank").await?;
    measured.try_into().ok().context("six times and the memory")
}

/// An extension that does nothing, because the browsers here start with one.
fn empty_extension() -> Result<TempDir> {
    let folder = TempDir::with_prefix("ringside-bench-")?;
    let manifest = json!({
        "manifest_version": 3,
        "name": "Nothing",
        "version": "1",
        "browser_specific_settings": { "gecko": { "id": "nothing@ringside.example" } },
    });
    write_file(&folder.path().join("manifest.json"), &manifest.to_string())?;
    Ok(folder)
}

fn write_file(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("write {}", path.display()))
}
