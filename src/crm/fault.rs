//! What can go wrong with a request to the CRM.

use crate::domain::{Duration, Refusal};

/// The failure of a request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No answer at all: offline, refused, or cut.
    #[error("no connection to the CRM: {0}")]
    Network(String),
    /// No answer in time.
    #[error("the CRM did not answer in time")]
    Timeout,
    /// The sign-in is not valid (any more).
    #[error("the CRM does not accept the sign-in")]
    Unauthorized,
    /// This user may not do it.
    #[error("the CRM does not allow it")]
    Forbidden,
    /// There is no such thing.
    #[error("the CRM has no such entry")]
    NotFound,
    /// The CRM refused, with a reason.
    #[error("the CRM refused: {0}")]
    Refused(String),
    /// The CRM limits the rate of requests.
    #[error("the CRM is overloaded")]
    Overloaded {
        /// How long to wait, if it said so.
        retry_after: Option<Duration>,
    },
    /// A fault of the server.
    #[error("the CRM failed with status {0}")]
    Server(u16),
    /// An answer that is no JSON, or of another shape than expected.
    #[error("the CRM answered unintelligibly: {0}")]
    Shape(String),
    /// The user has not allowed requests to the API's address.
    #[error("requests to the API's address are not allowed")]
    NotAllowed,
    /// Nobody is signed in.
    #[error("nobody is signed in at the CRM")]
    SignedOut,
}

/// The longest part of an error body that is read. Django's debug pages have 90
/// kB.
const BODY_MAX: usize = 2_000;

impl Fault {
    /// The fault of a response with this status and body; `None` for a success.
    #[must_use]
    pub fn of(status: u16, retry_after: Option<Duration>, body: &str) -> Option<Self> {
        Some(match status {
            200..=299 => return None,
            401 => Self::Unauthorized,
            // The API answers in JSON, whatever it is asked. A page is a
            // proxy's, or says that the address is not the API's; it says
            // nothing about an entry, or about what this user may do.
            403..=405 if !is_json(body) => Self::Shape(format!("a page, with status {status}")),
            403 => Self::Forbidden,
            404 => match refusal(body) {
                // The e-mail endpoint says 404 for a person without account.
                Some(_) => Self::Refused(clip(body)),
                None => Self::NotFound,
            },
            429 | 503 => Self::Overloaded { retry_after },
            400..=499 => Self::Refused(clip(body)),
            _ => Self::Server(status),
        })
    }

    /// The refusal to show when a call failed by this; `online` is whether this
    /// computer has a network. Where it has one, an answer that never came is
    /// the CRM's fault.
    #[must_use]
    pub fn refusal(&self, online: bool) -> Refusal {
        match self {
            Self::Network(_) | Self::Timeout if !online => Refusal::Offline,
            Self::Network(_) | Self::Timeout => Refusal::CrmTrouble,
            Self::Unauthorized | Self::SignedOut => Refusal::SignedOut,
            Self::Forbidden => Refusal::Forbidden,
            Self::NotFound => Refusal::Gone,
            Self::Refused(text) => refusal(text).unwrap_or(Refusal::CrmTrouble),
            Self::Overloaded { .. } | Self::Server(_) | Self::Shape(_) | Self::NotAllowed => {
                Refusal::CrmTrouble
            }
        }
    }

    /// Whether the endpoint itself seems to be broken or absent, so that the
    /// fallback is worth trying.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        matches!(
            self,
            Self::NotFound | Self::Refused(_) | Self::Server(_) | Self::Shape(_)
        )
    }

    /// Whether every request will fail until somebody signs in again.
    #[must_use]
    pub fn waits_for_sign_in(&self) -> bool {
        matches!(self, Self::SignedOut | Self::Unauthorized)
    }

    /// The `Retry-After` of the CRM.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Overloaded { retry_after } => *retry_after,
            _ => None,
        }
    }

    /// Whether trying the same again later may help.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        !matches!(self, Self::Forbidden | Self::NotFound | Self::Refused(_))
    }
}

