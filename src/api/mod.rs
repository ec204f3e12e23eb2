//! Our REST API: one file a resource, handlers thin, answers as view structs.

pub mod costs;
pub mod customer_record;
pub mod customers;
pub mod erasures;
pub mod events;
mod filters;
pub mod health;
pub mod insights;
pub mod models;
pub mod people;
pub mod prices;
pub mod revision_list;
pub mod revisions;
pub mod runs;
pub mod sections;
pub mod settings;
pub mod summary;
pub mod totals;
