//! The candidate of our own: a derive, and what stands behind it.
//!
//! Values as text, as `kept!` writes them: numbers in decimal, texts after their
//! length, no names.
//!
//! Reading cannot fail half-way: what does not fit makes the reader remember
//! that, and everything after it comes out empty. So no field needs a branch
//! for the way out, and nothing half-made has to be taken apart.

pub use codec_probe_derive::Codec;

/// A value that can be written as text and read from it.
pub trait Codec: Sized {
    /// Writes the value to the end of `out`.
    fn write(&self, out: &mut String);
    /// Takes a value from the beginning of what is left.
    fn read(from: &mut Reader<'_>) -> Self;
}

/// The value as text.
pub fn text<T: Codec>(value: &T) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

/// The value that was written as this text. `None` when it is another one's.
pub fn parse<T: Codec>(text: &str) -> Option<T> {
    let mut reader = Reader {
        rest: text,
        failed: false,
    };
    let value = T::read(&mut reader);
    (!reader.failed && reader.rest.is_empty()).then_some(value)
}

/// Text that is being read.
pub struct Reader<'a> {
    rest: &'a str,
    failed: bool,
}

impl<'a> Reader<'a> {
    #[cold]
    #[inline(never)]
    fn fail(&mut self) {
        self.rest = "";
        self.failed = true;
    }

    #[inline(never)]
    fn number(&mut self) -> u64 {
        let mut number = 0_u64;
        for (at, byte) in self.rest.bytes().enumerate() {
            let digit = match byte {
                b'0'..=b'9' => u64::from(byte - b'0'),
                b' ' if at > 0 => {
                    self.rest = self.rest.get(at + 1..).unwrap_or_default();
                    return number;
                }
                _ => break,
            };
            let longer = number
                .checked_mul(10)
                .and_then(|ten| ten.checked_add(digit));
            let Some(longer) = longer else { break };
            number = longer;
        }
        self.fail();
        0
    }

    #[inline(never)]
    fn narrow(&mut self) -> u32 {
        let number = self.number();
        u32::try_from(number).unwrap_or_else(|_| {
            self.fail();
            0
        })
    }

    /// A number below `count`.
    #[inline(never)]
    pub fn tag(&mut self, count: u32) -> u32 {
        let tag = self.narrow();
        if tag < count {
            tag
        } else {
            self.fail();
            0
        }
    }

    /// A length that what is left can hold.
    fn length(&mut self) -> usize {
        let length = self.narrow() as usize;
        if length > self.rest.len() {
            self.fail();
            return 0;
        }
        length
    }

    #[inline(never)]
    fn string(&mut self) -> String {
        let length = self.length();
        let Some((text, rest)) = self.rest.split_at_checked(length) else {
            self.fail();
            return String::new();
        };
        self.rest = rest;
        text.to_owned()
    }
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
pub fn write_tag(number: u32, out: &mut String) {
    write_number(u64::from(number), out);
}

#[inline(never)]
fn write_text(text: &str, out: &mut String) {
    write_tag(text.len() as u32, out);
    out.push_str(text);
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

impl Codec for String {
    fn write(&self, out: &mut String) {
        write_text(self, out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        from.string()
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

impl<T: Codec> Codec for Vec<T> {
    fn write(&self, out: &mut String) {
        write_tag(self.len() as u32, out);
        for value in self {
            value.write(out);
        }
    }
    fn read(from: &mut Reader<'_>) -> Self {
        // Each item takes a character at least.
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
