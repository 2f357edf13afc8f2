//! `chrome.scripting`: our scripts, on the sites that were granted.

use wasm_bindgen::prelude::*;

use super::{Error, codec, field, object};
use ringside::domain::TabId;

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = getRegisteredContentScripts)]
        pub(super) async fn registered(filter: &js_sys::Object) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = registerContentScripts)]
        pub(super) async fn register(scripts: &js_sys::Array) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = updateContentScripts)]
        pub(super) async fn update(scripts: &js_sys::Array) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = unregisterContentScripts)]
        pub(super) async fn unregister(filter: &js_sys::Object) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = executeScript)]
        pub(super) async fn execute(injection: &js_sys::Object) -> Result<JsValue, JsValue>;
    }
}

/// One of our scripts in the pages of a CRM.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// Its name among the registered scripts.
    id: &'static str,
    file: &'static str,
    world: &'static str,
    run_at: &'static str,
    /// Whether it runs in frames of the page as well.
    in_frames: bool,
}

/// Loads the content script.
pub const LOADER: Script = Script {
    id: "ringside",
    file: "content/loader.js",
    world: "ISOLATED",
    run_at: "document_idle",
    in_frames: true,
};

/// Listens before the page does.
pub const GUARD: Script = Script {
    id: "guard",
    file: "content/guard.js",
    world: "ISOLATED",
    run_at: "document_start",
    in_frames: true,
};

/// Keeps the CRM's own call window out, from within the page's own world.
pub const OWN_WINDOW: Script = Script {
    id: "own-window",
    file: "content/own-window.js",
    world: "MAIN",
    run_at: "document_start",
    in_frames: false,
};

/// Registers a script for pages at these patterns, and only there.
///
/// # Errors
/// The browser's error.
pub async fn register(script: Script, patterns: &[String]) -> Result<(), Error> {
    // Another script of ours may be registered: only this one counts.
    let only = object(&[("ids", codec::to_js(&[script.id])?)]);
    let present = js_sys::Array::from(&sys::registered(&only).await?).length() > 0;
    if patterns.is_empty() {
        if present {
            sys::unregister(&only).await?;
        }
        return Ok(());
    }
    let registration = object(&[
        ("id", script.id.into()),
        ("matches", codec::to_js(patterns)?),
        ("js", codec::to_js(&[script.file])?),
        ("runAt", script.run_at.into()),
        ("world", script.world.into()),
        ("allFrames", script.in_frames.into()),
    ]);
    let scripts = js_sys::Array::of1(&registration);
    if present {
        sys::update(&scripts).await?;
    } else {
        sys::register(&scripts).await?;
    }
    Ok(())
}

/// Runs a script of ours in a tab, and returns the list that it ends with.
///
/// # Errors
/// When the tab is gone or is not ours to touch.
pub async fn run(tab: TabId, file: &str) -> Result<js_sys::Array, Error> {
    let frames = run_in(target(tab, false), file).await?;
    Ok(field(&frames.get(0), "result").dyn_into()?)
}

/// The same in the tab's page and all of its frames that are ours to touch: the
/// list of each.
///
/// # Errors
/// As [`run`].
pub async fn run_in_frames(tab: TabId, file: &str) -> Result<Vec<js_sys::Array>, Error> {
    let frames = run_in(target(tab, true), file).await?;
    let results = frames.iter().map(|frame| field(&frame, "result"));
    Ok(results.filter_map(|it| it.dyn_into().ok()).collect())
}

async fn run_in(target: js_sys::Object, file: &str) -> Result<js_sys::Array, Error> {
    let injection = object(&[("target", target.into()), ("files", codec::to_js(&[file])?)]);
    Ok(js_sys::Array::from(&sys::execute(&injection).await?))
}

fn target(tab: TabId, all_frames: bool) -> js_sys::Object {
    object(&[("tabId", tab.0.into()), ("allFrames", all_frames.into())])
}

/// Runs a script in a tab that was open before it was registered.
///
/// # Errors
/// When the tab is gone or is not ours to touch.
pub async fn inject(script: Script, tab: TabId) -> Result<(), Error> {
    let target = target(tab, script.in_frames);
    let injection = object(&[
        ("target", target.into()),
        ("files", codec::to_js(&[script.file])?),
        ("world", script.world.into()),
        (
            "injectImmediately",
            (script.run_at == OWN_WINDOW.run_at).into(),
        ),
    ]);
    sys::execute(&injection).await?;
    Ok(())
}
