//! What the popup says about the site in front, or about the one in use: that
//! it can be turned on, or what is wrong with it.

use ringside::crm::discovery::FoundApi;
use ringside::crm::health::ApiState;
use ringside::domain::pattern::{self, pattern_of};
use ringside::domain::{ApiTrouble, TabId};
use ringside::message::SiteStatus;
use ringside::settings::ApiSource;
use ringside::site::profile::state::FileState;
use ringside::text::{self, Text};
use ringside::words;

/// The page in front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontPage {
    pub tab: TabId,
    pub origin: String,
    /// The API that its requests show.
    pub api: Option<FoundApi>,
    /// What the browser has granted, as patterns.
    pub granted: Vec<String>,
    /// Beside how many people the page has buttons.
    pub people: u32,
}

/// What Ringside does in the page in front, where it is enabled.
#[must_use]
pub fn here(sites: &[SiteStatus], front: Option<&FrontPage>) -> Option<Text> {
    let front = front.filter(|front| pattern::allow(&front.granted, &front.origin))?;
    let status = sites.iter().find(|site| site.origin == front.origin);
    let misses = status.and_then(|site| words::profile_misses(&site.origin, &site.profile));
    if misses.is_some() {
        return misses;
    }
    Some(match front.people {
        0 => text::here_nobody(),
        1 => text::here_one(),
        people => text::here_people(&people.to_string()),
    })
}

/// How it is with the profile that an administrator has set for the page in front,
/// where Ringside is enabled.
#[must_use]
pub fn set_here(sites: &[SiteStatus], front: Option<&FrontPage>) -> FileState {
    let front = front.filter(|front| pattern::allow(&front.granted, &front.origin));
    let status = front.and_then(|front| sites.iter().find(|site| site.origin == front.origin));
    status.map_or(FileState::None, |site| site.profile.administrator.clone())
}

/// What is said about a site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteCard {
    pub title: Text,
    pub line: Text,
    /// What can be done about it, the best first.
    pub actions: Vec<SiteAction>,
}

/// What a person can do about a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SiteAction {
    /// Turn Ringside on there: the patterns to ask the browser for.
    TurnOn(Vec<String>),
    /// Allow requests to its API: the patterns to ask the browser for.
    Allow(Vec<String>),
    TryAgain,
    /// Open the options, where the address is.
    ChangeAddress,
}

impl SiteAction {
    /// Its button's text.
    pub fn label(&self) -> Text {
        match self {
            Self::TurnOn(_) => text::site_turn_on(),
            Self::Allow(_) => text::site_allow(),
            Self::TryAgain => text::site_try_again(),
            Self::ChangeAddress => text::site_change_address(),
        }
    }
}

/// The card for these sites, with this page in front. `None` when all is well.
#[must_use]
pub fn card(sites: &[SiteStatus], front: Option<&FrontPage>) -> Option<SiteCard> {
    let known = |origin: &str| sites.iter().find(|site| site.origin == origin);
    if let Some(front) = front {
        let status = known(&front.origin);
        if let Some(offer) = offer(front, status) {
            return Some(offer);
        }
        if let Some(card) = status.and_then(trouble) {
            return Some(card);
        }
    }
    sites.iter().find_map(trouble)
}

/// The offer to turn Ringside on in the page in front, with one question for
/// the page and its API.
fn offer(front: &FrontPage, status: Option<&SiteStatus>) -> Option<SiteCard> {
    let typed = status.filter(|status| status.source == ApiSource::Typed);
    let api = match (typed, &front.api, status) {
        (Some(status), _, _) | (None, None, Some(status)) => &status.api,
        (None, Some(found), _) => &found.base,
        // No call API, as on most pages: people are invited there.
        (None, None, None) => &front.origin,
    };
    let may = |address: &str| pattern::allow(&front.granted, address);
    let mut patterns: Vec<String> = [front.origin.as_str(), api]
        .into_iter()
        .filter_map(pattern_of)
        .collect();
    patterns.dedup();
    if !may(&front.origin) {
        return Some(SiteCard {
            title: text::site_offer(&front.origin),
            line: if *api == front.origin {
                text::site_offer_help()
            } else {
                text::site_offer_help_api(api)
            },
            actions: vec![SiteAction::TurnOn(patterns)],
        });
    }
    (!may(api)).then(|| needs_permission(api, patterns))
}

fn needs_permission(api: &str, patterns: Vec<String>) -> SiteCard {
    SiteCard {
        title: text::site_needs_access(),
        line: text::site_needs_access_to(api),
        actions: vec![SiteAction::Allow(patterns)],
    }
}

