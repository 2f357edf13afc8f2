//! Reading has no early return: at the first error the reader records it, and
//! every later value is empty. So no field needs an error branch, and no
//! partial value has to be dropped, which saves a third of the code
//! (`docs/decisions/0001-codec.md`).

/// Text that is being read.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a str,
    failed: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            failed: false,
        }
    }

    /// The value, if nothing is left after it.
    pub(super) fn all<T>(mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let value = read(&mut self);
        (!self.failed && self.rest.is_empty()).then_some(value)
    }

    /// The unread rest.
    pub(super) fn rest(self) -> &'a str {
        self.rest
    }

    #[cold]
    #[inline(never)]
    fn fail(&mut self) {
        self.rest = "";
        self.failed = true;
    }

    /// A number, written as we write it: without a sign or leading zeros.
    #[inline(never)]
    pub(super) fn number(&mut self) -> u64 {
        let mut number = 0_u64;
        for (at, byte) in self.rest.bytes().enumerate() {
            let digit = match byte {
                b'0'..=b'9' if at == 0 || number > 0 => u64::from(byte - b'0'),
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
    pub(super) fn narrow(&mut self) -> u32 {
        let number = self.number();
        u32::try_from(number).unwrap_or_else(|_| {
            self.fail();
            0
        })
    }

    /// A number below `count`: which variant it is.
    #[doc(hidden)]
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

    /// A length of at most what is left, so that no text makes the reader
    /// allocate more memory than the text itself takes.
    pub(crate) fn length(&mut self) -> usize {
        let length = self.narrow() as usize;
        if length > self.rest.len() {
            self.fail();
            return 0;
        }
        length
    }

    #[inline(never)]
    pub(crate) fn text(&mut self) -> &'a str {
        let length = self.length();
        let Some((text, rest)) = self.rest.split_at_checked(length) else {
            self.fail();
            return "";
        };
        self.rest = rest;
        text
    }
}
