//! The list of sites in the options: where the API of each is, how it is with
//! it, and what can be done about it.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlSelectElement};

use crate::page::{self, set_hidden};
use crate::profiles::{self, Refused};
use ringside::crm::health::ApiState;
use ringside::crm::push_health::PushState;
use ringside::domain::ApiTrouble;
use ringside::message::SiteStatus;
use ringside::settings::{ApiSource, Carrier, SiteSetting};
use ringside::text::{self, Text};
use ringside::words;
use ringside_web::browser::i18n;
use ringside_web::dom::El;
use ringside_web::dom::element::{append, clear};

/// Shows these sites. At those in `unstopped` the CRM's own call window could
/// not be kept out; of one the file that was chosen may have been `refused`.
pub(super) fn show(
    sites: &[SiteSetting],
    statuses: &[SiteStatus],
    unstopped: &[String],
    refused: Option<&Refused>,
) {
    set_hidden("no-sites", !sites.is_empty());
    let Some(list) = page::element("sites") else {
        return;
    };
    let focused = profiles::focused();
    clear(&list);
    for site in sites {
        let status = statuses.iter().find(|status| status.origin == site.origin);
        let is_unstopped = unstopped.contains(&site.origin);
        if let Some(row) = row(site, status, is_unstopped, refused) {
            append(&list, &row);
        }
    }
    if let Some(origin) = focused {
        profiles::focus(&origin);
    }
}

/// Who carries the calls of which site, when that was chosen.
pub(super) fn chosen(event: &Event) -> Option<(String, Carrier)> {
    let origin = page::target_attribute(event, "data-carrier")?;
    let list: HtmlSelectElement = event.target()?.dyn_into().ok()?;
    let carrier = if list.value() == CRM {
        Carrier::Crm
    } else {
        Carrier::Ringside
    };
    Some((origin, carrier))
}

/// The value of the answer that the CRM's window carries calls.
const CRM: &str = "crm";

fn row(
    site: &SiteSetting,
    status: Option<&SiteStatus>,
    is_unstopped: bool,
    refused: Option<&Refused>,
) -> Option<Element> {
    let mut about = El::new("div")?
        .class("about")
        .child(El::new("strong")?.text(&site.origin))
        .child(El::new("small")?.text(&i18n::text_of(&place(site))));
    if let Some(status) = status.filter(|_| site.enabled) {
        about = about.child(state(status)?);
        if status.state == ApiState::Works
            && let Some(push) = push(status.push)
        {
            about = about.child(El::new("p")?.class("push").text(&i18n::text(push)));
        }
    }
    if site.own_window {
        about = about.child(carrier(site)?);
    }
    if is_unstopped {
        let failed = i18n::text(text::site_own_window_failed());
        about = about.child(El::new("small")?.class("error").text(&failed));
    }
    if let Some(status) = status.filter(|_| site.enabled) {
        about = about.child(profiles::about(site, &status.profile, refused)?);
    }
    let switch = El::new("button")?
        .class("switch")
        .attr("type", "button")
        .attr("role", "switch")
        .attr("aria-checked", if site.enabled { "true" } else { "false" })
        .attr(
            "aria-label",
            &i18n::text_of(&text::site_enabled(&site.origin)),
        )
        .attr("data-switch", &site.origin);
    let remove = El::new("button")?
        .class("button")
        .attr("type", "button")
        .attr("data-remove", &site.origin)
        .text(&i18n::text(text::site_remove()));
    let row = El::new("li")?.child(about).child(switch).child(remove);
    Some(row.done())
}

/// Where the API is, and how that is known.
fn place(site: &SiteSetting) -> Text {
    match site.api_source() {
        ApiSource::Typed => text::site_api_typed(site.api()),
        ApiSource::Found => text::site_api_found(site.api()),
        ApiSource::Page => text::site_api_same(),
    }
}

/// How it is with the API, and the buttons for it.
fn state(status: &SiteStatus) -> Option<El> {
    let (name, line) = match status.state {
        ApiState::Unknown => ("unknown", text::site_unknown()),
        ApiState::Works | ApiState::Doubtful => ("works", text::site_works()),
        ApiState::Broken(trouble) => ("broken", words::api_trouble(trouble, &status.api)),
        ApiState::Absent => ("absent", text::site_absent()),
    };
    let line = El::new("p")?
        .class("state")
        .attr("data-state", name)
        .text(&i18n::text_of(&line));
    let mut all = El::new("div")?.child(line);
    if status.state == ApiState::Absent {
        let change = button(text::site_change_address(), "data-change", &status.origin)?;
        all = all.child(El::new("div")?.class("buttons").child(change));
    }
    if let ApiState::Broken(trouble) = status.state {
        let mut buttons = El::new("div")?.class("buttons");
        if trouble == ApiTrouble::NeedsPermission {
            let patterns = status.patterns.join(" ");
            buttons = buttons.child(button(text::site_allow(), "data-grant", &patterns)?);
        } else {
            let (retry, change) = (text::site_try_again(), text::site_change_address());
            buttons = buttons
                .child(button(retry, "data-retry", &status.origin)?)
                .child(button(change, "data-change", &status.origin)?);
        }
        all = all.child(buttons);
    }
    Some(all)
}

fn button(label: Text, attribute: &str, value: &str) -> Option<El> {
    let button = El::new("button")?
        .class("button small")
        .attr("type", "button")
        .attr(attribute, value);
    Some(button.text(&i18n::text(label)))
}

/// What to say about the push connection; nothing when it works.
fn push(state: PushState) -> Option<Text> {
    match state {
        PushState::Refused => Some(text::site_push_refused()),
        PushState::Lost | PushState::Mute => Some(text::site_push_lost()),
        PushState::Unknown | PushState::Connected => None,
    }
}

/// The list of who can carry the site's calls.
fn carrier(site: &SiteSetting) -> Option<Element> {
    let mut list = El::new("select")?.attr("data-carrier", &site.origin);
    let answers = [
        (
            "ringside",
            text::site_carrier_ringside(),
            site.carrier.is_ringside(),
        ),
        (CRM, text::site_carrier_crm(), !site.carrier.is_ringside()),
    ];
    for (value, label, selected) in answers {
        let mut answer = El::new("option")?
            .attr("value", value)
            .text(&i18n::text(label));
        if selected {
            answer = answer.attr("selected", "");
        }
        list = list.child(answer);
    }
    let label = El::new("label")?
        .class("carrier")
        .child(El::new("span")?.text(&i18n::text(text::site_carrier())))
        .child(list);
    Some(label.done())
}
