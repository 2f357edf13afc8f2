//! The steps of call pages.

use crate::call::host::MediaHost;
use proptest::prelude::*;

use super::world::World;
use super::*;
use crate::call::page_protocol::PendingWork;
use crate::domain::{Quality, Trouble};

/// What happens to a call page. Numbers pick a tab or a page.
#[derive(Clone, Debug)]
pub(super) enum PageStep {
    /// A call page opens in a CRM tab.
    Opens(u8),
    /// A call page opens in the tab that the call is to be in.
    OpensWhereWanted,
    /// The window that was asked for opens.
    WindowOpens,
    /// The window that was requested never opens.
    WindowFails,
    /// The meeting that was asked for opens in a tab of its own.
    MeetingOpens,
    /// A person closes such a tab.
    MeetingCloses,
    /// The page's port closes: it was reloaded, or crashed.
    Gone(u8),
    /// A page joins the meeting and sees this many others.
    Joined(u8, u32),
    Says(u8, PageEvent),
    /// A note is written.
    Writes(u8),
    /// The page asks to upload a recording, to its own call or another one.
    Uploads(u8, bool),
    /// The user hangs up in the page.
    HangsUp(u8),
}

pub(super) fn page_steps() -> impl Strategy<Value = PageStep> {
    let one = any::<u8>;
    prop_oneof![
        2 => one().prop_map(PageStep::Opens),
        6 => Just(PageStep::OpensWhereWanted),
        4 => Just(PageStep::WindowOpens),
        1 => Just(PageStep::WindowFails),
        2 => Just(PageStep::MeetingOpens),
        1 => Just(PageStep::MeetingCloses),
        2 => one().prop_map(PageStep::Gone),
        5 => (one(), 0_u32..3).prop_map(|(page, others)| PageStep::Joined(page, others)),
        5 => (one(), events()).prop_map(|(page, event)| PageStep::Says(page, event)),
        2 => one().prop_map(PageStep::Writes),
        1 => (one(), any::<bool>()).prop_map(|(page, own)| PageStep::Uploads(page, own)),
        1 => one().prop_map(PageStep::HangsUp),
    ]
}

fn events() -> impl Strategy<Value = PageEvent> {
    prop_oneof![
        Just(PageEvent::Ping),
        Just(PageEvent::Left),
        Just(PageEvent::KickedOut { by: None }),
        Just(PageEvent::Asks),
        (0_u32..3).prop_map(|count| PageEvent::Others { count }),
        any::<bool>().prop_map(PageEvent::MicMuted),
        any::<bool>().prop_map(PageEvent::CameraMuted),
        Just(PageEvent::Quality(Quality::Poor)),
        any::<bool>().prop_map(PageEvent::Speaking),
        any::<bool>().prop_map(PageEvent::Recording),
        Just(PageEvent::RecordingLink("https://example.com/r".to_owned())),
        any::<bool>().prop_map(PageEvent::NoteOpen),
        prop_oneof![
            Just(PendingWork::None),
            Just(PendingWork::Waits),
            Just(PendingWork::Runs),
        ]
        .prop_map(PageEvent::PendingWork),
        Just(PageEvent::FallbackFound),
        Just(PageEvent::Trouble(Trouble::PagePolicy)),
        Just(PageEvent::Trouble(Trouble::FiveMinutes)),
        Just(PageEvent::OpenTab(
            "https://meet.example.com/7?jwt=a".to_owned()
        )),
        Just(PageEvent::Act(CallPageIntent::PopOut)),
        Just(PageEvent::Act(CallPageIntent::ShowCall)),
    ]
}

impl World {
    pub(super) fn page_acts(&mut self, step: &PageStep) {
        let page = |number: u8| pick(number, self.browser.pages.keys().copied());
        match step {
            PageStep::Opens(tab) => {
                if let Some(tab) = self.browser.tab(*tab) {
                    self.page_opens(tab);
                }
            }
            PageStep::OpensWhereWanted => {
                let host = self.state.current.as_ref().and_then(|current| current.host);
                let wanted = host.map(MediaHost::tab);
                if let Some(tab) = wanted.filter(|tab| self.browser.tabs.contains_key(tab)) {
                    self.page_opens(tab);
                }
            }
            PageStep::WindowOpens => {
                if let Some(tab) = self.browser.open_window() {
                    self.page_event(tab, PageEvent::Ready { alone: true });
                }
            }
            PageStep::WindowFails => {
                if self.browser.windows_due > 0 {
                    self.browser.windows_due -= 1;
                    self.apply(Event::NoWindow);
                }
            }
            PageStep::MeetingOpens => {
                if let Some((call, tab)) = self.browser.open_meeting() {
                    self.apply(Event::OwnTabOpened { call, tab });
                }
            }
            PageStep::MeetingCloses => {
                if let Some(tab) = self.browser.meetings.pop() {
                    self.apply(Event::TabGone(tab));
                }
            }
            PageStep::Gone(number) => {
                if let Some(tab) = page(*number) {
                    self.browser.pages.remove(&tab);
                    self.apply(Event::PageGone(tab));
                }
            }
            PageStep::Joined(number, count) => {
                let meetings = self.browser.in_meetings().into_iter();
                if let Some(tab) = pick(*number, meetings.map(|(tab, _)| tab)) {
                    self.page_event(tab, PageEvent::Joined);
                    self.page_event(tab, PageEvent::Others { count: *count });
                }
            }
            PageStep::Says(number, event) => {
                if let Some(tab) = page(*number) {
                    self.page_event(tab, event.clone());
                }
            }
            PageStep::Writes(number) => {
                if let Some((tab, call)) = self.page_with_call(*number) {
                    let text = format!("A note on {}", call.0);
                    let intent = CallPageIntent::Note { call, text };
                    self.page_event(tab, PageEvent::Act(intent));
                }
            }
            PageStep::Uploads(number, own) => {
                if let Some((tab, call)) = self.page_with_call(*number) {
                    let call = if *own { call } else { CallId(call.0 + 1_000) };
                    let refused = false;
                    self.page_event(tab, PageEvent::UploadRequested { call, refused });
                }
            }
            PageStep::HangsUp(number) => {
                if let Some(tab) = page(*number) {
                    self.page_event(tab, PageEvent::Act(CallPageIntent::HangUp));
                }
            }
        }
    }

    fn page_opens(&mut self, tab: TabId) {
        if self.browser.pages.remove(&tab).is_some() {
            self.apply(Event::PageGone(tab));
        }
        self.browser.load(tab, false);
        self.page_event(tab, PageEvent::Ready { alone: false });
    }

    fn page_with_call(&self, number: u8) -> Option<(TabId, CallId)> {
        let pages = self.browser.pages.iter();
        pick(
            number,
            pages.filter_map(|(tab, page)| Some((*tab, page.call?))),
        )
    }
}
