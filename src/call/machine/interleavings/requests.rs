//! Requests to the CRM and their outcomes.

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
        /// How many times the user had changed when it was sent.
        sign_ins: u32,
    },
    Answer(CallId),
    Check(CallId),
    Poll,
}

/// The outcome of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
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
    /// The oldest request under way gets this outcome. `false`: there was none.
    pub(super) fn request(&mut self, outcome: Outcome) -> bool {
        if self.under_way.is_empty() {
            return false;
        }
        let (sent, request) = self.under_way.remove(0);
        // What has not arrived within the client's limit never does.
        let outcome = if self.crm.now - sent < REQUEST_LIMIT.as_millis() {
            outcome
        } else {
            Outcome::Lost
        };
        match request {
            Request::Initiate {
                attempt,
                from,
                to,
                sign_ins,
            } => {
                let known = self.sign_ins == sign_ins;
                self.initiated(attempt, (from, to), known, outcome);
            }
            Request::Answer(call) => self.answered(call, outcome),
            Request::Check(call) if outcome == Outcome::Answered => {
                let session = self.crm.session(call, self.now);
                self.apply(session.map_or(Event::Gone(call), Event::Seen));
            }
            Request::Poll if outcome == Outcome::Answered => self.poll(),
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
        outcome: Outcome,
    ) {
        let made = match (outcome, to) {
            (Outcome::Lost, _) => Err(Refusal::Offline),
            (Outcome::Refused, _) => Err(Refusal::Forbidden),
            (_, None) => Err(Refusal::NoAccount),
            (_, Some(to)) => self.crm.initiate(from, to),
        };
        if !known {
            self.checks.excused.extend(made.iter());
        }
        let session = made.map(|call| self.crm.session(call, self.now));
        self.apply(match session {
            Ok(Some(session)) if outcome == Outcome::Answered => Event::Placed { attempt, session },
            Ok(_) => Event::PlaceFailed {
                attempt,
                why: Refusal::CrmTrouble,
            },
            Err(why) => Event::PlaceFailed { attempt, why },
        });
    }

    fn answered(&mut self, call: CallId, outcome: Outcome) {
        if matches!(outcome, Outcome::Answered | Outcome::AnswerLost) {
            let status = self.crm.calls.get(&call).map(|call| call.status);
            if status.is_some_and(Status::rings) {
                self.crm.set(call, Status::Active);
                if let (Outcome::Answered, Some(session)) =
                    (outcome, self.crm.session(call, self.now))
                {
                    return self.apply(Event::Seen(session));
                }
            } else if status.is_none() && outcome == Outcome::Answered {
                return self.apply(Event::Gone(call));
            }
        }
        let why = match outcome {
            Outcome::Refused => Refusal::Forbidden,
            // Lost, or "not in answerable state": the call is queried.
            _ => Refusal::Gone,
        };
        self.apply(Event::AnswerFailed { call, why });
    }
}
