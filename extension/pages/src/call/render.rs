//! Puts a screen into the page: the only place that writes to its elements.

mod panels;

use web_sys::{Document, Element};

use super::invite;
use crate::page::{
    document, element, name, put, set_attribute, set_disabled, set_hidden, set_label, set_text,
};
use ringside::call_page::button::Button;
use ringside::call_page::cover::{Cover, MOST_BUTTONS, Notice};
use ringside::call_page::screen::{Screen, State};
use ringside::text::{self, Text};
use ringside::words;
use ringside_web::browser::i18n;

/// Shows this screen.
pub(super) fn render(screen: &Screen) {
    let focused = document().and_then(|document| document.active_element());
    header(screen);
    set_hidden("cover", screen.cover.is_none());
    if let Some(cover) = &screen.cover {
        show_cover(cover);
    }
    set_hidden("notice", screen.notice.is_none());
    if let Some(notice) = &screen.notice {
        show_notice(notice);
    }
    controls(screen);
    panels::menu(screen);
    panels::details(screen.details);
    invite::render(screen.invitation.as_ref());
    panels::people(screen.people.as_deref());
    set_text(
        "people-count",
        &i18n::text_of(&text::people(&screen.count.to_string())),
    );
    panels::note(screen.note.as_ref());
    panels::upload(screen.upload.as_ref());
    set_disabled("add-recording", !screen.can_add_recording);
    set_disabled("note-recording", !screen.can_add_recording);
    if let Some(body) = document().and_then(|document| document.body()) {
        put(
            &body,
            "data-after",
            if screen.after_call { "yes" } else { "no" },
        );
        put(
            &body,
            "data-guest",
            if screen.with_guest { "yes" } else { "no" },
        );
    }
    set_text("live", &announcement(screen));
    restore_focus(focused);
}

/// When the element in which a person pressed a key is gone, the focus goes to
/// the menu's button, not to the top of the page.
fn restore_focus(focused: Option<Element>) {
    let now = document().and_then(|document| document.active_element());
    // A new element may have taken the focus already, as the note does.
    if now == focused
        && focused.is_some_and(|it| matches!(it.closest("[hidden]"), Ok(Some(_))))
        && let Some(more) = element("more")
    {
        let _ = more.focus();
    }
}

fn header(screen: &Screen) {
    set_hidden("header", !screen.alone);
    set_text("name", &screen.name);
    let state = state_text(&screen.state);
    set_text("state", &state);
    set_text("clock", &state);
    set_hidden("recording-pill", !screen.recording.is_on());
    set_hidden("quality", screen.quality.is_none());
    if let Some(quality) = screen.quality {
        let (label, level) = words::quality(quality);
        set_attribute("quality", "data-level", level);
        set_label("quality", &i18n::text(label));
    }
    set_hidden("on-top", screen.on_top.is_none());
    toggle(
        "on-top",
        screen.on_top == Some(true),
        (text::on_top_stop, text::on_top),
    );
    if let Some(document) = document() {
        title(&document, screen);
        if let Some(body) = document.body() {
            put(&body, "data-alone", if screen.alone { "yes" } else { "no" });
            put(
                &body,
                "data-speaking",
                if screen.peer_speaks { "yes" } else { "no" },
            );
        }
    }
}

/// Names the window after the person.
pub(super) fn title(document: &Document, screen: &Screen) {
    let title = if screen.name.is_empty() {
        "Ringside".to_owned()
    } else {
        format!("{} – Ringside", screen.name)
    };
    if document.title() != title {
        document.set_title(&title);
    }
}

fn show_cover(cover: &Cover) {
    set_text("cover-mark", cover.mark.as_deref().unwrap_or("!"));
    set_attribute(
        "cover-mark",
        "class",
        match (&cover.mark, cover.pulse) {
            (None, _) => "mark warning",
            (Some(_), true) => "mark pulse",
            (Some(_), false) => "mark",
        },
    );
    set_text("cover-title", &i18n::text_of(&cover.title));
    set_hidden("cover-help", cover.help.is_none());
    if let Some(help) = &cover.help {
        set_text("cover-help", &i18n::text_of(help));
    }
    set_hidden("cover-buttons", cover.buttons.is_empty());
    show_buttons(["cover-first", "cover-second"], &cover.buttons);
}

