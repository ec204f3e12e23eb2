//! Our REST API: one file a resource, handlers thin, answers as view structs.

pub mod costs;
pub mod customer_record;
pub mod customers;
pub mod erasures;
pub mod events;
mod filters;
pub mod health;
pub mod insights;
pub mod keys;
pub mod models;
pub mod people;
pub mod prices;
pub mod revision_list;
pub mod revisions;
pub mod runs;
pub mod sections;
pub mod session;
pub mod settings;
pub mod summary;
pub mod system;
pub mod totals;

use chrono::{DateTime, Utc};

/// Since when the process answers.
#[derive(Debug, Clone, Copy)]
pub struct StartedAt(pub DateTime<Utc>);

/// How the operator wants the dashboard to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branding {
    /// What the collector is called.
    pub name: String,
    /// Where the logo is, where there is one.
    pub logo_url: Option<&'static str>,
    /// A colour, as `#rrggbb`.
    pub accent: Option<String>,
}
