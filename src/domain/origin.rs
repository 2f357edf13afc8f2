//! Hosts and origins.

/// Whether this host name always means this machine, so that plain http to it
/// crosses no network.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
}
