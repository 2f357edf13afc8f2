//! The demo CRM over real HTTP and WebSockets, in both modes.

#[cfg(test)]
mod auth;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod controls;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod http;
#[cfg(test)]
mod origins;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod presence;
#[cfg(test)]
mod records;
#[cfg(test)]
mod socket;
