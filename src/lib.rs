//! The collector that tells every company running on LLMs who cost what, to the last nano-dollar.

pub mod auth;
pub mod clock;
pub mod compat;
pub mod domain;
pub mod ingest;
pub mod pricing;
pub mod query;
pub mod store;
pub mod telemetry;
