//! The user's and the administrator's settings.

use super::stored::{Section, Writer};
use ringside::call::announce::Alerts;
use ringside::call::state::Rules;
use ringside::settings::Settings;
use ringside_web::browser::clock;

pub(super) struct Preferences {
    settings: &'static Section<Settings>,
    writer: Writer,
}

impl Preferences {
    pub(super) fn new(settings: &'static Section<Settings>, writer: Writer) -> Self {
        Self { settings, writer }
    }

    /// Reads the settings.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Settings) -> T) -> T {
        self.settings.read(read)
    }

    /// Stores new settings; unusable values are repaired.
    pub(super) fn set(&self, settings: Settings) {
        let repaired = settings.repaired();
        self.settings.change(|settings| *settings = repaired);
        self.writer.save_settings();
    }

    /// The settings that the calls depend on, at this time of day.
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

    /// The API address of the CRM at `origin`.
    pub(super) fn api_of(&self, origin: &str) -> String {
        self.read(|settings| {
            let site = settings.site(origin);
            site.map_or_else(|| origin.to_owned(), |site| site.api().to_owned())
        })
    }
}
