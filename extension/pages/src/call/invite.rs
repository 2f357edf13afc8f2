//! Inviting more people: a link that needs no account here, to copy, to send
//! by e-mail, or to point a phone's camera at.

use qrcodegen::{QrCode, QrCodeEcc};

use crate::page;
use ringside::call_page::input::Input;
use ringside::call_page::screen::Invitation;
use ringside::text;
use ringside_web::browser::i18n;

/// The empty edge that cameras want around a code, in modules.
const QUIET: i32 = 4;

/// A code as the parts of an SVG picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width and height, in modules, with the edge.
    pub size: i32,
    /// The dark modules, as the data of a path.
    pub path: String,
}

/// The link as a QR code. `None` when it is too long for one.
#[must_use]
pub fn picture(link: &str) -> Option<Picture> {
    let code = QrCode::encode_text(link, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                let (x, y) = (x + QUIET, y + QUIET);
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
    }
    Some(Picture {
        size: code.size() + 2 * QUIET,
        path,
    })
}

/// Shows the invitation.
pub(super) fn render(invitation: Option<&Invitation>) {
    let was_hidden = page::element("invitation").is_some_and(|it| it.hidden());
    page::set_hidden("invitation", invitation.is_none());
    let (Some(Invitation { link, email }), true) = (invitation, was_hidden) else {
        return;
    };
    if let Some(field) = page::input("invitation-link") {
        field.set_value(link);
    }
    let picture = picture(link);
    page::set_hidden("invitation-picture", picture.is_none());
    if let Some(picture) = picture {
        let size = picture.size;
        page::set_attribute("invitation-code", "viewBox", &format!("0 0 {size} {size}"));
        page::set_attribute("invitation-modules", "d", &picture.path);
    }
    let (subject, body) = (
        i18n::text(text::invite_subject()),
        i18n::text_of(&text::invite_body(link)),
    );
    let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
    // Mail programs expect the sign itself (RFC 6068, section 2).
    let to = encode(email.as_deref().unwrap_or_default()).replace("%40", "@");
    let mail_link = format!(
        "mailto:{to}?subject={}&body={}",
        encode(&subject),
        encode(&body)
    );
    page::set_attribute("invitation-mail", "href", &mail_link);
}

/// Copies the link to the clipboard; the input says whether that worked.
pub(super) fn copy(link: String, enqueue: impl Fn(Input) + 'static) {
    let Some(window) = page::window() else {
        return;
    };
    wasm_bindgen_futures::spawn_local(async move {
        let written = window.navigator().clipboard().write_text(&link);
        let copied = wasm_bindgen_futures::JsFuture::from(written).await.is_ok();
        enqueue(Input::Copied(copied));
    });
}

/// Selects the link, so that a person can copy it.
pub(super) fn select() {
    if let Some(field) = page::input("invitation-link") {
        // A field that is shown can be focused.
        let _ = field.focus();
        field.select();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_says_the_link() {
        let link = "https://meet.example.com/crm-20261124-Straße?a=b";
        let picture = picture(link).unwrap();
        let dark = |x: usize, y: usize| picture.path.contains(&format!("M{x} {y}h"));
        let size = usize::try_from(picture.size).unwrap();
        // Eight pixels to a module, as on a screen.
        let pixel = |x, y| if dark(x / 8, y / 8) { 0 } else { 255 };
        let mut photo = rqrr::PreparedImage::prepare_from_greyscale(size * 8, size * 8, pixel);
        let (_, read) = photo.detect_grids().remove(0).decode().unwrap();
        assert_eq!(read, link);
    }

    #[test]
    fn a_link_that_no_code_can_hold_has_none() {
        assert_eq!(picture(&"x".repeat(5_000)), None);
    }
}
