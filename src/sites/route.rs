//! Which site is meant by what a person does, and by what a call page says.

use super::view::{noticed, shown};
use super::{
    NOBODYS, Page, SiteCalls, SiteNumber, engaged, everywhere, of, of_no_crm, of_page,
    talks_elsewhere, within,
};
use crate::call::intent::Intent;
use crate::call::shortcut::{self, Click};
use crate::call::state::{Phase, State};
use crate::domain::{CallId, Identity, Media, TabId};
use crate::site::RecordRef;

/// What each site is to be told of an intent, in order. `page` is the site of
/// the page in which it was pressed; `None` for pages that are no CRM's and for
/// the popup. Answering a call ends one that is on at another site, as it ends
/// one at its own.
#[must_use]
pub fn route(
    sites: &[SiteCalls<'_>],
    page: Option<SiteNumber>,
    tab: Option<TabId>,
    mut intent: Intent,
) -> Vec<(SiteNumber, Intent)> {
    let named = call_of(&mut intent).map(|call| {
        let (site, own) = within(*call);
        *call = own;
        site
    });
    let site = match (named, &intent) {
        (Some(site), _) => of(sites, site),
        (None, Intent::Silence) => {
            let silence = |site: &SiteCalls<'_>| (site.number, Intent::Silence);
            return sites.iter().map(silence).collect();
        }
        (None, Intent::DismissNotice) => noticed(sites, page),
        (None, Intent::SignIn) => of_page(sites, page),
        (None, _) => shown(sites, page, tab),
    };
    let Some(site) = site.map(|site| site.number) else {
        return Vec::new();
    };
    let takes_a_call = matches!(
        intent,
        Intent::Answer { .. } | Intent::EndAndAnswer { .. } | Intent::TakeHere { .. }
    );
    if matches!(intent, Intent::CallBack { .. }) && talks_elsewhere(sites, site) {
        return Vec::new();
    }
    let mut routed = Vec::new();
    if takes_a_call && has(sites, site, &intent) {
        let others = sites.iter().filter(|other| other.number != site);
        let busy = others.filter(|other| other.calls.is_engaged());
        routed.extend(busy.map(|other| (other.number, Intent::HangUp)));
    }
    routed.push((site, intent));
    routed
}

/// What a press of a call button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dial {
    /// It calls through this site.
    At(SiteNumber),
    /// Nobody can be rung: they are invited to a call that no CRM knows of.
    Invite,
    /// A call is on at this other site, and there is one at a time.
    Busy(SiteNumber),
    /// It waits for the page's sign-in.
    Hold,
    /// There is nothing to call through.
    Nowhere,
}

/// What is known of a press of a call button.
#[derive(Clone, Copy, Debug)]
pub struct PressFacts {
    /// Whether the page has been asked for its sign-in because of it.
    pub was_held: bool,
    /// Whether the user has a CRM with a call API at all.
    pub has_crm: bool,
    /// Whether the site that is asked about the record knows that nobody with an
    /// account stands behind it.
    pub no_account: bool,
}

/// What a press of a call button in such a page does.
#[must_use]
pub fn to_dial(sites: &[SiteCalls<'_>], page: Page, press: PressFacts) -> Dial {
    let was_held = press.was_held;
    let site = callable(sites, page);
    let invites = match site {
        _ if page == Page::NoCrm && !press.has_crm => true,
        Some(site) => site.calls.me().is_some() && press.no_account,
        None => false,
    };
    let own = if invites {
        Some(NOBODYS)
    } else {
        site.map(|site| site.number)
    };
    let busy = sites.iter().find(|site| site.calls.is_talking());
    if let Some(busy) = busy.filter(|busy| own != Some(busy.number)) {
        return Dial::Busy(busy.number);
    }
    if invites {
        return Dial::Invite;
    }
    let is_signed_in = site.is_some_and(|site| site.calls.me().is_some());
    match site {
        Some(site) if is_signed_in || was_held || page == Page::NoCrm => Dial::At(site.number),
        _ if was_held => Dial::Nowhere,
        _ => Dial::Hold,
    }
}

/// A press that is held: nobody's calls show it as one that is being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPress {
    pub attempt: u64,
    pub record: RecordRef,
    pub media: Media,
    /// The tab in which it was.
    pub tab: TabId,
}

impl HeldPress {
    /// The press that waits, if one does.
    #[must_use]
    pub fn of(nobodys: &State) -> Option<Self> {
        let current = nobodys.current.as_ref()?;
        let Phase::Dialing {
            attempt, record, ..
        } = &current.phase
        else {
            return None;
        };
        Some(Self {
            attempt: *attempt,
            record: record.clone(),
            media: current.media,
            tab: current.host?.tab(),
        })
    }
}

