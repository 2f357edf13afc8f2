//! Numbers as texts, without the standard library's formatting: what every page
//! loads has no other use for that.

/// A number in decimal digits.
#[must_use]
pub fn decimal(number: u64) -> String {
    let mut text = String::new();
    let mut rest = number;
    loop {
        text.insert(0, char::from(b'0' + (rest % 10) as u8));
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::decimal;

    proptest! {
        #[test]
        fn it_is_what_the_standard_library_writes(number: u64) {
            prop_assert_eq!(decimal(number), number.to_string());
        }
    }

    #[test]
    fn the_smallest_and_the_largest_are_written() {
        for number in [0, 9, 10, 100, u64::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
