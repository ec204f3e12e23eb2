//! The words of the product: ids, money, usage, events, windows. No input or output.

pub mod aliases;
pub mod billing;
pub mod digest;
pub mod erasure;
pub mod event;
pub mod ids;
pub mod latency;
pub mod money;
pub mod number;
pub mod opentelemetry;
pub mod period;
pub mod ratio;
pub mod retention;
pub mod revision;
pub mod scope;
pub mod totals;
pub mod usage;
pub mod window;
