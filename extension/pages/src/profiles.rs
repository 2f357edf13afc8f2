//! The profiles of sites in the options: which is in use, and what can be done
//! with the user's own.

use futures_channel::mpsc::UnboundedSender;
use js_sys::JsString;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, File, HtmlElement, HtmlInputElement};

use crate::page;
use ringside::message::{ExportProfile, ImportProfile};
use ringside::settings::SiteSetting;
use ringside::site::profile::file::{MOST_BYTES, Problem, ProfileError};
use ringside::site::profile::shipped;
use ringside::site::profile::state::{FileState, ProfileState};
use ringside::text::{self, Text};
use ringside::words;
use ringside_web::browser::{Error, i18n, runtime};
use ringside_web::dom::El;

/// What the file was that somebody chose: its text.
pub(super) type Chosen = Result<String, ProfileError>;

/// Why a site's file was not imported.
pub(super) type Refused = (String, ProfileError);

/// Which profile a site has, and the buttons for it.
pub(super) fn about(
    site: &SiteSetting,
    profile: &ProfileState,
    refused: Option<&Refused>,
) -> Option<El> {
    let origin = site.origin.as_str();
    let known = shipped::name().filter(|_| site.is_crm);
    let order = words::profile_order(profile, known.or(profile.crm.as_deref()));
    let mut all = El::new("div")?
        .class("profile")
        .child(El::new("p")?.text(&i18n::text_of(&order)));
    if profile.misses {
        let misses = i18n::text(text::profile_misses_open());
        all = all.child(El::new("p")?.class("misses").text(&misses));
    }
    let refused = refused.filter(|(of, _)| of == origin);
    let of_file = match (refused, &profile.own) {
        (Some((_, error)), _) => Some(text::profile_refused(&problem(error))),
        (None, FileState::Unusable(error)) => Some(text::profile_unusable(&problem(error))),
        _ => None,
    };
    let set = match &profile.administrator {
        FileState::Unusable(error) => Some(text::profile_set_unusable(&problem(error))),
        FileState::None | FileState::Used(_) => None,
    };
    for problem in [set, of_file].into_iter().flatten() {
        let problem = El::new("p")?
            .class("error")
            .attr("role", "alert")
            .text(&i18n::text_of(&problem));
        all = all.child(problem);
    }
    let import = El::new("input")?
        .attr("type", "file")
        .attr("accept", ".json,application/json")
        .attr(
            "aria-label",
            &i18n::text_of(&text::profile_import_for(origin)),
        )
        .attr("data-import", origin);
    let import = El::new("label")?
        .class("button small")
        .child(El::new("span")?.text(&i18n::text(text::profile_import())))
        .child(import);
    let mut buttons = El::new("div")?.class("buttons").child(import);
    if profile.own != FileState::None {
        let export = (text::profile_export(), text::profile_export_for(origin));
        let remove = (text::profile_remove(), text::profile_remove_for(origin));
        buttons = buttons
            .child(button(export, "data-export", origin)?)
            .child(button(remove, "data-remove-profile", origin)?);
    }
    let teach = El::new("p")?
        .class("teach")
        .text(&i18n::text(text::profile_teach()));
    Some(all.child(buttons).child(teach))
}

pub(super) fn problem(error: &ProfileError) -> String {
    i18n::text_of(&words::profile_problem(error))
}

fn button((text, label): (Text, Text), attribute: &str, origin: &str) -> Option<El> {
    let button = El::new("button")?
        .class("button small")
        .attr("type", "button")
        .attr("aria-label", &i18n::text_of(&label))
        .attr(attribute, origin);
    Some(button.text(&i18n::text(text)))
}

/// The site whose button has the focus with which a file is chosen.
pub(super) fn focused() -> Option<String> {
    let focused = page::document()?.active_element()?;
    focused.get_attribute("data-import")
}

/// Whether somebody chooses a file at this moment: the list must not be made anew
/// meanwhile. The browser's own window has the focus then.
pub(super) fn is_choosing() -> bool {
    let has_focus = page::document().map(|document| document.has_focus());
    focused().is_some() && has_focus != Some(Ok(true))
}

/// Gives that button the focus.
pub(super) fn focus(origin: &str) {
    let Some(document) = page::document() else {
        return;
    };
    page::for_each(&document, "[data-import]", |input| {
        if input.get_attribute("data-import").as_deref() == Some(origin) {
            // Fails for elements that are gone.
            let _ = input.unchecked_ref::<HtmlElement>().focus();
        }
    });
}

/// Reads the file that was chosen in this event, if one was, and sends what `read`
/// makes of it and of the site's origin.
pub(super) fn choose<T: 'static>(
    event: &Event,
    send: &UnboundedSender<T>,
    read: fn(String, Chosen) -> T,
) {
    let Some(origin) = page::target_attribute(event, "data-import") else {
        return;
    };
    let input: Option<HtmlInputElement> = event.target().map(JsCast::unchecked_into);
    let files = input.and_then(|input| input.files());
    let Some(file) = files.and_then(|files| files.get(0)) else {
        return;
    };
    let send = send.clone();
    spawn_local(async move {
        let chosen = text_of(&file).await.map_err(ProfileError::of_file);
        // The receiver lives as long as the page.
        drop(send.unbounded_send(read(origin, chosen)));
    });
}

async fn text_of(file: &File) -> Result<String, Problem> {
    if file.size() > MOST_BYTES as f64 {
        return Err(Problem::TooLarge);
    }
    // One that cannot be read is none that has a profile in it.
    let text = JsFuture::from(file.text()).await;
    let text = text.map_err(|_| Problem::NotJson)?;
    Ok(text.unchecked_into::<JsString>().into())
}

/// Imports what was chosen. Returns what is wrong with it.
pub(super) async fn import(origin: &str, chosen: Chosen) -> Result<Option<Refused>, Error> {
    let refused = match chosen {
        Ok(file) => {
            let origin = origin.to_owned();
            runtime::ask(ImportProfile { origin, file }).await?
        }
        Err(error) => Some(error),
    };
    Ok(refused.map(|error| (origin.to_owned(), error)))
}

/// Saves a site's profile as a file.
pub(super) async fn export(origin: &str) {
    let Ok(Some(file)) = runtime::ask(ExportProfile(origin.to_owned())).await else {
        return;
    };
    let host = origin.split("://").last().unwrap_or_default();
    let name = ["profile-", &host.replace(':', "-"), ".json"].concat();
    let file = String::from(js_sys::encode_uri_component(&file));
    let link = El::new("a").map(|link| {
        link.attr("download", &name).attr(
            "href",
            &["data:application/json;charset=utf-8,", &file].concat(),
        )
    });
    if let Some(link) = link {
        link.done().unchecked_ref::<HtmlElement>().click();
    }
}
