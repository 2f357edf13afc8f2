//! The menu, and the cards that open beside the picture.

use crate::page::{element, put, set_attribute, set_hidden, set_text, text_area};
use ringside::call_page::screen::{Attendee, Details, NoteView, Screen};
use ringside::call_page::upload::UploadView;
use ringside::jitsi::quality::Figures;
use ringside::text::{self, Text};
use ringside_web::browser::i18n;
use ringside_web::dom::El;
use ringside_web::dom::element::{append, clear};

/// A text that is made only when it is shown.
type Label = fn() -> Text;

pub(super) fn menu(screen: &Screen) {
    let was_hidden = element("menu").is_some_and(|it| it.hidden());
    set_hidden("menu", !screen.menu_open);
    let items: [(_, _, Label, Label); 4] = [
        ("hand", screen.hand_up, text::hand_down, text::hand_up),
        (
            "low-bandwidth",
            screen.low_bandwidth,
            text::low_bandwidth_off,
            text::low_bandwidth_on,
        ),
        (
            "record",
            screen.recording.server,
            text::record_stop,
            text::record_start,
        ),
        (
            "record-here",
            screen.recording.browser,
            text::record_here_stop,
            text::record_here_start,
        ),
    ];
    set_hidden("stream", !screen.recording.stream);
    set_hidden("record-here", !screen.can_record_here);
    for (id, on, when_on, when_off) in items {
        set_attribute(id, "data-on", if on { "yes" } else { "no" });
        let label = format!("{id}-text");
        let text = if on { when_on } else { when_off };
        set_text(&label, &i18n::text(text()));
    }
    set_hidden("full-screen", !screen.alone);
    // It is before its button in the document, so Tab alone would not reach it.
    if screen.menu_open
        && was_hidden
        && let Some(first) = element("hand")
    {
        let _ = first.focus();
    }
}

pub(super) fn details(details: Option<Details>) {
    set_hidden("details", details.is_none());
    let figures = match details {
        Some(Details::Figures(figures)) => Some(figures),
        _ => None,
    };
    set_hidden("details-none", figures.is_some());
    set_hidden("details-figures", figures.is_none());
    let Figures {
        round_trip,
        loss,
        upload,
        download,
    } = figures.unwrap_or_default();
    let show = |id, figure: Option<u32>, unit: &str| {
        let text = figure.map_or_else(|| "–".to_owned(), |it| format!("{it} {unit}"));
        set_text(id, &text);
    };
    show("round-trip", round_trip, "ms");
    show("loss", loss, "%");
    show("upload", upload, "kbit/s");
    show("download", download, "kbit/s");
}

pub(super) fn people(people: Option<&[Attendee]>) {
    set_hidden("people", people.is_none());
    let (Some(people), Some(list)) = (people, element("people-list")) else {
        return;
    };
    let lines: Vec<String> = people.iter().map(line).collect();
    // Read out anew only when it changed.
    if list.get_attribute("data-shown") == Some(lines.join("\n")) {
        return;
    }
    put(&list, "data-shown", &lines.join("\n"));
    clear(&list);
    for (attendee, line) in people.iter().zip(&lines) {
        let class = if attendee.speaks { "speaks" } else { "" };
        if let Some(item) = El::new("li") {
            append(&list, item.class(class).text(line).as_ref());
        }
    }
}

fn line(attendee: &Attendee) -> String {
    let name = match &attendee.name {
        Some(name) => name.clone(),
        None => i18n::text(text::you()),
    };
    let mut parts = vec![name];
    if attendee.speaks {
        parts.push(i18n::text(text::speaks()));
    }
    if attendee.hand_up {
        parts.push(i18n::text(text::hand_is_up()));
    }
    parts.join(" · ")
}

pub(super) fn note(note: Option<&NoteView>) {
    let was_hidden = element("note").is_some_and(|it| it.hidden());
    set_hidden("note", note.is_none());
    // The text that is being typed is not overwritten.
    if let (Some(note), Some(field), true) = (note, text_area("note-text"), was_hidden) {
        field.set_value(&note.text);
        // A field that just came can be focused.
        let _ = field.focus();
    }
}

pub(super) fn upload(upload: Option<&UploadView>) {
    set_hidden("upload-card", upload.is_none());
    let Some(upload) = upload else {
        return;
    };
    set_text("upload-name", &upload.name);
    set_text("upload-size", &upload.size);
    let failed = if upload.failed { "yes" } else { "no" };
    set_attribute("upload-card", "data-failed", failed);
    // Read out when it changes; the figures beside it are not.
    set_text("upload-words", &i18n::text_of(&upload.words));
    let percent = upload.percent.map(|percent| percent.to_string());
    set_hidden("upload-bar", upload.failed);
    if let (Some(bar), Some(percent)) = (element("upload-bar"), &percent) {
        put(&bar, "value", percent);
    } else if let Some(bar) = element("upload-bar") {
        // How much is not known: the bar moves to and fro.
        let _ = bar.remove_attribute("value");
    }
    set_hidden("upload-percent", !upload.running || percent.is_none());
    set_text(
        "upload-percent",
        &format!("{} %", percent.unwrap_or_default()),
    );
    set_hidden("upload-again", upload.button.is_none());
    if let Some((button, label)) = &upload.button {
        set_attribute("upload-again", "data-press", button.name());
        set_text("upload-again", &i18n::text_of(label));
    }
    let label = if upload.running {
        text::cancel()
    } else {
        text::toast_close()
    };
    set_text("upload-end", &i18n::text(label));
}
