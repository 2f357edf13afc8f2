//! The options: a settings form bound by its elements' ids.
//!
//! Every change is sent to the worker at once; what it stored comes back and is
//! shown, so that the page only shows settings that are stored.

use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::StreamExt;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_storage::{LocalStorage, Storage};
use gloo_timers::callback::Interval;

use crate::page::{self, input, put, set_hidden, set_text};
use crate::profiles::{Chosen, Refused};
use crate::{diagnostics, managed, profiles, sites};
use ringside::domain::Duration;
use ringside::json::rounded;
use ringside::message::{
    GetDiagnostics, GetSettings, GetSiteStates, GetStorage, GetUnstopped, RemoveProfile,
    SetSettings, SiteStatus, TryAgain,
};
use ringside::settings::{Carrier, QuietHours, Settings, SiteSetting};
use ringside::text::{self, Text};
use ringside_web::browser::{Error, i18n, permissions, runtime};

/// How often the worker is asked how it is with the sites.
const PERIOD: Duration = Duration::from_secs(2);

enum OptionsInput {
    /// A control of the form changed.
    Changed,
    /// A section was chosen.
    Section(String),
    /// A site was typed in, and the browser has been asked for it.
    Add(SiteSetting, bool),
    /// What was typed in is not a site.
    NoSite,
    /// A site was switched on or off.
    Switch(String),
    /// Who carries a site's calls was chosen.
    Carrier(String, Carrier),
    /// A site is to be removed.
    Remove(String),
    /// A file was chosen as a site's profile.
    Import(String, Chosen),
    /// A site's profile is to be saved as a file.
    Export(String),
    /// A site's profile is to be removed.
    RemoveProfile(String),
    /// The diagnostics are to be copied.
    Copy,
    /// The API of the site in use is to be tried again.
    Retry,
    /// The address of this site's API is to be changed.
    Change(String),
    /// The browser was asked for permissions.
    Granted,
    /// Time passed: a site's state may have changed.
    Tick,
}

