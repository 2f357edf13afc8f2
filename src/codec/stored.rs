//! Stored values may be older or newer than this code, or damaged.

use super::{Format, Reader};

/// A value that is stored. Where it outlives the extension's version, its
/// format's name ends with a version of its own (`outbox 1`). A changed order
/// of fields or variants needs a new version and a migration.
pub trait Stored: Format {
    /// The value that an earlier version wrote as `body`; `None` when it is
    /// none of that version. Keep the earlier version's types for it, and its
    /// text in `tests/stored_formats.rs`.
    #[must_use]
    fn migrate(version: u32, body: &str) -> Option<Self> {
        let _ = (version, body);
        None
    }
}

/// A value that outlives the extension's version, so that a text of it may have
/// been set aside by a version that could not read it.
pub trait Recover: Stored {
    /// Adds what such a text says, which is older than what is here: where both
    /// say something, this stays. A second time it changes nothing.
    fn take_back(&mut self, aside: Self);
}

/// The outcome of reading storage. All but [`Restored::Current`] is worth a
/// line in the log.
#[derive(Clone, Debug, PartialEq)]
pub enum Restored<T> {
    /// The value, in the current format.
    Current(T),
    /// The value, migrated from an earlier format: to be written in the current
    /// one.
    Migrated(T),
    /// A newer version of the extension wrote it, in the format of this name.
    /// It must be set aside before anything is written in its place.
    Newer(String),
    /// It is damaged or too old to be read.
    Unreadable,
}

/// Reads a stored text.
#[must_use]
pub fn restore<T: Stored>(text: &str) -> Restored<T> {
    let mut reader = Reader::new(text);
    let found = reader.text();
    if found == T::FORMAT {
        return reader
            .all(T::read)
            .map_or(Restored::Unreadable, Restored::Current);
    }
    match (versioned(found), versioned(T::FORMAT)) {
        (Some((kind, version)), Some((ours, today))) if kind == ours => {
            if version > today {
                return Restored::Newer(found.to_owned());
            }
            let value = T::migrate(version, reader.rest());
            value.map_or(Restored::Unreadable, Restored::Migrated)
        }
        _ => Restored::Unreadable,
    }
}

/// The name and version of a format.
fn versioned(format: &str) -> Option<(&str, u32)> {
    let (kind, version) = format.rsplit_once(' ')?;
    Some((kind, version.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Codec, decode, encode, text};

    /// The second version of a format: the first had no `loud`.
    #[derive(Clone, Debug, PartialEq, Codec)]
    struct Bell {
        tone: String,
        loud: bool,
    }

    impl Format for Bell {
        const FORMAT: &'static str = "bell 2";
    }

    impl Stored for Bell {
        fn migrate(version: u32, body: &str) -> Option<Self> {
            let tone = (version == 1).then(|| decode(body))??;
            Some(Self { tone, loud: true })
        }
    }

    fn bell() -> Bell {
        Bell {
            tone: "c".to_owned(),
            loud: true,
        }
    }

    fn in_format(name: &str, body: &str) -> String {
        encode(&name.to_owned()) + body
    }

    #[test]
    fn todays_format_is_read_as_it_is() {
        assert_eq!(restore(&text(&bell())), Restored::Current(bell()));
    }

    #[test]
    fn an_earlier_version_is_migrated() {
        let earlier = in_format("bell 1", "1 c");
        assert_eq!(restore(&earlier), Restored::Migrated(bell()));
    }

    #[test]
    fn a_newer_version_is_recognised_and_not_read() {
        for newer in ["bell 3", "bell 10"] {
            let found = restore::<Bell>(&in_format(newer, "1 c1 "));
            assert_eq!(found, Restored::Newer(newer.to_owned()));
        }
    }

    #[test]
    fn unreadable_text_is_reported_as_such() {
        for text in [
            String::new(),
            "bell 2".to_owned(),
            in_format("bell 2", "1 c"),
            in_format("bell 2", "1 c1 rest"),
            in_format("bell 1", "9 c"),
            in_format("bell 0", "1 c"),
            in_format("bell", "1 c1 "),
            in_format("gong 2", "1 c1 "),
            in_format("gong 3", "1 c1 "),
        ] {
            assert_eq!(restore::<Bell>(&text), Restored::Unreadable, "{text}");
        }
    }
}
