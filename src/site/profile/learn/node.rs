//! An element as a selector may name it.

/// What is known of an element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The element's name in lower case.
    pub tag: String,
    pub id: Option<String>,
    pub classes: Vec<String>,
    pub role: Option<String>,
    /// Its `data-*` attributes, and the others that say what something is for.
    pub data: Vec<(String, String)>,
    /// Which child of its parent it is, from 1.
    pub child: u32,
    /// Which of those of its tag, from 1.
    pub of_tag: u32,
}

/// Attributes beside `data-*` that say what an element is for.
pub const TELLING: [&str; 2] = ["itemprop", "col-id"];
