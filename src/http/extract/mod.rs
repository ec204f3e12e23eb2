//! What handlers ask for: a caller, a tenant, parameters.

mod params;
mod scope;

pub use params::{ListParams, Params};
pub use scope::{AdminAccess, Caller, CostsRead, Needs, RunsRead, Tenant};
