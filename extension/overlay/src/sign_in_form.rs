//! Where the page's sign-in form is. Read only while a call goes on of a user
//! who is signed out.

use crate::layout::{Area, Size};
use ringside_web::dom;

/// The form with a field for a password, or the field where it is in none;
/// `None` where none can be seen.
pub(crate) fn area() -> Option<Area> {
    let field = dom::document()?
        .query_selector("input[type=password]")
        .ok()??;
    let form = field.closest("form").ok().flatten().unwrap_or(field);
    let rect = form.get_bounding_client_rect();
    let size = Size::new(rect.width(), rect.height());
    (size.width > 0.0 && size.height > 0.0).then(|| Area {
        left: rect.left(),
        top: rect.top(),
        size,
    })
}
