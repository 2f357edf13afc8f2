//! Announces calls outside the CRM's pages: sound, toolbar, notifications.

use std::cell::{Cell, RefCell};

use wasm_bindgen_futures::spawn_local;

use super::all_calls::AllCalls;
use super::crm_tabs;
use super::diagnostics::log;
use super::preferences::Preferences;
use ringside::call::announce::{Before, Toolbar};
use ringside::call::machine::Event;
use ringside::domain::{CallId, Media, TabId};
use ringside::sites::{self, Ring, SiteCalls, SiteNumber};
use ringside::text;
use ringside_web::browser::{action, i18n, notifications, sound};

/// The announcements that are active.
pub(super) struct Announcer {
    all: &'static AllCalls,
    preferences: &'static Preferences,
    /// Whether the ring sounds; `None` until the first announcement.
    sounding: Cell<Option<bool>>,
    /// The calls that have a notification.
    notified: RefCell<Vec<CallId>>,
    /// Whether the toolbar button has a badge in all tabs.
    has_badge: Cell<bool>,
    /// The tabs in which it has one because a profile finds nobody.
    missing: RefCell<Vec<TabId>>,
}

impl Announcer {
    pub(super) fn new(all: &'static AllCalls, preferences: &'static Preferences) -> Self {
        Self {
            all,
            preferences,
            sounding: Cell::new(None),
            notified: RefCell::default(),
            has_badge: Cell::default(),
            missing: RefCell::default(),
        }
    }

    /// Makes sound, toolbar and notifications agree with the calls, after an
    /// event at this site.
    pub(super) fn show(&self, site: SiteNumber, before: &Before) {
        let alerts = self.preferences.alerts();
        let shown = self.all.read(|all| {
            (
                sites::sounds(all, alerts),
                sites::toolbar(all),
                sites::rings(all, alerts),
            )
        });
        let Some((sounds, button, rings)) = shown else {
            return;
        };
        self.sound(sounds);
        self.has_badge.set(toolbar(button));
        if self.has_badge.get() {
            // A call is more important. The other one comes back with the tab's next
            // greeting.
            for tab in self.missing.take() {
                action::show_in(tab, None);
            }
        }
        self.notify(site, before, rings);
    }

    /// The profile of the page in this tab finds nobody where detection does, or that
    /// is not so.
    pub(super) fn profile_misses(&self, tab: TabId, misses: bool) {
        let mut missing = self.missing.borrow_mut();
        let before = missing.len();
        missing.retain(|known| *known != tab);
        let is_shown = misses && !self.has_badge.get();
        if is_shown {
            missing.push(tab);
        }
        if is_shown || missing.len() != before {
            action::show_in(tab, is_shown.then_some("?"));
        }
    }

    fn sound(&self, sounds: bool) {
        if self.sounding.replace(Some(sounds)) == Some(sounds) {
            return;
        }
        let volume = self.preferences.read(|settings| settings.ring_volume);
        spawn_local(async move {
            let done = if sounds {
                sound::start(volume).await
            } else {
                sound::stop().await
            };
            if let Err(cause) = done {
                log(("the ring's sound", &cause));
            }
        });
    }

    fn notify(&self, site: SiteNumber, before: &Before, rings: Vec<Ring>) {
        let calls = rings.iter().map(|ring| ring.call).collect();
        let shown = self.notified.replace(calls);
        for call in sites::outdated(site, before, &shown, &rings) {
            spawn_local(async move { notifications::clear(&name(call)).await });
        }
        for ring in rings {
            if !shown.contains(&ring.call) {
                spawn_local(notification(ring));
            }
        }
    }

    /// A notification was clicked: on its first or second button, or
    /// elsewhere.
    pub(super) fn clicked(&self, id: &str, button: Option<u32>) {
        let clicked = self
            .all
            .read(|all| sites::to_click(all, |call| name(call) == id, button));
        let Some((site, click)) = clicked.flatten() else {
            return;
        };
        if let Some(tab) = click.show {
            crm_tabs::focus(tab);
        }
        if let Some(intent) = click.intent {
            let tab = self.all.read(best_tab).flatten();
            self.all.act(Some(site), tab, intent);
        }
    }

    /// A keyboard shortcut was pressed.
    pub(super) fn pressed(&self, command: &str) {
        let meant = self
            .all
            .read(|all| (sites::to_command(all, command), best_tab(all)));
        if let Some((Some((site, intent)), tab)) = meant {
            self.all.dispatch(site, Event::Intent { intent, tab });
        }
    }
}

/// Every site knows of all tabs.
fn best_tab(all: &[SiteCalls<'_>]) -> Option<TabId> {
    all.first().and_then(|site| site.calls.best_tab())
}

fn name(call: CallId) -> String {
    format!("ring-{}", call.0)
}

async fn notification(ring: Ring) {
    let message = match ring.media {
        Media::Audio => text::notify_audio(),
        Media::Video => text::notify_video(),
    };
    let shown = notifications::show(notifications::Notification {
        id: &name(ring.call),
        title: &ring.peer.name,
        message: &i18n::text(message),
        buttons: &[
            &i18n::text(text::notify_answer()),
            &i18n::text(text::notify_decline()),
        ],
    })
    .await;
    if let Err(cause) = shown {
        log(("no notification", &cause));
    }
}

/// Shows the state on the toolbar button: text, colour and tooltip. Returns whether
/// there is a text.
fn toolbar(button: Toolbar) -> bool {
    let (badge, colour, title) = match button {
        Toolbar::Ringing => ("●", "#16a34a", text::toolbar_ringing()),
        Toolbar::InCall => ("●", "#16a34a", text::toolbar_in_call()),
        Toolbar::SignInExpired => ("!", "#d97706", text::toolbar_sign_in()),
        Toolbar::SignedOut => ("", "#6b7280", text::toolbar_signed_out()),
        Toolbar::Ready => ("", "#16a34a", text::toolbar_ready()),
    };
    action::show(badge, colour, &i18n::text(title));
    !badge.is_empty()
}
