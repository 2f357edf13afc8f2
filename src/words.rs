//! The texts for outcomes of calls, notices, reachability and quality.

use crate::call::guest::Attendance;
use crate::call::view::{CallView, ElsewhereView, Notice};
use crate::domain::{ApiTrouble, EndReason, Quality, Refusal, format_duration};
use crate::presence::Reach;
use crate::site::profile::file::{Problem, ProfileError};
use crate::site::profile::state::{FileState, ProfileState};
use crate::text::{self, Text};

/// The name of a reach in the style sheets.
#[must_use]
pub fn reach_name(reach: Reach) -> &'static str {
    match reach {
        Reach::Unknown => "unknown",
        Reach::Online => "online",
        Reach::Away => "away",
        Reach::Busy => "busy",
        Reach::Offline => "offline",
        Reach::NoAccount => "none",
        Reach::Yourself => "self",
    }
}

/// The text for a reach; none while it is unknown.
#[must_use]
pub fn reach(reach: Reach) -> Option<Text> {
    match reach {
        Reach::Unknown | Reach::Yourself => None,
        Reach::Online => Some(text::reach_online()),
        Reach::Away => Some(text::reach_away()),
        Reach::Busy => Some(text::reach_busy()),
        Reach::Offline => Some(text::reach_offline()),
        Reach::NoAccount => Some(text::reach_no_account()),
    }
}

/// What is said of a guest who is not there.
#[must_use]
pub fn attendance(call: &CallView) -> Option<Text> {
    match call.guest? {
        Attendance::Awaited => Some(text::guest_awaited()),
        Attendance::Left => Some(text::guest_left()),
        Attendance::Unseen | Attendance::Here => None,
    }
}

/// What is wrong with a profile's file.
pub fn profile_problem(error: &ProfileError) -> Text {
    let field = error.field.as_str();
    match error.problem {
        Problem::TooLarge => text::profile_too_large(),
        Problem::NotJson => text::profile_not_json(),
        Problem::NotRecord if field.is_empty() => text::profile_not_a_profile(),
        Problem::Missing => text::profile_missing(field),
        Problem::Unknown => text::profile_unknown(field),
        Problem::Forbidden => text::profile_forbidden(field),
        Problem::NotText => text::profile_not_text(field),
        Problem::NotFlag => text::profile_not_flag(field),
        Problem::NotNumber => text::profile_not_number(field),
        Problem::NotList => text::profile_not_list(field),
        Problem::NotRecord => text::profile_not_record(field),
        Problem::NotKind => text::profile_not_kind(field),
        Problem::Empty => text::profile_empty(field),
        Problem::TooLong(most) => text::profile_too_long(field, &most.to_string()),
        Problem::TooMany(most) => text::profile_too_many(field, &most.to_string()),
    }
}

/// In which order a site's profiles count. `crm`: the CRM whose profile comes with
/// Ringside, if the site is one that it knows.
pub fn profile_order(profile: &ProfileState, crm: Option<&str>) -> Text {
    use FileState::Used;
    match (&profile.administrator, &profile.own, crm) {
        (Used(set), Used(own), Some(crm)) => text::profile_set_own_crm(set, own, crm),
        (Used(set), Used(own), None) => text::profile_set_own(set, own),
        (Used(set), _, Some(crm)) => text::profile_set_crm(set, crm),
        (Used(set), _, None) => text::profile_set(set),
        (_, Used(own), Some(crm)) => text::profile_own_crm(own, crm),
        (_, Used(own), None) => text::profile_own(own),
        (_, _, Some(crm)) => text::profile_crm(crm),
        (_, _, None) => text::profile_any(),
    }
}

/// What is said where a site's profile finds nobody any more; nothing where it does.
pub fn profile_misses(origin: &str, profile: &ProfileState) -> Option<Text> {
    use FileState::Used;
    profile
        .misses
        .then(|| match (&profile.administrator, &profile.own) {
            (Used(_), _) => text::profile_misses_set(origin),
            (_, Used(_)) => text::profile_misses(origin),
            _ => text::profile_misses_crm(origin),
        })
}

/// How a call ended, in a word or two. Only of a call that was it is said that it
/// has ended.
pub fn outcome(reason: &EndReason) -> Text {
    match reason {
        EndReason::Over { .. } | EndReason::Lost | EndReason::Removed { .. } => text::toast_ended(),
        EndReason::Cancelled => text::outcome_cancelled(),
        EndReason::Declined { .. } | EndReason::Elsewhere => text::outcome_declined(),
        EndReason::NoAnswer => text::outcome_no_answer(),
        EndReason::Refused(_) => text::toast_not_called(),
    }
}

