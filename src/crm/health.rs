//! Whether the call API answers at the address that is used, as far as the
//! outcomes of requests show.

use super::fault::Fault;
use crate::codec::Codec;
use crate::domain::{ApiTrouble, Refusal};

/// What the requests have shown of an API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Codec)]
pub enum ApiState {
    /// No request has been answered yet.
    #[default]
    Unknown,
    Works,
    /// It worked; one request has failed since.
    Doubtful,
    Broken(ApiTrouble),
    /// There is no call API: people are invited.
    Absent,
}

impl ApiState {
    /// A few words for the diagnostics.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Unknown => "not known",
            Self::Absent => "none",
            Self::Works => "works",
            Self::Doubtful => "may be gone",
            Self::Broken(ApiTrouble::Unreachable) => "cannot be reached",
            Self::Broken(ApiTrouble::NotTheApi) => "is not the call API",
            Self::Broken(ApiTrouble::NeedsPermission) => "needs a permission",
        }
    }
}

/// The health of the API at one address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct ApiHealth {
    address: String,
    state: ApiState,
}

/// What one outcome says about the API.
enum Evidence {
    Works,
    Against(ApiTrouble),
    Nothing,
}

/// `online` is whether this computer has a network: where it has none, a lost
/// request says nothing about the API.
fn evidence(fault: Option<&Fault>, online: bool) -> Evidence {
    let Some(fault) = fault else {
        return Evidence::Works;
    };
    match fault {
        Fault::Network(_) | Fault::Timeout if !online => Evidence::Nothing,
        Fault::Network(_) | Fault::Timeout | Fault::Server(_) => {
            Evidence::Against(ApiTrouble::Unreachable)
        }
        Fault::Shape(_) | Fault::NotFound => Evidence::Against(ApiTrouble::NotTheApi),
        Fault::NotAllowed => Evidence::Against(ApiTrouble::NeedsPermission),
        // It answers, if only to refuse.
        Fault::Unauthorized | Fault::Forbidden | Fault::Refused(_) => Evidence::Works,
        // Our own limit, or a server that has too much to do.
        Fault::Overloaded { .. } | Fault::SignedOut => Evidence::Nothing,
    }
}

