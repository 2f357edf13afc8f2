//! Finding people on pages of which no profile says anything. The content module
//! calls this one when a page needs it.

mod crm;
mod layer;
mod long;
mod nodes;
mod people;
mod roots;
mod rows;
mod slots;
mod texts;

pub use crm::crm;
pub use layer::{is_in_front, layer};
pub use long::{long_lists, rows_between};
pub use people::{Person, candidates, read};
pub use roots::roots;
pub use rows::{are_of_one_row, list_of, rest_of_rows};
