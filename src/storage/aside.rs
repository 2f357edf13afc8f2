//! Texts that were set aside because the version at work could not use them: a
//! newer one had written them, or nobody could read them. Each start looks
//! whether they can be read by now, as after an update that follows a downgrade.

use super::Unusable;
use crate::codec::{Recover, Restored};

impl Unusable {
    fn suffix(self) -> &'static str {
        match self {
            Self::Newer => ".newer",
            Self::Damaged => ".unreadable",
        }
    }
}

/// The keys under which texts of this key lie aside, the oldest first: each of a
/// downgrade of its own, or of damage of its own.
fn keys(key: &str, unusable: Unusable) -> Vec<String> {
    let first = [key, unusable.suffix()].concat();
    let mut keys = vec![first.clone()];
    for number in ["2", "3", "4", "5", "6", "7", "8"] {
        keys.push([&first, ".", number].concat());
    }
    keys
}

/// The key under which a text is set aside; `is_free` is whether nothing else lies
/// there. `None` where nothing is free: then the text stays where it is, because
/// writing over either would lose something.
#[must_use]
pub fn free_key(key: &str, unusable: Unusable, is_free: impl Fn(&str) -> bool) -> Option<String> {
    let mut keys = keys(key, unusable);
    let free = keys.iter().position(|aside| is_free(aside))?;
    Some(keys.swap_remove(free))
}

/// Every key under which a text of this key may lie aside.
#[must_use]
pub fn aside_keys(key: &str) -> Vec<String> {
    let mut all = keys(key, Unusable::Newer);
    all.append(&mut keys(key, Unusable::Damaged));
    all
}

