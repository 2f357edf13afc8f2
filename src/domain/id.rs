//! The numbers of calls, users, tabs and sites.

use crate::codec::Codec;

/// The CRM's number for a call session (`id` of `/api/jitsi-calls/`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Codec)]
pub struct CallId(pub u64);

/// The CRM's number for a user account. Customers and employees are numbered
/// separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Codec)]
pub struct UserId(pub u64);

/// The browser's number for a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Codec)]
pub struct TabId(pub i32);

/// The number of a site, as long as the browser runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Codec)]
pub struct SiteNumber(pub u32);

/// How many sites there can be; more than anybody has.
pub const MOST_SITES: usize = 64;