/// Runs the options until they are closed.
pub async fn run() {
    page::put_texts();
    set_text("version", &runtime::version().unwrap_or_default());
    let (send, mut actions) = unbounded();
    let Some(_listeners) = listen(&send) else {
        return;
    };
    let section = LocalStorage::raw().get_item(page::OPTIONS_SECTION);
    open_section(&section.ok().flatten().unwrap_or_default());
    let loaded = runtime::ask(GetSettings).await;
    if let Err(Error::Stopped) = loaded {
        enable_form();
        set_text("not-saved", &i18n::text(text::notice_stopped()));
        return set_hidden("not-saved", false);
    }
    let mut settings = loaded.unwrap_or_default();
    let (mut statuses, mut unstopped) = (load_statuses().await, load_unstopped().await);
    fill(&settings, &statuses, &unstopped, &Shown::now());
    let mut refused: Option<Refused> = None;
    let mut is_stale = false;
    enable_form();
    show_storage().await;
    managed::show(&settings.sites).await;
    let mut lines = load_diagnostics().await;
    while let Some(action) = actions.next().await {
        if !matches!(action, OptionsInput::Tick) {
            set_hidden("site-error", true);
            refused = None;
        }
        match action {
            OptionsInput::Tick | OptionsInput::Retry | OptionsInput::Granted => {
                if matches!(action, OptionsInput::Retry) {
                    // Without an answer nothing has changed.
                    let _ = runtime::ask(TryAgain).await;
                }
                let before = (settings.sites.clone(), statuses, unstopped);
                // The worker may have found an API meanwhile.
                if let Ok(stored) = runtime::ask(GetSettings).await {
                    settings = stored;
                }
                statuses = load_statuses().await;
                // That a window could not be kept out is known only a moment
                // after the settings were stored.
                unstopped = load_unstopped().await;
                show_storage().await;
                managed::show(&settings.sites).await;
                let now = (settings.sites.clone(), statuses.clone(), unstopped.clone());
                is_stale |= before != now;
                if is_stale && !profiles::is_choosing() {
                    is_stale = false;
                    sites::show(&settings.sites, &statuses, &unstopped, refused.as_ref());
                }
                continue;
            }
            OptionsInput::Change(origin) => {
                offer_address(&settings, &origin);
                continue;
            }
            OptionsInput::Import(origin, chosen) => {
                let imported = profiles::import(&origin, chosen).await;
                set_hidden("not-saved", imported.is_ok());
                refused = imported.unwrap_or_default();
                show_storage().await;
                statuses = load_statuses().await;
                sites::show(&settings.sites, &statuses, &unstopped, refused.as_ref());
                profiles::focus(&origin);
                continue;
            }
            OptionsInput::RemoveProfile(origin) => {
                let removed = runtime::ask(RemoveProfile(origin.clone())).await;
                set_hidden("not-saved", removed.is_ok());
                statuses = load_statuses().await;
                sites::show(&settings.sites, &statuses, &unstopped, None);
                profiles::focus(&origin);
                continue;
            }
            OptionsInput::Export(origin) => {
                profiles::export(&origin).await;
                continue;
            }
            OptionsInput::Section(name) => {
                open_section(&name);
                lines = load_diagnostics().await;
                // Without storage the page opens at its first section.
                let _ = LocalStorage::raw().set_item(page::OPTIONS_SECTION, &name);
                continue;
            }
            OptionsInput::Copy => {
                diagnostics::copy(&lines).await;
                continue;
            }
            OptionsInput::Changed => {
                settings = read(&settings);
                let typed = input("meeting_server").map(|field| field.value());
                let is_wrong = typed.is_some_and(|typed| !typed.trim().is_empty())
                    && settings.meeting_server.is_empty();
                set_hidden("meeting_server-error", !is_wrong);
                if is_wrong {
                    // What was typed stays, to be mended.
                    continue;
                }
            }
            OptionsInput::NoSite => {
                site_error(text::site_not_an_address());
                continue;
            }
            OptionsInput::Add(_, false) => {
                site_error(text::site_not_granted());
                continue;
            }
            OptionsInput::Add(site, true) => {
                settings.add_site(site);
                for id in ["site-address", "site-api"] {
                    if let Some(field) = input(id) {
                        field.set_value("");
                    }
                }
            }
            OptionsInput::Switch(origin) => {
                for site in &mut settings.sites {
                    if site.origin == origin {
                        site.enabled = !site.enabled;
                    }
                }
            }
            OptionsInput::Carrier(origin, carrier) => settings.set_carrier(&origin, carrier),
            OptionsInput::Remove(origin) => remove(&mut settings, &origin).await,
        }
        let shown = Shown::now();
        match runtime::ask(SetSettings(settings.clone())).await {
            Ok(stored) => {
                settings = stored;
                set_hidden("not-saved", true);
            }
            Err(_) => set_hidden("not-saved", false),
        }
        show_storage().await;
        (statuses, unstopped) = (load_statuses().await, load_unstopped().await);
        fill(&settings, &statuses, &unstopped, &shown);
    }
}

/// Enables the form, which the page opens inert: what somebody entered
/// before the settings are loaded would be overwritten by them.
fn enable_form() {
    if let Some(document) = page::document() {
        page::for_each(&document, "main", |form| {
            // Fails for names that are none.
            let _ = form.remove_attribute("inert");
        });
    }
}

/// The fields that a person types into.
const TYPED: [&str; 4] = ["ring_seconds", "quiet_from", "quiet_to", "meeting_server"];

/// What stood in these fields when settings were sent to be stored:
/// a field with something else in it is being written in.
struct Shown([Option<String>; TYPED.len()]);

impl Shown {
    fn now() -> Self {
        Self(TYPED.map(|id| input(id).map(|field| field.value())))
    }

    fn is_still(&self, id: &str, value: &str) -> bool {
        let known = TYPED.iter().zip(&self.0).find(|(known, _)| **known == id);
        known.is_none_or(|(_, shown)| shown.as_deref() == Some(value))
    }
}

/// Says what cannot be saved, and what could not be read.
async fn show_storage() {
    let state = runtime::ask(GetStorage).await.unwrap_or_default();
    set_hidden("storage-fails", !state.fails);
    set_hidden("storage-newer", !state.newer);
    set_hidden("storage-damaged", !state.damaged);
}

/// How it is with each site.
async fn load_statuses() -> Vec<SiteStatus> {
    runtime::ask(GetSiteStates).await.unwrap_or_default()
}

/// Puts a site into the form, where its address can be changed.
fn offer_address(settings: &Settings, origin: &str) {
    let Some(site) = settings.sites.iter().find(|site| site.origin == origin) else {
        return;
    };
    let fields = [
        ("site-address", site.origin.as_str()),
        ("site-api", site.api()),
    ];
    for (id, value) in fields {
        if let Some(field) = input(id) {
            field.set_value(value);
        }
    }
    if let Some(field) = input("site-api") {
        // Fails for elements that are gone.
        let _ = field.focus();
        field.select();
    }
}

