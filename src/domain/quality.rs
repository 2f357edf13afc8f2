//! A connection's quality.

use serde::{Deserialize, Serialize};

use crate::persist::persist;

/// How good the connection is, in the three steps that people can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

persist!(enum Quality { 0 Lost, 1 Poor, 2 Fair, 3 Good });
