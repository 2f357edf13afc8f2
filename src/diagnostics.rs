//! A log of what the worker did and what failed.
//!
//! It stays in this browser and contains no secrets: no address, no name, no
//! token, no room, no note. An [`Entry`] cannot be made of such a text: it is made
//! of texts that stand in the code, and of numbers.

use crate::codec::{Codec, Format, Stored};
use crate::crm::fault::Fault;
use crate::domain::{CallId, Timestamp};

/// The most lines that are stored; the oldest are dropped.
const LINES_MAX: usize = 200;
/// The most characters of a line: a CRM's error can be a whole page.
const TEXT_MAX: usize = 200;

/// The newest lines, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Diagnostics {
    lines: Vec<Line>,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Line {
    /// When it last happened.
    pub at: Timestamp,
    /// How many times in a row.
    pub times: u32,
    /// What happened, for engineers.
    pub text: String,
}

/// Something that an entry can say, without anything that is nobody's business.
pub trait Fact {
    /// Says it.
    fn say(&self, entry: &mut Entry);
}

impl Fact for &'static str {
    fn say(&self, entry: &mut Entry) {
        entry.text(self);
    }
}

impl Fact for CallId {
    fn say(&self, entry: &mut Entry) {
        entry.number(self.0);
    }
}

impl Fact for Fault {
    fn say(&self, entry: &mut Entry) {
        entry.text(match self {
            Self::Network(_) => "no connection to the CRM",
            Self::Timeout => "the CRM did not answer in time",
            Self::Unauthorized => "the CRM does not accept the sign-in",
            Self::Forbidden => "the CRM does not allow it",
            Self::NotFound => "the CRM has no such entry",
            Self::Refused(_) => "the CRM refused",
            Self::Overloaded { .. } => "the CRM is overloaded",
            Self::Server(_) => "the CRM failed with status ",
            Self::Shape(_) => "the CRM answered unintelligibly",
            Self::NotAllowed => "requests to the API's address are not allowed",
            Self::SignedOut => "nobody is signed in at the CRM",
        });
        if let Self::Server(status) = self {
            entry.number(u64::from(*status));
        }
    }
}

/// Which endpoint a request goes to, without what it names:
/// `/api/jitsi-calls/…`.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a>(pub &'a str);

/// The words of the CRM's endpoints.
const ENDPOINTS: [&str; 15] = [
    "api",
    "auth",
    "token",
    "refresh",
    "users",
    "me",
    "jitsi-calls",
    "user-presence",
    "initiate_call",
    "initiate_call_by_email",
    "update_status",
    "my_calls",
    "heartbeat",
    "customers",
    "employees",
];

impl Fact for Path<'_> {
    fn say(&self, entry: &mut Entry) {
        let path = self.0.split(['?', '#']).next().unwrap_or_default();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            let known = ENDPOINTS.into_iter().find(|known| *known == segment);
            entry.text("/");
            entry.text(known.unwrap_or("…"));
        }
    }
}

/// A line as the code writes it: what happened, and what is known of it. Only
/// [`Entry::text`] and [`Entry::number`] add to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry(String);

impl From<&'static str> for Entry {
    fn from(text: &'static str) -> Self {
        Self(text.to_owned())
    }
}

impl<F: Fact> From<(&'static str, &F)> for Entry {
    fn from((text, fact): (&'static str, &F)) -> Self {
        Self::from(text).and(fact)
    }
}

impl Entry {
    /// With one more fact.
    #[must_use]
    pub fn and(mut self, fact: &impl Fact) -> Self {
        self.text(": ");
        fact.say(&mut self);
        self
    }

    /// Adds what stands in the code.
    pub fn text(&mut self, text: &'static str) {
        self.0.push_str(text);
    }

    /// Adds how often, how much, which status, the number of which call.
    pub fn number(&mut self, number: u64) {
        self.0.push_str(&number.to_string());
    }

    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Session storage does not outlive a version of the extension.
impl Format for Diagnostics {
    const FORMAT: &'static str = env!("CARGO_PKG_VERSION");
}

impl Stored for Diagnostics {}

impl Diagnostics {
    /// Adds a line. Repetitions share one line.
    pub fn add(&mut self, now: Timestamp, entry: &Entry) {
        let text: String = entry.as_str().chars().take(TEXT_MAX).collect();
        if let Some(last) = self.lines.last_mut().filter(|last| last.text == text) {
            last.at = now;
            last.times = last.times.saturating_add(1);
            return;
        }
        if self.lines.len() == LINES_MAX {
            self.lines.remove(0);
        }
        self.lines.push(Line {
            at: now,
            times: 1,
            text,
        });
    }

    /// Puts the lines of an earlier worker before those of this one.
    pub fn follow(&mut self, earlier: Self) {
        let mut lines = earlier.lines;
        lines.append(&mut self.lines);
        let surplus = lines.len().saturating_sub(LINES_MAX);
        lines.drain(..surplus);
        self.lines = lines;
    }

    /// All lines, oldest first.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_lines_are_counted() {
        let mut log = Diagnostics::default();
        log.add(Timestamp(1), &"no connection".into());
        log.add(Timestamp(2), &"no connection".into());
        log.add(Timestamp(3), &"delivered".into());
        let lines: Vec<_> = log
            .lines()
            .iter()
            .map(|line| (line.times, &*line.text))
            .collect();
        assert_eq!(lines, [(2, "no connection"), (1, "delivered")]);
        assert_eq!(log.lines()[0].at, Timestamp(2));
    }

    #[test]
    fn the_log_is_bounded() {
        let mut log = Diagnostics::default();
        for number in 0..1_000 {
            let mut entry = Entry::from("call").and(&CallId(number));
            for _ in 0..500 {
                entry = entry.and(&"a text");
            }
            log.add(Timestamp(number), &entry);
        }
        assert_eq!(log.lines().len(), LINES_MAX);
        assert!(
            log.lines()
                .iter()
                .all(|line| line.text.chars().count() <= TEXT_MAX)
        );
        assert!(
            log.lines()[0].text.starts_with("call: 800:"),
            "the newest stay"
        );
    }

    #[test]
    fn an_earlier_workers_lines_come_first() {
        let (mut earlier, mut log) = (Diagnostics::default(), Diagnostics::default());
        earlier.add(Timestamp(1), &"before".into());
        log.add(Timestamp(2), &"after".into());
        log.follow(earlier);
        let texts: Vec<_> = log.lines().iter().map(|line| &*line.text).collect();
        assert_eq!(texts, ["before", "after"]);
    }

    #[test]
    fn nothing_secret_can_be_said() {
        const SECRET: &str = "jane.doe@example.com";
        let secret = || SECRET.to_owned();
        let faults = [
            Fault::Network(secret()),
            Fault::Refused(secret()),
            Fault::Shape(secret()),
            Fault::Server(502),
        ];
        let mut log = Diagnostics::default();
        for fault in &faults {
            log.add(Timestamp(1), &("a request", fault).into());
        }
        for path in [
            "/api/users/jane.doe@example.com/",
            "/api/jitsi-calls/jane.doe@example.com?email=jane.doe@example.com#jane.doe@example.com",
            "jane.doe@example.com",
        ] {
            log.add(Timestamp(1), &("GET", &Path(path)).into());
        }
        let text = crate::codec::text(&log);
        for part in SECRET.split(['.', '@']) {
            assert!(!text.contains(part), "{text}");
        }
        assert!(
            text.contains("a request: the CRM failed with status 502"),
            "{text}"
        );
        assert!(text.contains("GET: /api/jitsi-calls/…"), "{text}");
    }
}
