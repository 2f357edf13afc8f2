//! Who signed in.

use crate::crm::token::Claims;
use crate::domain::UserId;

/// The user of a sign-in, and their name (which may be empty): from the token's
/// claims, else from the page's own entry. `None` when neither has it, so that
/// the CRM must be queried.
#[must_use]
pub fn user_of(claims: Option<&Claims>, page: Option<&(u64, String)>) -> Option<(UserId, String)> {
    let claimed = claims.and_then(|claims| Some((claims.user_id?, name(claims))));
    let (id, name) = match (claimed, page.cloned()) {
        // The page may have the name that the token lacks.
        (Some((id, name)), Some((page_id, page_name))) if id == page_id && name.is_empty() => {
            (id, page_name)
        }
        (Some(claimed), _) => claimed,
        (None, page) => page?,
    };
    (id != 0).then_some((UserId(id), name))
}

fn name(claims: &Claims) -> String {
    let parts = [&claims.first_name, &claims.last_name];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(user_id: Option<u64>, first: Option<&str>, last: Option<&str>) -> Claims {
        Claims {
            exp: 1,
            user_id,
            first_name: first.map(str::to_owned),
            last_name: last.map(str::to_owned),
        }
    }

    fn page(id: u64, name: &str) -> (u64, String) {
        (id, name.to_owned())
    }

    #[test]
    fn the_token_takes_precedence_over_the_page() {
        let claims = claims(Some(14), Some("Olivia"), Some("Owner"));
        let user = user_of(Some(&claims), Some(&page(15, "Jane Doe")));
        assert_eq!(user, Some((UserId(14), "Olivia Owner".to_owned())));
    }

    #[test]
    fn the_page_names_the_user_when_the_token_does_not() {
        let nameless = claims(Some(14), None, Some(" "));
        let user = user_of(Some(&nameless), Some(&page(14, "Olivia Owner")));
        assert_eq!(user, Some((UserId(14), "Olivia Owner".to_owned())));
        let user = user_of(Some(&nameless), Some(&page(15, "Jane Doe")));
        assert_eq!(
            user,
            Some((UserId(14), String::new())),
            "another user's name"
        );
    }

    #[test]
    fn the_page_is_used_when_the_token_names_no_user() {
        let user = user_of(None, Some(&page(15, "Jane Doe")));
        assert_eq!(user, Some((UserId(15), "Jane Doe".to_owned())));
        let anonymous = claims(None, Some("Olivia"), None);
        let user = user_of(Some(&anonymous), Some(&page(15, "Jane Doe")));
        assert_eq!(user, Some((UserId(15), "Jane Doe".to_owned())));
    }

    #[test]
    fn the_crm_is_queried_when_the_user_is_unknown() {
        assert_eq!(user_of(None, None), None);
        assert_eq!(user_of(None, Some(&page(0, "nobody"))), None);
        assert_eq!(user_of(Some(&claims(Some(0), None, None)), None), None);
    }
}
