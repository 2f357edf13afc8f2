use super::*;
use crate::crm::discovery::Certainty;

fn stored(json: &str) -> Settings {
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    match Settings::restore(&json) {
        Restored::Migrated(settings) => settings,
        other => panic!("not of version 1: {other:?}"),
    }
}

fn restored(text: &str) -> Restored<Settings> {
    Settings::restore(&serde_json::Value::from(text))
}

#[test]
fn settings_of_version_1_are_migrated() {
    let settings = stored(
        r#"{"version": 1, "ring_volume": 0.25, "silent": true, "ring_seconds": 30,
            "open_in_window": true, "do_not_disturb": true,
            "quiet_hours": {"enabled": true, "from": 1260, "to": 390}, "notify": false,
            "sites": [
                {"origin": "https://crm.example.com",
                 "api_base": "https://api.example.com/v1", "enabled": true},
                {"origin": "http://localhost:8080", "api_base": "", "enabled": false}
            ]}"#,
    );
    let site = |origin: &str, api_base: &str, enabled| SiteSetting {
        origin: origin.to_owned(),
        api_base: api_base.to_owned(),
        enabled,
        carrier: Carrier::NotAsked,
        found_api: String::new(),
        own_window: false,
        is_crm: false,
        meeting_server: String::new(),
    };
    let expected = Settings {
        ring_volume: 0.25,
        silent: true,
        ring_seconds: 30,
        open_in_window: true,
        do_not_disturb: true,
        quiet_hours: QuietHours {
            enabled: true,
            from: 1_260,
            to: 390,
        },
        notify: false,
        sites: vec![
            site(
                "https://crm.example.com",
                "https://api.example.com/v1",
                true,
            ),
            site("http://localhost:8080", "", false),
        ],
        meeting_server: String::new(),
    };
    assert_eq!(settings, expected);
}

#[test]
fn what_is_absent_has_its_default() {
    assert_eq!(stored("{}"), Settings::default());
}

#[test]
fn an_object_is_read_as_far_as_known() {
    let settings = stored(r#"{"version": 9, "silent": true, "ring_tone": "bells"}"#);
    assert!(settings.silent);
}

#[test]
fn todays_text_is_read_and_repaired() {
    let loud = Settings {
        ring_volume: 7.0,
        silent: true,
        ..Settings::default()
    };
    let repaired = loud.clone().repaired();
    assert_eq!(restored(&codec::text(&loud)), Restored::Current(repaired));
}

#[test]
fn a_newer_text_is_set_aside_and_a_damaged_one_dropped() {
    let today = codec::text(&Settings::default());
    let newer = today.replace("settings 5", "settings 6");
    assert_eq!(restored(&newer), Restored::Newer("settings 6".to_owned()));
    assert_eq!(restored(&today[..today.len() - 2]), Restored::Unreadable);
    assert_eq!(restored(""), Restored::Unreadable);
}

#[test]
fn values_out_of_range_are_clamped() {
    let settings = stored(
        r#"{"ring_volume": 7, "ring_seconds": 100000,
            "quiet_hours": {"enabled": true, "from": 60, "to": 5000}}"#,
    );
    assert_eq!(settings.ring_volume, 1.0);
    assert_eq!(settings.ring_seconds, 120);
    assert_eq!(settings.quiet_hours, QuietHours::default());
}

#[test]
fn sites_are_unique_origins() {
    let settings = stored(
        r#"{"sites": [
            {"origin": "https://CRM.example.com/customers?page=2"},
            {"origin": "https://crm.example.com:443", "enabled": false},
            {"origin": "javascript:alert(1)"},
            {"origin": "http://crm.example.com"},
            {"origin": "http://127.0.0.1:8080", "api_base": "http://127.0.0.1:8000/"}
        ]}"#,
    );
    let origins: Vec<_> = settings
        .sites
        .iter()
        .map(|site| (site.origin.as_str(), site.api()))
        .collect();
    assert_eq!(
        origins,
        [
            ("https://crm.example.com", "https://crm.example.com"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8000"),
        ]
    );
}

