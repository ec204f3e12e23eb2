//! Whose data a caller may touch, and what it may do with it.

use std::fmt;

use serde::{Serialize, Serializer};

use super::ids::{KeyId, TenantId};

/// One thing that a credential may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grant {
    /// Send events.
    EventsWrite,
    /// Read costs and customers.
    CostsRead,
    /// Read runs and events.
    RunsRead,
    /// Everything of the own tenant, and the server's metrics.
    Admin,
}

impl Grant {
    /// Every grant, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::EventsWrite, Self::CostsRead, Self::RunsRead, Self::Admin];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EventsWrite => "events:write",
            Self::CostsRead => "costs:read",
            Self::RunsRead => "runs:read",
            Self::Admin => "admin",
        }
    }

    /// By the name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.as_str() == name)
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Grant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A set of grants. `admin` implies the others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Grants(Vec<Grant>);

impl Grants {
    /// Every grant.
    pub fn all() -> Self {
        Self(Grant::ALL.to_vec())
    }

    /// The listed grants.
    pub fn of(grants: impl IntoIterator<Item = Grant>) -> Self {
        let mut grants: Vec<Grant> = grants.into_iter().collect();
        grants.sort_unstable();
        grants.dedup();
        Self(grants)
    }

    /// Whether the holder may do this.
    pub fn allow(&self, grant: Grant) -> bool {
        self.0.contains(&grant) || self.0.contains(&Grant::Admin)
    }

    /// The grants, sorted.
    pub fn iter(&self) -> impl Iterator<Item = Grant> {
        self.0.iter().copied()
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Nobody in particular: open mode asks for no credential.
    Open,
    /// The holder of an API key.
    Key(KeyId),
    /// Whoever runs the command line on the server's own machine.
    LocalOperator,
}

/// As the history of changes says it.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
            Self::Key(id) => write!(f, "key:{id}"),
            Self::LocalOperator => f.write_str("local operator"),
        }
    }
}

/// The proof that a caller may act for one tenant. Every store method on tenant data takes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TenantScope {
    tenant: TenantId,
    actor: Actor,
}

impl TenantScope {
    /// Grants access to a tenant. Clippy forbids this call outside `auth/`, `jobs/` and test
    /// support, so that no scope exists without a verified credential.
    pub fn grant(tenant: TenantId, actor: Actor) -> Self {
        Self { tenant, actor }
    }

    /// The tenant.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The API key that acts, where one does: a dimension of every total.
    pub fn key(&self) -> Option<&KeyId> {
        match &self.actor {
            Actor::Key(key) => Some(key),
            Actor::Open | Actor::LocalOperator => None,
        }
    }
}
