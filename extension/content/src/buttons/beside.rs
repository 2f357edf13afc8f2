//! Pairs that stand behind the same text, because it is about several people.

use web_sys::Element;

use super::number::number_from_js;
use super::{Inner, State};
use ringside::site::fit::Group;

impl Inner {
    /// The numbers of the pairs behind the same text, this one included, as they
    /// stand there.
    pub(super) fn all_beside(&self, state: &State, number: usize) -> Vec<usize> {
        let Some(entry) = state.entries.get(number) else {
            return Vec::new();
        };
        if entry.layer.is_some() {
            // Only what is near is in a layer: these are few.
            let is_beside = |other: &usize| {
                let other = state.entries.get(*other);
                other.is_some_and(|other| {
                    other.layer == entry.layer && other.beside() == entry.beside()
                })
            };
            return state
                .entries
                .numbers()
                .into_iter()
                .filter(is_beside)
                .collect();
        }
        let mut first = entry.pair.host().clone();
        while let Some(before) = first.previous_element_sibling()
            && self.number_of(&before).is_some()
        {
            first = before;
        }
        let mut all = Vec::new();
        let mut next = Some(first);
        while let Some(host) = next {
            all.extend(self.number_of(&host));
            next = host.next_element_sibling();
        }
        all
    }

    /// Which one it is of these.
    pub(super) fn group_of(&self, state: &State, number: usize) -> Group {
        let all = self.all_beside(state, number);
        let index = all.iter().position(|other| *other == number);
        Group {
            index: index.unwrap_or_default() as u32,
            count: all.len().max(1) as u32,
        }
    }

    /// The number of the pair whose host this is.
    fn number_of(&self, host: &Element) -> Option<usize> {
        number_from_js(&self.hosts.get(host))
    }
}
