//! What became of events, by their keys: how an import is reconciled with its source.

use std::collections::HashMap;

use crate::domain::digest::EventKey;
use crate::domain::event::PriceState;
use crate::domain::scope::TenantScope;

use super::error::StoreError;
use super::links::event_key;
use super::rows::Rows;
use super::sqlite::sqlite_file;
use super::{Store, StoreOptions, sql};

/// A stored event as it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Nano-USD in the totals; nothing of a duplicate.
    pub cost_nanos: i64,
    /// Another report of the same call bills.
    pub duplicate: bool,
    /// A step, which is no call.
    pub step: bool,
    /// Some of its usage has no price.
    pub unpriced: bool,
}

#[derive(sqlx::FromRow)]
struct SettledRow {
    event_key: Vec<u8>,
    cost: i64,
    duplicate_of: Option<String>,
    price_state: String,
}

impl Store {
    /// There is no database yet: a SQLite file that does not exist.
    pub fn is_missing(options: &StoreOptions) -> Result<bool, StoreError> {
        Ok(sqlite_file(&options.database_url)?.is_some_and(|path| !path.exists()))
    }

    /// Those of the events that are stored, as they count now.
    pub async fn settled(
        &self,
        scope: &TenantScope,
        keys: impl Iterator<Item = EventKey>,
    ) -> Result<HashMap<EventKey, Settled>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let keys = Rows::default().keys(keys);
        let mut places: Vec<(Vec<u8>, i64)> =
            tx.look_up(&sql::EVENT_AT_FIND, keys, &[tenant.no.into()]).await?;
        // In the order of the table.
        places.sort_unstable_by_key(|(_, at)| *at);
        let found = places.iter().map(|(key, _)| event_key(key)).collect::<Result<Vec<_>, _>>()?;
        let rows = Rows::default().ints(places.iter().map(|(_, at)| *at)).keys(found);
        let stored: Vec<SettledRow> =
            tx.look_up(&sql::SETTLED_FIND, rows, &[tenant.no.into()]).await?;
        tx.rollback().await?;
        stored.into_iter().map(|row| Ok((event_key(&row.event_key)?, row.settled()))).collect()
    }
}

impl SettledRow {
    fn settled(&self) -> Settled {
        let duplicate = self.duplicate_of.is_some();
        Settled {
            cost_nanos: if duplicate { 0 } else { self.cost },
            duplicate,
            step: self.price_state.is_empty(),
            unpriced: self.price_state == PriceState::Unpriced.as_str(),
        }
    }
}