/// The CRM's own words for a refusal. Three error shapes carry them in
/// different fields, so the body is searched as text.
fn refusal(body: &str) -> Option<Refusal> {
    const WORDS: [(&str, Refusal); 6] = [
        ("not available for calls", Refusal::NotAvailable),
        ("Cannot call yourself", Refusal::Yourself),
        ("must have an active profile", Refusal::NoProfile),
        ("No user found with email", Refusal::NoAccount),
        ("Recipient user not found", Refusal::NoAccount),
        ("not in answerable state", Refusal::Gone),
    ];
    WORDS
        .into_iter()
        .find(|(words, _)| body.contains(words))
        .map(|(_, refusal)| refusal)
}

fn is_json(body: &str) -> bool {
    body.trim_start().starts_with(['{', '['])
}

fn clip(body: &str) -> String {
    body.chars().take(BODY_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_crms_refusals_apart() {
        let refusal = |status, body| Fault::of(status, None, body).unwrap().refusal(true);
        assert_eq!(
            refusal(400, r#"{"error":"Jane Doe is not available for calls"}"#),
            Refusal::NotAvailable
        );
        assert_eq!(
            refusal(
                400,
                r#"{"error":"An error occurred","details":{"recipient_id":["Recipient user not found"]},"status_code":400}"#
            ),
            Refusal::NoAccount
        );
        assert_eq!(
            refusal(404, r#"{"error":"No user found with email: a@b"}"#),
            Refusal::NoAccount
        );
        assert_eq!(refusal(404, r#"{"error":"Not Found"}"#), Refusal::Gone);
        assert_eq!(
            refusal(500, "<html>Server Error</html>"),
            Refusal::CrmTrouble
        );
    }

    #[test]
    fn a_page_in_place_of_an_answer_is_no_refusal_and_no_missing_entry() {
        let fault = |status, body| Fault::of(status, None, body).unwrap();
        assert_eq!(fault(404, r#"{"error":"Not Found"}"#), Fault::NotFound);
        let forbidden = r#"{"detail":"You do not have permission to perform this action."}"#;
        assert_eq!(fault(403, forbidden), Fault::Forbidden);
        for status in [403, 404, 405] {
            assert!(matches!(fault(status, "<!doctype html>"), Fault::Shape(_)));
        }
        assert!(matches!(
            fault(405, r#"{"error":"Method not allowed"}"#),
            Fault::Refused(_)
        ));
    }

    #[test]
    fn only_a_broken_endpoint_falls_back() {
        let broken = |status, body| Fault::of(status, None, body).unwrap().is_broken();
        assert!(broken(500, "{\"error\": \"no attribute\"}"));
        assert!(broken(404, "") && broken(405, "") && broken(400, ""));
        // A fallback would fail in the same way.
        assert!(!broken(401, "") && !broken(403, "{}") && !broken(503, ""));
        assert!(!Fault::Timeout.is_broken());
    }

    #[test]
    fn a_failure_with_a_network_is_not_called_offline() {
        for lost in [Fault::Network("reset".to_owned()), Fault::Timeout] {
            assert_eq!(lost.refusal(true), Refusal::CrmTrouble);
            assert_eq!(lost.refusal(false), Refusal::Offline);
        }
    }

    #[test]
    fn a_deactivated_user_is_refused_as_an_expired_sign_in_is() {
        let body =
            r#"{"error":"User is inactive","details":{"code":"user_inactive"},"status_code":401}"#;
        assert_eq!(Fault::of(401, None, body), Some(Fault::Unauthorized));
    }

    #[test]
    fn an_overloaded_crm_says_how_long_to_wait() {
        let retry_after = Some(Duration::from_mins(2));
        assert_eq!(
            Fault::of(503, retry_after, ""),
            Some(Fault::Overloaded { retry_after })
        );
        assert_eq!(Fault::of(204, None, ""), None);
    }
}