#[test]
fn who_carries_is_set_for_one_site() {
    let mut settings = stored(r#"{"sites": [{"origin": "https://crm.example.com"}]}"#);
    let (crm, granted) = ("https://crm.example.com", "http://127.0.0.1:8080");
    assert_eq!(settings.carrier(crm), Carrier::NotAsked);
    settings.set_carrier(crm, Carrier::Crm);
    settings.set_carrier(granted, Carrier::Ringside);
    assert_eq!(settings.sites.len(), 2);
    let at = |origin| {
        (
            settings.carrier(origin),
            settings.rules(0, Some(origin)).crm_carries,
        )
    };
    assert_eq!(at(crm), (Carrier::Crm, true));
    assert_eq!(at(granted), (Carrier::Ringside, false));
    assert!(!settings.rules(0, None).crm_carries);
}

#[test]
fn a_site_needs_its_page_and_its_api() {
    let site = SiteSetting::parse("crm.example.com:8443/x", "https://api.example.com/v1");
    assert_eq!(
        site.unwrap().patterns(),
        ["https://crm.example.com/*", "https://api.example.com/*"]
    );
    let site = SiteSetting::parse("crm.example.com", "");
    assert_eq!(site.unwrap().patterns(), ["https://crm.example.com/*"]);
}

#[test]
fn what_the_user_typed_wins_over_what_was_found_and_that_over_the_page() {
    let mut settings = Settings::default();
    let page = "https://crm.example.com";
    settings.add_site(SiteSetting::parse(page, "").unwrap());
    let api = |settings: &Settings| {
        let site = settings.site(page).unwrap();
        (site.api().to_owned(), site.api_source())
    };
    assert_eq!(api(&settings), (page.to_owned(), ApiSource::Page));
    let found = FoundApi {
        base: "https://api.example.com/v1".to_owned(),
        certainty: Certainty::Certain,
    };
    assert!(settings.learn_api(page, &found, false));
    assert!(!settings.learn_api(page, &found, false), "known");
    assert_eq!(api(&settings), (found.base.clone(), ApiSource::Found));
    settings.add_site(SiteSetting::parse(page, "typed.example.com/").unwrap());
    let typed = "https://typed.example.com".to_owned();
    assert_eq!(api(&settings), (typed, ApiSource::Typed));
    settings.add_site(SiteSetting::parse(page, "").unwrap());
    assert_eq!(
        api(&settings),
        (found.base, ApiSource::Found),
        "not forgotten"
    );
    assert_eq!(settings.sites.len(), 1);
}

#[test]
fn a_page_whose_requests_show_an_api_becomes_a_site() {
    let mut settings = Settings::default();
    let found = FoundApi {
        base: "http://127.0.0.1:8000".to_owned(),
        certainty: Certainty::Likely,
    };
    assert!(settings.learn_api("http://127.0.0.1:5173", &found, false));
    let site = settings.site("http://127.0.0.1:5173").unwrap();
    assert_eq!(site.api(), "http://127.0.0.1:8000");
    assert!(!settings.learn_api("about:blank", &found, false));
}

#[test]
fn quiet_hours_may_cross_midnight() {
    let night = QuietHours {
        enabled: true,
        from: 1200,
        to: 420,
    };
    assert!(night.contain(1200) && night.contain(0) && night.contain(419));
    assert!(!night.contain(420) && !night.contain(1199));
    let noon = QuietHours {
        enabled: true,
        from: 720,
        to: 780,
    };
    assert!(noon.contain(720) && !noon.contain(780));
    assert!(
        !QuietHours {
            enabled: false,
            ..noon
        }
        .contain(730)
    );
}

proptest::proptest! {
    #[test]
    fn repairing_twice_changes_nothing_more(
        volume: f64, seconds: u32, from: u16, to: u16, origin in ".{0,40}", found_api in ".{0,40}",
        server in "(https://)?[a-z./:@ %]{0,40}",
    ) {
        let settings = Settings {
            ring_volume: volume,
            ring_seconds: seconds,
            quiet_hours: QuietHours { enabled: true, from, to },
            sites: vec![SiteSetting {
                origin,
                api_base: String::new(),
                enabled: true,
                carrier: Carrier::Crm,
                found_api,
                own_window: true,
                is_crm: false,
                meeting_server: String::new(),
            }],
            meeting_server: server,
            ..Settings::default()
        }
        .repaired();
        proptest::prop_assert_eq!(settings.clone().repaired(), settings);
    }
}

#[test]
fn a_site_that_is_switched_off_shares_its_host_with_one_that_is_on() {
    let settings = stored(
        r#"{"sites": [
            {"origin": "http://127.0.0.1:8080", "enabled": true},
            {"origin": "http://127.0.0.1:9090", "enabled": false},
            {"origin": "https://crm.example.com", "enabled": false,
             "api_base": "https://api.example.com"}
        ]}"#,
    );
    assert_eq!(
        settings.patterns_off(),
        ["https://crm.example.com/*", "https://api.example.com/*"]
    );
}

