//! The notice and how long it is shown.

use crate::call::notice::Notice;
use crate::call::state::State;
use crate::domain::{Duration, Timestamp};

/// How long a notice is shown.
pub const NOTICE_SHOWN: Duration = Duration::from_secs(20);
/// How long the notice of an expired sign-in is shown: no calls arrive until
/// the user signs in, so it stays for a working day.
pub const SIGN_IN_SHOWN: Duration = Duration::from_hours(8);

/// Shows a notice in place of the one before.
pub(super) fn notice(state: &mut State, now: Timestamp, notice: Notice) {
    state.notice = Some((notice, now.plus(NOTICE_SHOWN)));
}