/// The site that knows the people of such a page. None for one of which it is
/// not known yet whose it is: no other CRM is asked about its people.
#[must_use]
pub fn to_ask(sites: &[SiteCalls<'_>], page: Page) -> Option<SiteNumber> {
    Some(callable(sites, page)?.number)
}

/// Whose a call with a guest is that is made from such a page: the user's at the
/// site that was asked about the guest. Nobody's in particular where there is no
/// CRM, or nobody is signed in.
#[must_use]
pub fn owner(sites: &[SiteCalls<'_>], page: Page) -> Option<Identity> {
    let site = callable(sites, page)?;
    Some(Identity {
        user: site.calls.me()?,
        site: site.origin.to_owned(),
    })
}

/// The site that the buttons of such a page call through.
fn callable<'s, 'a>(sites: &'s [SiteCalls<'a>], page: Page) -> Option<&'s SiteCalls<'a>> {
    match page {
        Page::Crm(number) => of(sites, number),
        Page::NoCrm => of_no_crm(sites),
        Page::Unverified => None,
    }
}

/// What a shortcut means, and at which site: the oldest call that rings, and
/// the call that is on. Answering never ends a call of another site: a key is
/// pressed without looking.
#[must_use]
pub fn to_command(sites: &[SiteCalls<'_>], command: &str) -> Option<(SiteNumber, Intent)> {
    let oldest = || {
        let ringing = sites.iter().filter(|site| !site.calls.rings.is_empty());
        ringing.min_by_key(|site| site.calls.rings.first().map(|ring| ring.since))
    };
    let site = match engaged(sites) {
        Some(site) => site,
        None => match command {
            "answer" => oldest()?,
            _ => shown(sites, None, None)?,
        },
    };
    Some((site.number, shortcut::of_command(site.calls, command)?))
}

/// What a click on the notification of a call means: the site, what it does
/// there, and the intent with the call's number over all sites. `is_it` tells
/// the call by that number.
#[must_use]
pub fn to_click(
    sites: &[SiteCalls<'_>],
    is_it: impl Fn(CallId) -> bool,
    button: Option<u32>,
) -> Option<(SiteNumber, Click)> {
    sites.iter().find_map(|site| {
        let mut rings = site.calls.rings.iter();
        let ring = rings.find(|ring| is_it(everywhere(site.number, ring.call)))?;
        let mut click = shortcut::of_click(site.calls, ring, button);
        if let Some(call) = click.intent.as_mut().and_then(call_of) {
            *call = everywhere(site.number, *call);
        }
        Some((site.number, click))
    })
}

/// The site that a call page in this tab is of: the one whose call is there, or
/// is about to be; else the one that it was of before.
#[must_use]
pub fn page_site(
    sites: &[SiteCalls<'_>],
    tab: TabId,
    before: Option<SiteNumber>,
) -> Option<SiteNumber> {
    let current = |site: &&SiteCalls<'_>| site.calls.current.is_some();
    let hosts = |site: &&SiteCalls<'_>| {
        let current = site.calls.current.as_ref();
        current.is_some_and(|current| current.host.is_some_and(|host| host.tab() == tab))
    };
    let moves = |site: &&SiteCalls<'_>| {
        let current = site.calls.current.as_ref();
        current.is_some_and(|current| current.moving.is_some())
    };
    let hosting = |site: &&SiteCalls<'_>| hosts(site) && site.calls.is_engaged();
    let found = sites.iter().find(hosting);
    let found = found.or_else(|| sites.iter().find(hosts));
    let found = found.or_else(|| sites.iter().find(moves));
    found.map(|site| site.number).or(before).or_else(|| {
        sites
            .iter()
            .find(current)
            .or(sites.first())
            .map(|it| it.number)
    })
}

/// Whether the call of this intent is still there to be taken.
fn has(sites: &[SiteCalls<'_>], site: SiteNumber, intent: &Intent) -> bool {
    let Some(site) = of(sites, site) else {
        return false;
    };
    match intent {
        Intent::Answer { call, .. } | Intent::EndAndAnswer { call, .. } => {
            site.calls.rings.iter().any(|ring| ring.call == *call)
        }
        Intent::TakeHere { call } => {
            let elsewhere = site.calls.elsewhere.as_ref();
            elsewhere.is_some_and(|elsewhere| elsewhere.call == *call)
        }
        _ => false,
    }
}

/// The call that an intent names.
fn call_of(intent: &mut Intent) -> Option<&mut CallId> {
    match intent {
        Intent::Answer { call, .. }
        | Intent::EndAndAnswer { call, .. }
        | Intent::Decline { call, .. }
        | Intent::TakeHere { call }
        | Intent::EndElsewhere { call }
        | Intent::CallBack { call }
        | Intent::ForgetMissed { call } => Some(call),
        // A note comes from a call page, which is of one site.
        Intent::Note { .. }
        | Intent::Silence
        | Intent::HangUp
        | Intent::CloseOutcome
        | Intent::ToggleMic
        | Intent::ToggleCamera
        | Intent::PopOut
        | Intent::ShowCall
        | Intent::DismissNotice
        | Intent::SignIn
        | Intent::AddNote
        | Intent::OpenOptions => None,
    }
}