/// Whoever lets Ringside into all pages visits many with an API of their own.
#[test]
fn addresses_that_are_found_have_a_bound_and_sites_stay() {
    let mut settings = Settings::default();
    let found = FoundApi {
        base: "https://api.example.com".to_owned(),
        certainty: Certainty::Likely,
    };
    settings.learn_crm("https://crm.example.com");
    settings.add_site(SiteSetting::parse("https://off.example.com", "").unwrap());
    settings.sites[1].enabled = false;
    for number in 0..1_000 {
        let page = format!("https://p{number}.example.com");
        assert!(settings.learn_api(&page, &found, false));
    }
    assert_eq!(settings.sites.len(), MOST_SITES);
    assert!(settings.is_crm("https://crm.example.com"));
    assert!(settings.is_off("https://off.example.com"));
    for number in 0..1_000 {
        settings.learn_crm(&format!("https://c{number}.example.com"));
    }
    assert_eq!(settings.sites.len(), MOST_SITES);
    assert!(settings.is_crm("https://c0.example.com"));
}

#[test]
fn guests_are_called_at_the_users_own_server_or_at_the_crms() {
    let mut settings = Settings::default();
    let crm = "https://crm.example.com";
    assert_eq!(settings.guest_server(crm), None);
    assert!(settings.learn_meeting_server(crm, "https://meet.example.com/crm"));
    assert!(!settings.learn_meeting_server(crm, "https://meet.example.com/crm"));
    let of_crm = Some("https://meet.example.com/crm");
    assert_eq!(settings.guest_server(crm), of_crm);
    assert_eq!(settings.guest_server("https://other.example.com"), None);
    settings.meeting_server = " Meet.example.org/ ".to_owned();
    let settings = settings.repaired();
    let own = Some("https://meet.example.org");
    assert_eq!(settings.guest_server(crm), own);
    assert_eq!(settings.guest_server("https://other.example.com"), own);
}

#[test]
fn a_meeting_server_is_secure_or_none() {
    for wrong in [
        "http://meet.example.com",
        "javascript:alert(1)",
        "meet",
        "https://a b",
        "https://m.example/?q",
    ] {
        let settings = Settings {
            meeting_server: wrong.to_owned(),
            ..Settings::default()
        };
        let kept = settings.repaired().meeting_server;
        assert!(
            kept.is_empty() || crate::settings::site::server(&kept).is_some(),
            "{wrong}"
        );
        assert!(!kept.contains(['?', ' ']), "{kept}");
    }
}

/// A page may have been opened before a call showed where the CRM holds them.
#[test]
fn what_was_learnt_of_a_crms_server_survives_settings_from_an_older_page() {
    let crm = "https://crm.example.com";
    let mut known = Settings::default();
    known.learn_crm(crm);
    let mut typed = known.clone();
    known.learn_meeting_server(crm, "https://meet.example.com");
    typed.keep_findings(&known);
    assert_eq!(typed.guest_server(crm), Some("https://meet.example.com"));
}

#[test]
fn a_page_that_was_enabled_is_listed_once() {
    let mut settings = Settings::default();
    let page = "https://crm.example.com";
    assert!(settings.learn_site(page));
    assert!(!settings.learn_site(page));
    assert!(!settings.learn_site("http://crm.example.com"), "not secure");
    let listed: Vec<_> = settings.sites.iter().map(|site| &site.origin).collect();
    assert_eq!(listed, [page]);
    assert!(!settings.is_crm(page));
}
