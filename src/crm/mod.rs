//! The CRM's call API: endpoints and types (pure), client and push socket.

pub mod client;
pub mod clock;
pub mod detour;
pub mod directory;
pub mod endpoint;
pub mod fault;
pub mod limit;
pub mod push;
pub mod socket;
pub mod token;
pub mod upload;
pub mod wire;
