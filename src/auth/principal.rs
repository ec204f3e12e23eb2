//! A verified caller, and which tenant it may act for.

use thiserror::Error;

use crate::domain::ids::{DEFAULT_TENANT, KeyId, TenantId};
use crate::domain::scope::{Actor, Grant, Grants, TenantScope};

/// A caller whose credential was verified, or who needed none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Anybody on this machine, in open mode: may name any tenant.
    Open,
    /// The holder of an API key: bound to its tenant.
    Key {
        /// The key.
        id: KeyId,
        /// Its tenant.
        tenant: TenantId,
        /// What it may do.
        grants: Grants,
    },
}

/// What a caller may not do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Denied {
    /// The credential lacks a scope.
    #[error("the API key lacks the scope `{0}`")]
    Grant(Grant),
    /// The request names another tenant than the credential's.
    #[error("the API key belongs to another tenant than the one named in the request")]
    Tenant,
}

impl Principal {
    /// The scope for a request that names `claimed`, or no tenant.
    ///
    /// A claim may confirm the credential's tenant; the `default_tenant` that SDKs send unasked
    /// claims nothing. Without a credential it selects.
    pub fn scope(&self, claimed: Option<&TenantId>, needed: Grant) -> Result<TenantScope, Denied> {
        match self {
            Self::Open => {
                let tenant = claimed.cloned().unwrap_or_else(TenantId::default_tenant);
                Ok(granted(tenant, Actor::Open))
            }
            Self::Key { grants, .. } if !grants.allow(needed) => Err(Denied::Grant(needed)),
            Self::Key { id, tenant, .. } => {
                let foreign = claimed
                    .is_some_and(|claim| claim != tenant && claim.as_str() != DEFAULT_TENANT);
                if foreign {
                    return Err(Denied::Tenant);
                }
                Ok(granted(tenant.clone(), Actor::Key(id.clone())))
            }
        }
    }

    /// Whether the caller may do something that is no tenant's business.
    pub fn allow(&self, needed: Grant) -> Result<(), Denied> {
        match self {
            Self::Key { grants, .. } if !grants.allow(needed) => Err(Denied::Grant(needed)),
            Self::Open | Self::Key { .. } => Ok(()),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the caller's credential was verified")]
pub(super) fn granted(tenant: TenantId, actor: Actor) -> TenantScope {
    TenantScope::grant(tenant, actor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(id: &str) -> TenantId {
        TenantId::parse(id).unwrap()
    }

    #[test]
    fn a_key_acts_for_its_tenant_whatever_is_claimed() {
        let key = Principal::Key {
            id: KeyId::parse("abcdefghijkl").unwrap(),
            tenant: tenant("acme"),
            grants: Grants::of([Grant::EventsWrite]),
        };
        for claim in [None, Some(tenant("acme")), Some(tenant("default_tenant"))] {
            let scope = key.scope(claim.as_ref(), Grant::EventsWrite).unwrap();
            assert_eq!(scope.tenant(), &tenant("acme"));
        }
        assert_eq!(key.scope(Some(&tenant("globex")), Grant::EventsWrite), Err(Denied::Tenant));
        assert_eq!(key.scope(None, Grant::CostsRead), Err(Denied::Grant(Grant::CostsRead)));
    }

    #[test]
    fn open_mode_selects() {
        let open = |claim: Option<&str>| {
            let claim = claim.map(tenant);
            Principal::Open.scope(claim.as_ref(), Grant::Admin).unwrap().tenant().to_string()
        };
        assert_eq!(open(None), "default_tenant");
        assert_eq!(open(Some("acme")), "acme");
    }
}
