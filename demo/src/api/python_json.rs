//! JSON as Python's `json.dumps` writes it: a blank after commas and colons,
//! and nothing but ASCII. The WebSocket's frames look like that.

use std::io;

use serde::Serialize as _;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

struct Python;

impl Formatter for Python {
    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        for character in fragment.chars() {
            if character.is_ascii() {
                write!(writer, "{character}")?;
            } else {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }
}

/// The value in Python's spelling.
pub(crate) fn to_string(value: &Value) -> String {
    let mut bytes = Vec::new();
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, Python));
    match written.map(|()| String::from_utf8(bytes)) {
        Ok(Ok(text)) => text,
        // Writing a JSON value to memory as ASCII cannot fail.
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn blanks_and_escapes_are_pythons() {
        let value = json!({"type": "pong", "list": [1, null], "name": "Élise 🎧 \"x\""});
        assert_eq!(
            super::to_string(&value),
            r#"{"type": "pong", "list": [1, null], "name": "\u00c9lise \ud83c\udfa7 \"x\""}"#
        );
    }
}
