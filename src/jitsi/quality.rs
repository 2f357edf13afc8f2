//! The connection's quality, from the meeting's statistics.

use crate::domain::Quality;
use crate::json::{JsonValue, rounded};

/// The answer to `connection-stats`, as far as it is used. It names network
/// addresses, too: those are neither read nor logged.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stats {
    /// 0 to 100, from what is *sent*.
    sent: Option<f64>,
    /// Whether media flows at all.
    connected: Option<bool>,
    figures: Figures,
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

impl Stats {
    /// Reads an answer; `None` for a failure in the shape of a success, which
    /// is what older servers send.
    pub fn parse<S: JsonValue>(result: &S) -> Option<Self> {
        if result.field("error").is_some() {
            return None;
        }
        let rate = result.field("bitrate");
        let rate = |name| rounded(rate.as_ref()?.number(name)?);
        // The delay to the bridge; absent in a peer-to-peer connection, where
        // it is in the first leg.
        let leg = || result.field("transport")?.first()?.number("rtt");
        Some(Self {
            sent: result.number("connectionQuality"),
            connected: result.flag("iceConnected"),
            figures: Figures {
                round_trip: result.number("jvbRTT").or_else(leg).and_then(rounded),
                loss: result
                    .field("packetLoss")
                    .and_then(|loss| loss.number("download"))
                    .and_then(rounded),
                upload: rate("upload"),
                download: rate("download"),
            },
        })
    }

    /// The step: the worst of what is sent, lost and delayed.
    #[must_use]
    pub fn level(&self) -> Quality {
        if self.connected == Some(false) {
            return Quality::Lost;
        }
        let figures = self.figures;
        let sent = match self.sent {
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
        self.figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stats(json: &str) -> Stats {
        Stats::parse(&serde_json::from_str::<serde_json::Value>(json).unwrap()).unwrap()
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
