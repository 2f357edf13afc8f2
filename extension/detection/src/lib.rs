//! Finding people on pages of which no profile says anything. The content module
//! calls this one when a page needs it.

mod nodes;
mod people;
mod roots;
mod texts;

pub use people::{Person, candidates, read};
pub use roots::roots;
