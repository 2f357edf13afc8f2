//! What is kept in storage, as text (pure).
//!
//! A list of numbers and texts in the order of a type's fields, without their
//! names. Only the version that wrote it reads it, and the code for it is a
//! fraction of what a format with names costs.

/// A value that can be kept as text.
pub trait Kept: Sized {
    /// Writes the value to the end of `out`.
    fn write(&self, out: &mut String);
    /// Takes a value from the beginning of `from`. `None` when there is none.
    fn read(from: &mut &str) -> Option<Self>;
}

/// The value as text, under the name of its format.
#[must_use]
pub fn text<T: Kept>(format: &str, value: &T) -> String {
    let mut out = String::new();
    write_text(format, &mut out);
    value.write(&mut out);
    out
}

/// The value that was written in this format. `None` when `text` has another
/// format or another shape.
#[must_use]
pub fn parse<T: Kept>(format: &str, mut text: &str) -> Option<T> {
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

impl Kept for u64 {
    fn write(&self, out: &mut String) {
        write_number(*self, out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        read_number(from)
    }
}

impl Kept for i64 {
    fn write(&self, out: &mut String) {
        write_number(self.cast_unsigned(), out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        read_number(from).map(u64::cast_signed)
    }
}

impl Kept for u32 {
    fn write(&self, out: &mut String) {
        write_number(u64::from(*self), out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        read_number(from)?.try_into().ok()
    }
}

impl Kept for i32 {
    fn write(&self, out: &mut String) {
        self.cast_unsigned().write(out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        u32::read(from).map(u32::cast_signed)
    }
}

impl Kept for f64 {
    fn write(&self, out: &mut String) {
        write_number(self.to_bits(), out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        read_number(from).map(f64::from_bits)
    }
}

impl Kept for bool {
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

impl Kept for String {
    fn write(&self, out: &mut String) {
        write_text(self, out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        read_text(from).map(str::to_owned)
    }
}

impl<T: Kept> Kept for Option<T> {
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

impl<T: Kept> Kept for Vec<T> {
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

impl<A: Kept, B: Kept> Kept for (A, B) {
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
macro_rules! kept {
    (struct $type:ident { $($field:tt),* $(,)? }) => {
        #[allow(unused_variables, reason = "some types have no fields")]
        impl $crate::candidates::kept::Kept for $type {
            fn write(&self, out: &mut String) {
                $($crate::candidates::kept::Kept::write(&self.$field, out);)*
            }
            fn read(from: &mut &str) -> Option<Self> {
                Some(Self { $($field: $crate::candidates::kept::Kept::read(from)?),* })
            }
        }
    };
    (enum $type:ident {
        $($tag:literal $variant:ident $(($item:ident))? $({ $($field:ident),* })?),* $(,)?
    }) => {
        impl $crate::candidates::kept::Kept for $type {
            fn write(&self, out: &mut String) {
                match self {
                    $(Self::$variant $(($item))? $({ $($field),* })? => {
                        <u32 as $crate::candidates::kept::Kept>::write(&$tag, out);
                        $($crate::candidates::kept::Kept::write($item, out);)?
                        $($($crate::candidates::kept::Kept::write($field, out);)*)?
                    })*
                }
            }
            fn read(from: &mut &str) -> Option<Self> {
                let tag: u32 = $crate::candidates::kept::Kept::read(from)?;
                Some(match tag {
                    $($tag => Self::$variant
                        $(({
                            let $item = $crate::candidates::kept::Kept::read(from)?;
                            $item
                        }))?
                        $({ $($field: $crate::candidates::kept::Kept::read(from)?),* })?,)*
                    _ => return None,
                })
            }
        }
    };
}

pub(crate) use kept;
