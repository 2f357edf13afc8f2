//! The demo CRM.