/// How a call with this person ended, in one sentence.
pub fn ended(name: &str, reason: &EndReason) -> Text {
    match reason {
        EndReason::Over { lasted } => text::ended_over(&format_duration(*lasted)),
        EndReason::Cancelled => text::ended_cancelled(),
        EndReason::Declined { note } => match note.as_deref().map(str::trim) {
            Some(note) if !note.is_empty() => text::ended_declined_note(name, note),
            _ => text::ended_declined(name),
        },
        EndReason::NoAnswer => text::ended_no_answer(name),
        EndReason::Elsewhere => text::ended_elsewhere(),
        EndReason::Lost => text::ended_lost(),
        EndReason::Removed { by: Some(name) } => text::ended_removed_by(name),
        EndReason::Removed { by: None } => text::ended_removed(),
        EndReason::Refused(refusal) => match refusal {
            Refusal::NotAvailable => text::refused_not_available(name),
            Refusal::NoAccount => text::refused_no_account(name),
            Refusal::Yourself => text::refused_yourself(),
            Refusal::NoProfile => text::refused_no_profile(),
            Refusal::SignedOut => text::refused_signed_out(),
            Refusal::Forbidden => text::refused_forbidden(),
            Refusal::Offline => text::refused_offline(),
            Refusal::CrmTrouble => text::refused_crm_trouble(),
            Refusal::NoApi { trouble, address } => match trouble {
                ApiTrouble::Unreachable => text::refused_api_unreachable(address),
                ApiTrouble::NotTheApi => text::refused_not_the_api(address),
                ApiTrouble::NeedsPermission => text::refused_api_needs_permission(address),
            },
            Refusal::InAnotherCall => text::refused_in_another_call(),
            Refusal::Gone => text::refused_gone(),
            Refusal::NotSignedIn => text::refused_not_signed_in(),
            Refusal::NoMeetingServer => text::refused_no_meeting_server(),
        },
    }
}

/// What is wrong with the API at this address. What to do stands beside it.
pub fn api_trouble(trouble: ApiTrouble, address: &str) -> Text {
    match trouble {
        ApiTrouble::Unreachable => text::api_unreachable(address),
        ApiTrouble::NotTheApi => text::api_not_the_api(address),
        ApiTrouble::NeedsPermission => text::site_needs_access_to(address),
    }
}

/// Where a call is that this browser does not carry.
pub fn elsewhere(call: &ElsewhereView) -> Text {
    match (call.answered, call.in_crm_window) {
        (true, true) => text::elsewhere_in_crm_window(),
        (true, false) => text::elsewhere_in_call(),
        (false, _) => text::elsewhere_calling(&call.peer.name),
    }
}

/// A notice in one sentence.
pub fn notice(notice: &Notice) -> Text {
    match notice {
        Notice::Missed { name, .. } => text::notice_missed(name),
        Notice::ManyCalls => text::notice_many_calls(),
        Notice::Busy => text::notice_busy(),
        Notice::RowChanged => text::notice_row_changed(),
        Notice::AnotherUser => text::notice_another_user(),
        Notice::NoteRefused => text::notice_note_refused(),
        Notice::OfflineEnd => text::notice_offline_end(),
        Notice::CrmTrouble => text::notice_crm_trouble(),
        Notice::SignInAgain => text::notice_sign_in_again(),
        Notice::MovedToWindow => text::notice_moved_to_window(),
        Notice::Stopped => text::notice_stopped(),
    }
}

/// The label of a connection's quality, and how many of three bars it has.
pub fn quality(quality: Quality) -> (Text, &'static str) {
    match quality {
        Quality::Lost => (text::quality_lost(), "0"),
        Quality::Poor => (text::quality_poor(), "1"),
        Quality::Fair => (text::quality_fair(), "2"),
        Quality::Good => (text::quality_good(), "3"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_profiles_is_said_with_those_that_can_be_used() {
        let used = |name: Option<&str>| match name {
            Some(name) => FileState::Used(name.to_owned()),
            None => FileState::Unusable(ProfileError::of_file(Problem::NotJson)),
        };
        let order = |administrator, own, crm| {
            let profile = ProfileState {
                administrator: used(administrator),
                own: used(own),
                ..ProfileState::default()
            };
            profile_order(&profile, crm)
        };
        let (set, own, crm) = (Some("Set"), Some("Own"), Some("Odoo"));
        let all = text::profile_set_own_crm("Set", "Own", "Odoo");
        assert_eq!(order(set, own, crm), all);
        assert_eq!(order(set, own, None), text::profile_set_own("Set", "Own"));
        assert_eq!(order(set, None, crm), text::profile_set_crm("Set", "Odoo"));
        assert_eq!(order(set, None, None), text::profile_set("Set"));
        assert_eq!(order(None, own, crm), text::profile_own_crm("Own", "Odoo"));
        assert_eq!(order(None, own, None), text::profile_own("Own"));
        assert_eq!(order(None, None, crm), text::profile_crm("Odoo"));
        assert_eq!(order(None, None, None), text::profile_any());
    }

    #[test]
    fn who_made_the_profile_that_finds_nobody_is_said() {
        let misses = |administrator: FileState, own: FileState| {
            let profile = ProfileState {
                administrator,
                own,
                misses: true,
                ..ProfileState::default()
            };
            profile_misses("https://a", &profile)
        };
        let used = || FileState::Used("Set".to_owned());
        let set = text::profile_misses_set("https://a");
        assert_eq!(misses(used(), used()), Some(set));
        let own = text::profile_misses("https://a");
        assert_eq!(misses(FileState::None, used()), Some(own));
        let crm = text::profile_misses_crm("https://a");
        assert_eq!(misses(FileState::None, FileState::None), Some(crm));
        assert_eq!(profile_misses("https://a", &ProfileState::default()), None);
    }

    #[test]
    fn a_blank_reason_is_none() {
        let declined = |note: &str| EndReason::Declined {
            note: Some(note.to_owned()),
        };
        assert_eq!(ended("Jane", &declined(" ")), text::ended_declined("Jane"));
        assert_eq!(
            ended("Jane", &declined("in a meeting ")),
            text::ended_declined_note("Jane", "in a meeting")
        );
    }
}
