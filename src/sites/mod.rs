//! Several CRMs at once.
//!
//! Each enabled site has everything of its own: calls, sign-in, requests,
//! people. Here is what there is only one of for a person: what a tab shows,
//! which call is meant, one call at a time, one sound, one badge. No site's
//! state is changed here, and none is shown another's.

mod announce;
mod claim;
mod identities;
mod number;
mod route;
#[cfg(test)]
mod tests;
mod view;

pub use crate::domain::MOST_SITES;
pub use announce::{Ring, outdated, rings, sounds, toolbar};
pub use claim::{Claimed, Page, Verification};
pub use identities::{Identified, Identities, Refusal};
pub use number::{NOBODYS, SiteNumber, everywhere, within};
pub use route::{
    Dial, HeldPress, PressFacts, owner, page_site, route, to_ask, to_click, to_command, to_dial,
};
pub use view::{missed, view};

use crate::call::state::State;
use crate::call::view::AccountView;

/// A site, and its calls. The last one is nobody's ([`NOBODYS`]): it is no CRM,
/// and stands for pages that are none while nobody is signed in anywhere.
#[derive(Clone, Copy, Debug)]
pub struct SiteCalls<'a> {
    pub number: SiteNumber,
    /// Its CRM's origin.
    pub origin: &'a str,
    pub calls: &'a State,
}

/// The site whose call is on.
fn engaged<'s, 'a>(sites: &'s [SiteCalls<'a>]) -> Option<&'s SiteCalls<'a>> {
    sites.iter().find(|site| site.calls.is_engaged())
}

/// Whether a call is on at any site.
#[must_use]
pub fn is_talking(sites: &[SiteCalls<'_>]) -> bool {
    sites.iter().any(|site| site.calls.is_talking())
}

/// Whether a call is on at another site, so that none can be made at this one.
fn talks_elsewhere(sites: &[SiteCalls<'_>], number: SiteNumber) -> bool {
    let mut others = sites.iter().filter(|site| site.number != number);
    others.any(|site| site.calls.is_talking())
}

/// Whether the person must be told of which site something is.
fn are_many(sites: &[SiteCalls<'_>]) -> bool {
    let mut crms = sites.iter().filter(|site| site.number != NOBODYS);
    crms.nth(1).is_some()
}

/// The site of this number.
fn of<'s, 'a>(sites: &'s [SiteCalls<'a>], number: SiteNumber) -> Option<&'s SiteCalls<'a>> {
    sites.iter().find(|site| site.number == number)
}

/// The site that a page belongs to which is no CRM's: the first with somebody
/// signed in, else the first where it must be done again.
fn of_no_crm<'s, 'a>(sites: &'s [SiteCalls<'a>]) -> Option<&'s SiteCalls<'a>> {
    let with = |wanted: fn(&AccountView) -> bool| {
        sites.iter().find(move |site| wanted(&site.calls.account))
    };
    with(|account| matches!(account, AccountView::SignedIn { .. }))
        .or_else(|| with(|account| *account == AccountView::Expired))
        .or(sites.first())
}

/// The site of a page: its own, or, where the page is no CRM's, the one that
/// its buttons call through.
fn of_page<'s, 'a>(
    sites: &'s [SiteCalls<'a>],
    page: Option<SiteNumber>,
) -> Option<&'s SiteCalls<'a>> {
    match page {
        Some(number) => of(sites, number),
        None => of_no_crm(sites),
    }
}
