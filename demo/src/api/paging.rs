//! Lists in pages of 25.

use axum::http::{StatusCode, Uri};
use serde_json::{Value, json};

use super::failure::Failure;
use super::request::Params;
use crate::calls::Links;

const DEFAULT_SIZE: usize = 25;
const LARGEST_SIZE: usize = 100;

/// `{"count", "next", "previous", "results"}` with the page asked for.
///
/// # Errors
/// 404 for a page beyond the end.
pub(super) fn page(
    links: &Links,
    uri: &Uri,
    params: &Params,
    items: &[Value],
) -> Result<Value, Failure> {
    let size = params
        .get("page_size")
        .and_then(|size| size.parse().ok())
        .filter(|size| *size > 0)
        .unwrap_or(DEFAULT_SIZE)
        .min(LARGEST_SIZE);
    let last = items.len().div_ceil(size).max(1);
    let number = match params.get("page") {
        None => 1,
        Some("last") => last,
        Some(text) => text
            .parse()
            .ok()
            .filter(|number| (1..=last).contains(number))
            .ok_or_else(|| Failure::framework(StatusCode::NOT_FOUND, "Invalid page."))?,
    };
    let address = |number: usize| {
        let mut query: Vec<String> = uri
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("page="))
            .map(str::to_owned)
            .collect();
        if number > 1 {
            query.push(format!("page={number}"));
        }
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{}", links.api, uri.path(), query.join("&"))
    };
    Ok(json!({
        "count": items.len(),
        "next": (number < last).then(|| address(number + 1)),
        "previous": (number > 1).then(|| address(number - 1)),
        "results": items.iter().skip((number - 1) * size).take(size).collect::<Vec<_>>(),
    }))
}
