//! The product through its public doors, with real parts: one body a test, both databases.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod support;

mod auth;
mod backup;
mod capture;
mod cli;
mod config;
mod costs;
mod customers;
mod dashboard;
mod dedupe;
mod docs;
mod durability;
mod erasure;
mod guide;
mod hostile;
mod imports;
mod ingest;
mod insights;
mod isolation;
mod keys;
mod once_only;
mod openapi;
mod operations;
mod otlp;
mod price_imports;
mod prices;
mod questions;
mod queue;
mod rejections;
mod retention;
mod revisions;
mod runs;
mod seed_reads;
mod seed_routes;
mod sessions;
mod tables;
mod tariffs;
mod wire;
