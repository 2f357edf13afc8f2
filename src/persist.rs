//! What is kept in storage, as text (pure).
//!
//! A list of numbers and texts in the order of a type's fields, without their
//! names. Only the version that wrote it reads it, and the code for it is a
//! fraction of what a format with names costs.

/// A value that can be kept as text.
pub trait Persist: Sized {
    /// Writes the value to the end of `out`.
    fn write(&self, out: &mut String);
    /// Takes a value from the beginning of `from`. `None` when there is none.
    fn read(from: &mut &str) -> Option<Self>;
}

/// The value as text, under the name of its format.
#[must_use]
pub fn text<T: Persist>(format: &str, value: &T) -> String {
    let mut out = String::new();
    write_text(format, &mut out);
    value.write(&mut out);
    out
}

/// The value that was written in this format. `None` when `text` has another
/// format or another shape.
#[must_use]
pub fn parse<T: Persist>(format: &str, mut text: &str) -> Option<T> {
    let from = &mut text;
    (read_text(from)? == format).then_some(())?;
    let value = T::read(from)?;
    from.is_empty().then_some(value)
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

#[inline(never)]
fn read_number(from: &mut &str) -> Option<u64> {
    let end = from.bytes().position(|byte| byte == b' ')?;
    let number = from.get(..end)?.parse().ok()?;
    *from = from.get(end + 1..)?;
    Some(number)
}

#[inline(never)]
fn write_text(text: &str, out: &mut String) {
    write_number(text.len() as u64, out);
    out.push_str(text);
}

#[inline(never)]
fn read_text<'a>(from: &mut &'a str) -> Option<&'a str> {
    let length = usize::try_from(read_number(from)?).ok()?;
    let text = from.get(..length)?;
    *from = from.get(length..)?;
    Some(text)
}

impl Persist for u64 {
    fn write(&self, out: &mut String) {
        write_number(*self, out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        read_number(from)
    }
}

impl Persist for i64 {
    fn write(&self, out: &mut String) {
        write_number(self.cast_unsigned(), out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        read_number(from).map(u64::cast_signed)
    }
}

impl Persist for u32 {
    fn write(&self, out: &mut String) {
        write_number(u64::from(*self), out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        read_number(from)?.try_into().ok()
    }
}

impl Persist for i32 {
    fn write(&self, out: &mut String) {
        self.cast_unsigned().write(out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        u32::read(from).map(u32::cast_signed)
    }
}

impl Persist for f64 {
    fn write(&self, out: &mut String) {
        write_number(self.to_bits(), out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        read_number(from).map(f64::from_bits)
    }
}

impl Persist for bool {
    fn write(&self, out: &mut String) {
        write_number(u64::from(*self), out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        match read_number(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Persist for String {
    fn write(&self, out: &mut String) {
        write_text(self, out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        read_text(from).map(str::to_owned)
    }
}

impl<T: Persist> Persist for Option<T> {
    fn write(&self, out: &mut String) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }
    fn read(from: &mut &str) -> Option<Self> {
        Some(if bool::read(from)? {
            Some(T::read(from)?)
        } else {
            None
        })
    }
}

impl<T: Persist> Persist for Vec<T> {
    fn write(&self, out: &mut String) {
        write_number(self.len() as u64, out);
        for value in self {
            value.write(out);
        }
    }
    fn read(from: &mut &str) -> Option<Self> {
        let mut values = Self::new();
        for _ in 0..read_number(from)? {
            values.push(T::read(from)?);
        }
        Some(values)
    }
}

impl<A: Persist, B: Persist> Persist for (A, B) {
    fn write(&self, out: &mut String) {
        self.0.write(out);
        self.1.write(out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        Some((A::read(from)?, B::read(from)?))
    }
}

/// Says how a type is kept: a struct field by field, an enum by a number for
/// each variant and its fields.
#[doc(hidden)]
#[macro_export]
macro_rules! __persist {
    (struct $type:ident { $($field:tt),* $(,)? }) => {
        impl $crate::persist::Persist for $type {
            fn write(&self, out: &mut String) {
                $($crate::persist::Persist::write(&self.$field, out);)*
            }
            fn read(from: &mut &str) -> Option<Self> {
                Some(Self { $($field: $crate::persist::Persist::read(from)?),* })
            }
        }
    };
    (enum $type:ident {
        $($tag:literal $variant:ident $(($item:ident))? $({ $($field:ident),* })?),* $(,)?
    }) => {
        impl $crate::persist::Persist for $type {
            fn write(&self, out: &mut String) {
                match self {
                    $(Self::$variant $(($item))? $({ $($field),* })? => {
                        <u32 as $crate::persist::Persist>::write(&$tag, out);
                        $($crate::persist::Persist::write($item, out);)?
                        $($($crate::persist::Persist::write($field, out);)*)?
                    })*
                }
            }
            fn read(from: &mut &str) -> Option<Self> {
                let tag: u32 = $crate::persist::Persist::read(from)?;
                Some(match tag {
                    $($tag => Self::$variant
                        $(({
                            let $item = $crate::persist::Persist::read(from)?;
                            $item
                        }))?
                        $({ $($field: $crate::persist::Persist::read(from)?),* })?,)*
                    _ => return None,
                })
            }
        }
    };
}

pub use __persist as persist;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    enum Shape {
        Point,
        Label(String),
        Line { from: i32, to: Option<i64> },
    }

    persist!(enum Shape { 0 Point, 1 Label(text), 2 Line { from, to } });

    #[test]
    fn another_format_is_not_read() {
        let text = text("1", &7_u64);
        assert_eq!(parse::<u64>("1", &text), Some(7));
        assert_eq!(parse::<u64>("2", &text), None);
        assert_eq!(parse::<u64>("1", &format!("{text}1 ")), None, "a rest");
    }

    /// Text that looks like stored text, or is some.
    fn stored() -> impl Strategy<Value = String> {
        let number = prop_oneof![
            4 => (0_u64..4).prop_map(|number| format!("{number} ")),
            1 => any::<u64>().prop_map(|number| format!("{number} ")),
            1 => "-?[0-9]{1,2} ",
        ];
        let text = "[a-zé]{0,3}".prop_map(|label| format!("{} {label}", label.len()));
        let part = prop_oneof![6 => number, 2 => text, 1 => "[0-9 a-zé]{0,4}"];
        prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
    }

    #[test]
    fn text_that_is_cut_off_is_not_read() {
        let value = vec![
            Shape::Label("é".to_owned()),
            Shape::Line {
                from: -1,
                to: Some(7),
            },
        ];
        let whole = text("x", &value);
        assert_eq!(parse("x", &whole), Some(value));
        for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            assert_eq!(parse::<Vec<Shape>>("x", &whole[..end]), None, "{end}");
        }
    }

    proptest::proptest! {
        #[test]
        fn values_round_trip(
            label: String, from: i32, to: Option<i64>, number: u64, float: f64, flag: bool,
        ) {
            let value = vec![
                (Shape::Label(label), flag),
                (Shape::Line { from, to }, !flag),
                (Shape::Point, flag),
            ];
            let value = ((value, number), float);
            proptest::prop_assert_eq!(parse("x", &text("x", &value)), Some(value));
        }

        #[test]
        fn parse_never_panics(stored in stored()) {
            // What it takes for a value is one: stored again, it is the same.
            if let Some(value) = parse::<Vec<Shape>>("", &format!("0 {stored}")) {
                proptest::prop_assert_eq!(parse("", &text("", &value)), Some(value));
            }
        }
    }
}
