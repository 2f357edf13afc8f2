//! Event sequences.
