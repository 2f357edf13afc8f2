//! One sound, one toolbar button, one list of notifications for all sites.

use super::view::peer_at;
use super::{SiteCalls, SiteNumber, are_many, everywhere};
use crate::call::announce::{self, Alerts, Before, Toolbar};
use crate::domain::{CallId, Media, Peer};

/// A call to show as a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    /// Its number over all sites.
    pub call: CallId,
    pub peer: Peer,
    pub media: Media,
}

/// Whether the ring sounds: not during a call, at whatever site that is.
#[must_use]
pub fn sounds(sites: &[SiteCalls<'_>], alerts: Alerts) -> bool {
    let talks = sites.iter().any(|site| site.calls.is_talking());
    !talks
        && sites
            .iter()
            .any(|site| announce::sounds(site.calls, alerts))
}

/// The toolbar button: the most urgent of what each site has to say.
#[must_use]
pub fn toolbar(sites: &[SiteCalls<'_>]) -> Toolbar {
    const URGENCY: [Toolbar; 4] = [
        Toolbar::Ringing,
        Toolbar::InCall,
        Toolbar::SignInExpired,
        Toolbar::Ready,
    ];
    let says = |wanted: &Toolbar| {
        let mut sites = sites.iter();
        sites.any(|site| announce::toolbar(site.calls) == *wanted)
    };
    URGENCY.into_iter().find(says).unwrap_or(Toolbar::SignedOut)
}

/// The incoming calls to show as notifications, with their site where there are
/// several.
#[must_use]
pub fn rings(sites: &[SiteCalls<'_>], alerts: Alerts) -> Vec<Ring> {
    let mut rings = Vec::new();
    for site in sites {
        let wanted = announce::notifications(site.calls, alerts).iter();
        rings.extend(wanted.map(|ring| Ring {
            call: everywhere(site.number, ring.call),
            peer: peer_at(&ring.peer, site, are_many(sites)),
            media: ring.media,
        }));
    }
    rings
}

/// The notifications to close after an event at this site: those of calls that
/// rang there before or are `shown`, except those `wanted` now. A worker that
/// was ended may have left some behind.
#[must_use]
pub fn outdated(
    site: SiteNumber,
    before: &Before,
    shown: &[CallId],
    wanted: &[Ring],
) -> Vec<CallId> {
    let rang = before.rang().iter().map(|call| everywhere(site, *call));
    let mut outdated = Vec::new();
    for call in rang.chain(shown.iter().copied()) {
        let is_wanted = wanted.iter().any(|ring| ring.call == call);
        if !is_wanted && !outdated.contains(&call) {
            outdated.push(call);
        }
    }
    outdated
}
