//! Only one folder may use the extension API, and no dependency of the core may
//! be a browser crate.

use super::lexer::{Token, without_tests};

/// The only folder of Rust that names the extension API.
pub(super) const API: &str = "extension/web/src/browser/";
/// The scripts that run before any module does.
const LOADERS: [&str; 4] = [
    "extension/background/bootstrap.js",
    "extension/content/guard.js",
    "extension/content/loader.js",
    "extension/pages/boot.js",
];
/// The names of the extension API.
const NAMES: [&str; 2] = ["chrome", "browser"];
/// The prefixes of browser packages.
const PACKAGES: [&str; 6] = [
    "gloo",
    "js-sys",
    "serde-wasm-bindgen",
    "wasm-bindgen",
    "wasm-streams",
    "web-sys",
];

/// Why this file may not name the extension API, if it does.
pub(super) fn names_api(path: &str, text: &str) -> Option<String> {
    let names = if path.ends_with(".rs") {
        !path.starts_with(API) && rust_names_api(text)
    } else {
        !LOADERS.contains(&path) && script_names_api(text)
    };
    names.then(|| format!("{path} names the extension API; only {API} may"))
}

/// Imports name it in texts (`js_namespace = ["chrome", …]`) or by its bare
/// name (`js_name = chrome`). Modules of ours are called `browser`, too.
fn rust_names_api(text: &str) -> bool {
    without_tests(text).iter().any(|token| match token {
        Token::Text(text) => NAMES.contains(text),
        Token::Word(word) => *word == NAMES[0],
        _ => false,
    })
}

/// `chrome.` or `browser[`, but not `my_chrome.`.
fn script_names_api(text: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || "_$.".contains(c);
    NAMES.iter().any(|name| {
        text.match_indices(name).any(|(at, _)| {
            let after = text[at + name.len()..].trim_start_matches('?');
            !text[..at].ends_with(is_name) && after.starts_with(['.', '['])
        })
    })
}

/// The browser packages in `cargo tree`'s list.
pub(super) fn browser_packages(tree: &str) -> Vec<&str> {
    let packages = tree.lines().filter_map(|line| line.split(' ').next());
    packages
        .filter(|package| PACKAGES.iter().any(|browser| package.starts_with(browser)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_names_the_extension_api() {
        let import = "#[wasm_bindgen(js_namespace = [\"chrome\", \"tabs\"])] fn f();";
        assert_eq!(names_api("extension/web/src/browser/tabs.rs", import), None);
        let elsewhere = names_api("extension/pages/src/page.rs", import);
        assert!(elsewhere.is_some_and(|said| said.starts_with("extension/pages/src/page.rs")));
    }

    #[test]
    fn its_bare_name_counts_and_what_only_sounds_like_it_does_not() {
        let named = |text| names_api("src/a.rs", text).is_some();
        assert!(named(
            "#[wasm_bindgen(js_name = chrome)] static A: JsValue;"
        ));
        assert!(named("space(\"browser\")"));
        assert!(!named("use crate::browser::tabs; // chrome"));
        assert!(!named("const A: &str = \"chrome-extension://a\";"));
        assert!(!named(
            "#[cfg(test)] mod tests { const A: &str = \"chrome\"; }"
        ));
    }

    #[test]
    fn only_the_loaders_name_it_in_scripts() {
        let script = "await chrome.runtime.getURL('a')";
        assert_eq!(names_api("extension/content/loader.js", script), None);
        assert!(names_api("extension/content/own-window.js", script).is_some());
        assert!(names_api("extension/content/own-window.js", "browser?.['tabs']").is_some());
        assert!(names_api("extension/content/own-window.js", "a.browser.b; unchrome.c").is_none());
    }

    #[test]
    fn packages_of_the_browser_are_found_among_dependencies() {
        let tree =
            "ringside v0.1.0 (/here)\nserde v1.0.228\ngloo-utils v0.2.0\njs-sys v0.3.1 (*)\n";
        assert_eq!(browser_packages(tree), ["gloo-utils", "js-sys"]);
        assert_eq!(browser_packages("ringside v0.1.0\nthiserror v2\n"), [""; 0]);
    }
}
