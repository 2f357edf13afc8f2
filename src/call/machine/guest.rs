//! Calls with people who have no account: a meeting to which they are invited.
//!
//! They are nobody's at any CRM: [`super::step`] drops every effect that would
//! tell one of them, or ask one about them.

use super::effect::Effect;
use super::ending::make_way;
use super::{live, note, outgoing};
use crate::call::guest::Guest;
use crate::call::guest_calls::GuestCall;
use crate::call::host::MediaHost;
use crate::call::state::{Current, Live, Phase, State};
use crate::crm::session::Room;
use crate::domain::{CallId, Duration, EndReason, Media, Peer, Refusal, TabId, Timestamp};
use crate::site::RecordRef;

/// How long it is shown that a server has to be named first, with the way there.
const OFFER_SHOWN: Duration = Duration::from_secs(20);

/// Begins a call to which this record's person is invited.
pub(super) fn invite(
    state: &mut State,
    now: Timestamp,
    record: RecordRef,
    guest: Guest,
    media: Media,
    tab: Option<TabId>,
    meeting: Option<String>,
) -> Vec<Effect> {
    if let Some(current) = state.current.as_ref().filter(|_| state.is_engaged()) {
        // A second press on the same button is a mistake, not a second call.
        let is_same = current.peer.name == record.name && current.peer.detail == record.detail;
        return if is_same {
            Vec::new()
        } else {
            outgoing::busy(state, now)
        };
    }
    let host = tab.or_else(|| state.best_tab()).map(MediaHost::Toast);
    let peer = Peer {
        user: None,
        name: record.name,
        detail: record.detail,
    };
    let Some(address) = meeting else {
        let phase = Phase::Ended {
            call: None,
            reason: EndReason::Refused(Refusal::NoMeetingServer),
            until: now.plus(OFFER_SHOWN),
        };
        state.current = Some(Current::new(peer, media, phase, host));
        return Vec::new();
    };
    let call = CallId(state.next_attempt);
    state.next_attempt += 1;
    let room = Some(Room { address, jwt: None });
    let mut current = Current::new(peer, media, Phase::Live(Live::new(call, room, now)), host);
    let begun = GuestCall::of(&current, &guest, None);
    current.guest = Some(guest);
    let mut effects = vec![Effect::RecordGuestCall(begun)];
    effects.extend(live::start(state, now, current, None));
    effects
}

/// The user is gone who made the call from a page of this CRM.
pub(super) fn owner_gone(state: &mut State, now: Timestamp, site: &str) -> Vec<Effect> {
    let guest = state.current.as_ref().and_then(|it| it.guest.as_ref());
    let owner = guest.and_then(|guest| guest.owner.as_ref());
    if owner.is_none_or(|owner| owner.site != site) {
        return Vec::new();
    }
    let mut effects = make_way(state, now);
    effects.extend(note::closed(state));
    effects
}