/// The sites whose CRM's own call window could not be kept out.
async fn load_unstopped() -> Vec<String> {
    runtime::ask(GetUnstopped).await.unwrap_or_default()
}

/// The worker's log, as it is shown now.
async fn load_diagnostics() -> Vec<ringside::diagnostics::Line> {
    let lines = runtime::ask(GetDiagnostics).await.unwrap_or_default();
    diagnostics::show(&lines);
    lines
}

/// Removes a site and gives its permission back, unless another site on the
/// same host needs it.
async fn remove(settings: &mut Settings, origin: &str) {
    let gone: Vec<SiteSetting> = settings
        .sites
        .extract_if(.., |site| site.origin == origin)
        .collect();
    let still_needed: Vec<String> = settings
        .sites
        .iter()
        .flat_map(SiteSetting::patterns)
        .collect();
    let mut unused: Vec<String> = gone.iter().flat_map(SiteSetting::patterns).collect();
    unused.retain(|pattern| !still_needed.contains(pattern));
    if !unused.is_empty() {
        // Sites granted at install cannot be given back, and need not.
        let _ = permissions::remove(&unused).await;
    }
}

/// Shows these settings.
fn fill(settings: &Settings, statuses: &[SiteStatus], unstopped: &[String], shown: &Shown) {
    let check = |id, on| {
        if let Some(field) = input(id) {
            field.set_checked(on);
        }
    };
    let write = |id, value: &str| {
        if let Some(field) = input(id)
            && field.value() != value
            && shown.is_still(id, &field.value())
        {
            field.set_value(value);
        }
    };
    check("open_in_window", settings.open_in_window);
    check("silent", settings.silent);
    check("notify", settings.notify);
    check("do_not_disturb", settings.do_not_disturb);
    check("quiet_enabled", settings.quiet_hours.enabled);
    write("ring_volume", &percent(settings.ring_volume).to_string());
    write("ring_seconds", &settings.ring_seconds.to_string());
    write("meeting_server", &settings.meeting_server);
    write("quiet_from", &time_of_day(settings.quiet_hours.from));
    write("quiet_to", &time_of_day(settings.quiet_hours.to));
    if let Some(field) = input("ring_volume") {
        field.set_disabled(settings.silent);
    }
    for id in ["quiet_from", "quiet_to"] {
        if let Some(field) = input(id) {
            field.set_disabled(!settings.quiet_hours.enabled);
        }
    }
    sites::show(&settings.sites, statuses, unstopped, None);
}

/// The settings in the form; what the form has no control for is not changed.
fn read(before: &Settings) -> Settings {
    let checked = |id, otherwise| input(id).map_or(otherwise, |field| field.checked());
    let number = |id| input(id).map(|field| field.value_as_number());
    let time = |id, otherwise| {
        input(id)
            .and_then(|field| minute_of_day(&field.value()))
            .unwrap_or(otherwise)
    };
    let quiet = before.quiet_hours;
    Settings {
        open_in_window: checked("open_in_window", before.open_in_window),
        silent: checked("silent", before.silent),
        notify: checked("notify", before.notify),
        do_not_disturb: checked("do_not_disturb", before.do_not_disturb),
        ring_volume: number("ring_volume").map_or(before.ring_volume, |it| it / 100.0),
        ring_seconds: number("ring_seconds")
            .and_then(seconds)
            .unwrap_or(before.ring_seconds),
        meeting_server: input("meeting_server")
            .map_or_else(|| before.meeting_server.clone(), |field| field.value()),
        quiet_hours: QuietHours {
            enabled: checked("quiet_enabled", quiet.enabled),
            from: time("quiet_from", quiet.from),
            to: time("quiet_to", quiet.to),
        },
        ..before.clone()
    }
    .repaired()
}

fn site_error(text: Text) {
    set_text("site-error", &i18n::text(text));
    set_hidden("site-error", false);
}

/// Shows one section; the first when there is none of this name.
fn open_section(name: &str) {
    let Some(document) = page::document() else {
        return;
    };
    let known = page::element(&format!("section-{name}")).is_some();
    let name = if known { name } else { "calls" };
    page::for_each(&document, "[data-section]", |tab| {
        let open = tab.get_attribute("data-section").as_deref() == Some(name);
        put(tab, "aria-current", if open { "page" } else { "false" });
    });
    page::for_each(&document, "main > section", |section| {
        if let Some(id) = section.get_attribute("id") {
            set_hidden(&id, id != format!("section-{name}"));
        }
    });
}

