//! The diagnostics in the options: the worker's log, to read and to copy.

use wasm_bindgen_futures::JsFuture;

use crate::page::{element, set_hidden, window};
use ringside::diagnostics::Line;
use ringside_web::dom::El;
use ringside_web::dom::element::{append, clear};

/// Shows these lines, the newest at the end and in sight.
pub(super) fn show(lines: &[Line]) {
    set_hidden("diagnostics-copied", true);
    set_hidden("no-diagnostics", !lines.is_empty());
    set_hidden("diagnostics", lines.is_empty());
    set_hidden("copy-diagnostics", lines.is_empty());
    let Some(list) = element("diagnostics-lines") else {
        return;
    };
    clear(&list);
    for line in lines {
        if let Some(row) = row(line) {
            append(&list, row.as_ref());
        }
    }
    if let Some(window) = element("diagnostics") {
        window.set_scroll_top(window.scroll_height());
    }
}

fn row(line: &Line) -> Option<El> {
    let what = match line.times {
        1 => line.text.clone(),
        times => format!("{} (×{times})", line.text),
    };
    let time = El::new("time")?.text(&clock(line));
    Some(
        El::new("li")?
            .child(time)
            .child(El::new("span")?.text(&what)),
    )
}

/// The time of day, as it is written in the user's language.
fn clock(line: &Line) -> String {
    let date = js_sys::Date::new(&(line.at.0 as f64).into());
    date.to_locale_time_string("default").into()
}

/// Puts all lines on the clipboard.
pub(super) async fn copy(lines: &[Line]) {
    let mut all = String::new();
    for line in lines {
        let date = js_sys::Date::new(&(line.at.0 as f64).into());
        let at = String::from(date.to_iso_string());
        all.push_str(&format!("{at} {} (×{})\n", line.text, line.times));
    }
    let Some(window) = window() else {
        return;
    };
    let written = window.navigator().clipboard().write_text(&all);
    let copied = JsFuture::from(written).await.is_ok();
    set_hidden("diagnostics-copied", !copied);
}
