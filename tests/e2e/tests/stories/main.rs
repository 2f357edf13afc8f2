//! The stories that two people play in real browsers, one module per topic.

mod alerts;
mod api;
mod asleep;
mod calls;
mod chaos;
mod checks;
mod controls;
mod detours;
mod everywhere;
mod faults;
mod frames;
mod front_ends;
mod guests;
mod hostile;
mod keyboard;
mod long_lists;
mod media;
mod meeting;
mod meeting_server;
mod no_windows;
mod notes;
mod outcomes;
mod own_window;
mod pages;
mod people;
mod permissions;
mod picker;
mod places;
mod profiles;
mod public_server;
mod recordings;
mod records;
mod restart;
mod ringing;
mod sites;
mod storage;
mod store;
mod traps;
mod worker;

use std::process::ExitCode;

fn main() -> ExitCode {
    ringside_e2e::harness::run(
        [
            alerts::stories(),
            api::stories(),
            asleep::stories(),
            calls::stories(),
            chaos::stories(),
            checks::stories(),
            controls::stories(),
            detours::stories(),
            everywhere::stories(),
            faults::stories(),
            frames::stories(),
            front_ends::stories(),
            guests::stories(),
            hostile::stories(),
            keyboard::stories(),
            long_lists::stories(),
            media::stories(),
            meeting::stories(),
            meeting_server::stories(),
            no_windows::stories(),
            notes::stories(),
            outcomes::stories(),
            own_window::stories(),
            pages::stories(),
            people::stories(),
            permissions::stories(),
            picker::stories(),
            places::stories(),
            profiles::stories(),
            public_server::stories(),
            recordings::stories(),
            records::stories(),
            restart::stories(),
            ringing::stories(),
            sites::stories(),
            storage::stories(),
            store::stories(),
            traps::stories(),
            worker::stories(),
        ]
        .concat(),
    )
}
