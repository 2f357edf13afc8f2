//! The CRM's own sign-in, as the page stores it.
//!
//! It is sent to the worker only; nothing comes back.

use wasm_bindgen::JsValue;

use ringside::crm::token::FoundTokens;
use ringside::json::exact;
use ringside::site::profile::TokenKeys;
use ringside_web::dom;
use ringside_web::property::property;

/// Longer entries are no tokens.
const LONGEST: usize = 8 * 1024;

/// Reads the sign-in from the page's storage. `None` when there is none.
pub(super) fn find(keys: &TokenKeys) -> Option<FoundTokens> {
    let storage = dom::window()?.local_storage().ok()??;
    let entry = |key: &str| {
        storage
            .get_item(key)
            .ok()
            .flatten()
            .filter(|text| !text.is_empty() && text.len() <= LONGEST)
    };
    let access = entry(keys.access);
    let refresh = entry(keys.refresh);
    let legacy = entry(keys.legacy);
    if access.is_none() && refresh.is_none() && legacy.is_none() {
        return None;
    }
    let user = storage
        .get_item(keys.user)
        .ok()
        .flatten()
        .and_then(|text| user(&text));
    Some(FoundTokens {
        access,
        refresh,
        legacy,
        user,
    })
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