fn show_buttons(ids: [&str; MOST_BUTTONS], buttons: &[(Button, Text)]) {
    for (at, id) in ids.into_iter().enumerate() {
        let button = buttons.get(at);
        set_hidden(id, button.is_none());
        if let Some((button, label)) = button {
            set_attribute(id, "data-press", button.name());
            set_text(id, &i18n::text_of(label));
        }
    }
}

fn show_notice(notice: &Notice) {
    set_text("notice-text", &i18n::text_of(&notice.words));
    set_attribute(
        "notice",
        "class",
        match (notice.calm, notice.beside_dialog) {
            (true, false) => "notice",
            (false, false) => "notice warning",
            (true, true) => "notice beside",
            (false, true) => "notice beside warning",
        },
    );
    show_buttons(["notice-first", "notice-second"], &notice.buttons);
}

fn controls(screen: &Screen) {
    toggle("mic", screen.mic_muted, (text::mic_on, text::mic_off));
    toggle(
        "camera",
        screen.camera_muted,
        (text::camera_on, text::camera_off),
    );
    toggle("share", screen.sharing, (text::share_stop, text::share));
    set_attribute(
        "more",
        "aria-expanded",
        if screen.menu_open { "true" } else { "false" },
    );
    for id in ["mic", "camera", "share", "more"] {
        set_disabled(id, !screen.in_meeting);
    }
    set_disabled("hang-up", !screen.can_hang_up);
    // The meeting's own share button is shown where this would be.
    let shares = screen.notice.as_ref().and_then(|it| it.buttons.first());
    let in_the_way = matches!(shares, Some((Button::Share, _)));
    let muted = match (
        screen.in_meeting && !in_the_way,
        screen.mic_muted,
        screen.camera_muted,
    ) {
        (false, ..) | (true, false, false) => None,
        (true, true, false) => Some(text::muted_mic()),
        (true, false, true) => Some(text::muted_camera()),
        (true, true, true) => Some(text::muted_both()),
    };
    set_hidden("muted", muted.is_none());
    if let Some(muted) = muted {
        set_text("muted", &i18n::text(muted));
    }
}

/// The first or the second text; only the one that is shown is made.
type Label = fn() -> Text;

/// A button that is pressed or not, with the name of what pressing does.
fn toggle(id: &str, pressed: bool, names: (Label, Label)) {
    if let Some(element) = element(id) {
        put_toggle(&element, pressed, names);
    }
}

/// The same for an element of any document.
pub(super) fn put_toggle(
    element: &Element,
    pressed: bool,
    (when_pressed, when_not): (Label, Label),
) {
    put(
        element,
        "aria-pressed",
        if pressed { "true" } else { "false" },
    );
    let label = if pressed { when_pressed } else { when_not };
    name(element, &i18n::text(label()));
}

/// The state in the user's language.
pub(super) fn state_text(state: &State) -> String {
    match state {
        State::Words(text) => i18n::text_of(text),
        State::Clock(clock) => clock.clone(),
    }
}

/// What a screen reader hears when it changes; the clock is not read out.
pub(super) fn announcement(screen: &Screen) -> String {
    if let Some(cover) = &screen.cover {
        return match &cover.help {
            Some(help) => format!("{}. {}", i18n::text_of(&cover.title), i18n::text_of(help)),
            None => i18n::text_of(&cover.title),
        };
    }
    if let Some(notice) = &screen.notice {
        return i18n::text_of(&notice.words);
    }
    if screen.recording.is_on() {
        return i18n::text(text::recording());
    }
    match screen.state {
        State::Clock(_) => i18n::text(text::connected()),
        State::Words(_) => String::new(),
    }
}
