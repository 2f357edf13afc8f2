//! A connection's quality.

use crate::codec::Codec;

/// How good the connection is, in three steps and "no media".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Codec)]
pub enum Quality {
    /// No media flows.
    Lost,
    /// Voice may break up.
    Poor,
    /// Good enough.
    Fair,
    /// As it should be.
    Good,
}
