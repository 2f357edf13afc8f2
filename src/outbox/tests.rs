use super::*;

const LATER: Timestamp = Timestamp(10_000);

fn entry(call: u64, update: CrmUpdate) -> OutboxEntry {
    OutboxEntry {
        call: CallId(call),
        update,
        since: Timestamp(1_000),
    }
}

fn note(call: u64, text: &str) -> OutboxEntry {
    entry(call, CrmUpdate::Note(text.to_owned()))
}

/// One round, in which `poisoned` calls fail: what was delivered.
fn round(outbox: &mut Outbox, poisoned: impl Fn(&OutboxEntry) -> bool) -> Vec<OutboxEntry> {
    let (mut tried, mut done) = (Vec::new(), Vec::new());
    while let Some(next) = outbox.next(LATER, &tried).cloned() {
        if poisoned(&next) {
            outbox.delivered(&next, Delivery::Later);
        } else {
            outbox.delivered(&next, Delivery::Done);
            done.push(next.clone());
        }
        tried.push(next);
    }
    done
}

#[test]
fn duplicate_entries_are_merged() {
    let mut outbox = Outbox::default();
    outbox.push(entry(1, CrmUpdate::End));
    outbox.push(entry(1, CrmUpdate::End));
    outbox.push(entry(2, CrmUpdate::End));
    let ends = [entry(1, CrmUpdate::End), entry(2, CrmUpdate::End)];
    assert_eq!(round(&mut outbox, |_| false), ends);
    assert!(outbox.is_empty());
}

#[test]
fn ends_come_before_notes_and_after_the_reason_that_was_given() {
    let mut outbox = Outbox::default();
    outbox.push(note(1, "call back"));
    outbox.push(entry(1, CrmUpdate::End));
    outbox.push(note(2, "in a meeting"));
    outbox.push(entry(2, CrmUpdate::Reject));
    let order = [
        entry(1, CrmUpdate::End),
        note(2, "in a meeting"),
        entry(2, CrmUpdate::Reject),
        note(1, "call back"),
    ];
    assert_eq!(round(&mut outbox, |_| false), order);
}

#[test]
fn a_poisoned_entry_holds_up_nobody() {
    let mut outbox = Outbox::default();
    outbox.push(note(1, "poisoned"));
    outbox.push(entry(1, CrmUpdate::RecordingLink("https://x".to_owned())));
    outbox.push(entry(2, CrmUpdate::End));
    outbox.push(note(3, "other"));
    outbox.push(note(4, "a reason"));
    outbox.push(entry(4, CrmUpdate::Reject));
    let poisoned = |it: &OutboxEntry| *it == note(1, "poisoned") || *it == note(4, "a reason");
    assert_eq!(round(&mut outbox, poisoned).len(), 4);
    assert_eq!(round(&mut outbox, poisoned), []);
    assert_eq!(round(&mut outbox, |_| false).len(), 2, "and is not lost");
}

#[test]
fn what_failed_is_tried_last_the_next_time() {
    let mut outbox = Outbox::default();
    let [first, second] = [1, 2].map(|call| entry(call, CrmUpdate::End));
    outbox.push(first.clone());
    outbox.push(second.clone());
    assert_eq!(outbox.next(LATER, &[]), Some(&first));
    outbox.delivered(&first, Delivery::Later);
    assert_eq!(outbox.next(LATER, &[]), Some(&second));
}

#[test]
fn a_note_rewritten_during_delivery_is_delivered_again() {
    let mut outbox = Outbox::default();
    outbox.push(note(1, "call"));
    let sent = outbox.next(LATER, &[]).cloned().unwrap();
    outbox.push(note(1, "call back"));
    outbox.delivered(&sent, Delivery::Done);
    assert_eq!(outbox.next(LATER, &[sent]), Some(&note(1, "call back")));
}

#[test]
fn a_note_waits_for_the_user_to_write_on_but_for_nothing_else() {
    let mut outbox = Outbox::default();
    outbox.push(note(1, "call"));
    let now = Timestamp(1_000);
    assert_eq!(outbox.next(now, &[]), None);
    assert_eq!(outbox.ripe_at(now), Some(Timestamp(3_000)));
    assert!(outbox.next(Timestamp(3_000), &[]).is_some());
    let set_back = Timestamp(900);
    assert!(
        outbox.next(set_back, &[]).is_some(),
        "the clock was set back"
    );
    assert_eq!(outbox.ripe_at(set_back), None);
    outbox.push(entry(1, CrmUpdate::Reject));
    assert!(outbox.next(now, &[]).is_some());
}

#[test]
fn after_a_weekend_offline_nothing_is_lost() {
    let mut outbox = Outbox::default();
    outbox.push(note(1, "call back"));
    outbox.push(entry(2, CrmUpdate::End));
    let monday = LATER.plus(Duration::from_hours(72));
    assert!(outbox.next(monday, &[]).is_some());
    assert_eq!(round(&mut outbox, |_| false).len(), 2);
}

#[test]
fn a_refused_text_is_kept_for_the_user_until_they_have_it() {
    let mut outbox = Outbox::default();
    for sent in [note(1, "call back"), entry(2, CrmUpdate::End), note(3, " ")] {
        outbox.push(sent.clone());
        let is_said = outbox.delivered(&sent, Delivery::Moot);
        assert_eq!(is_said, sent.call == CallId(1));
    }
    assert!(outbox.is_empty());
    let [kept] = outbox.refused() else {
        panic!("{:?}", outbox.refused());
    };
    assert_eq!(kept.text, "call back");
    let kept = kept.clone();
    outbox.forget_refused(&kept);
    assert!(outbox.refused().is_empty());
}

#[test]
fn what_waits_has_a_bound_and_texts_stay_longest() {
    let mut outbox = Outbox::default();
    outbox.push(note(0, "the oldest"));
    for call in 1..2_000 {
        outbox.push(entry(call, CrmUpdate::End));
    }
    assert_eq!(outbox.entries.len(), ENTRIES_MAX);
    assert_eq!(outbox.entries[0], note(0, "the oldest"));
    for call in 2_000..4_000 {
        outbox.push(note(call, "text"));
    }
    assert_eq!(outbox.entries.len(), ENTRIES_MAX);
    assert_eq!(outbox.refused.len(), REFUSED_MAX);
}

#[test]
fn what_the_first_version_stored_is_read() {
    let entries = vec![note(7, "call back"), entry(8, CrmUpdate::End)];
    let old = crate::codec::encode(&entries);
    let outbox = Outbox::migrate(1, &old).unwrap();
    assert_eq!(
        (outbox.entries, outbox.refused),
        (entries, Newest::default())
    );
}
