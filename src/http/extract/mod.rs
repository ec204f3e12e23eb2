//! What handlers ask for: a caller, a tenant, parameters.

mod body;
mod params;
mod scope;

pub use body::Body;
pub use params::{ListParams, Params, WindowParams};
pub use scope::{
    AdminAccess, Caller, CostsRead, EventsWrite, Needs, OpenOperator, RunsRead, SESSION_COOKIE,
    Tenant, TenantAdmin, session,
};
