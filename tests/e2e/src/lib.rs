//! End-to-end tests of the real extension in real browsers: the harness.

pub mod aftermath;
pub mod alerts;
pub mod artefacts;
pub mod browser;
pub mod camera;
pub mod clock;
pub mod console;
pub mod crash;
pub mod crm;
pub mod dom;
pub mod driver;
pub mod extension;
pub mod harness;
mod launch;
pub mod media;
pub mod meet_proxy;
pub mod person;
pub mod play;
pub mod pointer;
pub mod pool;
pub mod privileged;
mod processor;
mod reset;
pub mod scenario;
pub mod story;
pub mod suspend;
pub mod timing;
pub mod update;
pub mod wait;
pub mod windows;
pub mod words;
pub mod worker;

pub use browser::{Browser, Options, Session};
pub use crm::{Crm, Mode};
pub use person::{Media, Person, User};
pub use scenario::Scenario;
