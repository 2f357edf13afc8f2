//! What an administrator has set: the object in the browser's managed storage.
//!
//! Each setting is read for itself: what is wrong with one takes nothing away from
//! the others.

use crate::codec::Codec;
use crate::domain::{MOST_SITES, Origin};
use crate::json::JsonValue;
use crate::site::profile::file::{self, EncodedProfile, Problem, ProfileError, Source};

/// A setting: an object from a site's origin to a profile.
const PROFILES: &str = "profiles";
/// All settings. `extension/managed/schema.json` tells Chrome of the same.
const SETTINGS: [&str; 1] = [PROFILES];
/// The most problems that are said.
const MOST_PROBLEMS: usize = 20;
/// The most characters that are shown of a name.
const SHOWN: usize = 80;

/// What an administrator has set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Managed {
    /// The profiles, each of one site.
    profiles: Vec<(String, Result<EncodedProfile, ProfileError>)>,
    problems: Vec<ManagedProblem>,
}

/// What is wrong with what an administrator has set.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub enum ManagedProblem {
    /// There is no setting of this name.
    UnknownSetting(String),
    /// The profiles are no object.
    NotSites,
    /// The profiles are of more than so many sites: the others are not read.
    TooManySites(u32),
    /// A profile is set for this, which is no site's origin.
    NotSite(String),
    /// This site's profile cannot be used.
    Profile { origin: String, error: ProfileError },
}

impl Managed {
    /// Reads the managed object. A profile may be an object, or the text of a
    /// profile's file: not every policy can carry objects whose fields the browser
    /// does not know. `write` gives a value's text.
    pub fn read<J: JsonValue, E>(
        all: &J,
        parse: impl Fn(&str) -> Result<J, E>,
        write: impl Fn(&J) -> String,
    ) -> Self {
        let mut managed = Self::default();
        for name in all.names().unwrap_or_default() {
            if !SETTINGS.contains(&name.as_str()) {
                managed.say(ManagedProblem::UnknownSetting(shown(&name)));
            }
        }
        if let Some(sites) = all.field(PROFILES) {
            managed.read_profiles(&sites, parse, write);
        }
        managed
    }

    fn read_profiles<J: JsonValue, E>(
        &mut self,
        sites: &J,
        parse: impl Fn(&str) -> Result<J, E>,
        write: impl Fn(&J) -> String,
    ) {
        let Some(origins) = sites.names() else {
            return self.say(ManagedProblem::NotSites);
        };
        if origins.len() > MOST_SITES {
            self.say(ManagedProblem::TooManySites(MOST_SITES as u32));
        }
        for origin in origins.into_iter().take(MOST_SITES) {
            // As browsers write it: no site has two profiles.
            if Origin::parse(&origin).is_none_or(|known| known.text() != origin) {
                self.say(ManagedProblem::NotSite(shown(&origin)));
                continue;
            }
            let profile = match sites.field(&origin) {
                Some(profile) => {
                    let text = profile.as_text().unwrap_or_else(|| write(&profile));
                    file::read(&text, Source::Administrator, &parse)
                }
                None => Err(ProfileError::of_file(Problem::NotRecord)),
            };
            if let Err(error) = &profile {
                self.say(ManagedProblem::Profile {
                    origin: origin.clone(),
                    error: error.clone(),
                });
            }
            self.profiles.push((origin, profile));
        }
    }

