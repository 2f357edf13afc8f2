//! Who is reachable, and what the user's own status is.

pub mod own_status;
pub mod people;

use crate::codec::Codec;
use crate::crm::wire::WirePresence;

/// Whether a record's person can be rung, as the dot beside the buttons says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Codec)]
pub enum Reach {
    /// Not known (yet): no dot.
    #[default]
    Unknown,
    /// Online and free.
    Online,
    /// Online, but away from the desk.
    Away,
    /// In a call or not taking calls.
    Busy,
    /// Not online; a call will probably not be heard.
    Offline,
    /// The record has no user account: nobody can be rung.
    NoAccount,
    /// The record is the user's own: nobody calls oneself.
    Yourself,
}

/// The reachability in a presence row. The CRM never writes "offline", so a
/// stale row still has online or busy: `is_online` decides, not the status. A
/// heartbeat overwrites "busy", so a current call counts too.
#[must_use]
pub fn reach(row: &WirePresence) -> Reach {
    if !row.is_online {
        Reach::Offline
    } else if row.status == "busy" || row.current_call.is_some() || !row.available_for_calls {
        Reach::Busy
    } else if row.status == "away" {
        Reach::Away
    } else {
        Reach::Online
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presence_rows_are_read_as_the_backend_leaves_them() {
        let row = |json: &str| {
            let row: serde_json::Value = serde_json::from_str(json).unwrap();
            reach(&WirePresence::parse(&row).unwrap())
        };
        assert_eq!(
            row(r#"{"user":1,"status":"online","is_online":true}"#),
            Reach::Online
        );
        assert_eq!(
            row(r#"{"user":1,"status":"busy","is_online":false}"#),
            Reach::Offline
        );
        assert_eq!(
            row(r#"{"user":1,"status":"online","is_online":true,"current_call":7}"#),
            Reach::Busy
        );
        assert_eq!(
            row(r#"{"user":1,"status":"away","is_online":true,"available_for_calls":false}"#),
            Reach::Busy
        );
        assert_eq!(
            row(r#"{"user":1,"status":"away","is_online":true}"#),
            Reach::Away
        );
    }
}
