//! The worker's bootstrap registers exactly the events that the dispatcher
//! handles: any other would wake the worker needlessly, and a missing one would
//! never arrive.

use std::collections::BTreeSet;

use super::lexer::{Token, without_tests};

/// Registers the events.
pub(super) const BOOTSTRAP: &str = "extension/background/bootstrap.js";
/// Handles the events.
pub(super) const DISPATCHER: &str = "extension/background/src/events.rs";

/// Where the two differ, a sentence each.
pub(super) fn differences(bootstrap: &str, dispatcher: &str) -> Vec<String> {
    let (registered, known) = (registered(bootstrap), known(dispatcher));
    let useless = registered.difference(&known);
    let missing = known.difference(&registered);
    useless
        .map(|event| format!("{BOOTSTRAP} registers {event}, which {DISPATCHER} has no use for"))
        .chain(missing.map(|event| format!("{DISPATCHER} waits for {event}, which never comes")))
        .collect()
}

/// What the script hands on: `['runtime', 'onInstalled']` in its list, and
/// names in calls, such as `notify('online')`.
fn registered(script: &str) -> BTreeSet<String> {
    let code: Vec<&str> = script
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n");
    let list = code
        .split_once("const EVENTS = [")
        .and_then(|(_, after)| after.split_once("];"))
        .map_or("", |(list, _)| list);
    let pairs = list.split('[').skip(1).map(|pair| {
        let names: Vec<&str> = quoted(pair).collect();
        names.join(".")
    });
    let calls = ["notify('", "forward('"].into_iter().flat_map(|call| {
        let named = code.split(call).skip(1);
        named.filter_map(|after| after.split_once('\''))
    });
    pairs
        .chain(calls.map(|(name, _)| name.to_owned()))
        .collect()
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('\'').skip(1).step_by(2)
}

/// The texts that arms of a `match` on the event's name begin with. Those that
/// stand in a tuple are something else's.
fn known(source: &str) -> BTreeSet<String> {
    let tokens = without_tests(source);
    let names = tokens.windows(2).filter_map(|pair| match pair {
        [Token::Text(name), Token::Sign('=' | '|')] => Some((*name).to_owned()),
        _ => None,
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "// ['idle', 'onStateChanged']\nconst EVENTS = [\n  \
        ['alarms', 'onAlarm'],\n  ['tabs', 'onRemoved'],\n];\n\
        notify('online'); forward('runtime.onMessage', message); notify(`${a}.${b}`);";
    const SOURCE: &str = r#"match name {
        "alarms.onAlarm" | "tabs.onRemoved" => a(),
        "online" => b(),
        "runtime.onMessage" => return c("text", "other"),
        _ => {}
    }
    match (command, ring) { ("answer", Some(_)) => d(), }"#;

    #[test]
    fn equal_sets_of_events_give_no_error() {
        assert_eq!(differences(SCRIPT, SOURCE), [""; 0]);
    }

    #[test]
    fn an_event_without_a_use_is_named() {
        let script = SCRIPT.replace(
            "['tabs', 'onRemoved']",
            "['tabs', 'onRemoved'], ['tabs', 'onActivated']",
        );
        let said = differences(&script, SOURCE);
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("registers tabs.onActivated"), "{said:?}");
    }

    #[test]
    fn an_event_that_never_comes_is_named() {
        let script = SCRIPT.replace("notify('online');", "");
        let said = differences(&script, SOURCE);
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("waits for online"), "{said:?}");
    }
}
