//! How each browser is started: nothing but what a test needs, nothing that
//! reaches outside the machine.

use std::path::Path;

use serde_json::{Value, json};

use crate::{Browser, Options, meet_proxy::HOST};

/// Chromium's capabilities.
pub(crate) fn chromium(
    options: &Options,
    profile: &Path,
    extension: &Path,
) -> Vec<(&'static str, Value)> {
    let (width, height) = options.size;
    let in_advance = if options.frugal {
        ",SpareRendererForSitePerProcess,PreloadTopChromeWebUI"
    } else {
        ""
    };
    let mut args = vec![
        format!("--user-data-dir={}", profile.display()),
        format!("--load-extension={}", extension.display()),
        // Branded builds ignore the switch above without this one.
        format!("--disable-features=DisableLoadExtensionCommandLineSwitch{in_advance}"),
        format!("--window-size={width},{height}"),
        "--no-first-run".to_owned(),
        "--no-default-browser-check".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--disable-quic".to_owned(),
        "--use-fake-device-for-media-stream".to_owned(),
        "--use-fake-ui-for-media-stream".to_owned(),
        // Nothing reaches outside the machine.
        format!(
            "--host-resolver-rules={}MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , \
             EXCLUDE localhost , EXCLUDE *.localhost",
            options.meet_proxy.map_or(String::new(), |port| {
                format!("MAP {HOST}:443 127.0.0.1:{port} , ")
            })
        ),
        "--lang=en-GB".to_owned(),
    ];
    if options.meet_proxy.is_some() {
        args.push("--ignore-certificate-errors".to_owned());
    }
    if options.frugal {
        args.push("--force-device-scale-factor=0.5".to_owned());
        args.push("--force-prefers-reduced-motion".to_owned());
        args.push("--in-process-gpu".to_owned());
        args.push("--js-flags=--liftoff-only".to_owned());
    }
    if options.headless {
        args.extend(["--headless=new", "--disable-gpu"].map(str::to_owned));
    }
    if let Some(film) = &options.camera {
        args.push(format!(
            "--use-file-for-fake-video-capture={}",
            film.display()
        ));
    }
    if rustix::process::geteuid().is_root() || options.policies.is_some() {
        // Chromium's sandbox refuses to run as root, as in most containers and with
        // mounts of its own.
        args.push("--no-sandbox".to_owned());
    }
    vec![
        ("browserName", json!("chrome")),
        (
            "goog:chromeOptions",
            json!({
                "binary": Browser::Chromium.binary(),
                "args": args,
                // Otherwise an extension that starts anew is switched off.
                "prefs": { "extensions": { "ui": { "developer_mode": true } } },
                // The windows that an extension opens count as windows.
                "enableExtensionTargets": true,
            }),
        ),
        ("unhandledPromptBehavior", json!("ignore")),
    ]
}

/// Firefox's capabilities.
pub(crate) fn firefox(options: &Options, profile: &Path) -> Vec<(&'static str, Value)> {
    let mut args = vec!["-profile".to_owned(), profile.display().to_string()];
    if options.headless {
        args.push("-headless".to_owned());
    }
    vec![
        ("browserName", json!("firefox")),
        ("acceptInsecureCerts", json!(options.meet_proxy.is_some())),
        (
            "moz:firefoxOptions",
            json!({
                "binary": Browser::Firefox.binary(),
                "args": args,
                "prefs": {
                    "media.navigator.streams.fake": true,
                    "media.navigator.permission.disabled": true,
                    "extensions.webextOptionalPermissionPrompts": false,
                    // An extension that is installed for tests goes when
                    // Firefox ends; what it has stored is to stay.
                    "extensions.webextensions.keepStorageOnUninstall": !options.pooled,
                    "extensions.webextensions.keepUuidOnUninstall": true,
                    "devtools.console.stdout.content": true,
                    "intl.accept_languages": "en-GB, en",
                    // Firefox may end scripts that run while a tab of their
                    // process navigates. Ringside starts anew then, as after a
                    // trap, and the console says so.
                    "dom.ipc.cancel_content_js_when_navigating": false,
                    "dom.ipc.processPrelaunch.enabled": !options.frugal,
                    "browser.newtab.preload": !options.frugal,
                    // A process is there for the next story of its site.
                    "dom.ipc.processReuse.unusedGraceMs": if options.frugal { 60_000 } else { 2_000 },
                    "layout.css.devPixelsPerPx": if options.frugal { "0.5" } else { "-1.0" },
                    // -1: as often as the screen does.
                    "layout.frame_rate": if options.frugal { 10 } else { -1 },
                    "ui.prefersReducedMotion": u8::from(options.frugal),
                    // Compiling our modules a second time, thoroughly, takes
                    // longer than a story runs.
                    "javascript.options.wasm_optimizingjit": !options.frugal,
                    // Its service for names of the local network never rests.
                    "media.peerconnection.ice.obfuscate_host_addresses": !options.frugal,
                    // Nothing reaches outside the machine: everything but
                    // loopback goes to a proxy that is not there.
                    "network.proxy.type": 1,
                    "network.proxy.http": "127.0.0.1",
                    "network.proxy.http_port": 9,
                    "network.proxy.ssl": "127.0.0.1",
                    "network.proxy.ssl_port": options.meet_proxy.unwrap_or(9),
                    "network.proxy.no_proxies_on": "localhost, .localhost, 127.0.0.1",
                    "network.captive-portal-service.enabled": false,
                    "network.connectivity-service.enabled": false,
                    // Loading tab icons prints errors of its own.
                    "browser.chrome.site_icons": false,
                    "app.update.disabledForTesting": true,
                    "extensions.update.enabled": false,
                    // What a test installs is signed by nobody.
                    "xpinstall.signatures.required": false,
                    "datareporting.policy.dataSubmissionEnabled": false,
                    "toolkit.telemetry.enabled": false,
                    "browser.shell.checkDefaultBrowser": false,
                    "browser.startup.homepage_override.mstone": "ignore",
                },
            }),
        ),
        ("unhandledPromptBehavior", json!("ignore")),
    ]
}
