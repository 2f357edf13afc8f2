//! A model of the browser: CRM tabs, windows that were asked for, and call
//! pages that follow commands.

use crate::call::host::MediaHost;
use std::collections::BTreeMap;

use super::*;

/// A call page with an open port.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub(super) alone: bool,
    pub(super) in_meeting: Option<CallId>,
    /// The call that it last heard of.
    pub(super) call: Option<CallId>,
}

#[derive(Debug, Default)]
pub(super) struct Browser {
    /// CRM tabs, and whether they are visible.
    pub(super) tabs: BTreeMap<TabId, bool>,
    pub(super) pages: BTreeMap<TabId, Page>,
    /// Windows that were asked for and have not opened.
    pub(super) windows_due: u8,
    /// Meetings that are to open in a tab of their own, and have not.
    pub(super) meetings_due: Vec<CallId>,
    /// Tabs of that kind that are open.
    pub(super) meetings: Vec<TabId>,
    windows_opened: u8,
}

/// The browser numbers windows after the CRM tabs.
const FIRST_WINDOW: i32 = 100;

impl Browser {
    /// A page opens in a CRM tab, in place of the one that was there.
    pub(super) fn load(&mut self, tab: TabId, alone: bool) {
        let page = Page {
            alone,
            in_meeting: None,
            call: None,
        };
        self.pages.insert(tab, page);
    }

    /// The window that was asked for opens.
    pub(super) fn open_window(&mut self) -> Option<TabId> {
        self.windows_due = self.windows_due.checked_sub(1)?;
        let tab = TabId(FIRST_WINDOW + i32::from(self.windows_opened));
        self.windows_opened += 1;
        self.load(tab, true);
        Some(tab)
    }

    /// The oldest meeting that is to open in a tab of its own does.
    pub(super) fn open_meeting(&mut self) -> Option<(CallId, TabId)> {
        if self.meetings_due.is_empty() {
            return None;
        }
        let call = self.meetings_due.remove(0);
        let tab = TabId(FIRST_WINDOW + i32::from(self.windows_opened));
        self.windows_opened += 1;
        self.meetings.push(tab);
        Some((call, tab))
    }

    /// The page at this host, if any, carries out a command.
    pub(super) fn obey(&mut self, host: MediaHost, command: &PageCommand) {
        let Some(page) = self.pages.get_mut(&host.tab()) else {
            return;
        };
        match command {
            PageCommand::Join(info) => {
                page.in_meeting = (!info.in_own_tab).then_some(info.call);
                page.call = Some(info.call);
            }
            PageCommand::Leave => page.in_meeting = None,
            PageCommand::Show(view) if view.in_own_tab => page.in_meeting = None,
            PageCommand::Note { call, .. } => page.call = Some(*call),
            _ => {}
        }
    }

    /// The pages that are in a meeting, and in which.
    pub(super) fn in_meetings(&self) -> Vec<(TabId, CallId)> {
        let pages = self.pages.iter();
        pages
            .filter_map(|(tab, page)| Some((*tab, page.in_meeting?)))
            .collect()
    }

    /// A CRM tab in which a person acts, if there is one.
    pub(super) fn tab(&self, number: u8) -> Option<TabId> {
        pick(number, self.tabs.keys().copied())
    }

    /// Every tab and window with a page of ours.
    pub(super) fn all_tabs(&self) -> Vec<TabId> {
        let mut all: Vec<TabId> = self.tabs.keys().chain(self.pages.keys()).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
