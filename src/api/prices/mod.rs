//! `/api/v1/prices`: what calls cost and why, what has no price, and what a tenant sets over the
//! book.

pub mod draft;
pub mod explain;
pub mod importing;
pub mod imports;
pub mod list;
pub mod overrides;
pub mod unpriced;
