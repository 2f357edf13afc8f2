//! Grants to upload recordings. The call page sends the file itself, because
//! files cannot travel through messages; the sign-in belongs to the worker and
//! goes only to the page that the state machine has chosen.

use wasm_bindgen_futures::spawn_local;

use super::call_pages::CallPages;
use super::fallbacks::FallbackRoutes;
use super::signin::Authenticator;
use ringside::call::page_protocol::{PageCommand, UploadGrant};
use ringside::call::view::MediaHost;
use ringside::crm::fallback::Fallback;
use ringside::crm::upload::denial;
use ringside::domain::CallId;

pub(super) struct Uploads {
    auth: &'static Authenticator,
    routes: &'static FallbackRoutes,
    pages: &'static CallPages,
}

impl Uploads {
    pub(super) fn new(
        auth: &'static Authenticator,
        routes: &'static FallbackRoutes,
        pages: &'static CallPages,
    ) -> Self {
        Self {
            auth,
            routes,
            pages,
        }
    }

    /// Gives this page a grant to upload a recording; `refused` is whether the
    /// CRM refused the one before.
    pub(super) fn grant(&'static self, host: MediaHost, call: CallId, refused: bool) {
        spawn_local(async move {
            let command = match self.auth.header(refused).await {
                Ok((api, authorization)) => PageCommand::UploadGrant(UploadGrant {
                    call,
                    api,
                    authorization,
                    skip_documented: self.routes.is_known(Fallback::UploadRecording),
                }),
                Err(fault) => PageCommand::UploadDenied {
                    call,
                    why: denial(&fault),
                },
            };
            self.pages.post(host, &command);
        });
    }
}
