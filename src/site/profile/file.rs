//! Reads a profile's file. What is wrong with it is said with the name of the
//! field.
//!
//! The file becomes the profile's code at once, field by field after the table
//! of `schema.rs`: whoever checks a file has no use for the
//! profile, and the content module, which has, reads no JSON.

use super::Profile;
use super::schema::{Fields, KINDS, Kind, PROFILE};
use crate::codec::{self, Codec, Reader, write_tag};
use crate::json::{JsonValue, exact};
use crate::site::RecordKind;

/// The fields of the whole file that only shipped ones have: what reads a page's
/// sign-in, and what is hidden from a page before its own scripts run.
const SHIPPED_ONLY: [&str; 2] = ["tokens", "own_calls"];
/// The largest file, in bytes.
pub const MOST_BYTES: usize = 64 * 1024;
/// The most items of a list.
const MOST_ITEMS: usize = 100;
/// The longest text, in characters: four times the longest selector that is
/// shipped.
const LONGEST: usize = 600;
/// The largest index or number.
const LARGEST: u64 = 9_999;
/// The most characters that are shown of the name of a field that does not exist.
const SHOWN: usize = 40;

/// A profile as pages get it: the code that a file was turned into when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct EncodedProfile(String);

impl EncodedProfile {
    /// The profile. `None` when the code is of another version of the extension.
    #[must_use]
    pub fn decode(&self) -> Option<Profile> {
        codec::decode(&self.0)
    }

    /// The profile's name.
    #[must_use]
    pub fn name(&self) -> &str {
        // The first field.
        Reader::new(&self.0).text()
    }
}

/// One of the profiles of a site.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct SiteProfile {
    /// Whether it was made for this site: by its user, or by an administrator.
    pub made_for_site: bool,
    pub profile: EncodedProfile,
}

impl SiteProfile {
    /// The profiles of a site, in the order in which they count: a company's rule
    /// before what one person has made, and that before what is for everybody.
    #[must_use]
    pub fn in_order(
        administrator: Option<EncodedProfile>,
        user: Option<EncodedProfile>,
        shipped: Option<EncodedProfile>,
    ) -> Vec<Self> {
        let made = |made_for_site| {
            move |profile| Self {
                made_for_site,
                profile,
            }
        };
        let all = [
            administrator.map(made(true)),
            user.map(made(true)),
            shipped.map(made(false)),
        ];
        all.into_iter().flatten().collect()
    }
}

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct ProfileError {
    /// The field, such as `pages[2].email[0].select`; empty: the whole file.
    pub field: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum Problem {
    /// The file is larger than [`MOST_BYTES`].
    TooLarge,
    /// The file is not JSON.
    NotJson,
    /// A field that every profile has is not there.
    Missing,
    /// There is no such field.
    Unknown,
    /// A profile from a file may not have it.
    Forbidden,
    /// It is no text.
    NotText,
    /// It is neither true nor false.
    NotFlag,
    /// It is no whole number, or too large a one.
    NotNumber,
    /// It is no list.
    NotList,
    /// It is nothing with fields.
    NotRecord,
    /// It is no kind of record.
    NotKind,
    /// A text without characters, or a list without items.
    Empty,
    /// A text with more than so many characters.
    TooLong(u32),
    /// A list with more than so many items.
    TooMany(u32),
}

impl ProfileError {
    /// A problem with the file as a whole.
    #[must_use]
    pub const fn of_file(problem: Problem) -> Self {
        let field = String::new();
        Self { field, problem }
    }
}

/// Where a profile comes from, in the order in which they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// From an administrator's policy.
    Administrator,
    /// From a file of the user's.
    User,
    /// With the extension.
    Shipped,
}

/// Reads the text of a file.
///
/// # Errors
/// What is wrong with it: the first problem that was found.
pub fn read<J: JsonValue, E>(
    text: &str,
    source: Source,
    parse: impl FnOnce(&str) -> Result<J, E>,
) -> Result<EncodedProfile, ProfileError> {
    if text.len() > MOST_BYTES {
        return Err(ProfileError::of_file(Problem::TooLarge));
    }
    // Editors put a byte order mark before it, which is not JSON.
    let text = text.trim_start_matches('\u{feff}');
    let json = parse(text).map_err(|_| ProfileError::of_file(Problem::NotJson))?;
    let mut file = File {
        source,
        field: String::new(),
        out: String::new(),
    };
    match file.record(PROFILE, Some(json)) {
        Ok(()) => Ok(EncodedProfile(file.out)),
        Err(problem) => {
            let field = file.field;
            Err(ProfileError { field, problem })
        }
    }
}

/// A file that is being read.
struct File {
    source: Source,
    /// The field that is being read. After an error it stays.
    field: String,
    /// The profile's code, as `derive(Codec)` would write it.
    out: String,
}

