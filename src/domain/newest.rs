//! A list that does not grow without end.

use std::ops::{Deref, DerefMut};

use crate::codec::{Codec, Reader};

/// The newest of many, oldest first: when there are as many as there may be,
/// the oldest goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newest<T, const MOST: usize>(Vec<T>);

impl<T, const MOST: usize> Default for Newest<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const MOST: usize> Newest<T, MOST> {
    /// Adds one.
    pub fn push(&mut self, new: T) {
        if self.0.len() >= MOST {
            self.0.remove(0);
        }
        self.0.push(new);
    }

    /// Removes those for which `stays` is false.
    pub fn retain(&mut self, stays: impl FnMut(&T) -> bool) {
        self.0.retain(stays);
    }

    /// Removes the one at this index.
    pub fn remove(&mut self, at: usize) -> T {
        self.0.remove(at)
    }

    /// Removes all.
    pub fn take(&mut self) -> Vec<T> {
        std::mem::take(&mut self.0)
    }
}

impl<T, const MOST: usize> Deref for Newest<T, MOST> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const MOST: usize> DerefMut for Newest<T, MOST> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

/// Written as any list is. One that was written when more were allowed loses its
/// oldest.
impl<T: Codec, const MOST: usize> Codec for Newest<T, MOST> {
    fn write(&self, out: &mut String) {
        self.0.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let mut newest = Self::default();
        for _ in 0..from.length() {
            newest.push(T::read(from));
        }
        newest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{decode, encode};

    #[test]
    fn the_oldest_goes_when_there_are_too_many() {
        let mut newest = Newest::<u32, 3>::default();
        for number in 0..1_000 {
            newest.push(number);
        }
        assert_eq!(*newest, [997, 998, 999]);
    }

    #[test]
    fn it_is_written_as_a_list_and_read_with_its_bound() {
        let list: Vec<u32> = (0..5).collect();
        let newest: Newest<u32, 3> = decode(&encode(&list)).unwrap();
        assert_eq!(*newest, [2, 3, 4]);
        assert_eq!(encode(&newest), encode(&vec![2_u32, 3, 4]));
    }
}
