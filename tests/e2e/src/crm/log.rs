//! What the CRM was asked and told, by the demo's log of requests.

use anyhow::Result;
use serde_json::Value;

use super::Crm;
use crate::wait;

impl Crm {
    /// Waits until the CRM has been told that a call is over. That it is told
    /// once is looked at after the story, when nobody has anything to tell it
    /// any more.
    ///
    /// # Errors
    /// When it is not told in time.
    pub async fn knows_the_end(&self, call: &Value) -> Result<()> {
        wait::until_true("the CRM to be told", wait::STEP * 3, async || {
            Ok(self.told(call, "end").await? > 0)
        })
        .await
    }

    /// How many times the CRM took an action (`answer`, `reject`, `end`) on a
    /// call. Attempts that it refused do not count.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn told(&self, call: &Value, action: &str) -> Result<usize> {
        let path = format!("/api/jitsi-calls/{}/update_status/", call["id"]);
        Ok(self
            .log()
            .await?
            .iter()
            .filter(|entry| {
                entry["path"] == path.as_str()
                    && entry["body"]["action"] == action
                    && entry["status"] == 200
            })
            .count())
    }

    /// When the CRM was told of an action that it took, in milliseconds since
    /// 1970.
    ///
    /// # Errors
    /// When it is not told in time.
    pub async fn told_at(&self, call: &Value, action: &str) -> Result<f64> {
        let path = format!("/api/jitsi-calls/{}/update_status/", call["id"]);
        wait::until(
            &format!("“{action}” at the CRM"),
            wait::STEP,
            async || {
                let log = self.requests(&path).await?;
                let mut told = log
                    .iter()
                    .filter(|entry| entry["body"]["action"] == action && entry["status"] == 200);
                Ok(told.next().and_then(|entry| entry["at_ms"].as_f64()))
            },
        )
        .await
    }

    /// The requests to paths that begin like this, answered or not.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn requests(&self, path: &str) -> Result<Vec<Value>> {
        let mut log = self.log().await?;
        log.retain(|entry| {
            entry["path"]
                .as_str()
                .is_some_and(|at| at.starts_with(path))
        });
        Ok(log)
    }

    /// Waits until this many requests to such paths have come in, answered or
    /// not.
    ///
    /// # Errors
    /// When they do not in time.
    pub async fn asked(&self, path: &str, times: usize) -> Result<()> {
        wait::until_true(
            &format!("{times} requests to {path}"),
            wait::STEP,
            async || Ok(self.requests(path).await?.len() >= times),
        )
        .await
    }

    /// Every request that the API has got since it started.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn log(&self) -> Result<Vec<Value>> {
        let mut log = self.whole_log().await?;
        log.retain(|entry| self.is_at_api(entry));
        Ok(log)
    }

    /// The requests to the API's paths at the pages' origin, as found, where
    /// there is no API.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn misdirected(&self) -> Result<Vec<Value>> {
        let mut log = self.whole_log().await?;
        log.retain(|entry| !self.is_at_api(entry));
        Ok(log)
    }

    fn is_at_api(&self, entry: &Value) -> bool {
        let host = self.api_url().split_once("://").map(|(_, host)| host);
        entry["host"].as_str() == host
    }

    /// Forgets the requests so far.
    ///
    /// # Errors
    /// When the CRM does not answer.
    pub async fn forget_log(&self) -> Result<()> {
        let address = format!("{}/__test/log", self.url());
        self.client
            .delete(address)
            .send()
            .await?
            .error_for_status()?;
        Ok(())
    }

    async fn whole_log(&self) -> Result<Vec<Value>> {
        let log = self
            .client
            .get(format!("{}/__test/log", self.url()))
            .send()
            .await?;
        Ok(log.error_for_status()?.json().await?)
    }
}
