//! `/api/v1/prices`: what calls cost, why, and what a tenant sets over the book.

pub mod overrides;
