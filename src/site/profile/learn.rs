//! A profile from what a person points at: one row, the name in it, the address.
//!
//! The page is known here as a [snapshot](node::Node) of the elements that were
//! picked and of those around them. Of these come selectors, the best first; whoever
//! has the page counts what each one matches, and [`choose`](choice::choose) decides.

pub mod choice;
pub mod file;
pub mod merge;
pub mod node;
pub mod paths;
pub mod selectors;
mod stable;
