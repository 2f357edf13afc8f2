//! A story: what is played, by whom, in which browsers.

use std::{future::Future, pin::Pin};

use anyhow::Result;

use crate::{Browser, Mode, Scenario};

/// Which browser each of the two people uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// Both use Chromium.
    Chromium,
    /// Both use Firefox.
    Firefox,
    /// Olivia uses Chromium, Jane Firefox.
    ChromiumCallsFirefox,
    /// Olivia uses Firefox, Jane Chromium.
    FirefoxCallsChromium,
}

impl Pair {
    /// Olivia's browser and Jane's.
    #[must_use]
    pub fn browsers(self) -> [Browser; 2] {
        match self {
            Self::Chromium => [Browser::Chromium; 2],
            Self::Firefox => [Browser::Firefox; 2],
            Self::ChromiumCallsFirefox => [Browser::Chromium, Browser::Firefox],
            Self::FirefoxCallsChromium => [Browser::Firefox, Browser::Chromium],
        }
    }
}

/// Where a story's browsers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browsers {
    /// From the pool: started once, reset after each story.
    Pooled,
    /// New ones, thrown away afterwards: for stories that end, suspend or
    /// change the browser itself, or stop watching its consoles.
    New,
}

/// Beside what a story may be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Its browsers have something to do all the time.
    Busy,
    /// It mostly waits for a schedule of the product, and is played beside
    /// others.
    Beside,
}

/// What a story does.
pub type Plot = for<'a> fn(&'a Scenario) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// One story for one pair of browsers and one mode of the CRM.
#[derive(Clone, Copy)]
pub struct Story {
    /// Its full name, as the compiler has it.
    pub path: &'static str,
    /// Who uses which browser.
    pub pair: Pair,
    /// Which backend the CRM plays.
    pub mode: Mode,
    /// Where the browsers come from.
    pub browsers: Browsers,
    /// Beside what it may be played.
    pub turn: Turn,
    /// What it does.
    pub plot: Plot,
}

impl Story {
    /// The same with new browsers.
    #[must_use]
    pub fn new_browsers(self) -> Self {
        Self {
            browsers: Browsers::New,
            ..self
        }
    }

    /// The same, played beside others.
    #[must_use]
    pub fn beside(self) -> Self {
        Self {
            turn: Turn::Beside,
            ..self
        }
    }

    /// Its name: topic, browsers, story.
    #[must_use]
    pub fn name(&self) -> &'static str {
        // The program's own name says nothing.
        let rest = self.path.split_once("::");
        rest.map_or(self.path, |(_, name)| name)
    }
}

/// Makes stories of functions, for each pair of browsers and each mode of the
/// CRM named before them: `in_browsers!(chromium = Chromium in AsDocumented:
/// decline, #[new_browsers] tab_crashed, #[beside] stays_busy;)`. `#[new_browsers]` gives a
/// story new browsers instead of pooled ones, see [`Browsers`]; `#[beside]` lets
/// it play beside others, see [`Turn`].
///
/// A story that does not depend on the mode is played in one mode in Chromium
/// and in the other in Firefox: both browsers and both modes, without the time
/// that all four combinations take. Whole calls and what goes wrong in them are
/// played as found in Chromium, the pair that most people have; each browser
/// plays stories in both modes. A story about what the CRM is told and answers,
/// which no browser does in a way of its own, is played once, with one person
/// in each browser.
#[macro_export]
macro_rules! in_browsers {
    ($($group:ident = $pair:ident in $mode:ident: $($(#[$with:ident])* $story:ident),+;)+) => {
        /// The stories of this module.
        pub(crate) fn stories() -> Vec<$crate::story::Story> {
            vec![$($($crate::story::Story {
                path: concat!(
                    module_path!(), "::", stringify!($group), "::", stringify!($story)
                ),
                pair: $crate::story::Pair::$pair,
                mode: $crate::Mode::$mode,
                browsers: $crate::story::Browsers::Pooled,
                turn: $crate::story::Turn::Busy,
                plot: |scenario| Box::pin($story(scenario)),
            }$(.$with())*,)+)+]
        }
    };
}
