//! To whom this page may send anything.

use ringside_web::dom::El;
use ringside_web::dom::element::append;

use crate::page;

/// The policy's id in the page.
const POLICY: &str = "request-policy";

/// From now on the browser lets this page send requests to these origins and to
/// no others, and follow no redirect to others either, which `XMLHttpRequest`
/// cannot be told. It cannot be taken back while the page is open.
///
/// Source: Content Security Policy Level 3, `connect-src` is checked again for
/// each redirect; a policy in `meta` counts from when it is inserted.
pub(super) fn only_to(origins: &[&str]) {
    // A second one could only forbid more.
    if page::element(POLICY).is_some() {
        return;
    }
    let policy = ["connect-src 'self' ", &origins.join(" ")].concat();
    let meta = El::new("meta").map(|meta| {
        meta.attr("id", POLICY)
            .attr("http-equiv", "Content-Security-Policy")
            .attr("content", &policy)
    });
    if let (Some(meta), Some(head)) = (meta, page::document().and_then(|it| it.head())) {
        append(&head, meta.as_ref());
    }
}