impl File {
    /// A record; of an absent one all fields are absent.
    fn record<J: JsonValue>(&mut self, fields: Fields, json: Option<J>) -> Result<(), Problem> {
        let names = match &json {
            Some(json) => json.names().ok_or(Problem::NotRecord)?,
            None => Vec::new(),
        };
        for name in names {
            if fields.iter().all(|(field, _)| *field != name) {
                self.enter(&name.chars().take(SHOWN).collect::<String>());
                return Err(Problem::Unknown);
            }
        }
        for (name, kind) in fields {
            let value = json.as_ref().and_then(|json| json.field(name));
            let around = self.enter(name);
            let is_shipped_only = around == 0 && SHIPPED_ONLY.contains(name);
            if is_shipped_only && self.source != Source::Shipped && value.is_some() {
                return Err(Problem::Forbidden);
            }
            self.value(*kind, value)?;
            self.field.truncate(around);
        }
        Ok(())
    }

    /// Goes into a field. Returns the length of the name of what it is in.
    fn enter(&mut self, name: &str) -> usize {
        let around = self.field.len();
        if around > 0 {
            self.field.push('.');
        }
        self.field.push_str(name);
        around
    }

    fn value<J: JsonValue>(&mut self, kind: Kind, json: Option<J>) -> Result<(), Problem> {
        match (kind, json) {
            (Kind::MaybeText | Kind::MaybeIndex | Kind::Maybe(..), None) => self.flag(false),
            (Kind::Flag, None) => self.flag(false),
            (Kind::Texts(0) | Kind::Many(_, 0), None) => write_tag(0, &mut self.out),
            (Kind::Aside, None) => {}
            (Kind::One(fields), json) => return self.record(fields, json),
            (_, None) => return Err(Problem::Missing),
            (Kind::Text, Some(json)) => return self.text(&json),
            (Kind::MaybeText, Some(json)) => {
                self.flag(true);
                return self.text(&json);
            }
            (Kind::Flag, Some(json)) => self.flag(json.as_flag().ok_or(Problem::NotFlag)?),
            (Kind::MaybeIndex, Some(json)) => {
                self.flag(true);
                return self.number(&json);
            }
            (Kind::Count, Some(json)) => return self.number(&json),
            (Kind::Record, Some(json)) => self.kind(&json)?,
            (Kind::Maybe(fields), Some(json)) => {
                self.flag(true);
                return self.record(fields, Some(json));
            }
            (Kind::Aside, Some(json)) => {
                let written = self.out.len();
                self.list(&json, 0, None)?;
                self.out.truncate(written);
            }
            (Kind::Texts(least), Some(json)) => {
                return self.list(&json, least, None);
            }
            (Kind::Many(fields, least), Some(json)) => {
                return self.list(&json, least, Some(fields));
            }
        }
        Ok(())
    }

    fn flag(&mut self, value: bool) {
        value.write(&mut self.out);
    }

    fn text<J: JsonValue>(&mut self, json: &J) -> Result<(), Problem> {
        let text = json.as_text().ok_or(Problem::NotText)?;
        if text.trim().is_empty() {
            return Err(Problem::Empty);
        }
        if text.chars().count() > LONGEST {
            return Err(Problem::TooLong(LONGEST as u32));
        }
        text.write(&mut self.out);
        Ok(())
    }

    fn number<J: JsonValue>(&mut self, json: &J) -> Result<(), Problem> {
        let number = json.as_number().and_then(exact);
        let number = number.filter(|number| *number <= LARGEST);
        (number.ok_or(Problem::NotNumber)? as u32).write(&mut self.out);
        Ok(())
    }

    fn kind<J: JsonValue>(&mut self, json: &J) -> Result<(), Problem> {
        let text = json.as_text().unwrap_or_default();
        let variants = [
            RecordKind::Customer,
            RecordKind::Employee,
            RecordKind::Person,
        ];
        let mut all = KINDS.iter().zip(variants);
        let (_, kind) = all
            .find(|(name, _)| **name == text)
            .ok_or(Problem::NotKind)?;
        kind.write(&mut self.out);
        Ok(())
    }

    /// A list of records with these fields, or of texts.
    fn list<J: JsonValue>(
        &mut self,
        json: &J,
        least: usize,
        fields: Option<Fields>,
    ) -> Result<(), Problem> {
        let items = json.items().ok_or(Problem::NotList)?;
        if items.len() < least {
            return Err(Problem::Empty);
        }
        if items.len() > MOST_ITEMS {
            return Err(Problem::TooMany(MOST_ITEMS as u32));
        }
        write_tag(items.len() as u32, &mut self.out);
        for (index, json) in items.into_iter().enumerate() {
            let around = self.field.len();
            self.field.push('[');
            self.field.push_str(&index.to_string());
            self.field.push(']');
            match fields {
                Some(fields) => self.record(fields, Some(json))?,
                None => self.text(&json)?,
            }
            self.field.truncate(around);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
