//! What a test does to the CRM: faults, expired tokens, refused sockets.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::Crm;

impl Crm {
    /// Sends these headers with every page of the CRM from now on.
    ///
    /// # Errors
    /// When the CRM does not take them.
    pub async fn page_headers(&self, headers: &[(&str, &str)]) -> Result<()> {
        let headers: serde_json::Map<String, Value> = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        self.set("page_headers", Some(headers.into())).await
    }

    /// Lets access tokens last so many seconds from now on.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn let_tokens_last(&self, seconds: u64) -> Result<()> {
        let lifetime = json!({"seconds": seconds});
        self.set("access_lifetime", Some(lifetime)).await
    }

    /// Closes every push socket, as a restarting server does.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn close_sockets(&self) -> Result<()> {
        self.set("close_sockets", None).await
    }

    /// How many push sockets of the user with this number are open, in the CRM's own pages and
    /// elsewhere.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn sockets(&self, user: u64) -> Result<usize> {
        let id = user.to_string();
        let address = format!("{}/__test/sockets", self.url());
        let answer = self.client.get(address).send().await?;
        let open: Vec<String> = answer.error_for_status()?.json().await?;
        Ok(open.iter().filter(|user| **user == id).count())
    }

    /// Holds every poll for calls until faults are forgotten: what is heard of
    /// a call from now on was pushed.
    ///
    /// # Errors
    /// When the CRM does not take it.
    pub async fn hold_polls(&self) -> Result<()> {
        let path = "/api/jitsi-calls/my_active_call/";
        self.fault(json!({"path_prefix": path, "kind": {"hold": true}}))
            .await
    }

    /// Pushes nothing from now on: every socket is closed, and none can be
    /// opened.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn stop_pushing(&self) -> Result<()> {
        self.refuse_sockets(true).await?;
        self.close_sockets().await
    }

    /// Lets nobody open a push socket from now on, or lets them again.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn refuse_sockets(&self, on: bool) -> Result<()> {
        self.set("refuse_sockets", Some(json!({"on": on}))).await
    }

    /// Lets open sockets push no calls from now on, as those of another server
    /// process, or answer no pings either, as half-open ones.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn mute_sockets(&self, events: bool, pongs: bool) -> Result<()> {
        let mute = json!({"events": events, "pongs": pongs});
        self.set("mute_sockets", Some(mute)).await
    }

    /// Has calls from now on at another meeting server.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn meeting_address(&self, base: &str) -> Result<()> {
        self.set("meeting_address", Some(json!({"base": base})))
            .await
    }

    /// Gives everybody this token for the meetings of their calls.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn meeting_token(&self, token: &str) -> Result<()> {
        self.meeting_token_at(self.meeting_url(), token).await
    }

    /// Gives everybody this token for the meetings of their calls, which are at
    /// another server from now on.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn meeting_token_at(&self, base: &str, token: &str) -> Result<()> {
        let address = json!({"base": base, "token": token});
        self.set("meeting_address", Some(address)).await
    }

    /// Makes every ringing call older, as if it had rung that much longer.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn age_calls(&self, seconds: u32) -> Result<()> {
        self.set("age_calls", Some(json!({"seconds": seconds})))
            .await
    }

    /// Makes all access tokens given so far invalid.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn expire_tokens(&self) -> Result<()> {
        self.set("expire_tokens", Some(json!({}))).await
    }

    /// Makes all access and refresh tokens given so far invalid.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn expire_sign_ins(&self) -> Result<()> {
        self.set("expire_tokens", Some(json!({"refresh": true})))
            .await
    }

    /// Adds a fault, in the demo's own words.
    ///
    /// # Errors
    /// When the CRM does not take it.
    pub async fn fault(&self, fault: Value) -> Result<()> {
        self.set("faults", Some(fault)).await
    }

    /// Holds the next request to such a path until faults are forgotten.
    ///
    /// # Errors
    /// When the CRM does not take it.
    pub async fn hold(&self, path: &str) -> Result<()> {
        let hold = json!({"path_prefix": path, "times": 1, "kind": {"hold": true}});
        self.fault(hold).await
    }

    /// Forgets all faults, and releases what they hold.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn no_faults(&self) -> Result<()> {
        self.client
            .delete(format!("{}/__test/faults", self.url()))
            .send()
            .await?
            .error_for_status()?;
        Ok(())
    }

    async fn set(&self, name: &str, body: Option<Value>) -> Result<()> {
        let mut request = self.client.post(format!("{}/__test/{name}", self.url()));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let said = answer.text().await?;
        ensure!(status.is_success(), "{name}: {status}: {said}");
        Ok(())
    }
}
