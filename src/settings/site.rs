//! The CRM addresses that the user enabled.

use crate::codec::Codec;
use crate::domain::Origin;
use crate::json::JsonValue;

/// One CRM address that the user enabled.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct SiteSetting {
    /// The CRM's origin, such as `https://crm.example.com`, without a slash.
    pub origin: String,
    /// Where its API is, without a slash at the end; the origin itself when
    /// empty.
    pub api_base: String,
    /// Whether Ringside works there.
    pub enabled: bool,
}

impl SiteSetting {
    /// A site from what a person typed: an origin or any address on it. The
    /// API's address may be left empty.
    ///
    /// `None` when it is no `https` address (`http` only on this machine).
    #[must_use]
    pub fn parse(address: &str, api_base: &str) -> Option<Self> {
        let origin = origin_of(address)?;
        let api_base = api_base.trim().trim_end_matches('/');
        if !api_base.is_empty() {
            origin_of(api_base)?;
        }
        Some(Self {
            origin,
            api_base: api_base.to_owned(),
            enabled: true,
        })
    }

    /// The match patterns of the permissions that this site needs. Without
    /// ports: Firefox knows none in patterns.
    #[must_use]
    pub fn patterns(&self) -> Vec<String> {
        let mut patterns: Vec<String> = [self.origin.as_str(), self.api()]
            .into_iter()
            .filter_map(|address| {
                let (scheme, rest) = address.split_once("://")?;
                let host = rest.split([':', '/']).next()?;
                Some(format!("{scheme}://{host}/*"))
            })
            .collect();
        patterns.dedup();
        patterns
    }

    /// Where the CRM's API is.
    #[must_use]
    pub fn api(&self) -> &str {
        if self.api_base.is_empty() {
            &self.origin
        } else {
            &self.api_base
        }
    }

    pub(super) fn from_version_1<S: JsonValue>(stored: &S) -> Option<Self> {
        Some(Self {
            origin: stored.text("origin")?,
            api_base: stored.text("api_base").unwrap_or_default(),
            enabled: stored.flag("enabled").unwrap_or(true),
        })
    }

    pub(super) fn repaired(self) -> Option<Self> {
        let parsed = Self::parse(&self.origin, &self.api_base)?;
        Some(Self {
            enabled: self.enabled,
            ..parsed
        })
    }
}

/// The origin of an address as a person types it: scheme optional, path cut
/// off, lower case. Only what fits into a match pattern is accepted.
fn origin_of(address: &str) -> Option<String> {
    let address = address.trim();
    let origin = if address.contains("://") {
        Origin::parse(address)?
    } else {
        Origin::parse(&["https://", address].concat())?
    };
    origin.is_secure().then(|| origin.to_string())
}
