//! Requests to the CRM, and what becomes of each.

use super::world::World;
use super::*;
use crate::crm::session::Status;
use crate::domain::Duration;

/// A request under way.
#[derive(Clone, Debug)]
pub(super) enum Request {
    Initiate {
        attempt: u64,
        from: UserId,
        to: Option<UserId>,
        /// How often another user had signed in when it was sent.
        sign_ins: u32,
    },
    Answer(CallId),
    Check(CallId),
    Poll,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It reaches the CRM, and its answer reaches us.
    Answered,
    /// It reaches the CRM, its answer is lost or a server error.
    AnswerLost,
    /// It never reaches the CRM.
    Lost,
    /// The CRM refuses it: 403, or 400 with its reason.
    Refused,
}

/// The time limit of requests (`crm::client`).
const REQUEST_LIMIT: Duration = Duration::from_secs(12);

impl World {
    /// The oldest request under way comes to this. `false`: there was none.
    pub(super) fn request(&mut self, fate: Fate) -> bool {
        if self.under_way.is_empty() {
            return false;
        }
        let (sent, request) = self.under_way.remove(0);
        // What has not arrived within the client's limit never does.
        let fate = if self.crm.now - sent < REQUEST_LIMIT.as_millis() {
            fate
        } else {
            Fate::Lost
        };
        match request {
            Request::Initiate {
                attempt,
                from,
                to,
                sign_ins,
            } => {
                let known = self.sign_ins == sign_ins;
                self.initiated(attempt, (from, to), known, fate);
            }
            Request::Answer(call) => self.answered(call, fate),
            Request::Check(call) if fate == Fate::Answered => {
                let session = self.crm.session(call, self.now);
                self.apply(session.map_or(Event::Gone(call), Event::Seen));
            }
            Request::Poll if fate == Fate::Answered => self.poll(),
            Request::Check(_) | Request::Poll => {}
        }
        true
    }

    /// `known`: whether this is still known to be an attempt of the user's.
    fn initiated(
        &mut self,
        attempt: u64,
        (from, to): (UserId, Option<UserId>),
        known: bool,
        fate: Fate,
    ) {
        let made = match (fate, to) {
            (Fate::Lost, _) => Err(Refusal::Offline),
            (Fate::Refused, _) => Err(Refusal::Forbidden),
            (_, None) => Err(Refusal::NoAccount),
            (_, Some(to)) => self.crm.initiate(from, to),
        };
        if !known {
            self.checks.excused.extend(made.iter());
        }
        let session = made.map(|call| self.crm.session(call, self.now));
        self.apply(match session {
            Ok(Some(session)) if fate == Fate::Answered => Event::Placed { attempt, session },
            Ok(_) => Event::PlaceFailed {
                attempt,
                why: Refusal::CrmTrouble,
            },
            Err(why) => Event::PlaceFailed { attempt, why },
        });
    }

    fn answered(&mut self, call: CallId, fate: Fate) {
        if matches!(fate, Fate::Answered | Fate::AnswerLost) {
            let status = self.crm.calls.get(&call).map(|call| call.status);
            if status.is_some_and(Status::rings) {
                self.crm.set(call, Status::Active);
                if let (Fate::Answered, Some(session)) = (fate, self.crm.session(call, self.now)) {
                    return self.apply(Event::Seen(session));
                }
            } else if status.is_none() && fate == Fate::Answered {
                return self.apply(Event::Gone(call));
            }
        }
        let why = match fate {
            Fate::Refused => Refusal::Forbidden,
            // Lost, or "not in answerable state": to be looked into.
            _ => Refusal::Gone,
        };
        self.apply(Event::AnswerFailed { call, why });
    }
}
