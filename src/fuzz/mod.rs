//! Everything that is parsed, against damaged input: no text makes an entry
//! point panic, or take more memory than a multiple of its own length.
//!
//! The corpus in `tests/corpus/` has a folder for each kind of input. Each run
//! takes one of its texts, damages it and parses it. The seed is fixed; `cargo
//! xtask test --soak` makes more runs from random ones.

mod damage;
mod json;
mod profiles;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use self::damage::Chance;

/// What `cargo xtask test --soak` asks for.
fn asked(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// The texts of this kind.
fn corpus(kind: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let files = std::fs::read_dir(folder.join(kind)).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    let texts = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap());
    let texts: Vec<String> = texts.collect();
    assert!(!texts.is_empty(), "no corpus of {kind}");
    texts
}

/// Parses each text of the corpus, and many damaged ones.
fn runs<T: Clone + std::fmt::Debug>(
    kind: &str,
    seeds: &[T],
    damaged: impl Fn(&mut Chance, &[T]) -> T,
    parse: impl Fn(&T),
) {
    let mut chance = Chance::new(asked("RINGSIDE_SOAK_SEED").unwrap_or(10), kind);
    let runs = asked("RINGSIDE_FUZZ_RUNS").unwrap_or(3_000);
    let damaged = (0..runs).map(|_| damaged(&mut chance, seeds));
    for input in seeds.iter().cloned().chain(damaged) {
        if catch_unwind(AssertUnwindSafe(|| parse(&input))).is_err() {
            panic!("{kind}: this input makes it panic; add it to the corpus: {input:?}");
        }
    }
}
