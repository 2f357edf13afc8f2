//! What one tab shows of the calls of all sites.

use super::{NOBODYS, SiteCalls, SiteNumber, are_many, engaged, everywhere, of_page};
use crate::call::notice::Notice;
use crate::call::view::{self, MediaHost, RingView, ToastState, View};
use crate::domain::{Peer, TabId, Timestamp};
use crate::message::MissedView;

/// The view of a tab of this site (`None`: of a page that is no CRM's), or of
/// the popup, which has no tab. Incoming calls of all sites are in it, and the
/// call that is on, wherever that is.
#[must_use]
pub fn view(sites: &[SiteCalls<'_>], page: Option<SiteNumber>, tab: Option<TabId>) -> View {
    let own = of_page(sites, page);
    let shown = shown(sites, page, tab);
    let mut view = shown
        .map(|site| view::of(site.calls, tab))
        .unwrap_or_default();
    if let Some(site) = shown {
        view.site = site.number;
        let is_own = own.is_some_and(|own| own.number == site.number);
        number_toast(&mut view.toast, site, !is_own);
    }
    view.account = own.map(|own| own.calls.account.clone()).unwrap_or_default();
    view.is_crm = page.is_some();
    view.revision = sites.iter().map(|site| site.calls.revision).sum();
    view.rings = rings(sites, own.map(|own| own.number));
    let said = noticed(sites, page).and_then(|site| {
        let (notice, _) = site.calls.notice.as_ref()?;
        Some(match notice {
            Notice::Missed { call, name } => Notice::Missed {
                call: everywhere(site.number, *call),
                name: name.clone(),
            },
            other => other.clone(),
        })
    });
    view.notice = said;
    view
}

/// The site whose call the toast of such a page is about: the one where a call
/// is on, else the one whose call was here, else the page's own, else one that
/// has something to show.
pub(super) fn shown<'s, 'a>(
    sites: &'s [SiteCalls<'a>],
    page: Option<SiteNumber>,
    tab: Option<TabId>,
) -> Option<&'s SiteCalls<'a>> {
    let shows = |site: &&SiteCalls<'_>| view::of(site.calls, None).toast != ToastState::Hidden;
    let own = of_page(sites, page);
    let was_here = |site: &&SiteCalls<'_>| {
        let host = site.calls.current.as_ref().and_then(|it| it.host);
        tab.is_some() && host.map(MediaHost::tab) == tab
    };
    engaged(sites)
        .or_else(|| sites.iter().find(was_here))
        .or_else(|| own.filter(shows))
        .or_else(|| sites.iter().find(shows))
        .or(own)
}

/// The site whose notice such a page shows.
pub(super) fn noticed<'s, 'a>(
    sites: &'s [SiteCalls<'a>],
    page: Option<SiteNumber>,
) -> Option<&'s SiteCalls<'a>> {
    let says = |site: &&SiteCalls<'_>| site.calls.notice.is_some();
    let own = of_page(sites, page);
    own.filter(says)
        .or_else(|| engaged(sites).filter(says))
        .or_else(|| {
            // The popup and a page that is no CRM's are of all sites.
            page.is_none().then(|| sites.iter().find(says)).flatten()
        })
}

fn rings(sites: &[SiteCalls<'_>], own: Option<SiteNumber>) -> Vec<RingView> {
    let waiting = sites.iter().any(|site| site.calls.is_talking());
    let mut rings: Vec<(Timestamp, RingView)> = Vec::new();
    for site in sites {
        let is_own = own == Some(site.number);
        for ring in &site.calls.rings {
            let shown = RingView {
                call: everywhere(site.number, ring.call),
                peer: peer_at(&ring.peer, site, !is_own),
                media: ring.media,
                waiting,
            };
            // Few at most: sorting them takes less code like this.
            let later = rings.iter().position(|(since, _)| *since > ring.since);
            rings.insert(later.unwrap_or(rings.len()), (ring.since, shown));
        }
    }
    rings.into_iter().map(|(_, ring)| ring).collect()
}

/// The missed calls of all sites, newest first.
#[must_use]
pub fn missed(sites: &[SiteCalls<'_>]) -> Vec<MissedView> {
    let names = are_many(sites);
    let mut all: Vec<MissedView> = Vec::new();
    for site in sites {
        for missed in site.calls.missed_shown() {
            let earlier = all.iter().position(|other| other.at <= missed.at);
            let shown = MissedView {
                call: everywhere(site.number, missed.call),
                peer: peer_at(&missed.peer, site, names),
                at: missed.at,
            };
            all.insert(earlier.unwrap_or(all.len()), shown);
        }
    }
    all
}

/// A peer as they are shown outside of their site: with the name of it, because
/// nobody can tell it from the page, and without their number, which is
/// somebody else's there.
pub(super) fn peer_at(peer: &Peer, site: &SiteCalls<'_>, is_named: bool) -> Peer {
    let mut peer = peer.clone();
    if is_named && site.number != NOBODYS {
        peer.user = None;
        let place = site.origin.split_once("://");
        let place = place.map_or(site.origin, |(_, place)| place);
        peer.detail = Some(match peer.detail {
            Some(detail) => format!("{detail} · {place}"),
            None => place.to_owned(),
        });
    }
    peer
}

fn number_toast(toast: &mut ToastState, site: &SiteCalls<'_>, is_named: bool) {
    let peer = match toast {
        ToastState::Hidden => return,
        ToastState::InCall(call) => {
            call.call = everywhere(site.number, call.call);
            &mut call.peer
        }
        ToastState::Elsewhere(call) => {
            call.call = everywhere(site.number, call.call);
            &mut call.peer
        }
        ToastState::Calling { peer, .. } | ToastState::Ended { peer, .. } => peer,
    };
    *peer = peer_at(peer, site, is_named);
}
