//! What runs in the extension's own pages: call, popup, options, ring. Their
//! HTML is static and is stored beside the entry crate; this code binds it.

pub mod call;
mod diagnostics;
mod managed;
pub mod options;
pub mod page;
pub mod popup;
mod profiles;
pub mod ring;
mod sites;

/// Lets a test end this page's module.
#[cfg(feature = "trap")]
pub fn trap_on_request() {
    ringside_web::trap::on("ringside:trap");
}

#[cfg(test)]
mod tests;
