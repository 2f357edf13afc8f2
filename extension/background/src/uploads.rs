//! Grants to upload recordings. The call page sends the file itself, because
//! files cannot travel through messages; the sign-in belongs to the worker and
//! goes only to the page that the state machine has chosen.

use wasm_bindgen_futures::spawn_local;

use super::call_pages::CallPages;
use super::crm_client::CrmClient;
use super::fallbacks::FallbackRoutes;
use ringside::call::page_protocol::{PageCommand, UploadGrant};
use ringside::call::view::MediaHost;
use ringside::crm::fallback::Fallback;
use ringside::crm::fault::Fault;
use ringside::crm::upload::denial;
use ringside::domain::CallId;
use ringside::sites::SiteNumber;

pub(super) struct Uploads {
    site: SiteNumber,
    client: &'static CrmClient,
    routes: &'static FallbackRoutes,
    pages: &'static CallPages,
}

impl Uploads {
    pub(super) fn new(
        site: SiteNumber,
        client: &'static CrmClient,
        routes: &'static FallbackRoutes,
        pages: &'static CallPages,
    ) -> Self {
        Self {
            site,
            client,
            routes,
            pages,
        }
    }

    /// Gives this page a grant to upload a recording; `refused` is whether the
    /// CRM refused the one before.
    pub(super) fn grant(&'static self, host: MediaHost, call: CallId, refused: bool) {
        spawn_local(async move {
            let command = match self.authorize(refused).await {
                Ok((api, authorization)) => PageCommand::UploadGrant(UploadGrant {
                    call,
                    skip_documented: self.routes.is_known(&api, Fallback::UploadRecording),
                    api,
                    authorization,
                }),
                Err(fault) => PageCommand::UploadDenied {
                    call,
                    why: denial(&fault),
                },
            };
            self.pages.post(self.site, host, &command);
        });
    }

    async fn authorize(&'static self, refused: bool) -> Result<(String, String), Fault> {
        let crm = self.client.begin()?;
        let authorization = crm.authorization(refused).await?;
        Ok((crm.api().to_owned(), authorization))
    }
}
