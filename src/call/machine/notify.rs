//! The one sentence that the user should read, and how long it stands.

use crate::call::notice::Notice;
use crate::call::state::State;
use crate::domain::{Duration, Timestamp};

/// How long a notice stands.
pub const NOTICE_SHOWN: Duration = Duration::from_secs(20);
/// How long it is said that the sign-in ended: calls do not come until
/// something is done about it, so it stands for a working day.
pub const SIGN_IN_SHOWN: Duration = Duration::from_hours(8);

/// Shows a notice in place of the one before.
pub(super) fn notice(state: &mut State, now: Timestamp, notice: Notice) {
    state.notice = Some((notice, now.plus(NOTICE_SHOWN)));
}
