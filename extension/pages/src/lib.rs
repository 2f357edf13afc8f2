//! Entry points of the pages context.
