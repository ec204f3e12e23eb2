//! Credential → principal → scope. The only room that makes a [`TenantScope`] for a caller.

mod api_key;
mod principal;
mod service;
mod session;

use crate::domain::ids::TenantId;
use crate::domain::scope::{Actor, TenantScope};

pub use api_key::{MalformedKey, PlainKey};
pub use principal::{Denied, Principal};
pub use service::{Auth, AuthError, AuthMode, Credential};
pub use session::{SESSION_LASTS, SessionToken};

/// The scope of whoever runs the command line on the server's own machine: they could read the
/// database file as well.
#[expect(clippy::disallowed_methods, reason = "the operating system's user is the credential")]
pub fn local_operator(tenant: TenantId) -> TenantScope {
    TenantScope::grant(tenant, Actor::LocalOperator)
}