fn listen(send: &UnboundedSender<OptionsInput>) -> Option<(Vec<EventListener>, Interval)> {
    let document = page::document()?;
    // The receiver lives as long as the page.
    let changes = send.clone();
    let change = EventListener::new(&document, "change", move |event| {
        if page::target_attribute(event, "data-setting").is_some() {
            drop(changes.unbounded_send(OptionsInput::Changed));
        } else if let Some((origin, carrier)) = sites::chosen(event) {
            drop(changes.unbounded_send(OptionsInput::Carrier(origin, carrier)));
        } else {
            profiles::choose(event, &changes, OptionsInput::Import);
        }
    });
    let clicks = send.clone();
    let click = EventListener::new(&document, "click", move |event| {
        let value_of = |attribute| page::target_attribute(event, attribute);
        let action = value_of("data-section")
            .map(OptionsInput::Section)
            .or_else(|| value_of("data-switch").map(OptionsInput::Switch))
            .or_else(|| value_of("data-remove").map(OptionsInput::Remove))
            .or_else(|| value_of("data-export").map(OptionsInput::Export))
            .or_else(|| value_of("data-remove-profile").map(OptionsInput::RemoveProfile))
            .or_else(|| value_of("data-retry").map(|_| OptionsInput::Retry))
            .or_else(|| value_of("data-change").map(OptionsInput::Change))
            .or_else(|| value_of("data-copy").map(|_| OptionsInput::Copy));
        if let Some(patterns) = value_of("data-grant") {
            page::grant(&patterns, &clicks, || OptionsInput::Granted);
        }
        if let Some(action) = action {
            drop(clicks.unbounded_send(action));
        }
    });
    let form = page::element("add-site")?;
    let adds = send.clone();
    let options = EventListenerOptions::enable_prevent_default();
    let submit = EventListener::new_with_options(&form, "submit", options, move |event| {
        event.prevent_default();
        add_site(&adds);
    });
    let ticks = send.clone();
    let clock = Interval::new(PERIOD.as_millis() as u32, move || {
        if page::document().is_some_and(|document| !document.hidden()) {
            drop(ticks.unbounded_send(OptionsInput::Tick));
        }
    });
    Some((vec![change, click, submit], clock))
}

/// Asks the browser for the site that was typed in. Here and not in the loop:
/// the question must be put within the click.
fn add_site(send: &UnboundedSender<OptionsInput>) {
    let typed = |id| input(id).map(|field| field.value()).unwrap_or_default();
    let Some(site) = SiteSetting::parse(&typed("site-address"), &typed("site-api")) else {
        drop(send.unbounded_send(OptionsInput::NoSite));
        return;
    };
    let send = send.clone();
    match permissions::request(&site.patterns()) {
        Ok(answer) => wasm_bindgen_futures::spawn_local(async move {
            let granted = answer.await;
            drop(send.unbounded_send(OptionsInput::Add(site, granted)));
        }),
        Err(_) => drop(send.unbounded_send(OptionsInput::Add(site, false))),
    }
}

fn percent(part: f64) -> u32 {
    seconds(part * 100.0).unwrap_or_default()
}

/// A number field's value as a whole number; `None` for an empty one.
fn seconds(value: f64) -> Option<u32> {
    rounded(value).filter(|seconds| *seconds <= 86_400)
}

/// `20:00` for 1,200 minutes.
fn time_of_day(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// 1,200 minutes for `20:00`.
fn minute_of_day(text: &str) -> Option<u16> {
    let mut parts = text.split(':');
    let hour = parts.next()?.parse::<u16>().ok().filter(|it| *it < 24)?;
    let minute = parts.next()?.parse::<u16>().ok().filter(|it| *it < 60)?;
    Some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_survive_the_form() {
        for minute in [0, 59, 420, 1_200, 1_439] {
            assert_eq!(minute_of_day(&time_of_day(minute)), Some(minute));
        }
        assert_eq!(minute_of_day("20:00:30"), Some(1_200));
        assert_eq!(minute_of_day("24:00"), None);
        assert_eq!(minute_of_day(""), None);
    }

    #[test]
    fn empty_number_fields_change_nothing() {
        assert_eq!(seconds(f64::NAN), None);
        assert_eq!(seconds(-1.0), None);
        assert_eq!(seconds(44.6), Some(45));
        assert_eq!(percent(0.7), 70);
    }
}
