//! The small window that keeps the controls on top of others.

use super::context::Context;
use super::model::PagePhase;
use super::output::Output;

/// Opens the small window, or closes it.
pub(super) fn toggle(page: &mut Context<'_>) {
    match page.model.on_top {
        Some(true) => close(page),
        Some(false) => page.push(Output::OpenOnTop),
        None => {}
    }
}

/// The browser opened the small window, or refused.
pub(super) fn opened(page: &mut Context<'_>, opened: bool) {
    page.model.on_top = Some(opened);
    if !opened {
        page.model.on_top_refused = Some(page.now);
    }
}

/// A person closed the small window, or the browser did.
pub(super) fn closed(page: &mut Context<'_>) {
    if page.model.on_top == Some(true) {
        close(page);
    }
}

/// Closes the small window at the end of the call.
pub(super) fn close_after_call(page: &mut Context<'_>) {
    let calling = matches!(
        page.model.phase,
        PagePhase::Calling | PagePhase::Outside | PagePhase::Asking
    );
    if !calling && page.model.on_top == Some(true) {
        close(page);
    }
}

fn close(page: &mut Context<'_>) {
    page.model.on_top = Some(false);
    page.push(Output::CloseOnTop);
}
