//! The format and the routes of the SDKs that people have installed.

pub mod batch;
pub mod caps;
pub mod dashboard;
pub mod demo;
pub mod events;
pub(super) mod fields;
pub mod health;
pub mod insights;
pub mod legacy;
pub mod runs;
mod sanitize;
pub mod series;
pub mod stats;
mod sums;
mod usage;
pub mod wire;
