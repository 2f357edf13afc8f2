//! Writing JSON.
//!
//! What is sent to a meeting is small and known, so it is written by hand: so
//! the pages contain a deserialiser (serde) and no serialiser.

use std::fmt;

/// A JSON value to be written with `to_string`.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    Text(String),
    List(Vec<Json>),
    /// An object; keys in order.
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(text) => quoted(f, text),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        f.write_str(",")?;
                    }
                    item.fmt(f)?;
                }
                f.write_str("]")
            }
            Self::Object(entries) => {
                f.write_str("{")?;
                for (at, (key, value)) in entries.iter().enumerate() {
                    if at > 0 {
                        f.write_str(",")?;
                    }
                    quoted(f, key)?;
                    f.write_str(":")?;
                    value.fmt(f)?;
                }
                f.write_str("}")
            }
        }
    }
}

/// A JSON string in plain ASCII. Jitsi turns curly quotes in the address into
/// straight ones *before* it parses, and drops a backslash before `&`, which
/// both break the JSON; escaped, they survive.
fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    let mut units = [0; 2];
    for char in text.chars() {
        match char {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '&' => f.write_str("\\u0026")?,
            ' '..='~' => f.write_str(char.encode_utf8(&mut [0; 4]))?,
            _ => {
                for unit in char.encode_utf16(&mut units) {
                    write!(f, "\\u{unit:04x}")?;
                }
            }
        }
    }
    f.write_str("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_text_survives_as_ascii(text: String) {
            let json = Json::text(text.clone()).to_string();
            proptest::prop_assert!(json.is_ascii());
            proptest::prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }

    #[test]
    fn objects_keep_their_order() {
        let json = Json::Object(vec![
            ("b", Json::List(vec![Json::Number(-1), true.into()])),
            ("a", Json::text("\u{201c}x\u{201d}")),
        ]);
        assert_eq!(json.to_string(), r#"{"b":[-1,true],"a":"\u201cx\u201d"}"#);
    }
}
