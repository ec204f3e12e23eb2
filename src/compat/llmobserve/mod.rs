//! The format and the routes of the SDKs that people have installed.

pub mod fields;
pub mod sanitize;
pub mod usage;
pub mod wire;
