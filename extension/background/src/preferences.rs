//! What the user and the administrator set.

use super::stored::{Section, Writer};
use ringside::call::announce::Alerts;
use ringside::call::state::Rules;
use ringside::settings::Settings;
use ringside_web::browser::clock;

/// The settings in use.
pub(super) struct Preferences {
    settings: &'static Section<Settings>,
    writer: Writer,
}

impl Preferences {
    /// The settings as they were stored.
    pub(super) fn new(settings: &'static Section<Settings>, writer: Writer) -> Self {
        Self { settings, writer }
    }

    /// Looks at the settings.
    pub(super) fn read<T>(&self, look: impl FnOnce(&Settings) -> T) -> T {
        self.settings.read(look)
    }

    /// Stores new settings; unusable values are repaired.
    pub(super) fn set(&self, settings: Settings) {
        let repaired = settings.repaired();
        self.settings.change(|settings| *settings = repaired);
        self.writer.save_settings();
    }

    /// What the calls must know of the settings, at this time of day.
    pub(super) fn rules(&self) -> Rules {
        self.read(|settings| settings.rules(clock::minute_of_day()))
    }

    /// Which announcements the user wants.
    pub(super) fn alerts(&self) -> Alerts {
        self.read(|settings| Alerts {
            sound: !settings.silent,
            notifications: settings.notify,
        })
    }

    /// Where the API of the CRM at `origin` is.
    pub(super) fn api_of(&self, origin: &str) -> String {
        self.read(|settings| {
            let site = settings.site(origin);
            site.map_or_else(|| origin.to_owned(), |site| site.api().to_owned())
        })
    }
}
