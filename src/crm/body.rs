//! The body of an answer, as it arrives in pieces.

use super::fault::Fault;

/// The longest body that is read, in bytes. Lists of a hundred rows are a tenth
/// of it.
const LONGEST: usize = 2 << 20;

/// What has arrived so far, so that a body that never ends costs no memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body(Vec<u8>);

impl Body {
    /// One piece more.
    ///
    /// # Errors
    /// [`Fault::Shape`] when that is longer than any answer: the rest is not to
    /// be read.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), Fault> {
        if self.0.len().saturating_add(piece.len()) > LONGEST {
            return Err(Fault::Shape(format!("more than {LONGEST} bytes")));
        }
        self.0.extend_from_slice(piece);
        Ok(())
    }

    /// All of it. Bytes that are no UTF-8 are replaced, as browsers do.
    #[must_use]
    pub fn into_text(self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_put_together() {
        let mut body = Body::default();
        // A piece may end within a letter.
        for piece in [&b"{\"name\": \"J\xc3"[..], b"\xb6rg\"}", b""] {
            assert_eq!(body.push(piece), Ok(()));
        }
        assert_eq!(body.into_text(), "{\"name\": \"Jörg\"}");
    }

    #[test]
    fn a_body_without_end_is_not_read_to_its_end() {
        let mut body = Body::default();
        let piece = [b' '; 64 << 10];
        let taken = (0..1_000).take_while(|_| body.push(&piece).is_ok());
        assert_eq!(taken.count(), 32);
        assert!(body.0.len() <= 2 << 20);
        assert_eq!(Body::default().push(&vec![b' '; 2 << 20]), Ok(()));
        let giant = Body::default().push(&vec![b' '; (2 << 20) + 1]);
        assert!(matches!(giant, Err(Fault::Shape(_))));
    }
}
