//! Entry points of the background context.
