//! Puts a screen into the popup.

use web_sys::Element;

use super::screen::{Card, Guest, Line, Refused, Screen};
use super::site::{SiteAction, SiteCard};
use crate::page::{element, set_attribute, set_hidden, set_text};
use crate::profiles::problem;
use ringside::site::detect::initials;
use ringside::site::profile::state::FileState;
use ringside::text;
use ringside_web::browser::i18n;
use ringside_web::dom::El;
use ringside_web::dom::element::{append, clear};

/// Shows this screen.
pub(super) fn render(screen: &Screen) {
    set_text("account", &i18n::text_of(&screen.account));
    let state = if screen.signed_in { "in" } else { "out" };
    set_attribute("account-dot", "data-state", state);
    set_hidden("sign-in", !screen.sign_in);
    set_hidden("notice", screen.notice.is_none());
    if let Some(notice) = &screen.notice {
        set_text("notice-text", &i18n::text_of(notice));
    }
    render_site(screen.site.as_ref());
    set_hidden("here", screen.here.is_none());
    set_hidden("teach", screen.here.is_none());
    if let Some(here) = &screen.here {
        set_text("here", &i18n::text_of(here));
    }
    let set_here = match &screen.set_here {
        FileState::None => None,
        FileState::Used(_) => Some(text::profile_set_here()),
        FileState::Unusable(error) => Some(text::profile_set_unusable(&problem(error))),
    };
    set_hidden("set-here", set_here.is_none());
    if let Some(set_here) = &set_here {
        set_text("set-here", &i18n::text_of(set_here));
    }
    set_hidden("empty", screen.empty.is_none());
    if let Some((title, help)) = &screen.empty {
        set_text("empty-title", &i18n::text_of(title));
        set_text("empty-help", &i18n::text_of(help));
    }
    if let Some(list) = element("cards") {
        clear(&list);
        for (at, card) in screen.cards.iter().enumerate() {
            if let Some(card) = draw(at, card) {
                append(&list, &card);
            }
        }
        for (at, refused) in screen.refused.iter().enumerate() {
            if let Some(note) = draw_note(at, refused) {
                append(&list, &note);
            }
        }
        for (at, guest) in screen.guests.iter().enumerate() {
            if let Some(guest) = draw_guest(at, guest) {
                append(&list, &guest);
            }
        }
    }
    if screen.refused.is_empty() {
        set_hidden("note-copied", true);
    }
}

/// A note that the CRM did not take, to be copied.
fn draw_note(at: usize, refused: &Refused) -> Option<Element> {
    let title = i18n::text_of(&text::popup_note_refused(&refused.when));
    let about = El::new("div")?
        .class("about")
        .child(El::new("h2")?.class("whole").text(&title));
    let note = El::new("p")?
        .class("note")
        .attr("tabindex", "0")
        .text(&refused.note.text);
    let mut buttons = El::new("div")?.class("buttons");
    let presses = [
        ("copy-note", "button primary", text::popup_note_copy()),
        ("forget-note", "button", text::popup_forget()),
    ];
    for (press, style, label) in presses {
        let button = El::new("button")?
            .class(style)
            .attr("type", "button")
            .attr("data-press", &format!("{press}.{at}"))
            .text(&i18n::text_of(&label));
        buttons = buttons.child(button);
    }
    let card = El::new("li")?.class("card").child(about);
    Some(card.child(note).child(buttons).done())
}

/// A call with a guest, who can be invited again.
fn draw_guest(at: usize, guest: &Guest) -> Option<Element> {
    let card = Card {
        name: guest.call.name.clone(),
        detail: guest.call.detail.clone(),
        line: Line::Text(guest.line()),
        buttons: Vec::new(),
    };
    let mut buttons = El::new("div")?.class("buttons");
    let presses = [
        ("invite-again", text::popup_invite_again()),
        ("forget-guest", text::popup_forget()),
    ];
    for (press, label) in presses {
        let button = El::new("button")?
            .class("button")
            .attr("type", "button")
            .attr("data-press", &format!("{press}.{at}"))
            .text(&i18n::text_of(&label));
        buttons = buttons.child(button);
    }
    let head = head(&format!("guest-{at}"), &card)?;
    let drawn = El::new("li")?.class("card").child(head);
    Some(drawn.child(buttons).done())
}

fn render_site(card: Option<&SiteCard>) {
    set_hidden("site", card.is_none());
    let (Some(card), Some(buttons)) = (card, element("site-actions")) else {
        return;
    };
    set_text("site-title", &i18n::text_of(&card.title));
    set_text("site-line", &i18n::text_of(&card.line));
    clear(&buttons);
    for (number, action) in card.actions.iter().enumerate() {
        let (attribute, value) = match action {
            SiteAction::TurnOn(patterns) | SiteAction::Allow(patterns) => {
                ("data-grant", patterns.join(" "))
            }
            SiteAction::TryAgain => ("data-press", "try-again".to_owned()),
            SiteAction::ChangeAddress => ("data-press", "change-address".to_owned()),
        };
        let style = if number == 0 {
            "button primary"
        } else {
            "button"
        };
        let button = || {
            let button = El::new("button")?.class(style).attr("type", "button");
            let label = i18n::text_of(&action.label());
            Some(button.attr(attribute, &value).text(&label).done())
        };
        if let Some(button) = button() {
            append(&buttons, &button);
        }
    }
}

/// Only the clocks, which change each second: the buttons stay, and with them
/// the focus.
pub(super) fn render_clocks(screen: &Screen) {
    for (at, card) in screen.cards.iter().enumerate() {
        if let Line::Clock(clock) = &card.line {
            set_text(&format!("line-{at}"), clock);
        }
    }
}

/// The person, and the state of their call.
fn head(id: &str, card: &Card) -> Option<El> {
    let line = match &card.line {
        Line::Text(line) => i18n::text_of(line),
        Line::Clock(clock) => clock.clone(),
    };
    let mut about = El::new("div")?
        .class("about")
        .child(El::new("h2")?.text(&card.name));
    if let Some(detail) = &card.detail {
        about = about.child(El::new("p")?.class("detail").text(detail));
    }
    let line = El::new("p")?.class("line clock").attr("id", id).text(&line);
    let mark = El::new("div")?
        .class("mark")
        .attr("aria-hidden", "true")
        .text(&initials(&card.name));
    Some(
        El::new("div")?
            .class("head")
            .child(mark)
            .child(about.child(line)),
    )
}

fn draw(at: usize, card: &Card) -> Option<Element> {
    let head = head(&format!("line-{at}"), card)?;
    let mut buttons = El::new("div")?.class("buttons");
    for (number, button) in card.buttons.iter().enumerate() {
        let button = El::new("button")?
            .class(&format!("button {}", button.style))
            .attr("type", "button")
            .attr("data-press", &format!("{at}.{number}"))
            .text(&i18n::text_of(&button.label));
        buttons = buttons.child(button);
    }
    let mut drawn = El::new("li")?.class("card").child(head);
    if !card.buttons.is_empty() {
        drawn = drawn.child(buttons);
    }
    Some(drawn.done())
}
