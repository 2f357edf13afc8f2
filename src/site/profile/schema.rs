//! The fields of a profile's file: what each one holds. The build script makes
//! code of the shipped files by this table, and `site::profile::file` reads the user's.
//!
//! The order of the fields is that of the types in `src/site/profile.rs`, where
//! each field is explained.

/// What a field of a profile holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Text,
    MaybeText,
    /// Texts, at least so many.
    Texts(usize),
    Flag,
    MaybeIndex,
    Count,
    /// One of [`KINDS`].
    Record,
    /// A record, whose fields may all be absent.
    One(Fields),
    Maybe(Fields),
    /// Records, at least so many.
    Many(Fields, usize),
    /// Texts that are no part of the profile: the build has a use for them, or who
    /// reads the file.
    Aside,
}

/// The fields of a record by their names.
pub(crate) type Fields = &'static [(&'static str, Kind)];

/// The kinds of records, in the order of `RecordKind`.
pub(crate) const KINDS: [&str; 3] = ["customer", "employee", "person"];

/// The whole file.
pub(crate) const PROFILE: Fields = &[
    ("name", Kind::Text),
    ("checked", Kind::Aside),
    ("recognise", Kind::One(RECOGNISE)),
    ("tokens", Kind::Maybe(TOKENS)),
    ("own_calls", Kind::Maybe(OWN_CALLS)),
    ("pages", Kind::Many(PAGE, 1)),
];

const RECOGNISE: Fields = &[
    ("storage", Kind::Texts(0)),
    ("hosts", Kind::Aside),
    ("selectors", Kind::Texts(0)),
];
const OWN_CALLS: Fields = &[("hide", Kind::Texts(0))];
const TOKENS: Fields = &[
    ("access", Kind::Text),
    ("refresh", Kind::Text),
    ("legacy", Kind::Text),
    ("user", Kind::Text),
];
const PAGE: Fields = &[
    ("name", Kind::Text),
    ("kind", Kind::Record),
    ("paths", Kind::Texts(1)),
    ("single", Kind::Flag),
    ("inside", Kind::Maybe(INSIDE)),
    ("detect", Kind::Flag),
    ("record", Kind::Text),
    ("text", Kind::MaybeText),
    ("climb", Kind::MaybeText),
    ("email", Kind::Many(FIELD, 0)),
    ("title", Kind::Many(FIELD, 0)),
    ("detail", Kind::Maybe(FIELD)),
    ("place", Kind::Texts(0)),
    ("fixtures", Kind::Many(FIXTURE, 0)),
];
const INSIDE: Fields = &[
    ("select", Kind::Text),
    ("heading", Kind::Text),
    ("headings", Kind::Texts(0)),
];
const FIELD: Fields = &[
    ("select", Kind::Text),
    ("nth", Kind::MaybeIndex),
    ("attr", Kind::MaybeText),
    ("after", Kind::MaybeText),
    ("anywhere", Kind::Flag),
];
const FIXTURE: Fields = &[
    ("page", Kind::Text),
    ("path", Kind::Text),
    ("count", Kind::Count),
];
