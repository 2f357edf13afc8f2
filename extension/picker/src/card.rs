//! What the card says at each step, and its buttons.

use ringside::text::{self, Text};
use ringside_web::browser::i18n;
use ringside_web::dom::element::{append, clear};
use ringside_web::dom::icon::{self, Icon};
use ringside_web::dom::{El, element};
use web_sys::Element;

use super::people::{Found, short};
use super::stage::Stage;

/// So many people, and so many of the unsure, are listed.
const LISTED: usize = 5;
const UNSURE: usize = 3;

/// What a button of the card does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    Save,
    StartOver,
    Cancel,
    /// Read the name in another way.
    OtherName,
    /// Put the card somewhere else.
    Move,
}

/// The names of the buttons in the markup.
const PRESSES: [(&str, Press); 5] = [
    ("save", Press::Save),
    ("over", Press::StartOver),
    ("cancel", Press::Cancel),
    ("name", Press::OtherName),
    ("move", Press::Move),
];

/// What pressing this element does.
pub(super) fn press_of(target: &Element) -> Option<Press> {
    let button = target.closest("button").ok()??;
    let name = button.get_attribute("data-press")?;
    let (_, press) = PRESSES.iter().find(|(known, _)| *known == name)?;
    Some(*press)
}

/// Shows a step. Returns what is to be said of it.
pub(super) fn show(card: &Element, stage: &Stage) -> String {
    let ask = ask(stage);
    clear(card);
    for part in parts(stage, &ask).into_iter().flatten() {
        append(card, &part.done());
    }
    ask
}

fn ask(stage: &Stage) -> String {
    match stage {
        Stage::Row => i18n::text(text::picker_row()),
        Stage::Name(_) => i18n::text(text::picker_name()),
        Stage::Email(_) => i18n::text(text::picker_email()),
        Stage::Preview(preview) => match preview.found.people.len() {
            1 => i18n::text(text::picker_one()),
            count => i18n::text_of(&text::picker_people(&count.to_string())),
        },
    }
}

fn parts(stage: &Stage, ask: &str) -> Vec<Option<El>> {
    let mut parts = vec![header(), paragraph("ask", ask)];
    match stage {
        Stage::Preview(preview) => {
            parts.push(people(&preview.found));
            parts.extend(unsure(&preview.found));
        }
        _ => {
            parts.push(paragraph("at", ""));
            parts.push(paragraph("hint", &i18n::text(text::picker_keys())));
        }
    }
    parts.push(paragraph("problem", ""));
    parts.push(buttons(stage));
    parts
}

fn header() -> Option<El> {
    let title = El::new("h2")?
        .attr("id", "title")
        .text(&i18n::text(text::picker_title()));
    let header = El::new("header")?.child(title);
    let header = header.child(icon_button("move", icon::MOVE, text::picker_move())?);
    Some(header.child(icon_button("cancel", icon::CLOSE, text::picker_close())?))
}

fn icon_button(press: &str, icon: Icon, name: Text) -> Option<El> {
    let name = i18n::text(name);
    let button = El::new("button")?
        .attr("type", "button")
        .class("icon")
        .attr("data-press", press)
        .attr("aria-label", &name)
        .attr("title", &name);
    icon.put(button.as_ref(), 18);
    Some(button)
}

fn paragraph(class: &str, text: &str) -> Option<El> {
    let paragraph = El::new("p")?.class(class).attr("id", class);
    Some(if text.is_empty() {
        paragraph.attr("hidden", "")
    } else {
        paragraph.text(text)
    })
}

/// Names and addresses as they are read.
fn people(found: &Found) -> Option<El> {
    let mut list = El::new("ul")?;
    for (name, email) in found.people.iter().take(LISTED) {
        let person = El::new("li")?
            .child(El::new("b")?.text(&short(name)))
            .child(El::new("span")?.text(email));
        list = list.child(person);
    }
    let more = found.people.len().saturating_sub(LISTED);
    if more > 0 {
        let more = i18n::text_of(&text::picker_more(&more.to_string()));
        list = list.child(El::new("li")?.class("hint").text(&more));
    }
    Some(list)
}

/// The places of which it is not sure who is there.
fn unsure(found: &Found) -> [Option<El>; 2] {
    let all = |of: &[String]| {
        let mut all = String::new();
        for one in of.iter().take(UNSURE) {
            if !all.is_empty() {
                all.push_str(", ");
            }
            all.push_str(one);
        }
        if of.len() > UNSURE {
            all.push('…');
        }
        all
    };
    let line = |of: &[String], one: fn(&str) -> Text, several: fn(&str, &str) -> Text| {
        let text = match of.len() {
            0 => return None,
            1 => one(&all(of)),
            count => several(&count.to_string(), &all(of)),
        };
        Some(El::new("p")?.class("unsure").text(&i18n::text_of(&text)))
    };
    [
        line(
            &found.without_email,
            text::picker_no_address_one,
            text::picker_no_address_many,
        ),
        line(
            &found.without_name,
            text::picker_no_name_one,
            text::picker_no_name_many,
        ),
    ]
}

fn buttons(stage: &Stage) -> Option<El> {
    let button = |style: &str, press: &str, label: Text| {
        let button = El::new("button")?.attr("type", "button").class(style);
        Some(button.attr("data-press", press).text(&i18n::text(label)))
    };
    let mut all = El::new("div")?.class("buttons");
    if let Stage::Preview(preview) = stage {
        all = all.child(button("text go", "save", text::picker_save())?);
        if preview.named.names.len() > 1 {
            all = all.child(button("text plain", "name", text::picker_other_name())?);
        }
    }
    if !matches!(stage, Stage::Row) {
        all = all.child(button("text plain", "over", text::picker_over())?);
    }
    Some(all.child(button("text plain", "cancel", text::picker_cancel())?))
}

/// Shows what is pointed at.
pub(super) fn show_pointed(card: &Element, pointed: &str) {
    put(card, "#at", pointed);
}

/// Shows why it does not go on. Empty: nothing is in the way any more.
pub(super) fn show_problem(card: &Element, problem: &str) {
    put(card, "#problem", problem);
}

fn put(card: &Element, css: &str, text: &str) {
    if let Ok(Some(line)) = card.query_selector(css) {
        element::set_text_if_changed(&line, text);
        element::flag(&line, "hidden", text.is_empty());
    }
}
