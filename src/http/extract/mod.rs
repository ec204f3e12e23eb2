//! What handlers ask for: a caller, a tenant, parameters.

mod params;
mod scope;

pub use params::{ListParams, Params, WindowParams};
pub use scope::{Admin, AdminAccess, Caller, CostsRead, EventsWrite, Needs, RunsRead, Tenant};