/// Takes over what such a text says, if it can be read by now. Until then it
/// stays where it is.
pub fn read_back<T: Recover>(value: &mut T, found: Restored<T>) -> bool {
    match found {
        Restored::Current(aside) | Restored::Migrated(aside) => {
            value.take_back(aside);
            true
        }
        Restored::Newer(_) | Restored::Unreadable => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::call::checkpoint::{Checkpoint, Checkpoints};
    use crate::call::servers::KnownServers;
    use crate::codec::{self, restore};
    use crate::domain::{CallId, Identity, Timestamp, UserId};
    use crate::outbox::{CrmUpdate, OutboxEntry, Outboxes};
    use crate::settings::{Settings, SiteSetting};

    const CRM: &str = "https://crm.example.com";
    const OTHER: &str = "https://other.example.com";
    const NOW: Timestamp = Timestamp(9_000);

    fn olivia() -> Identity {
        let (site, user) = (CRM.to_owned(), UserId(14));
        Identity { site, user }
    }

    fn outboxes(updates: &[(u64, CrmUpdate)]) -> Outboxes {
        let mut outboxes = Outboxes::default();
        for (call, update) in updates {
            let entry = OutboxEntry {
                call: CallId(*call),
                update: update.clone(),
                since: Timestamp(1_000),
            };
            outboxes.push(Some(&olivia()), entry);
        }
        outboxes
    }

    fn waiting(outboxes: &Outboxes) -> Vec<(u64, CrmUpdate)> {
        let mut tried = Vec::new();
        outboxes.read(&olivia(), |outbox| {
            while let Some(next) = outbox.next(NOW, &tried) {
                tried.push(next.clone());
            }
        });
        let waiting = tried.into_iter();
        waiting.map(|it| (it.call.0, it.update)).collect()
    }

    fn note(text: &str) -> CrmUpdate {
        CrmUpdate::Note(text.to_owned())
    }

    #[test]
    fn what_a_downgrade_set_aside_is_delivered_after_the_update() {
        let before = codec::text(&outboxes(&[(7, CrmUpdate::End), (8, note("call back"))]));
        let of_newer = before.replacen("outboxes 1", "outboxes 9", 1);
        let mut now = outboxes(&[(9, CrmUpdate::End), (8, note("call back at noon"))]);
        assert!(!read_back(&mut now, restore(&of_newer)), "not yet");
        assert_eq!(waiting(&now).len(), 2);
        // The update knows the format.
        assert!(read_back(&mut now, restore(&before)));
        let all = [
            (7, CrmUpdate::End),
            (9, CrmUpdate::End),
            (8, note("call back at noon")),
        ];
        assert_eq!(waiting(&now), all, "nothing newer is written over");
        let once = now.clone();
        assert!(read_back(&mut now, restore(&before)));
        assert_eq!(now, once, "a worker may end before the text is removed");
    }

    #[test]
    fn a_note_that_was_set_aside_is_shown_where_another_was_written_since() {
        let mut now = outboxes(&[(8, note("ask for Ann"))]);
        let before = outboxes(&[(8, note("call back"))]);
        assert!(read_back(&mut now, restore(&codec::text(&before))));
        assert_eq!(waiting(&now), [(8, note("ask for Ann"))]);
        let refused = |outbox: &crate::outbox::Outbox| outbox.refused().to_vec();
        let refused = now.read(&olivia(), refused);
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].text, "call back");
        let once = now.clone();
        assert!(read_back(&mut now, restore(&codec::text(&before))));
        assert_eq!(now, once);
    }

    #[test]
    fn settings_come_back_and_what_was_set_since_counts() {
        let site = |origin: &str, api: &str| SiteSetting::parse(origin, api).unwrap();
        let before = Settings {
            ring_seconds: 50,
            silent: true,
            sites: vec![site(CRM, "https://api.example.com"), site(OTHER, "")],
            ..Settings::default()
        };
        let mut now = Settings::default();
        assert!(read_back(&mut now, restore(&codec::text(&before))));
        assert_eq!(now, before);
        let mut now = Settings {
            ring_seconds: 60,
            sites: vec![site(CRM, "")],
            ..Settings::default()
        };
        assert!(read_back(&mut now, restore(&codec::text(&before))));
        let both = Settings {
            ring_seconds: 60,
            sites: vec![site(CRM, ""), site(OTHER, "")],
            ..before
        };
        assert_eq!(now, both);
    }

    #[test]
    fn what_is_known_of_calls_and_servers_comes_back() {
        let checkpoint = |user| Checkpoint {
            user: Some(UserId(user)),
            ..Checkpoint::default()
        };
        let (mut before, mut now) = (Checkpoints::default(), Checkpoints::default());
        before.set(CRM, checkpoint(14));
        before.set(OTHER, checkpoint(15));
        now.set(CRM, checkpoint(16));
        assert!(read_back(&mut now, restore(&codec::text(&before))));
        assert_eq!(now.of(CRM), checkpoint(16));
        assert_eq!(now.of(OTHER), checkpoint(15));

        let (mut before, mut now) = (KnownServers::default(), KnownServers::default());
        before.allow(CRM, "https://meet.example.org/room");
        now.allow(CRM, "https://talk.example.org/room");
        assert!(read_back(&mut now, restore(&codec::text(&before))));
        assert!(!now.asks(CRM, "https://meet.example.org/room"));
        assert!(!now.asks(CRM, "https://talk.example.org/room"));
    }

    /// Each text has a place of its own, and where there is none left it stays
    /// where it is.
    #[test]
    fn nothing_that_lies_aside_is_written_over() {
        let mut stored = BTreeMap::new();
        for number in 0..1_000 {
            let text = number.to_string();
            let is_free = |key: &str| stored.get(key).is_none_or(|known| *known == text);
            if let Some(key) = free_key("outboxes", Unusable::Newer, is_free) {
                assert_eq!(stored.insert(key, text), None);
            }
        }
        let kept: Vec<&str> = stored.values().map(String::as_str).collect();
        assert_eq!(kept, ["0", "1", "2", "3", "4", "5", "6", "7"]);
        assert_eq!(stored["outboxes.newer"], "0", "as earlier versions did");
        let known = aside_keys("outboxes");
        assert!(stored.keys().all(|key| known.contains(key)));
        let again = |key: &str| stored.get(key).is_none_or(|known| known == "3");
        let again = free_key("outboxes", Unusable::Newer, again);
        assert_eq!(again.as_deref(), Some("outboxes.newer.4"), "it lies there");
    }
}