    fn say(&mut self, problem: ManagedProblem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// The profile of this site, or what is wrong with it.
    #[must_use]
    pub fn profile(&self, origin: &str) -> Option<&Result<EncodedProfile, ProfileError>> {
        let known = self.profiles.iter().find(|(known, _)| known == origin);
        known.map(|(_, profile)| profile)
    }

    /// What is wrong.
    #[must_use]
    pub fn problems(&self) -> &[ManagedProblem] {
        &self.problems
    }
}

fn shown(name: &str) -> String {
    name.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const SITE: &str = "https://crm.example.com";

    fn read(all: &Value) -> Managed {
        Managed::read(all, |text| serde_json::from_str(text), Value::to_string)
    }

    fn profile(name: &str) -> Value {
        let page = json!({
            "name": "people", "kind": "person", "paths": ["/*"], "record": "tr",
        });
        json!({ "name": name, "pages": [page] })
    }

    fn name_of(managed: &Managed, origin: &str) -> Option<String> {
        let profile = managed.profile(origin)?.as_ref().ok()?;
        Some(profile.name().to_owned())
    }

    #[test]
    fn a_profile_is_an_object_or_the_text_of_its_file() {
        let text = profile("As a text").to_string();
        let managed = read(&json!({ "profiles": {
            "https://crm.example.com": profile("As an object"),
            "http://127.0.0.1:8000": text,
        }}));
        assert_eq!(managed.problems(), []);
        assert_eq!(name_of(&managed, SITE).as_deref(), Some("As an object"));
        let other = name_of(&managed, "http://127.0.0.1:8000");
        assert_eq!(other.as_deref(), Some("As a text"));
    }

    #[test]
    fn a_profile_is_of_its_site_alone() {
        let managed = read(&json!({ "profiles": { "https://crm.example.com": profile("CRM") } }));
        for origin in [
            "http://crm.example.com",
            "https://crm.example.com:8443",
            "https://sub.crm.example.com",
            "https://crm.example.co",
        ] {
            assert_eq!(managed.profile(origin), None, "{origin}");
        }
    }

    #[test]
    fn a_broken_profile_is_named_and_takes_no_other_away() {
        let mut broken = profile("Broken");
        broken["pages"][0]["record"] = json!(7);
        let mut reading = profile("Reads a sign-in");
        reading["tokens"] = json!({});
        let managed = read(&json!({ "profiles": {
            "https://broken.example": broken,
            "https://cut.example": "{",
            "https://nothing.example": null,
            "https://reads.example": reading.to_string(),
            "https://crm.example.com": profile("CRM"),
        }}));
        let problem = |origin: &str, field: &str, problem| ManagedProblem::Profile {
            origin: origin.to_owned(),
            error: ProfileError {
                field: field.to_owned(),
                problem,
            },
        };
        assert_eq!(
            managed.problems(),
            [
                problem(
                    "https://broken.example",
                    "pages[0].record",
                    Problem::NotText
                ),
                problem("https://cut.example", "", Problem::NotJson),
                problem("https://nothing.example", "", Problem::NotRecord),
                problem("https://reads.example", "tokens", Problem::Forbidden),
            ]
        );
        assert!(matches!(
            managed.profile("https://cut.example"),
            Some(Err(_))
        ));
        assert_eq!(name_of(&managed, SITE).as_deref(), Some("CRM"));
    }

    #[test]
    fn what_is_no_site_is_said() {
        for key in [
            "crm.example.com",
            "https://crm.example.com/",
            "https://CRM.example.com",
            "https://crm.example.com:443",
            "https://*.example.com",
            "",
        ] {
            let managed = read(&json!({ "profiles": { key: profile("CRM") } }));
            let expected = [ManagedProblem::NotSite(key.to_owned())];
            assert_eq!(managed.problems(), expected);
            assert_eq!(managed.profile(SITE), None);
        }
    }

    #[test]
    fn what_is_no_object_sets_nothing() {
        for nothing in [
            json!({}),
            json!({ "profiles": null }),
            json!([]),
            json!(null),
        ] {
            assert_eq!(read(&nothing), Managed::default(), "{nothing}");
        }
        for wrong in [json!([]), json!("{}"), json!(true)] {
            let managed = read(&json!({ "profiles": wrong }));
            assert_eq!(managed.problems(), [ManagedProblem::NotSites]);
        }
    }

    #[test]
    fn an_unknown_setting_is_said_and_the_others_count() {
        let managed = read(&json!({
            "profile": 1,
            "profiles": { "https://crm.example.com": profile("CRM") },
        }));
        let expected = [ManagedProblem::UnknownSetting("profile".to_owned())];
        assert_eq!(managed.problems(), expected);
        assert!(name_of(&managed, SITE).is_some());
    }

    #[test]
    fn size_and_number_have_bounds() {
        let padded = format!("{}{}", profile("CRM"), " ".repeat(file::MOST_BYTES));
        let managed = read(&json!({ "profiles": { "https://crm.example.com": padded } }));
        let error = ProfileError::of_file(Problem::TooLarge);
        assert_eq!(managed.profile(SITE), Some(&Err(error)));

        let sites = (0..MOST_SITES + 1).map(|at| (format!("https://{at:03}.example"), json!("")));
        let sites: serde_json::Map<String, Value> = sites.collect();
        let managed = read(&json!({ "profiles": sites }));
        assert_eq!(managed.profiles.len(), MOST_SITES);
        assert_eq!(managed.problems.len(), MOST_PROBLEMS);
        let first = ManagedProblem::TooManySites(MOST_SITES as u32);
        assert_eq!(managed.problems()[0], first);

        let managed = read(&json!({ "x".repeat(9_000): 1 }));
        let name = "x".repeat(SHOWN);
        assert_eq!(managed.problems(), [ManagedProblem::UnknownSetting(name)]);
    }

    /// `docs/administrators.md` has a file for each browser.
    #[test]
    fn the_examples_in_the_documentation_set_a_profile() {
        let page = include_str!("../docs/administrators.md");
        let examples = page.split("```json\n").skip(1);
        let examples = examples.filter_map(|rest| rest.split("```").next());
        let mut names = Vec::new();
        for example in examples {
            let all: Value = serde_json::from_str(example).unwrap();
            let chrome = all.pointer("/3rdparty/extensions/EXTENSION_ID");
            let firefox = "/policies/3rdparty/Extensions/ringside@ringside.example";
            let managed = read(chrome.or(all.pointer(firefox)).unwrap());
            assert_eq!(managed.problems(), []);
            names.extend(name_of(&managed, SITE));
        }
        assert_eq!(names, ["Example CRM", "Example CRM"]);
    }

    /// Chrome hands on only what the schema knows.
    #[test]
    fn the_schema_for_chrome_has_the_same_settings() {
        let schema = include_str!("../extension/managed/schema.json");
        let schema: Value = serde_json::from_str(schema).unwrap();
        let known = schema["properties"].as_object().unwrap();
        assert!(known.keys().eq(SETTINGS));
        let profiles = &known[PROFILES];
        assert_eq!(profiles["additionalProperties"]["type"], "string");
    }
}
