//! The stories that two people play in real browsers, one module per topic.

use std::process::ExitCode;

/// Names the modules, and collects their stories.
macro_rules! topics {
    ($($topic:ident),+ $(,)?) => {
        $(mod $topic;)+

        fn main() -> ExitCode {
            let mut stories = Vec::new();
            $(stories.extend($topic::stories());)+
            ringside_e2e::harness::run(stories)
        }
    };
}

topics! {
    alerts, asleep, calls, controls, detours, everywhere, faults, keyboard, media, no_windows,
    notes, outcomes, pages, people, places, public_server, recordings, restart, ringing, worker,
}
