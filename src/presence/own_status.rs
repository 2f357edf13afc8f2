//! The user's own status at the CRM, before, during and after calls (pure).
//!
//! The CRM's heartbeat says "online" whatever the user is. It would make the
//! CRM forget that the user is in a call, so during one "busy" is written
//! instead, which counts as a sign of life as well; and after the call the
//! user is again what they were before.

use crate::codec::Codec;

const BUSY: &str = "busy";
const ONLINE: &str = "online";

/// What is known of the user's own status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct OwnStatus {
    /// The status before the call, until it is written back.
    before_call: Option<String>,
    /// The status that the CRM last showed outside of calls.
    shown: Option<String>,
}

/// How to say that the user is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignOfLife {
    /// Write this status instead of a heartbeat.
    Status(&'static str),
    /// Send a heartbeat.
    Heartbeat {
        /// The status to write after it, when "online" is not it.
        then: Option<String>,
    },
}

impl OwnStatus {
    /// The CRM shows this status for the user. What it shows during a call is
    /// not what the user chose.
    pub fn showed(&mut self, status: &str, engaged: bool) {
        if !engaged {
            self.shown = Some(status.to_owned());
        }
    }

    /// How to say that the user is there; `engaged` is whether a call is being
    /// made or held.
    pub fn sign_of_life(&mut self, engaged: bool) -> SignOfLife {
        if engaged {
            if self.before_call.is_none() {
                let before = self.shown.clone().filter(|status| status != BUSY);
                self.before_call = Some(before.unwrap_or_else(|| ONLINE.to_owned()));
            }
            return SignOfLife::Status(BUSY);
        }
        let status = self.before_call.as_ref().or(self.shown.as_ref());
        let survives = |status: &&String| matches!(status.as_str(), "away" | "offline");
        SignOfLife::Heartbeat {
            then: status.filter(survives).cloned(),
        }
    }

    /// The CRM took the heartbeat, and the status after it.
    pub fn restored(&mut self) {
        self.before_call = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heartbeat(then: Option<&str>) -> SignOfLife {
        SignOfLife::Heartbeat {
            then: then.map(str::to_owned),
        }
    }

    #[test]
    fn outside_of_calls_a_heartbeat_is_sent() {
        let mut own = OwnStatus::default();
        assert_eq!(own.sign_of_life(false), heartbeat(None));
        own.showed("online", false);
        assert_eq!(own.sign_of_life(false), heartbeat(None));
    }

    #[test]
    fn a_heartbeat_does_not_bring_the_user_back_to_the_desk() {
        for status in ["away", "offline"] {
            let mut own = OwnStatus::default();
            own.showed(status, false);
            assert_eq!(own.sign_of_life(false), heartbeat(Some(status)));
            own.restored();
            assert_eq!(own.sign_of_life(false), heartbeat(Some(status)));
        }
    }

    #[test]
    fn during_a_call_the_user_is_busy() {
        let mut own = OwnStatus::default();
        for _ in 0..2 {
            assert_eq!(own.sign_of_life(true), SignOfLife::Status("busy"));
        }
    }

    #[test]
    fn after_the_call_the_user_is_what_they_were_before() {
        let mut own = OwnStatus::default();
        own.showed("away", false);
        own.sign_of_life(true);
        own.showed("busy", true);
        own.sign_of_life(true);
        assert_eq!(own.sign_of_life(false), heartbeat(Some("away")));
        own.restored();
        own.showed("online", false);
        assert_eq!(own.sign_of_life(false), heartbeat(None), "said once");
    }

    #[test]
    fn a_status_that_could_not_be_written_back_is_tried_again() {
        let mut own = OwnStatus::default();
        own.showed("away", false);
        own.sign_of_life(true);
        // The CRM refused the heartbeat and shows what is left of the call.
        own.sign_of_life(false);
        own.showed("busy", false);
        assert_eq!(own.sign_of_life(false), heartbeat(Some("away")));
    }

    #[test]
    fn busy_left_over_from_another_call_is_not_the_status_before() {
        let mut own = OwnStatus::default();
        own.showed("busy", false);
        own.sign_of_life(true);
        assert_eq!(own.sign_of_life(false), heartbeat(None));
    }

    #[test]
    fn what_it_was_before_survives_storage() {
        let mut own = OwnStatus::default();
        own.showed("away", false);
        own.sign_of_life(true);
        let text = crate::codec::encode(&own);
        assert_eq!(crate::codec::decode(&text), Some(own));
    }
}
