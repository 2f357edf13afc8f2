//! Whether the call API answers at the address that is used.

use super::diagnostics::log;
use super::stored::Section;
use ringside::crm::fault::Fault;
use ringside::crm::health::{self, ApiState};
use ringside::domain::Refusal;
use ringside_web::browser::runtime;

/// Remembers what the requests have shown of the API.
pub(super) struct ApiHealth {
    health: &'static Section<health::ApiHealth>,
}

impl ApiHealth {
    pub(super) fn new(health: &'static Section<health::ApiHealth>) -> Self {
        Self { health }
    }

    /// The API at this address is used from now on.
    pub(super) fn follow(&self, address: &str) {
        self.health.change(|health| health.follow(address));
    }

    /// A poll at this address had this outcome.
    pub(super) fn observe(&self, address: &str, outcome: &Result<(), Fault>) {
        let before = self.state();
        self.health.change(|health| {
            health.observe(address, outcome, runtime::is_online());
        });
        let after = self.state();
        if before != after {
            log(("the API", &after.description()));
        }
    }

    /// The state of the API at this address, as far as it is known.
    pub(super) fn state_of(&self, address: &str) -> ApiState {
        self.health.read(|health| {
            if health.address() == address {
                health.state()
            } else {
                ApiState::Unknown
            }
        })
    }

    /// Whether the API at this address works.
    pub(super) fn works(&self, address: &str) -> bool {
        self.health.read(|health| health.works(address))
    }

    /// Why a call failed by this fault.
    pub(super) fn refusal(&self, fault: &Fault) -> Refusal {
        let online = runtime::is_online();
        self.health.read(|health| health.refusal(fault, online))
    }

    fn state(&self) -> ApiState {
        self.health.read(health::ApiHealth::state)
    }
}
