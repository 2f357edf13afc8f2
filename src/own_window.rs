//! The call windows that CRMs have of their own: where they are kept out of
//! the meetings that Ringside carries.

use crate::domain::pattern::pattern_of;
use crate::settings::{Settings, SiteSetting};

/// Whether the CRM's window is kept out of its pages at this origin.
#[must_use]
pub fn is_kept_out(settings: &Settings, origin: &str) -> bool {
    settings.site(origin).is_some_and(keeps_out)
}

fn keeps_out(site: &SiteSetting) -> bool {
    site.own_window && site.carrier.is_ringside()
}

/// The match patterns of the sites where the window is kept out from the start,
/// of those that are granted.
#[must_use]
pub fn patterns(settings: &Settings, granted: &[String]) -> Vec<String> {
    let enabled = settings.sites.iter().filter(|site| site.enabled);
    let mut patterns: Vec<String> = Vec::new();
    for site in enabled.filter(|site| keeps_out(site)) {
        if let Some(pattern) = pattern_of(&site.origin)
            && covers(granted, &pattern)
            && !patterns.contains(&pattern)
        {
            patterns.push(pattern);
        }
    }
    patterns
}

/// Whether one of the granted patterns is this one, or one for every host.
fn covers(granted: &[String], pattern: &str) -> bool {
    let scheme = pattern.split("://").next().unwrap_or_default();
    granted.iter().any(|granted| {
        let (of, rest) = granted.split_once("://").unwrap_or_default();
        granted == pattern
            || granted == "<all_urls>"
            || (rest == "*/*" && (of == "*" || of == scheme))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Carrier;

    const CRM: &str = "https://crm.example.com";

    fn settings(carrier: Carrier, enabled: bool) -> Settings {
        let mut settings = Settings::default();
        assert!(settings.learn_own_window(CRM));
        assert!(!settings.learn_own_window(CRM), "it is no news any more");
        settings.set_carrier(CRM, carrier);
        settings.sites[0].enabled = enabled;
        settings
    }

    #[test]
    fn the_window_is_kept_out_where_ringside_carries_calls() {
        let granted = [format!("{CRM}/*")];
        let patterns = |carrier, enabled| patterns(&settings(carrier, enabled), &granted);
        assert_eq!(patterns(Carrier::NotAsked, true), granted);
        assert_eq!(patterns(Carrier::Ringside, true), granted);
        assert!(patterns(Carrier::Crm, true).is_empty());
        assert!(patterns(Carrier::Ringside, false).is_empty(), "off");
    }

    #[test]
    fn a_script_is_registered_only_where_access_is_granted() {
        let settings = settings(Carrier::Ringside, true);
        let registers = |granted: &str| !patterns(&settings, &[granted.to_owned()]).is_empty();
        for granted in [
            "https://crm.example.com/*",
            "https://*/*",
            "*://*/*",
            "<all_urls>",
        ] {
            assert!(registers(granted), "{granted}");
        }
        for granted in ["http://*/*", "https://other.example.com/*", ""] {
            assert!(!registers(granted), "{granted}");
        }
    }

    #[test]
    fn the_window_is_let_in_where_ringside_carries_no_calls() {
        let kept_out = |carrier, enabled| is_kept_out(&settings(carrier, enabled), CRM);
        assert!(kept_out(Carrier::NotAsked, true));
        assert!(!kept_out(Carrier::Crm, true));
        assert!(!kept_out(Carrier::Ringside, false));
        assert!(!is_kept_out(&Settings::default(), CRM), "it has none");
    }
}
