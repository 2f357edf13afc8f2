//! Entry points of the content context.
