//! The demo CRM.

pub mod meet;
