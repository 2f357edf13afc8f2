//! Announces calls outside the CRM's pages: sound, toolbar, notifications.

use std::cell::{Cell, RefCell};

use wasm_bindgen_futures::spawn_local;

use super::calls::Calls;
use super::crm_tabs;
use super::diagnostics::log;
use super::preferences::Preferences;
use ringside::call::announce::{self, Before, Toolbar};
use ringside::call::machine::Event;
use ringside::call::shortcut;
use ringside::call::state::{Incoming, State};
use ringside::domain::{CallId, Media};
use ringside::text;
use ringside_web::browser::{action, i18n, notifications, sound};

/// The announcements that are active.
pub(super) struct Announcer {
    calls: &'static Calls,
    preferences: &'static Preferences,
    /// Whether the ring sounds; `None` until the first announcement.
    sounding: Cell<Option<bool>>,
    /// The calls that have a notification.
    notified: RefCell<Vec<CallId>>,
}

impl Announcer {
    pub(super) fn new(calls: &'static Calls, preferences: &'static Preferences) -> Self {
        Self {
            calls,
            preferences,
            sounding: Cell::new(None),
            notified: RefCell::default(),
        }
    }

    /// Makes sound, toolbar and notifications agree with the calls.
    pub(super) fn show(&self, before: &Before) {
        let alerts = self.preferences.alerts();
        let (sounds, button, rings) = self.calls.read(|state| {
            (
                announce::sounds(state, alerts),
                announce::toolbar(state),
                announce::notifications(state, alerts).to_vec(),
            )
        });
        self.sound(sounds);
        toolbar(button);
        self.notify(before, rings);
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

    fn notify(&self, before: &Before, rings: Vec<Incoming>) {
        let calls = rings.iter().map(|ring| ring.call).collect();
        let shown = self.notified.replace(calls);
        for call in before.outdated(&shown, &rings) {
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
        let click = self.calls.read(|state| {
            let ring = state.rings.iter().find(|ring| name(ring.call) == id)?;
            Some((shortcut::of_click(state, ring, button), state.best_tab()))
        });
        let Some((click, tab)) = click else {
            return;
        };
        if let Some(tab) = click.show {
            crm_tabs::focus(tab);
        }
        if let Some(intent) = click.intent {
            self.calls.dispatch(Event::Intent { intent, tab });
        }
    }

    /// A keyboard shortcut was pressed.
    pub(super) fn pressed(&self, command: &str) {
        let intent = self
            .calls
            .read(|state| shortcut::of_command(state, command));
        if let Some(intent) = intent {
            let tab = self.calls.read(State::best_tab);
            self.calls.dispatch(Event::Intent { intent, tab });
        }
    }
}

fn name(call: CallId) -> String {
    format!("ring-{}", call.0)
}

async fn notification(ring: Incoming) {
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

/// Shows the state on the toolbar button: text, colour and tooltip.
fn toolbar(button: Toolbar) {
    let (badge, colour, title) = match button {
        Toolbar::Ringing => ("●", "#16a34a", text::toolbar_ringing()),
        Toolbar::InCall => ("●", "#16a34a", text::toolbar_in_call()),
        Toolbar::SignInExpired => ("!", "#d97706", text::toolbar_sign_in()),
        Toolbar::SignedOut => ("", "#6b7280", text::toolbar_signed_out()),
        Toolbar::Ready => ("", "#16a34a", text::toolbar_ready()),
    };
    action::show(badge, colour, &i18n::text(title));
}