/// What is wrong with a site.
fn trouble(site: &SiteStatus) -> Option<SiteCard> {
    let ApiState::Broken(trouble) = site.state else {
        return None;
    };
    let actions = match trouble {
        ApiTrouble::NeedsPermission => {
            return Some(needs_permission(&site.api, site.patterns.clone()));
        }
        ApiTrouble::Unreachable => vec![SiteAction::TryAgain, SiteAction::ChangeAddress],
        ApiTrouble::NotTheApi => vec![SiteAction::ChangeAddress, SiteAction::TryAgain],
    };
    Some(SiteCard {
        title: text::site_no_calls(&site.origin),
        line: words::api_trouble(trouble, &site.api),
        actions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ringside::crm::discovery::Certainty;
    use ringside::crm::push_health::PushState;
    use ringside::site::profile::state::ProfileState;

    const PAGE: &str = "https://crm.example.com";
    const API: &str = "https://api.example.com";

    fn status(state: ApiState, source: ApiSource) -> SiteStatus {
        SiteStatus {
            origin: PAGE.to_owned(),
            api: API.to_owned(),
            source,
            state,
            push: PushState::Unknown,
            patterns: vec![format!("{PAGE}/*"), format!("{API}/*")],
            profile: ProfileState::default(),
        }
    }

    fn front(api: Option<&str>, granted: &[&str]) -> FrontPage {
        FrontPage {
            tab: TabId(1),
            origin: PAGE.to_owned(),
            api: api.map(|base| FoundApi {
                base: base.to_owned(),
                certainty: Certainty::Certain,
            }),
            granted: granted.iter().map(|it| (*it).to_owned()).collect(),
            people: 12,
        }
    }

    fn actions(sites: &[SiteStatus], front: Option<&FrontPage>) -> Vec<SiteAction> {
        card(sites, front)
            .map(|card| card.actions)
            .unwrap_or_default()
    }

    #[test]
    fn one_question_covers_a_new_site_and_its_api() {
        let both = vec![format!("{PAGE}/*"), format!("{API}/*")];
        let asked = actions(&[], Some(&front(Some(API), &[])));
        assert_eq!(asked, [SiteAction::TurnOn(both)]);
        let asked = actions(&[], Some(&front(Some(PAGE), &[])));
        assert_eq!(asked, [SiteAction::TurnOn(vec![format!("{PAGE}/*")])]);
    }

    #[test]
    fn an_enabled_page_says_how_many_people_were_found() {
        assert_eq!(here(&[], None), None);
        assert_eq!(here(&[], Some(&front(None, &[]))), None);
        let mut page = front(None, &["https://crm.example.com/*"]);
        assert_eq!(here(&[], Some(&page)), Some(text::here_people("12")));
        page.people = 0;
        assert_eq!(here(&[], Some(&page)), Some(text::here_nobody()));
        let outdated = SiteStatus {
            profile: ProfileState {
                own: FileState::Used("Example CRM".to_owned()),
                misses: true,
                ..ProfileState::default()
            },
            ..status(ApiState::Absent, ApiSource::Page)
        };
        let says = here(&[outdated], Some(&page));
        assert_eq!(says, Some(text::profile_misses(PAGE)));
    }

    #[test]
    fn an_enabled_page_says_that_an_administrator_has_set_its_profile() {
        let used = FileState::Used("Of the company".to_owned());
        let set = [SiteStatus {
            profile: ProfileState {
                administrator: used.clone(),
                ..ProfileState::default()
            },
            ..status(ApiState::Absent, ApiSource::Page)
        }];
        let page = front(None, &["https://crm.example.com/*"]);
        assert_eq!(set_here(&set, Some(&page)), used);
        assert_eq!(set_here(&[], Some(&page)), FileState::None);
        assert_eq!(set_here(&set, None), FileState::None);
        assert_eq!(set_here(&set, Some(&front(None, &[]))), FileState::None);
    }

    #[test]
    fn any_page_can_be_turned_on_and_is_left_alone_then() {
        let asked = actions(&[], Some(&front(None, &[])));
        assert_eq!(asked, [SiteAction::TurnOn(vec![format!("{PAGE}/*")])]);
        let granted = front(None, &["https://crm.example.com/*"]);
        assert_eq!(card(&[], Some(&granted)), None);
        let absent = SiteStatus {
            api: PAGE.to_owned(),
            ..status(ApiState::Absent, ApiSource::Page)
        };
        assert_eq!(card(&[absent], Some(&granted)), None);
        assert_eq!(card(&[], None), None);
    }

    #[test]
    fn an_api_that_may_not_be_reached_is_one_button_away() {
        let both = vec![format!("{PAGE}/*"), format!("{API}/*")];
        let page = front(Some(API), &["https://crm.example.com/*"]);
        assert_eq!(actions(&[], Some(&page)), [SiteAction::Allow(both.clone())]);
        let needs = status(
            ApiState::Broken(ApiTrouble::NeedsPermission),
            ApiSource::Found,
        );
        assert_eq!(actions(&[needs], None), [SiteAction::Allow(both)]);
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_do_first() {
        let at = |trouble| actions(&[status(ApiState::Broken(trouble), ApiSource::Page)], None);
        assert_eq!(at(ApiTrouble::Unreachable)[0], SiteAction::TryAgain);
        assert_eq!(at(ApiTrouble::NotTheApi)[0], SiteAction::ChangeAddress);
        let fine = status(ApiState::Works, ApiSource::Page);
        assert_eq!(card(&[fine], None), None);
        let doubtful = status(ApiState::Doubtful, ApiSource::Page);
        assert_eq!(card(&[doubtful], None), None);
    }

    #[test]
    fn what_the_user_typed_is_what_is_asked_for() {
        let typed = status(ApiState::Unknown, ApiSource::Typed);
        let page = front(Some("https://other.example"), &[]);
        let both = vec![format!("{PAGE}/*"), format!("{API}/*")];
        assert_eq!(actions(&[typed], Some(&page)), [SiteAction::TurnOn(both)]);
    }
}
