//! The types that every other module uses. It depends on none of them.

mod api_trouble;
pub mod backoff;
mod decimal;
mod duration;
mod engine;
mod id;
mod identity;
mod newest;
mod origin;
mod outcome;
pub mod pattern;
mod peer;
mod quality;
mod time;
mod trouble;

pub use api_trouble::ApiTrouble;
pub use decimal::decimal;
pub use duration::{Duration, format_duration};
pub use engine::BrowserEngine;
pub use id::{CallId, MOST_SITES, SiteNumber, TabId, UserId};
pub use identity::Identity;
pub use newest::Newest;
pub use origin::Origin;
pub use outcome::{EndReason, Refusal};
pub use peer::{Media, Peer};
pub use quality::Quality;
pub use time::{Clock, Jump, LATE, SteadyClock, Timestamp};
pub use trouble::{DeviceFault, ServerFault, Trouble};
