//! The CRM addresses that the user enabled.

use crate::codec::Codec;
use crate::domain::Origin;
use crate::domain::pattern::pattern_of;
use crate::json::JsonValue;

/// Who joins the meeting of a call, where the CRM has a call window of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Codec)]
pub enum Carrier {
    /// The user was not asked yet: Ringside does, until told otherwise.
    #[default]
    NotAsked,
    /// Ringside. The CRM's window is kept out.
    Ringside,
    /// The CRM's window. Ringside only rings, answers and ends.
    Crm,
}

impl Carrier {
    /// Whether Ringside joins the meetings.
    #[must_use]
    pub fn is_ringside(self) -> bool {
        self != Self::Crm
    }
}

/// How the address of a site's API is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum ApiSource {
    /// The user typed it.
    Typed,
    /// The page's own requests show it.
    Found,
    /// It is taken to be where the page is.
    Page,
}

/// One CRM address that the user enabled.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct SiteSetting {
    /// The CRM's origin, such as `https://crm.example.com`, without a slash.
    pub origin: String,
    /// Where the user says that its API is, without a slash at the end; empty
    /// when they say nothing.
    pub api_base: String,
    /// Whether Ringside works there.
    pub enabled: bool,
    /// Who carries the calls there.
    pub carrier: Carrier,
    /// Where the page's own requests showed the API to be; empty when they
    /// showed nothing.
    pub found_api: String,
    /// Whether the CRM has a call window of its own.
    pub own_window: bool,
    /// Whether its API has answered as a CRM's: until then it is an address,
    /// and nobody can be called through it.
    pub is_crm: bool,
    /// The Jitsi server at which the CRM holds its calls, where it admits
    /// everybody who knows the room; empty when that is not known.
    pub meeting_server: String,
}

impl SiteSetting {
    /// A site from what a person typed: an origin or any address on it. The
    /// API's address may be left empty.
    ///
    /// `None` when it is no `https` address (`http` only on this machine).
    #[must_use]
    pub fn parse(address: &str, api_base: &str) -> Option<Self> {
        let origin = origin_of(address)?;
        let mut api_base = api_base.trim().trim_end_matches('/').to_owned();
        if !api_base.is_empty() {
            origin_of(&api_base)?;
            if !api_base.contains("://") {
                api_base.insert_str(0, "https://");
            }
        }
        Some(Self {
            origin,
            api_base,
            enabled: true,
            carrier: Carrier::NotAsked,
            found_api: String::new(),
            own_window: false,
            is_crm: false,
            meeting_server: String::new(),
        })
    }

    /// Whether nothing is known of it but where its API may be.
    #[must_use]
    pub fn is_only_found(&self) -> bool {
        let chosen = self.carrier != Carrier::NotAsked || !self.api_base.is_empty();
        self.enabled && !self.is_crm && !self.own_window && !chosen
    }

    /// The match patterns of the permissions that this site needs.
    #[must_use]
    pub fn patterns(&self) -> Vec<String> {
        let mut patterns: Vec<String> = [self.origin.as_str(), self.api()]
            .into_iter()
            .filter_map(pattern_of)
            .collect();
        patterns.dedup();
        patterns
    }

    /// Where the CRM's API is: where the user says, else where the page's
    /// requests go, else where the page is.
    #[must_use]
    pub fn api(&self) -> &str {
        match self.api_source() {
            ApiSource::Typed => &self.api_base,
            ApiSource::Found => &self.found_api,
            ApiSource::Page => &self.origin,
        }
    }

    /// How the API's address is known.
    #[must_use]
    pub fn api_source(&self) -> ApiSource {
        if !self.api_base.is_empty() {
            ApiSource::Typed
        } else if !self.found_api.is_empty() {
            ApiSource::Found
        } else {
            ApiSource::Page
        }
    }

    pub(super) fn from_version_1<S: JsonValue>(stored: &S) -> Option<Self> {
        Some(Self {
            origin: stored.text("origin")?,
            api_base: stored.text("api_base").unwrap_or_default(),
            enabled: stored.flag("enabled").unwrap_or(true),
            carrier: Carrier::NotAsked,
            found_api: String::new(),
            own_window: false,
            is_crm: false,
            meeting_server: String::new(),
        })
    }

    pub(super) fn repaired(self) -> Option<Self> {
        let parsed = Self::parse(&self.origin, &self.api_base)?;
        let found_api = origin_of(&self.found_api).is_some();
        Some(Self {
            enabled: self.enabled,
            carrier: self.carrier,
            found_api: if found_api {
                self.found_api
            } else {
                String::new()
            },
            own_window: self.own_window,
            is_crm: self.is_crm,
            meeting_server: server(&self.meeting_server).unwrap_or_default(),
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

/// A Jitsi server's address as a person types it: scheme optional, with a tenant
/// if any, without a slash at the end. `None` when it is not secure, or empty.
pub(super) fn server(address: &str) -> Option<String> {
    let address = address.trim().trim_end_matches('/');
    let origin = origin_of(address)?;
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let tenant = rest.split_once('/').map_or("", |(_, tenant)| tenant);
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "-_./~%".contains(sign);
    let is_part = |part: &str| !["", ".", ".."].contains(&part);
    let is_usable = tenant.chars().all(is_plain) && tenant.split('/').all(is_part);
    if !tenant.is_empty() && !is_usable {
        return None;
    }
    Some(if tenant.is_empty() {
        origin
    } else {
        [&origin, "/", tenant].concat()
    })
}
