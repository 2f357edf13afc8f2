//! The CRM's call API: endpoints, its JSON, and what follows from it. The client
//! and the push socket are in `ringside_web`.

pub mod body;
pub mod clock;
pub mod directory;
pub mod discovery;
pub mod endpoint;
pub mod fallback;
pub mod fault;
pub mod health;
pub mod limit;
pub mod push;
pub mod push_health;
pub mod retry_after;
pub mod session;
pub mod token;
pub mod upload;
pub mod wire;
