//! Every meeting server that the settings keep can have a room for a guest.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use proptest::prelude::*;
use ringside::jitsi::room;
use ringside::settings::Settings;

const NONCE: &str = "36b8f84d-df4e-4d49-b662-bcde71a8764f";

/// What the settings keep of what somebody typed.
fn kept(typed: &str) -> String {
    let settings = Settings {
        meeting_server: typed.to_owned(),
        ..Settings::default()
    };
    settings.repaired().meeting_server
}

proptest! {
    #[test]
    fn what_is_kept_has_rooms(typed in "(https://)?[a-z]{1,4}(:[0-9]{1,3})?(/[a-z.%/ ?#]{0,8})?") {
        let server = kept(&typed);
        prop_assert!(server.is_empty() || room::unguessable(&server, NONCE).is_ok(), "{server}");
    }
}

#[test]
fn a_tenant_is_kept_and_a_way_upwards_is_not() {
    assert_eq!(
        kept("meet.example.com/sales/"),
        "https://meet.example.com/sales"
    );
    for wrong in [
        "https://m.example/..",
        "https://m.example/a/../b",
        "https://m.example/a//b",
    ] {
        assert_eq!(kept(wrong), "", "{wrong}");
    }
}
