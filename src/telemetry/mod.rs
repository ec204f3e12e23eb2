//! Logs and metrics.

pub mod metric;
