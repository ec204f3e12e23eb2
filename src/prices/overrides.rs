//! Overrides: made, listed, retired.

use crate::domain::ids::{MAX_NAME, check_text};
use crate::domain::scope::TenantScope;
use crate::pricing::{Draft, Invalid, Override};
use crate::store::{OverrideRecord, PriceOwner, Retirement};

use super::service::Prices;
use super::{PricesError, compile};

/// Overrides that one owner may have in use at the same time.
const MOST: i64 = 1_000;

/// Longest reason, in bytes.
const LONGEST_REASON: usize = 1_024;

/// Whose overrides, and who acts.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'a> {
    /// The operator's, for every tenant: only the command line on the server's own machine.
    Operator,
    /// A tenant's.
    Tenant(&'a TenantScope),
}

/// An override with what it says.
#[derive(Debug, Clone)]
pub struct Written {
    /// As it is kept.
    pub record: OverrideRecord,
    /// What it says.
    pub over: Override,
}

impl<'a> Owner<'a> {
    fn rows(self) -> PriceOwner<'a> {
        match self {
            Self::Operator => PriceOwner::Operator,
            Self::Tenant(scope) => PriceOwner::Tenant(scope),
        }
    }

    fn actor(self) -> String {
        match self {
            Self::Operator => crate::domain::scope::Actor::LocalOperator.to_string(),
            Self::Tenant(scope) => scope.actor().to_string(),
        }
    }
}

impl Prices {
    /// Makes an override. It counts from now on, here at once, elsewhere within a second.
    pub async fn add(
        &self,
        owner: Owner<'_>,
        customer: Option<String>,
        draft: Draft,
        reason: &str,
    ) -> Result<Written, PricesError> {
        let mut over = draft.check()?;
        over.id = self.new_id("po")?;
        self.check_owner(owner, customer.as_deref()).await?;
        checked("reason", reason, LONGEST_REASON)?;
        let record = OverrideRecord {
            body: compile::row(&over, customer, reason.to_owned())?,
            created_at: self.clock.now(),
            created_by: owner.actor(),
            retired: None,
        };
        if !self.store.price_override_create(owner.rows(), &record, MOST).await? {
            return Err(PricesError::TooMany(MOST));
        }
        self.forget();
        Ok(Written { record, over })
    }

    /// Overrides, retired ones too, the newest first; after a place in time and ids.
    pub async fn overrides(
        &self,
        owner: Owner<'_>,
        before: Option<(i64, &str)>,
        limit: i64,
    ) -> Result<Vec<Written>, PricesError> {
        let records = self.store.price_overrides(owner.rows(), before, limit).await?;
        let each = records.into_iter();
        each.map(|record| Ok(Written { over: compile::stored(&record)?, record })).collect()
    }

    /// An override counts no longer. False where the owner has none of that id that does.
    pub async fn retire_override(
        &self,
        owner: Owner<'_>,
        id: &str,
        reason: &str,
    ) -> Result<bool, PricesError> {
        checked("reason", reason, LONGEST_REASON)?;
        if let Owner::Tenant(scope) = owner
            && self.store.tenant(scope.tenant()).await?.is_none()
        {
            return Ok(false);
        }
        let retirement =
            Retirement { at: self.clock.now(), by: owner.actor(), reason: reason.to_owned() };
        let retired = self.store.price_override_retire(owner.rows(), id, &retirement).await?;
        self.forget();
        Ok(retired)
    }

    async fn check_owner(
        &self,
        owner: Owner<'_>,
        customer: Option<&str>,
    ) -> Result<(), PricesError> {
        if let Some(customer) = customer {
            checked("customer", customer, MAX_NAME)?;
            if customer.is_empty() {
                return Err(Invalid::new("customer", "must not be empty; leave it out").into());
            }
        }
        let Owner::Tenant(scope) = owner else { return Ok(()) };
        match self.store.tenant(scope.tenant()).await? {
            Some(_) => Ok(()),
            None => Err(PricesError::NoTenant(scope.tenant().to_string())),
        }
    }

    /// An id that nobody has: `po_` and 16 hexadecimal digits.
    pub(super) fn new_id(&self, prefix: &str) -> Result<String, PricesError> {
        let mut bytes = [0; 8];
        self.ids.fill(&mut bytes)?;
        Ok(format!("{prefix}_{:016x}", u64::from_be_bytes(bytes)))
    }
}

fn checked(field: &str, text: &str, limit: usize) -> Result<(), Invalid> {
    check_text(text, limit).map_err(|error| Invalid::new(field, error.to_string()))
}
