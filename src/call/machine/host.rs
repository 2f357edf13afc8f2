//! Which page holds the media of an answered call.

use super::effect::Effect;
use super::ending::hang_up;
use super::notify::notice;
use crate::call::host::MediaHost;
use crate::call::notice::Notice;
use crate::call::page_protocol::PageCommand;
use crate::call::state::{Live, Moving, Phase, State, Tab};
use crate::call::work::PendingWork;
use crate::domain::{Duration, TabId, Timestamp, Trouble};

/// Chooses the page that holds an answered call: the one that it has, else the
/// visible tab, else a window.
pub(super) fn assign_host(state: &mut State, now: Timestamp, window_first: bool) -> Vec<Effect> {
    let best = state.best_tab();
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    let cut_short = match &current.phase {
        Phase::Live(Live {
            room: Some(room), ..
        }) => room.cuts_embedded_calls(),
        _ => false,
    };
    if window_first || cut_short {
        current.host = None;
    } else {
        let known = current.host.filter(|host| match host {
            MediaHost::Toast(tab) => state.tabs.iter().any(|known| known.id == *tab),
            MediaHost::Window(_) => true,
        });
        current.host = known.or(best.map(MediaHost::Toast));
    }
    if current.host.is_some() {
        return Vec::new();
    }
    current.moving = Some(Moving::at(now));
    if let Phase::Live(live) = &mut current.phase {
        live.unhosted_since = Some(now);
    }
    vec![Effect::OpenWindow]
}

/// A CRM tab is ready: it takes a call that no page holds. One that is made is
/// given up there, and one that is over is read there.
pub(super) fn take_host(state: &mut State, tab: Tab) -> Vec<Effect> {
    if let Some(current) = &mut state.current
        && current.host.is_none()
        && current.moving.is_none()
        && (tab.visible || state.tabs.len() == 1)
    {
        if let Phase::Live(live) = &mut current.phase {
            live.unhosted_since = None;
        } else if current.keeps_page() {
            // What it stayed for went with its page.
            return Vec::new();
        }
        current.host = Some(MediaHost::Toast(tab.id));
    }
    Vec::new()
}

/// A tab is gone, and perhaps the page that held the call with it.
pub(super) fn host_lost(state: &mut State, now: Timestamp, tab: TabId) -> Vec<Effect> {
    let next = state.tabs.iter().rev().find(|tab| tab.visible).copied();
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    let Some(host) = current.host.filter(|host| host.tab() == tab) else {
        return Vec::new();
    };
    if state.owner.is_none() && matches!(current.phase, Phase::Dialing { .. }) {
        // A press that waits for the sign-in of its page goes with that page:
        // in another one it could be taken for one of another CRM.
        state.current = None;
        return Vec::new();
    }
    current.host = None;
    if let Phase::Live(live) = &mut current.phase {
        live.joined = false;
        live.unhosted_since = Some(now);
        if matches!(host, MediaHost::Window(_)) && current.moving.is_none() {
            // Closing the call's own window hangs up.
            return hang_up(state, now);
        }
    }
    next.map(|tab| take_host(state, tab)).unwrap_or_default()
}

/// Whether the page in this tab holds the call that is on.
pub(super) fn is_held_in(state: &State, tab: TabId) -> bool {
    let current = state.current.as_ref();
    current.is_some_and(|current| {
        let hosts = current.host.is_some_and(|host| host.tab() == tab);
        hosts && matches!(current.phase, Phase::Live(_))
    })
}

/// Moves the call from a page that cannot hold it to a window, which helps only
/// where the page is what is wrong.
pub(super) fn in_trouble(
    state: &mut State,
    now: Timestamp,
    host: MediaHost,
    trouble: &Trouble,
) -> Vec<Effect> {
    let moves = matches!(trouble, Trouble::PagePolicy | Trouble::KeptOut);
    if moves && matches!(host, MediaHost::Toast(_)) {
        notice(state, now, Notice::MovedToWindow);
        return pop_out(state, now);
    }
    Vec::new()
}

/// Moves the call into its own window.
pub(super) fn pop_out(state: &mut State, now: Timestamp) -> Vec<Effect> {
    if let Some(tab) = state.own_tab() {
        return vec![Effect::Focus(tab)];
    }
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    match (&current.phase, current.host) {
        (Phase::Live(_), Some(MediaHost::Window(tab))) => vec![Effect::Focus(tab)],
        (Phase::Live(_), Some(host)) if current.work == PendingWork::Runs => {
            vec![Effect::PageCommand(host, PageCommand::Stay)]
        }
        // Its window is about to open.
        (Phase::Live(_), _) if current.moving.is_some() => Vec::new(),
        (Phase::Live(_), _) => {
            current.moving = Some(Moving::at(now));
            vec![Effect::OpenWindow]
        }
        _ => Vec::new(),
    }
}

/// How long a window may take to open and load.
const WINDOW_LIMIT: Duration = Duration::from_secs(15);

/// When a window that was asked for has not come.
pub(super) fn deadline(state: &State) -> Option<Timestamp> {
    let since = state.current.as_ref()?.moving?.since;
    Some(since.plus(WINDOW_LIMIT))
}

/// Gives up a window that has not come.
pub(super) fn pass(state: &mut State, now: Timestamp) -> Vec<Effect> {
    if deadline(state).is_none_or(|at| now < at) {
        return Vec::new();
    }
    no_window(state)
}

/// The window that was asked for is open in this tab.
pub(super) fn window_opened(state: &mut State, tab: TabId) -> Vec<Effect> {
    if let Some(moving) = state.current.as_mut().and_then(|it| it.moving.as_mut()) {
        moving.tab = Some(tab);
    }
    Vec::new()
}

/// Whether this is the tab of a window whose page is not ready yet.
pub(super) fn is_awaited(state: &State, tab: TabId) -> bool {
    let moving = state.current.as_ref().and_then(|current| current.moving);
    moving.is_some_and(|moving| moving.tab == Some(tab))
}

/// The window that was asked for did not open, or was closed before its page was
/// ready: the call stays where it is, or comes back to a tab.
pub(super) fn no_window(state: &mut State) -> Vec<Effect> {
    let best = state.best_tab();
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    if current.moving.take().is_none() || current.host.is_some() {
        return Vec::new();
    }
    // Its toast frames the page, which then asks for the call.
    if matches!(current.phase, Phase::Live(_)) {
        current.host = best.map(MediaHost::Toast);
    }
    Vec::new()
}

/// The user wants to see the call: large again where it was made small, in
/// front where something else is.
pub(super) fn show(state: &mut State, tab: Option<TabId>) -> Vec<Effect> {
    if let Some(tab) = state.own_tab() {
        return vec![Effect::Focus(tab)];
    }
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    if current.host.is_none() && matches!(current.phase, Phase::Live(_)) {
        current.host = tab.map(MediaHost::Toast);
    }
    let Some(host) = current.host else {
        return Vec::new();
    };
    match host {
        MediaHost::Toast(_) => state.toast_position.minimised = false,
        // Who is brought to the window needs no word on where it is.
        MediaHost::Window(_) => {
            let said = |(notice, _): &mut (Notice, _)| *notice == Notice::MovedToWindow;
            state.notice.take_if(said);
        }
    }
    vec![Effect::Focus(host.tab())]
}
