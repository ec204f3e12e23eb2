//! Our REST API: one file a resource, handlers thin, answers as view structs.

pub mod costs;
pub mod customers;
pub mod events;
pub mod health;
pub mod insights;
pub mod runs;
pub mod totals;
