//! The format and the routes of the SDKs that people have installed.

pub mod batch;
pub mod caps;
pub mod events;
pub(super) mod fields;
pub mod health;
pub mod legacy;
pub mod runs;
mod sanitize;
mod usage;
pub mod wire;
