//! The demo CRM as a test sees it: started in this process, asked over HTTP.

mod controls;
mod log;

use anyhow::{Context, Result};
use reqwest::Client;
use ringside_demo::{Config, Demo};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::{User, meet_proxy::MeetProxy, wait};

pub use ringside_demo::Mode;

/// A running demo CRM. Dropping it ends it.
pub struct Crm {
    demo: Demo,
    client: Client,
    proxy: OnceCell<MeetProxy>,
}

impl Crm {
    /// Starts the CRM with its test controls, and the stand-in meeting
    /// server, on free ports.
    ///
    /// # Errors
    /// When they do not start.
    pub async fn start(mode: Mode) -> Result<Self> {
        Self::with(mode, true).await
    }

    /// The same without test controls, for people.
    ///
    /// # Errors
    /// When they do not start.
    pub async fn start_for_people(mode: Mode) -> Result<Self> {
        Self::with(mode, false).await
    }

    async fn with(mode: Mode, test_controls: bool) -> Result<Self> {
        let config = Config {
            mode,
            test_controls,
            ..Config::default()
        };
        let demo = ringside_demo::start(config)
            .await
            .context("start the demo CRM")?;
        Ok(Self {
            demo,
            client: Client::new(),
            proxy: OnceCell::new(),
        })
    }

    /// Where the CRM's pages are (`http://127.0.0.1:port`).
    #[must_use]
    pub fn url(&self) -> &str {
        self.demo.crm_url()
    }

    /// Where its API and its WebSocket are: as found, at an origin of their own.
    #[must_use]
    pub fn api_url(&self) -> &str {
        self.demo.api_url()
    }

    /// Where the stand-in meeting server is.
    #[must_use]
    pub fn meeting_url(&self) -> &str {
        self.demo.meet_url()
    }

    /// The same server under a name for which the extension has no permission.
    #[must_use]
    pub fn unreadable_meeting_url(&self) -> String {
        self.meeting_url().replace("127.0.0.1", "meet.localhost")
    }

    /// The port of a proxy through which the stand-in is the public server,
    /// see [`crate::meet_proxy`].
    ///
    /// # Errors
    /// When it does not start.
    pub async fn meet_proxy(&self) -> Result<u16> {
        let start = async || MeetProxy::start(self.meeting_url()).await;
        Ok(self.proxy.get_or_try_init(start).await?.port())
    }

    /// The newest call that a user took part in, from the CRM's history.
    ///
    /// # Errors
    /// When there is none or the CRM does not answer.
    pub async fn newest_call(&self, user: User) -> Result<Value> {
        let calls = self.calls(user).await?;
        calls.into_iter().next().context("the history is empty")
    }

    /// All calls that a user took part in, newest first.
    async fn calls(&self, user: User) -> Result<Vec<Value>> {
        let calls = self.get(user, "/api/jitsi-calls/?my_calls=true").await?;
        serde_json::from_value(calls).context("a list of calls")
    }

    /// The calls of a user that ring or are on.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn open_calls(&self, user: User) -> Result<Vec<Value>> {
        let mut calls = self.calls(user).await?;
        let open = ["pending", "ringing", "active"];
        calls.retain(|call| open.iter().any(|status| call["status"] == *status));
        Ok(calls)
    }

    /// Lets a user ring another one, from a program of their own.
    ///
    /// # Errors
    /// When the CRM does not make the call.
    pub async fn call(&self, caller: User, called: User) -> Result<Value> {
        let body = json!({"recipient_email": called.email(), "call_type": "video"});
        let path = "/api/jitsi-calls/initiate_call_by_email/";
        let answer = self.post(caller, path, &body).await?;
        Ok(answer["call_session"].clone())
    }

    /// Lets a user act on a call (`answer`, `reject`, `end`), from a program of
    /// their own.
    ///
    /// # Errors
    /// When the CRM does not take it.
    pub async fn act(&self, user: User, call: &Value, action: &str) -> Result<()> {
        let path = format!("/api/jitsi-calls/{}/update_status/", call["id"]);
        let body = json!({"action": action});
        self.post(user, &path, &body).await.map(drop)
    }

    /// Says that a user is there, as every page and program of theirs does.
    ///
    /// # Errors
    /// When the CRM does not hear it.
    pub async fn beat(&self, user: User) -> Result<()> {
        let path = "/api/jitsi-calls/heartbeat/";
        self.post(user, path, &json!({})).await.map(drop)
    }

    /// The CRM's number of a user.
    ///
    /// # Errors
    /// When the CRM does not tell.
    pub async fn id(&self, user: User) -> Result<u64> {
        let me = self.get(user, "/api/users/me/").await?;
        me["id"].as_u64().context("no number")
    }

    /// How a user is, as colleagues see it (`online`, `busy`, …).
    ///
    /// # Errors
    /// When the CRM does not tell.
    pub async fn status(&self, user: User) -> Result<String> {
        let path = format!("/api/user-presence/{}/", self.id(user).await?);
        let row = self.get(user, &path).await?;
        let status = row["status"].as_str().context("no status")?;
        Ok(status.to_owned())
    }

    /// Says how a user is, which any colleague may. The CRM knows nobody before
    /// their first heartbeat, so that is waited for.
    ///
    /// # Errors
    /// When the CRM does not take it.
    pub async fn set_status(&self, user: User, status: &str) -> Result<()> {
        wait::until("the first heartbeat", wait::STEP, async || {
            Ok(self.status(user).await.ok())
        })
        .await?;
        let me = self.id(user).await?;
        let address = format!("{}/api/user-presence/{me}/", self.api_url());
        let request = self.client.patch(address).json(&json!({"status": status}));
        let answer = request.bearer_auth(self.token(user).await?).send().await?;
        answer.error_for_status()?;
        Ok(())
    }

    async fn get(&self, user: User, path: &str) -> Result<Value> {
        let token = self.token(user).await?;
        let request = self.client.get(format!("{}{path}", self.api_url()));
        let answer = request.bearer_auth(token).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    async fn post(&self, user: User, path: &str, body: &Value) -> Result<Value> {
        let token = self.token(user).await?;
        let request = self.client.post(format!("{}{path}", self.api_url()));
        let answer = request.bearer_auth(token).json(body).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// A new access token of a user.
    ///
    /// # Errors
    /// When the CRM does not sign them in.
    pub async fn token(&self, user: User) -> Result<String> {
        let answer = self.login(user).await?;
        Ok(answer["access"].as_str().context("no token")?.to_owned())
    }

    /// The CRM's answer to a user who signs in, with all tokens.
    ///
    /// # Errors
    /// When the CRM does not sign them in.
    pub async fn login(&self, user: User) -> Result<Value> {
        let (username, password) = user.sign_in();
        self.client
            .post(format!("{}/api/auth/login/", self.api_url()))
            .json(&json!({"username": username, "password": password}))
            .send()
            .await?
            .error_for_status()
            .context("sign in at the API")?
            .json()
            .await
            .context("read the sign-in")
    }
}
