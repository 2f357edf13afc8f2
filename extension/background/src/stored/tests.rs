use ringside::call::view::AccountView;
use ringside::domain::{CallId, TabId, Timestamp};
use ringside::schedule::PeriodicJob;

use super::*;
use ringside::codec::{self, Restored};

fn memory() -> Memory {
    let memory = Memory::default();
    memory.calls.change(|state| {
        state.revision = 12;
        state.account = AccountView::Expired;
        state.handled_calls = vec![CallId(6)];
        state.tabs = vec![Tab {
            id: TabId(3),
            visible: true,
        }];
    });
    memory
        .schedule
        .change(|schedule| schedule.at(PeriodicJob::Outbox, Timestamp(5)));
    memory
}

/// What one worker stores, the next one reads: both are of one version of the
/// extension, which is the format's name.
#[test]
fn the_memory_is_read_as_it_was_written() {
    let text = codec::text(&memory());
    let version = env!("CARGO_PKG_VERSION");
    let body = "12 2 0 0 1 6 0 0 0 1 3 1 0 4627448617123184640 4627448617123184640 0 45000 0 0 0 0 0 0 0 0 1 3 1 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 ";
    assert_eq!(text, format!("{} {version}{body}", version.len()));
    let Restored::Current(back) = codec::restore::<Memory>(&text) else {
        panic!("what was written is not read: {text}");
    };
    assert_eq!(codec::text(&back), text);
    assert_ne!(text, codec::text(&Memory::default()));
    assert_eq!(back.calls.read(|state| state.revision), 12);
}

/// Which sites there are, and which tabs, is kept as well, so that a number
/// means the same site to the next worker; and the numbers of the call pages, so
/// that they are its pages, too.
#[test]
fn what_is_of_no_site_is_read_as_it_was_written() {
    let browser = Browser::default();
    browser
        .sites
        .change(|sites| sites.push("https://crm.example.com".to_owned()));
    browser.tabs.change(|tabs| {
        tabs.push(SiteTab {
            tab: Tab {
                id: TabId(3),
                visible: true,
            },
            origin: "https://crm.example.com".to_owned(),
        });
    });
    browser.update_waits.change(|waits| *waits = true);
    browser.revision_of_gone.change(|gone| *gone = 5);
    browser.frames.change(|frames| {
        frames.give(None, "1a".to_owned());
        assert!(frames.accept(TabId(4), 0, "1a"));
        frames.give(Some(TabId(3)), "2b".to_owned());
    });
    let text = codec::text(&browser);
    let body =
        "1 23 https://crm.example.com1 3 1 23 https://crm.example.com1 5 2 2 1a1 4 1 0 2 2b1 3 0 ";
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(text, format!("{} {version}{body}", version.len()));
    let Restored::Current(back) = codec::restore::<Browser>(&text) else {
        panic!("what was written is not read: {text}");
    };
    assert_eq!(codec::text(&back), text);
}

#[test]
fn the_memory_of_another_version_is_not_read() {
    let text = codec::text(&memory()).replacen(env!("CARGO_PKG_VERSION"), "9.9.9", 1);
    let restored = codec::restore::<Memory>(&text);
    assert!(matches!(restored, Restored::Unreadable));
}
