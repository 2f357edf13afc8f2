//! Asks a meeting server what is wrong with it.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestCache, RequestCredentials, RequestInit, RequestMode, Response};

use crate::property::property;
use ringside::domain::{BrowserEngine, Duration};
use ringside::jitsi::reach::{Frames, Reach, frames};

#[wasm_bindgen]
extern "C" {
    /// Pages and the worker both have it.
    #[wasm_bindgen(catch)]
    async fn fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// Requests the address, and finds out how its server answers within `limit`.
pub async fn reach(url: &str, limit: Duration, engine: BrowserEngine) -> Reach {
    let signal = AbortSignal::timeout_with_u32(limit.as_millis() as u32);
    // Readable with permission for the address, or where the server lets
    // everybody read.
    let read = request(url, RequestMode::Cors, &signal).await;
    let read = match read {
        Ok(response) => Some(answered(&response, engine)),
        Err(error) if is_timeout(&error) => return Reach::NoAnswer,
        Err(_) => None,
    };
    // Answered even where it cannot be read; but a page that isolates itself
    // lets neither this in nor frames.
    match (request(url, RequestMode::NoCors, &signal).await, read) {
        (Ok(_), Some(reach)) => reach,
        (Ok(_), None) => Reach::Answers {
            status: None,
            frames: Frames::Anywhere,
        },
        (Err(error), _) if is_timeout(&error) => Reach::NoAnswer,
        (Err(_), Some(reach)) if reach.fault().is_some() => reach,
        (Err(_), Some(_)) => Reach::KeptOut,
        (Err(_), None) => Reach::Unreachable,
    }
}

/// Whether any server answers at this address, asked from a context that no
/// page keeps from others, within `limit`.
pub async fn answers(url: &str, limit: Duration) -> bool {
    let signal = AbortSignal::timeout_with_u32(limit.as_millis() as u32);
    request(url, RequestMode::NoCors, &signal).await.is_ok()
}

async fn request(url: &str, mode: RequestMode, signal: &AbortSignal) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_mode(mode);
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(signal));
    fetch(url, &init).await?.dyn_into()
}

fn answered(response: &Response, engine: BrowserEngine) -> Reach {
    let header = |name| response.headers().get(name).ok().flatten();
    Reach::Answers {
        status: Some(u32::from(response.status())),
        frames: frames(
            header("X-Frame-Options").as_deref(),
            header("Content-Security-Policy").as_deref(),
            engine,
        ),
    }
}

fn is_timeout(error: &JsValue) -> bool {
    let name = property(error, "name").and_then(|name| name.as_string());
    name.as_deref() == Some("TimeoutError")
}
