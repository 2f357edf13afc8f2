//! Sends the user's heartbeat, and holds their status during calls.

use super::calls::Calls;
use super::crm_client::CrmClient;
use super::fallbacks::FallbackRoutes;
use super::stored::Section;
use ringside::crm::endpoint;
use ringside::crm::fault::Fault;
use ringside::crm::wire::WirePresence;
use ringside::domain::UserId;
use ringside::presence::own_status::{self, SignOfLife};

/// The user's own status at the CRM.
pub(super) struct OwnStatus {
    status: &'static Section<own_status::OwnStatus>,
    calls: &'static Calls,
    client: &'static CrmClient,
    routes: &'static FallbackRoutes,
}

impl OwnStatus {
    pub(super) fn new(
        status: &'static Section<own_status::OwnStatus>,
        calls: &'static Calls,
        client: &'static CrmClient,
        routes: &'static FallbackRoutes,
    ) -> Self {
        Self {
            status,
            calls,
            client,
            routes,
        }
    }

    /// Sends the heartbeat: the user is online.
    pub(super) async fn send_heartbeat(&'static self) -> Result<(), Fault> {
        let crm = self.client.begin()?;
        let engaged = self.calls.is_engaged();
        let sign = self.status.change(|status| status.sign_of_life(engaged));
        let then = match sign {
            SignOfLife::Status(status) => return self.routes.set_status(&crm, status).await,
            SignOfLife::Heartbeat { then } => then,
        };
        crm.ask(&endpoint::heartbeat()).await?;
        if let Some(status) = then {
            self.routes.set_status(&crm, &status).await?;
        }
        self.status.change(own_status::OwnStatus::restored);
        Ok(())
    }

    /// Another user signed in.
    pub(super) fn forget(&self) {
        self.status
            .change(|status| *status = own_status::OwnStatus::default());
    }

    /// The CRM's presence rows; the user's own is among them.
    pub(super) fn on_presence_rows(&self, me: UserId, rows: &[WirePresence]) {
        if let Some(own) = rows.iter().find(|row| row.user == me.0) {
            let engaged = self.calls.is_engaged();
            self.status
                .change(|status| status.showed(&own.status, engaged));
        }
    }
}
