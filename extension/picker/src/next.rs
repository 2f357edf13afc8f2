//! The step that follows on another, or why none does.

use ringside::site::profile::learn::choice::Reading;
use ringside::text::{self, Text};
use web_sys::Element;

use super::fields;
use super::people;
use super::stage::{Named, Preview, Stage};

/// The step after a name was pointed at: where a row has one address alone, nobody
/// has to point at it.
pub(super) fn named(row: &Element, name: &Element) -> Result<Stage, Text> {
    let names = fields::names(row, name);
    if names.is_empty() {
        return Err(text::picker_no_name());
    }
    let named = Named {
        row: row.clone(),
        name: name.clone(),
        names,
    };
    match &*fields::emails(row) {
        [] => Err(text::picker_no_email_in_row()),
        [email] => preview(named, email, 0),
        _ => Ok(Stage::Email(named)),
    }
}

pub(super) fn preview(named: Named, email: &str, way: usize) -> Result<Stage, Text> {
    let emails = fields::email_readings(&named.row, email);
    preview_of(named, emails, way)
}

pub(super) fn preview_of(named: Named, emails: Vec<Reading>, way: usize) -> Result<Stage, Text> {
    let names = named.names.get(way).map(|(_, ways)| ways.clone());
    let found = people::find(&named.row, &named.name, &names.unwrap_or_default(), &emails);
    let found = found.ok_or_else(text::picker_no_way)?;
    Ok(Stage::Preview(Box::new(Preview {
        named,
        way,
        emails,
        found,
    })))
}
