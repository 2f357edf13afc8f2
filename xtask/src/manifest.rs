//! One `manifest.json` for both browsers and both kinds of build.
//!
//! The manifest in the tree is the sum of all four; each is made by removing
//! what its browser or its store does not want, so that what ships can be read
//! in one file.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::build::{Files, Options};

/// A browser that the extension is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Browser {
    /// Chrome and everything made of Chromium.
    Chrome,
    /// Firefox on desktops and Android.
    Firefox,
}

impl Browser {
    /// Every browser.
    pub(crate) const ALL: [Self; 2] = [Self::Chrome, Self::Firefox];

    /// The folder's name under `dist/`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Firefox => "firefox",
        }
    }
}

/// The manifest for one browser, with Cargo's version.
///
/// # Errors
/// Where `manifest.json` cannot be read or is not an object.
pub(crate) fn for_build(
    root: &Path,
    browser: Browser,
    options: Options,
) -> Result<Map<String, Value>> {
    let text =
        std::fs::read_to_string(root.join("manifest.json")).context("cannot read manifest.json")?;
    let all: Map<String, Value> =
        serde_json::from_str(&text).context("manifest.json is not a JSON object")?;
    // Every package of the workspace has the workspace's version.
    Ok(derive(all, browser, options, env!("CARGO_PKG_VERSION")))
}

/// Readable, and the same bytes for the same manifest.
///
/// # Errors
/// None that a parsed manifest can cause.
pub(crate) fn to_bytes(manifest: &Map<String, Value>) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(manifest)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn derive(
    mut manifest: Map<String, Value>,
    browser: Browser,
    options: Options,
    version: &str,
) -> Map<String, Value> {
    manifest.insert("version".to_owned(), Value::from(version));
    if !options.tests {
        // Access is asked for per site, when it is needed.
        manifest.shift_remove("host_permissions");
    }
    if options.store {
        // The store gives the extension its id.
        manifest.shift_remove("key");
    }
    match browser {
        Browser::Chrome => {
            manifest.shift_remove("browser_specific_settings");
            remove(&mut manifest, "background", "scripts");
        }
        Browser::Firefox => {
            manifest.shift_remove("minimum_chrome_version");
            manifest.shift_remove("key");
            // It knows no schema, and warns of a key that it does not know.
            manifest.shift_remove("storage");
            remove(&mut manifest, "background", "service_worker");
            // The event page plays sound itself.
            if let Some(Value::Array(permissions)) = manifest.get_mut("permissions") {
                permissions.retain(|permission| permission != "offscreen");
            }
        }
    }
    manifest
}

fn remove(manifest: &mut Map<String, Value>, section: &str, key: &str) {
    if let Some(Value::Object(section)) = manifest.get_mut(section) {
        section.shift_remove(key);
    }
}

/// Files that the manifest names and the extension does not hold.
pub(crate) fn missing_files(manifest: &Map<String, Value>, files: &Files) -> Vec<String> {
    let mut named = Vec::new();
    for value in manifest.values() {
        collect_paths(value, &mut named);
    }
    named.retain(|path| !files.contains_key(path));
    named.sort();
    named.dedup();
    named
}

