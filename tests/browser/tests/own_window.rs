//! The script in the page's own world, which keeps the CRM's own call window
//! out.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const SCRIPT: &str = include_str!("../../../extension/content/own-window.js");

/// What a page of such a CRM does, as Jitsi's API does it.
const PAGE: &str = "
    window.tell = (detail) =>
        document.dispatchEvent(new CustomEvent('ringside:carrier', { detail }));
    const own = document.createElement('div');
    own.id = 'own';
    document.body.append(own);
    window.seen = () => getComputedStyle(own).display !== 'none';
    window.frame = (address) => {
        const frame = document.createElement('iframe');
        frame.src = address;
        own.append(frame);
        return frame.hasAttribute('src');
    };
    window.leave = () => own.replaceChildren();
    const { prototype } = Document;
    const sheets = Object.getOwnPropertyDescriptor(prototype, 'adoptedStyleSheets');
    window.restyled = 0;
    Object.defineProperty(document, 'adoptedStyleSheets', {
        get: sheets.get,
        set(list) {
            window.restyled += 1;
            sheets.set.call(document, list);
        },
    });
    window.MEETING = 'about:blank#jitsi_meet_external_api_id=0&config.a=1';
";

fn run(code: &str) -> JsValue {
    js_sys::eval(code).unwrap()
}

#[track_caller]
fn holds(code: &str) {
    assert_eq!(run(code), JsValue::TRUE, "{code}");
}

/// One test, because what the script defines is not taken back.
#[wasm_bindgen_test]
fn it_decides_each_time_the_window_would_join() {
    run(PAGE);
    let blank = "/* Filled in by the build, from the profiles: */ []";
    assert!(SCRIPT.contains(blank));
    let script = SCRIPT.replace(blank, "['#own', ':unknown(', 'main']");
    run(&script);
    run(&script);

    // Kept out from the start: neither joined nor seen.
    holds("!frame(MEETING) && !seen()");
    // Frames with anything else are the page's own business.
    holds("frame('about:blank#other') && !seen()");
    holds("frame(new URL('about:blank'))");

    run("leave(); tell('crm')");
    holds("seen() && frame(MEETING) && seen()");

    // What is so already is not set again: that would style the whole page anew.
    run("leave(); tell('ringside'); restyled = 0; tell('ringside'); tell('ringside')");
    holds("restyled === 0 && !seen()");
    run("tell('crm'); restyled = 0; tell('crm')");
    holds("restyled === 0 && seen()");

    // Over a style sheet that the page adds later, it is put again.
    run("tell('ringside'); \
         const page = new CSSStyleSheet(); \
         page.replaceSync('#own { display: block !important }'); \
         document.adoptedStyleSheets = [...document.adoptedStyleSheets, page]");
    holds("seen()");
    run("tell('ringside')");
    holds("!seen()");

    // A window in a meeting stays in sight until it has left.
    run("tell('crm')");
    holds("frame(MEETING)");
    run("tell('ringside')");
    holds("seen()");
    run("leave(); tell('ringside')");
    holds("!seen() && !frame(MEETING) && !seen()");
}
