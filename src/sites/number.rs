//! Two CRMs can both have a call 7. Each site counts for itself; what a page or
//! a notification says of a call has its site in the number as well.

use crate::domain::CallId;

pub use crate::domain::SiteNumber;

/// The CRM's own numbers are below: JSON has no whole numbers above.
const BITS: u32 = 53;

/// The number of what is no site.
pub const NOBODYS: SiteNumber = SiteNumber((1 << (u64::BITS - BITS)) - 1);

/// The number of a site's call for everybody outside of the site. The first
/// site's are the CRM's own.
#[must_use]
pub fn everywhere(site: SiteNumber, call: CallId) -> CallId {
    let number = call.0 & ((1 << BITS) - 1);
    CallId(u64::from(site.0) << BITS | number)
}

/// The site of such a number, and the CRM's own number of the call there.
#[must_use]
pub fn within(call: CallId) -> (SiteNumber, CallId) {
    let site = SiteNumber((call.0 >> BITS) as u32);
    (site, CallId(call.0 & ((1 << BITS) - 1)))
}
