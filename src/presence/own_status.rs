//! The user's own status at the CRM, before, during and after calls.
//!
//! The CRM's heartbeat sets "online" whatever the status was, so during a call
//! it would remove "busy". Instead "busy" is written then, which counts as a
//! heartbeat as well; after the call the status from before is written back.

use crate::codec::Codec;

const BUSY: &str = "busy";
const ONLINE: &str = "online";

/// What is known about the user's own status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct OwnStatus {
    /// The status before the call, until it is written back.
    before_call: Option<String>,
    /// The status that the CRM last showed outside of calls.
    shown: Option<String>,
}

/// The request that counts as a heartbeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignOfLife {
    /// Write this status instead of a heartbeat.
    Status(&'static str),
    /// Send a heartbeat.
    Heartbeat {
        /// The status to write after it, unless it is "online".
        then: Option<String>,
    },
}

impl OwnStatus {
    /// The CRM shows this status for the user. During a call it is not what the
    /// user chose, and is ignored.
    pub fn showed(&mut self, status: &str, engaged: bool) {
        if !engaged {
            self.shown = Some(status.to_owned());
        }
    }

    /// The request that counts as a heartbeat; `engaged` is whether a call is
    /// being made or held.
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
    fn a_heartbeat_keeps_the_status_away() {
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
    fn after_the_call_the_status_before_it_is_restored() {
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
        // The CRM refused the heartbeat and still shows the status of the call.
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
    fn the_status_before_the_call_survives_storage() {
        let mut own = OwnStatus::default();
        own.showed("away", false);
        own.sign_of_life(true);
        let text = crate::codec::encode(&own);
        assert_eq!(crate::codec::decode(&text), Some(own));
    }
}
