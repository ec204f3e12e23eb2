//! The collector that tells every company running on LLMs who cost what, to the last nano-dollar.
//!
//! `ARCHITECTURE.md` describes the rooms and which may use which.

pub mod api;
pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod compat;
pub mod config;
pub mod dashboard;
pub mod domain;
pub mod http;
pub mod ingest;
pub mod jobs;
pub mod keeping;
pub mod lifecycle;
pub mod openapi;
pub mod prices;
pub mod pricing;
pub mod query;
pub mod revisions;
pub mod router;
pub mod store;
pub mod telemetry;
