//! The stories that two people play in real browsers, one module per topic.

mod alerts;
mod asleep;
mod calls;
mod controls;
mod detours;
mod everywhere;
mod faults;
mod keyboard;
mod media;
mod no_windows;
mod notes;
mod outcomes;
mod pages;
mod people;
mod places;
mod public_server;
mod recordings;
mod restart;
mod ringing;
mod worker;
