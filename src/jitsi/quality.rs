//! From the meeting's statistics to three steps (pure).

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::message::Quality;

/// The answer to `connection-stats`, as far as it is used. It names network
/// addresses, too: those are not read and never logged.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// 0 to 100, from what is *sent*.
    connection_quality: Option<f64>,
    packet_loss: Option<Loss>,
    bitrate: Option<Rate>,
    /// To the bridge, in milliseconds; absent between two peers.
    #[serde(rename = "jvbRTT")]
    bridge_round_trip: Option<f64>,
    transport: Option<Vec<Leg>>,
    ice_connected: Option<bool>,
    /// An older server's answer has only this.
    error: Option<IgnoredAny>,
}

#[derive(Clone, Debug, Deserialize)]
struct Loss {
    /// Percent.
    download: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
struct Rate {
    /// Kilobits a second.
    upload: Option<f64>,
    /// Kilobits a second.
    download: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
struct Leg {
    /// Milliseconds.
    rtt: Option<f64>,
}

/// The figures that the quality panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// There and back, in milliseconds.
    pub round_trip: Option<u32>,
    /// Of what should arrive, in percent.
    pub loss: Option<u32>,
    /// Kilobits a second, sent.
    pub upload: Option<u32>,
    /// Kilobits a second, received.
    pub download: Option<u32>,
}

impl PartialEq for Stats {
    fn eq(&self, other: &Self) -> bool {
        self.figures() == other.figures() && self.level() == other.level()
    }
}

impl Stats {
    /// Whether it is an answer and not a failure in its clothes.
    #[must_use]
    pub fn is_real(&self) -> bool {
        self.error.is_none()
    }

    /// The step: the worst of what is sent, lost and delayed.
    #[must_use]
    pub fn level(&self) -> Quality {
        if self.ice_connected == Some(false) {
            return Quality::Lost;
        }
        let figures = self.figures();
        let sent = match self.connection_quality {
            Some(quality) if quality < 30.0 => Quality::Poor,
            Some(quality) if quality < 70.0 => Quality::Fair,
            _ => Quality::Good,
        };
        let loss = match figures.loss {
            Some(8..) => Quality::Poor,
            Some(3..) => Quality::Fair,
            _ => Quality::Good,
        };
        let delay = match figures.round_trip {
            Some(500..) => Quality::Poor,
            Some(250..) => Quality::Fair,
            _ => Quality::Good,
        };
        sent.min(loss).min(delay)
    }

    /// What the panel shows.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let leg = self.transport.as_ref().and_then(|legs| legs.first());
        let rate = self.bitrate.as_ref();
        Figures {
            round_trip: self
                .bridge_round_trip
                .or_else(|| leg.and_then(|leg| leg.rtt))
                .and_then(whole),
            loss: self
                .packet_loss
                .as_ref()
                .and_then(|loss| loss.download)
                .and_then(whole),
            upload: rate.and_then(|rate| rate.upload).and_then(whole),
            download: rate.and_then(|rate| rate.download).and_then(whole),
        }
    }
}

/// A number as people read it; `None` for what is none.
fn whole(value: f64) -> Option<u32> {
    let plausible = value.is_finite() && (0.0..1e9).contains(&value);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be in range"
    )]
    plausible.then(|| value.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stats(json: &str) -> Stats {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_worst_figure_decides() {
        let level = |json| stats(json).level();
        assert_eq!(level("{}"), Quality::Good);
        assert_eq!(level(r#"{"connectionQuality":65}"#), Quality::Fair);
        assert_eq!(
            level(r#"{"connectionQuality":100,"packetLoss":{"download":9}}"#),
            Quality::Poor
        );
        assert_eq!(level(r#"{"jvbRTT":260}"#), Quality::Fair);
        assert_eq!(
            level(r#"{"connectionQuality":100,"iceConnected":false}"#),
            Quality::Lost
        );
    }

    #[test]
    fn between_two_peers_the_first_leg_tells_the_delay() {
        let stats = stats(
            r#"{"transport":[{"rtt":41.6,"p2p":true}],
                "bitrate":{"upload":512.2,"download":0},"packetLoss":{"download":-1}}"#,
        );
        assert_eq!(
            stats.figures(),
            Figures {
                round_trip: Some(42),
                loss: None,
                upload: Some(512),
                download: Some(0),
            }
        );
    }
}
