//! Random damage to texts and to JSON.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

/// Random numbers from a seed (SplitMix64).
pub(super) struct Chance(u64);

/// Values at which arithmetic goes wrong.
const NUMBERS: [&str; 12] = [
    "0",
    "1",
    "-1",
    "255",
    "65536",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "18446744073709551615",
    "99999999999999999999",
    "1e308",
];
/// Characters with a meaning somewhere, and such as split at no byte.
const CHARS: [char; 16] = [
    ' ',
    '0',
    '9',
    '-',
    '.',
    ':',
    '/',
    '@',
    '%',
    '#',
    '?',
    '"',
    '\\',
    '\0',
    'é',
    '\u{1f600}',
];
/// The longest text that is made.
const LONGEST: usize = 20_000;

impl Chance {
    pub(super) fn new(seed: u64, kind: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        (seed, kind).hash(&mut hasher);
        Self(hasher.finish())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `most`; zero when there is none.
    pub(super) fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of these texts, damaged in a few places.
    pub(super) fn text(&mut self, seeds: &[String]) -> String {
        let mut chars: Vec<char> = self.pick(seeds).chars().collect();
        for _ in 0..=self.below(4) {
            let at = self.below(chars.len() + 1);
            let to = (at + self.below(20)).min(chars.len());
            match self.below(8) {
                0 => chars.truncate(at),
                1 => drop(chars.drain(at..to)),
                2 => {
                    let again: Vec<char> = chars[at..to].to_vec();
                    chars.splice(at..at, again);
                }
                3 => {
                    let number = *self.pick(&NUMBERS);
                    let digits = chars[at..].iter().take_while(|it| it.is_ascii_digit());
                    let end = at + digits.count();
                    chars.splice(at..end, number.chars());
                }
                4 => chars.insert(at, *self.pick(&CHARS)),
                5 if at < chars.len() => chars[at] = *self.pick(&CHARS),
                6 => {
                    let other: Vec<char> = self.pick(seeds).chars().collect();
                    let from = self.below(other.len() + 1);
                    chars.splice(at.., other[from..].iter().copied());
                }
                _ => {
                    let times = self.below(2_000);
                    let char = *self.pick(&CHARS);
                    chars.splice(at..at, std::iter::repeat_n(char, times));
                }
            }
            chars.truncate(LONGEST);
        }
        chars.into_iter().collect()
    }

    /// One of these values, damaged in a few places.
    pub(super) fn value(&mut self, seeds: &[Value]) -> Value {
        let mut value = self.pick(seeds).clone();
        for _ in 0..=self.below(3) {
            let other = self.pick(seeds).clone();
            self.damage(&mut value, &other, 0);
        }
        value
    }

    fn damage(&mut self, value: &mut Value, other: &Value, depth: usize) {
        let goes_in = depth < 6 && self.below(5) > 0;
        match value {
            Value::Object(fields) if goes_in && !fields.is_empty() => {
                let at = self.below(fields.len());
                let name = fields.keys().nth(at).cloned().unwrap_or_default();
                if self.below(8) == 0 {
                    fields.remove(&name);
                } else if let Some(field) = fields.get_mut(&name) {
                    self.damage(field, other, depth + 1);
                }
            }
            Value::Array(items) if goes_in && !items.is_empty() => {
                let at = self.below(items.len());
                self.damage(&mut items[at], other, depth + 1);
            }
            value => *value = self.replacement(value, other),
        }
    }

    fn replacement(&mut self, value: &Value, other: &Value) -> Value {
        match self.below(9) {
            0 => Value::Null,
            1 => Value::Bool(self.below(2) == 0),
            2 | 3 => {
                let number: &str = self.pick::<&str>(&NUMBERS);
                serde_json::from_str(number).unwrap_or(Value::Null)
            }
            4 => Value::Array(vec![value.clone(); self.below(300)]),
            5 => serde_json::json!({ "id": value, "nested": [value] }),
            6 => other.clone(),
            7 => Value::String("x".repeat(self.below(3_000))),
            _ => {
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                Value::String(self.text(&[text]))
            }
        }
    }
}
