//! The collector that tells every company running on LLMs who cost what, to the last nano-dollar.

pub mod domain;
pub mod store;
