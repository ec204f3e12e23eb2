//! The product through its public doors, with real parts: one body a test, both databases.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

mod capture;
mod dedupe;
mod durability;
mod hostile;
mod ingest;
mod once_only;
mod queue;
mod rejections;
