//! OpenTelemetry: `POST /v1/traces` (OTLP/HTTP), in protobuf and in JSON.
//!
//! A body becomes spans ([`body`]), a span an event ([`translate`]), and that goes the way of all
//! events. The names that conventions use for what we want to know are data ([`names`]).

mod answer;
mod body;
mod content;
pub mod cors;
mod json;
mod kind;
pub mod names;
mod protobuf;
mod provider;
mod provider_metadata;
mod section;
mod span;
pub mod traces;
mod translate;
mod usage;
mod value;

pub use content::Redaction;
