//! The CRM's own sign-in, as the page stores it.
//!
//! It is sent to the worker only; nothing comes back.

use wasm_bindgen::JsValue;

use ringside::crm::token::{PageTokens, Unreadable};
use ringside::json::exact;
use ringside::site::profile::TokenKeys;
use ringside_web::dom;
use ringside_web::property::property;

/// Reads the sign-in from the page's storage.
pub(super) fn find(keys: &TokenKeys) -> PageTokens {
    let storage = dom::window().and_then(|window| window.local_storage().ok()?);
    let entry = |key: &str| {
        let storage = storage.as_ref().ok_or(Unreadable)?;
        storage.get_item(key).map_err(|_| Unreadable)
    };
    PageTokens::read(keys, entry, user)
}

fn user(text: &str) -> Option<(u64, String)> {
    let user: JsValue = js_sys::JSON::parse(text).ok()?;
    let id = exact(property(&user, "id")?.as_f64()?).filter(|id| *id != 0)?;
    let name = ["full_name", "username", "email"]
        .into_iter()
        .filter_map(|key| property(&user, key)?.as_string())
        .find(|name| !name.trim().is_empty())
        .unwrap_or_default();
    Some((id, name))
}
