//! Rooms of our own making, for calls that no CRM arranges, and the server that
//! they are on.

use super::address::{Address, AddressError};

/// What a room's name begins with, so that an administrator of the server knows
/// where it comes from.
const PREFIX: &str = "ringside-";

/// The address of a room on this server. Whoever knows it can come in, so its
/// name has to be as hard to guess as `nonce` is: a random UUID has 122 bits.
///
/// # Errors
/// When the server's address is none, or is not secure.
pub fn unguessable(server: &str, nonce: &str) -> Result<String, AddressError> {
    let digits = nonce.chars().filter(char::is_ascii_alphanumeric);
    // Jitsi takes names without regard to case, and shows them in lower case.
    let name: String = digits.map(|digit| digit.to_ascii_lowercase()).collect();
    let room = [server.trim_end_matches('/'), "/", PREFIX, &name].concat();
    Ok(Address::parse(&room)?.invitation())
}

/// The server of a meeting, with its tenant: everything before the room.
#[must_use]
pub fn server_of(meeting: &str) -> Option<String> {
    let address = Address::parse(meeting).ok()?.invitation();
    Some(address.rsplit_once('/')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONCE: &str = "36B8F84D-df4e-4d49-b662-bcde71a8764f";

    #[test]
    fn every_digit_of_the_nonce_is_in_the_name() {
        let room = unguessable("https://meet.example.com/", NONCE);
        assert_eq!(
            room.as_deref(),
            Ok("https://meet.example.com/ringside-36b8f84ddf4e4d49b662bcde71a8764f")
        );
    }

    #[test]
    fn a_server_with_a_tenant_keeps_it() {
        let room = unguessable("https://meet.example.com/sales", "1f").unwrap();
        assert_eq!(room, "https://meet.example.com/sales/ringside-1f");
        assert_eq!(
            server_of(&room).as_deref(),
            Some("https://meet.example.com/sales")
        );
    }

    #[test]
    fn what_is_no_secure_server_has_no_room() {
        for server in ["", "meet.example.com", "http://meet.example.com", "ftp://x"] {
            assert!(unguessable(server, NONCE).is_err(), "{server}");
        }
        assert_eq!(server_of("https://meet.example.com"), None);
    }
}
