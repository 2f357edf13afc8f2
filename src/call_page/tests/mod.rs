//! Sequences of inputs: what must come of them, strange ones first.

mod screen;
