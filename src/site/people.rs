//! Who is a person on a page of which no profile says anything, and what they
//! are called.
//!
//! The browser's side gives the texts around an address, with what they stand
//! in; what is decided from them is decided here.

pub mod address;
pub mod name;
mod vocabulary;

/// The selector of what holds one person as a rule, side by side with others.
pub const ROWS: &str = "tr,[role=row],li,[role=listitem],article,.vcard,.h-card,\
                        [itemtype*='schema.org/Person']";

/// Where people write, or what looks like it: there is never a node of ours in it.
pub const EDITORS: &str = "[contenteditable]:not([contenteditable=false]),textarea,input,select,\
                           [role=textbox],[role=searchbox],.CodeMirror,.cm-editor,.monaco-editor,\
                           .ql-editor,.ProseMirror,.ck-editor__editable,code,pre,kbd,samp";

pub use self::name::{Piece, Sign, best_name};