impl ApiHealth {
    /// Nothing is known yet of the API at this address.
    #[must_use]
    pub fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            state: ApiState::Unknown,
        }
    }

    /// A request to `address` that every call API answers had this outcome.
    /// Outcomes of an address that is no longer used are ignored.
    pub fn observe(&mut self, address: &str, outcome: &Result<(), Fault>, online: bool) {
        if self.address != address {
            return;
        }
        self.state = match (evidence(outcome.as_ref().err(), online), self.state) {
            (Evidence::Nothing, state) => state,
            (Evidence::Works, _) => ApiState::Works,
            // The browser has decided it; there is nothing to doubt.
            (Evidence::Against(ApiTrouble::NeedsPermission), _) => {
                ApiState::Broken(ApiTrouble::NeedsPermission)
            }
            // One lost request is no news of an API that works.
            (Evidence::Against(_), ApiState::Works) => ApiState::Doubtful,
            (Evidence::Against(trouble), _) => ApiState::Broken(trouble),
        };
    }

    /// The address in use, with what is known of the one before forgotten when
    /// it is another.
    pub fn follow(&mut self, address: &str) {
        if self.address != address {
            *self = Self::new(address);
        }
    }

    /// The address that is or was tried.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    #[must_use]
    pub fn state(&self) -> ApiState {
        self.state
    }

    /// What is wrong, when something is.
    #[must_use]
    pub fn trouble(&self) -> Option<ApiTrouble> {
        match self.state {
            ApiState::Broken(trouble) => Some(trouble),
            ApiState::Unknown | ApiState::Works | ApiState::Doubtful | ApiState::Absent => None,
        }
    }

    /// The refusal to show for a call that failed by this fault: what is wrong
    /// with the API, if that is why.
    #[must_use]
    pub fn refusal(&self, fault: &Fault, online: bool) -> Refusal {
        let of_fault = match evidence(Some(fault), online) {
            Evidence::Against(trouble) => trouble,
            Evidence::Works | Evidence::Nothing => return fault.refusal(online),
        };
        let trouble = match self.state {
            ApiState::Broken(trouble) => trouble,
            _ if of_fault == ApiTrouble::NeedsPermission => of_fault,
            // One bad answer of an API that worked before.
            _ => return fault.refusal(online),
        };
        Refusal::NoApi {
            trouble,
            address: self.address.clone(),
        }
    }

    /// Whether requests to this address are answered as they should be, or no
    /// more than one was not.
    #[must_use]
    pub fn works(&self, address: &str) -> bool {
        self.address == address && matches!(self.state, ApiState::Works | ApiState::Doubtful)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = "https://api.example.com";

    fn network() -> Fault {
        Fault::Network("refused".to_owned())
    }

    fn page() -> Fault {
        Fault::Shape("<!doctype html>".to_owned())
    }

    /// The state after these outcomes, with a network.
    fn after(outcomes: &[Result<(), Fault>]) -> ApiState {
        let mut health = ApiHealth::new(API);
        for outcome in outcomes {
            health.observe(API, outcome, true);
        }
        health.state()
    }

    #[test]
    fn the_first_failure_at_an_address_is_said_at_once() {
        assert_eq!(after(&[]), ApiState::Unknown);
        assert_eq!(
            after(&[Err(network())]),
            ApiState::Broken(ApiTrouble::Unreachable)
        );
        assert_eq!(
            after(&[Err(page())]),
            ApiState::Broken(ApiTrouble::NotTheApi)
        );
        assert_eq!(
            after(&[Err(Fault::NotFound)]),
            ApiState::Broken(ApiTrouble::NotTheApi)
        );
    }

    #[test]
    fn an_api_that_worked_is_doubted_before_it_is_called_broken() {
        assert_eq!(after(&[Ok(()), Err(network())]), ApiState::Doubtful);
        assert_eq!(
            after(&[Ok(()), Err(network()), Err(Fault::Timeout)]),
            ApiState::Broken(ApiTrouble::Unreachable)
        );
        assert_eq!(after(&[Ok(()), Err(network()), Ok(())]), ApiState::Works);
        assert_eq!(after(&[Err(page()), Ok(())]), ApiState::Works);
    }

    #[test]
    fn an_api_that_refuses_is_there() {
        for fault in [
            Fault::Unauthorized,
            Fault::Forbidden,
            Fault::Refused("{}".to_owned()),
        ] {
            assert_eq!(after(&[Err(page()), Err(fault)]), ApiState::Works);
        }
    }

    #[test]
    fn a_missing_permission_is_no_matter_of_doubt() {
        assert_eq!(
            after(&[Ok(()), Err(Fault::NotAllowed)]),
            ApiState::Broken(ApiTrouble::NeedsPermission)
        );
    }

    #[test]
    fn our_own_limit_and_a_computer_without_network_say_nothing() {
        let limited = Fault::Overloaded { retry_after: None };
        assert_eq!(after(&[Err(limited)]), ApiState::Unknown);
        let mut health = ApiHealth::new(API);
        health.observe(API, &Err(network()), false);
        assert_eq!(health.state(), ApiState::Unknown);
    }

    #[test]
    fn a_call_that_fails_says_what_is_wrong_with_the_api() {
        let mut health = ApiHealth::new(API);
        let lost = network();
        assert_eq!(health.refusal(&lost, true), Refusal::CrmTrouble);
        health.observe(API, &Err(page()), true);
        let no_api = |trouble| Refusal::NoApi {
            trouble,
            address: API.to_owned(),
        };
        assert_eq!(health.refusal(&lost, true), no_api(ApiTrouble::NotTheApi));
        assert_eq!(health.refusal(&lost, false), Refusal::Offline);
        assert_eq!(health.refusal(&Fault::Forbidden, true), Refusal::Forbidden);
        health.observe(API, &Ok(()), true);
        assert_eq!(
            health.refusal(&Fault::NotAllowed, true),
            no_api(ApiTrouble::NeedsPermission)
        );
    }

    #[test]
    fn a_changed_address_starts_anew_and_late_outcomes_of_the_old_one_are_ignored() {
        let mut health = ApiHealth::new(API);
        health.observe(API, &Err(network()), true);
        health.follow(API);
        assert!(health.trouble().is_some());
        health.follow("https://new.example.com");
        assert_eq!(health.state(), ApiState::Unknown);
        health.observe(API, &Err(network()), true);
        assert_eq!(health.state(), ApiState::Unknown);
        health.observe("https://new.example.com", &Ok(()), true);
        assert!(health.works("https://new.example.com") && !health.works(API));
    }
}
