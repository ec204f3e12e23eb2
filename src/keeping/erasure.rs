//! The use case: erase a customer, and keep what it cost.

use chrono::{DateTime, Utc};

use crate::domain::erasure;
use crate::domain::scope::TenantScope;
use crate::store::{ErasureRecord, NewErasure, Reached, StoreError};

use super::Keeping;

/// Longest reason, in bytes.
pub const MAX_REASON: usize = 1_000;

impl Keeping {
    /// Replaces a customer by a pseudonym in everything that is stored of a tenant. Totals stay. An
    /// erasure that was cut off is finished by the next one of the same customer.
    pub async fn erase(
        &self,
        scope: &TenantScope,
        customer: &str,
        reason: &str,
    ) -> Result<ErasureRecord, StoreError> {
        let new = self.new_erasure(scope, customer, reason)?;
        let begun = self.store.erasure_begin(scope, &new, self.now()).await?;
        let which = (customer, begun.id.as_str());
        let mut reached = Some(Reached::default());
        while let Some(after) = reached {
            reached = self.store.erasure_page(scope, which, after).await?;
        }
        self.store.erasure_finish(scope, which, self.now()).await
    }

    fn new_erasure(
        &self,
        scope: &TenantScope,
        customer: &str,
        reason: &str,
    ) -> Result<NewErasure, StoreError> {
        let random = || {
            let mut bytes = [0; 8];
            let filled = self.ids.fill(&mut bytes);
            filled.map(|()| bytes).map_err(|error| StoreError::Unavailable(error.to_string()))
        };
        Ok(NewErasure {
            id: format!("era_{:016x}", u64::from_be_bytes(random()?)),
            customer: customer.to_owned(),
            pseudonym: erasure::customer(random()?),
            reason: reason.to_owned(),
            made_by: scope.actor().to_string(),
        })
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}