/// Everything in a manifest that looks like a file of the extension.
fn collect_paths(value: &Value, paths: &mut Vec<String>) {
    const KINDS: [&str; 6] = [".html", ".js", ".json", ".png", ".svg", ".wasm"];
    match value {
        Value::String(text) if KINDS.iter().any(|kind| text.ends_with(kind)) => {
            paths.push(text.clone());
        }
        Value::Array(values) => values.iter().for_each(|value| collect_paths(value, paths)),
        Value::Object(values) => values
            .values()
            .for_each(|value| collect_paths(value, paths)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::workspace;

    const STORE: Options = build(true, false);
    const DEFAULT: Options = build(false, false);

    const fn build(store: bool, tests: bool) -> Options {
        Options {
            store,
            tests,
            dev: false,
        }
    }

    fn built(browser: Browser, options: Options) -> Map<String, Value> {
        for_build(workspace::root(), browser, options).unwrap()
    }

    fn permissions(manifest: &Map<String, Value>) -> Vec<&str> {
        let list = manifest["permissions"].as_array().unwrap();
        list.iter().filter_map(Value::as_str).collect()
    }

    #[test]
    fn what_people_load_is_granted_no_site_at_install() {
        for (browser, options) in Browser::ALL
            .into_iter()
            .flat_map(|it| [(it, STORE), (it, DEFAULT)])
        {
            let manifest = built(browser, options);
            assert!(!manifest.contains_key("host_permissions"));
            assert!(!manifest.contains_key("content_scripts"));
            assert!(!manifest.contains_key("externally_connectable"));
            assert_eq!(
                manifest["optional_host_permissions"],
                serde_json::json!(["https://*/*", "http://*.localhost/*", "http://127.0.0.1/*"])
            );
        }
    }

    /// Each permission, and where it is used.
    #[test]
    fn no_permission_is_asked_for_that_is_not_used() {
        let uses = BTreeMap::from([
            // The address of the page in front, for the popup.
            ("activeTab", ("extension/web/src/browser/tabs.rs", "active")),
            ("alarms", ("extension/web/src/browser/alarms.rs", "alarms")),
            (
                "notifications",
                (
                    "extension/web/src/browser/notifications.rs",
                    "notifications",
                ),
            ),
            (
                "offscreen",
                ("extension/web/src/browser/sound.rs", "offscreen"),
            ),
            (
                "scripting",
                ("extension/web/src/browser/scripting.rs", "scripting"),
            ),
            (
                "storage",
                ("extension/web/src/browser/storage.rs", "storage"),
            ),
        ]);
        for browser in Browser::ALL {
            for permission in permissions(&built(browser, STORE)) {
                let (file, word) = uses[permission];
                let text = std::fs::read_to_string(workspace::root().join(file)).unwrap();
                assert!(
                    text.contains(&format!("\"{word}\"")),
                    "{permission}: {file}"
                );
            }
        }
    }

    #[test]
    fn builds_for_tests_are_granted_this_machine_only() {
        for browser in Browser::ALL {
            assert_eq!(
                built(browser, Options::TESTED)["host_permissions"],
                serde_json::json!(["http://localhost/*", "http://127.0.0.1/*"])
            );
        }
    }

    /// The CRMs and the meeting servers are any, by the user's permission;
    /// everything else is the extension's own.
    #[test]
    fn the_extensions_pages_load_nothing_foreign_but_requests_and_meetings() {
        for browser in Browser::ALL {
            let manifest = built(browser, STORE);
            let policy = manifest["content_security_policy"]["extension_pages"].as_str();
            let mut lists: BTreeMap<&str, Vec<&str>> = policy
                .unwrap()
                .split(';')
                .map(|directive| {
                    let mut words = directive.split_whitespace();
                    (words.next().unwrap(), words.collect())
                })
                .collect();
            assert_eq!(lists.remove("default-src"), Some(vec!["'none'"]));
            assert_eq!(lists.remove("base-uri"), Some(vec!["'none'"]));
            assert_eq!(lists.remove("form-action"), Some(vec!["'none'"]));
            assert!(lists.remove("connect-src").is_some());
            assert!(lists.remove("frame-src").is_some());
            let own = ["'self'", "'wasm-unsafe-eval'", "blob:"];
            for (directive, sources) in lists {
                let foreign = sources.iter().find(|source| !own.contains(source));
                assert_eq!(foreign, None, "{directive}");
            }
        }
    }

    #[test]
    fn each_browser_gets_its_own_kind_of_background() {
        let chrome = built(Browser::Chrome, DEFAULT);
        assert!(chrome["background"].get("scripts").is_none());
        assert!(chrome["background"]["service_worker"].is_string());
        let firefox = built(Browser::Firefox, DEFAULT);
        assert!(firefox["background"].get("service_worker").is_none());
        assert!(firefox["background"]["scripts"].is_array());
        for manifest in [chrome, firefox] {
            assert_eq!(manifest["background"]["type"], "module");
        }
    }

    #[test]
    fn only_the_call_page_can_be_framed() {
        for browser in Browser::ALL {
            let manifest = built(browser, STORE);
            let lists = manifest["web_accessible_resources"].as_array().unwrap();
            let pages: Vec<&str> = lists
                .iter()
                .flat_map(|list| list["resources"].as_array().unwrap())
                .filter_map(Value::as_str)
                .filter(|path| path.ends_with(".html") || path.contains('*'))
                .collect();
            assert_eq!(pages, ["pages/call.html"]);
        }
    }

    #[test]
    fn only_chrome_asks_for_an_offscreen_document() {
        assert!(permissions(&built(Browser::Chrome, STORE)).contains(&"offscreen"));
        assert!(!permissions(&built(Browser::Firefox, STORE)).contains(&"offscreen"));
    }

    #[test]
    fn each_store_reads_only_its_own_keys() {
        let chrome = built(Browser::Chrome, STORE);
        let schema = chrome["storage"]["managed_schema"].as_str().unwrap();
        assert!(workspace::root().join("extension").join(schema).is_file());
        assert!(!chrome.contains_key("browser_specific_settings"));
        assert!(!chrome.contains_key("key"));
        assert_eq!(chrome["minimum_chrome_version"], "116");
        let firefox = built(Browser::Firefox, STORE);
        assert!(!firefox.contains_key("minimum_chrome_version"));
        assert!(!firefox.contains_key("storage"));
        let gecko = &firefox["browser_specific_settings"]["gecko"];
        assert!(gecko["data_collection_permissions"]["required"].is_array());
    }

    /// What an extension stores knows no private windows: a sign-in of one would
    /// be used in all.
    #[test]
    fn no_browser_lets_it_into_private_windows() {
        for browser in [Browser::Chrome, Browser::Firefox] {
            assert_eq!(built(browser, STORE)["incognito"], "not_allowed");
        }
    }

    #[test]
    fn chrome_keeps_its_id_between_development_builds() {
        assert!(built(Browser::Chrome, DEFAULT)["key"].is_string());
        assert!(!built(Browser::Firefox, DEFAULT).contains_key("key"));
    }

    #[test]
    fn the_version_is_cargos_in_a_form_that_stores_take() {
        let manifest = built(Browser::Chrome, STORE);
        let version = manifest["version"].as_str().unwrap();
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
        assert!(version.split('.').all(|part| part.parse::<u16>().is_ok()));
    }

    #[test]
    fn chrome_suggests_at_most_four_keys() {
        let manifest = built(Browser::Chrome, STORE);
        let commands = manifest["commands"].as_object().unwrap();
        let suggested = commands
            .values()
            .filter(|c| c.get("suggested_key").is_some());
        assert!(suggested.count() <= 4);
    }

    #[test]
    fn messages_named_by_the_manifest_exist() {
        let path = workspace::root().join("extension/_locales/en/messages.json");
        let messages = std::fs::read_to_string(path).unwrap();
        let messages: Map<String, Value> = serde_json::from_str(&messages).unwrap();
        let manifest =
            String::from_utf8(to_bytes(&built(Browser::Chrome, STORE)).unwrap()).unwrap();
        let named: Vec<&str> = manifest
            .split("__MSG_")
            .skip(1)
            .filter_map(|rest| rest.split("__").next())
            .collect();
        assert!(!named.is_empty());
        for name in named {
            assert!(messages.contains_key(name), "{name} has no text");
        }
    }

    #[test]
    fn missing_files_are_noticed() {
        let manifest = built(Browser::Chrome, DEFAULT);
        let missing = missing_files(&manifest, &Files::new());
        assert!(missing.contains(&"background/bootstrap.js".to_owned()));
    }
}
