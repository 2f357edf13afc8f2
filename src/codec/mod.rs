//! The codec of messages between the extension's contexts and of stored values.
//!
//! A value is a text: numbers in decimal, each followed by a space; texts after
//! their length in bytes; a variant as its number; no names of fields. Both
//! ends of a message are of one build, and stored values begin with their
//! format's name and version, so field names would only repeat the type.
//! `docs/decisions/0001-codec.md` compares the alternatives.

mod reader;
mod stored;

pub use reader::Reader;
pub use ringside_codec_derive::Codec;
pub use stored::{Recover, Restored, Stored, restore};

/// A value that can be written as text and read from it. Derive it.
pub trait Codec: Sized {
    /// Writes the value to the end of `out`.
    fn write(&self, out: &mut String);
    /// Takes a value from the beginning of what is left.
    fn read(from: &mut Reader<'_>) -> Self;
}

/// A value that stands on its own, as a message or in storage: its text begins
/// with the name of its format, so that no other value is mistaken for it.
pub trait Format: Codec {
    /// The format's name. Where it is stored longer than one version of the
    /// extension lives, with its version: `outbox 1`.
    const FORMAT: &'static str;
}

/// The value as text, under the name of its format.
#[must_use]
pub fn text<T: Format>(value: &T) -> String {
    let mut out = String::new();
    write_text(T::FORMAT, &mut out);
    value.write(&mut out);
    out
}

/// The value that was written in its format. `None` when `text` has another
/// format or another shape.
#[must_use]
pub fn parse<T: Format>(text: &str) -> Option<T> {
    let mut reader = Reader::new(text);
    (reader.text() == T::FORMAT).then_some(())?;
    reader.all(T::read)
}

/// The value as text without a name: for a reader that knows the type, such as
/// that of a reply.
#[must_use]
pub fn encode<T: Codec>(value: &T) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

/// The value that [`encode`] wrote. `None` when `text` is another one's.
#[must_use]
pub fn decode<T: Codec>(text: &str) -> Option<T> {
    Reader::new(text).all(T::read)
}

#[inline(never)]
fn write_number(number: u64, out: &mut String) {
    let mut digits = [0_u8; 20];
    let mut rest = number;
    let mut count = 0;
    for digit in &mut digits {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        count += 1;
        if rest == 0 {
            break;
        }
    }
    for digit in digits.iter().take(count).rev() {
        out.push(char::from(*digit));
    }
    out.push(' ');
}

/// Writes the number of a variant, or how many items follow.
#[doc(hidden)]
#[inline(never)]
pub fn write_tag(number: u32, out: &mut String) {
    write_number(u64::from(number), out);
}

#[inline(never)]
fn write_text(text: &str, out: &mut String) {
    write_tag(text.len() as u32, out);
    out.push_str(text);
}

fn write_all<T: Codec>(values: &[T], out: &mut String) {
    write_tag(values.len() as u32, out);
    for value in values {
        value.write(out);
    }
}

macro_rules! numbers {
    ($($type:ty: $value:ident -> $write:expr, $from:ident -> $read:expr;)+) => { $(
        impl Codec for $type {
            fn write(&self, out: &mut String) {
                let $value = *self;
                write_number($write, out);
            }
            fn read($from: &mut Reader<'_>) -> Self {
                $read
            }
        }
    )+ };
}

numbers! {
    bool: value -> u64::from(value), from -> from.tag(2) == 1;
    u16: value -> u64::from(value), from -> from.tag(0x1_0000) as u16;
    u32: value -> u64::from(value), from -> from.narrow();
    i32: value -> u64::from(value.cast_unsigned()), from -> from.narrow().cast_signed();
    u64: value -> value, from -> from.number();
    i64: value -> value.cast_unsigned(), from -> from.number().cast_signed();
    f64: value -> value.to_bits(), from -> f64::from_bits(from.number());
}

impl Codec for () {
    fn write(&self, _: &mut String) {}
    fn read(_: &mut Reader<'_>) -> Self {}
}

impl Codec for String {
    fn write(&self, out: &mut String) {
        write_text(self, out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        from.text().to_owned()
    }
}

impl<T: Codec> Codec for Option<T> {
    fn write(&self, out: &mut String) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }
    fn read(from: &mut Reader<'_>) -> Self {
        bool::read(from).then(|| T::read(from))
    }
}

/// Only for items of at least one character each: a list of `()` or of structs
/// without fields cannot be read back.
impl<T: Codec> Codec for Vec<T> {
    fn write(&self, out: &mut String) {
        write_all(self, out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        let length = from.length();
        (0..length).map(|_| T::read(from)).collect()
    }
}

impl<T: Codec> Codec for Box<T> {
    fn write(&self, out: &mut String) {
        T::write(self, out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        Self::new(T::read(from))
    }
}

impl<A: Codec, B: Codec> Codec for (A, B) {
    fn write(&self, out: &mut String) {
        self.0.write(out);
        self.1.write(out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        (A::read(from), B::read(from))
    }
}

#[cfg(test)]
mod tests;
