//! Customers and combinations by number: looked up once, then remembered.
//!
//! What a transaction looked up or created is remembered only after it was committed.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroUsize;
use std::sync::Mutex;

use lru::LruCache;

use crate::domain::digest::digest;

use super::error::StoreError;
use super::rows::Rows;
use super::sql;
use super::statement::Sql;
use super::tx::Tx;

/// Stands in for the parts of a combination that a tenant has too many of.
pub const OTHER: &str = "__other__";

/// Combinations of one tenant that totals are kept for. Beyond it sections and tags become
/// [`OTHER`]; beyond twice as many, providers, models, statuses and environments do too.
const COMBO_LIMIT: i64 = 4_096;

/// Names kept in memory, of all tenants together: about 200 bytes each.
const CACHED: NonZeroUsize = NonZeroUsize::new(100_000).unwrap();

/// Every dimension but time and customer. Empty text stands for none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Combo {
    /// The provider.
    pub provider: String,
    /// The model.
    pub model: String,
    /// The innermost section.
    pub section: String,
    /// The whole path of sections.
    pub section_path: String,
    /// The API key that brought the event.
    pub key_id: String,
    /// The call's status.
    pub status: String,
    /// [`crate::domain::event::PriceState`] as text.
    pub price_state: String,
    /// The environment.
    pub environment: String,
    /// Those of the tags that the tenant declared as dimensions.
    pub tags: Tags,
}

/// Tags as a part of a combination, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tags(pub BTreeMap<String, String>);

impl Tags {
    /// From a column.
    pub fn parse(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// A JSON object, or empty text for none.
    pub fn to_text(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        serde_json::to_string(&self.0).unwrap_or_default()
    }
}

impl Combo {
    /// The value of a declared tag.
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.tags.0.get(name).map(String::as_str)
    }

    /// Every part, in the order of the columns.
    fn parts(&self) -> [String; 9] {
        [
            &self.provider,
            &self.model,
            &self.section,
            &self.section_path,
            &self.key_id,
            &self.status,
            &self.price_state,
            &self.environment,
            &self.tags.to_text(),
        ]
        .map(Clone::clone)
    }

    /// What the combination is found by.
    pub(super) fn digest(&self) -> Vec<u8> {
        digest(&self.parts().each_ref().map(String::as_bytes)).to_vec()
    }
}

/// A combination's number, and the number under which its totals are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComboNo {
    /// Its own number.
    pub combo_no: i64,
    /// Its own number, or that of the combination which takes all beyond the limit.
    pub rollup_no: i64,
}

#[derive(sqlx::FromRow)]
struct ComboRow {
    combo_no: i64,
    rollup_no: Option<i64>,
}

impl From<ComboRow> for ComboNo {
    fn from(row: ComboRow) -> Self {
        Self { combo_no: row.combo_no, rollup_no: row.rollup_no.unwrap_or(row.combo_no) }
    }
}

/// A tenant's number and how many customers were erased so far: what was remembered before an erasure,
/// by whichever process, is not found after it.
type Epoch = (i64, i64);

/// The remembered names of all tenants.
#[derive(Debug)]
pub struct Names {
    customers: Mutex<LruCache<(Epoch, String), i64>>,
    combos: Mutex<LruCache<(Epoch, Combo), ComboNo>>,
}

impl Names {
    /// Nothing remembered yet.
    pub fn new() -> Self {
        Self {
            customers: Mutex::new(LruCache::new(CACHED)),
            combos: Mutex::new(LruCache::new(CACHED)),
        }
    }

    /// Remembers what a committed transaction found.
    pub fn remember(&self, found: Found) {
        if let Ok(mut cache) = self.customers.lock() {
            for (customer, no) in found.customers {
                cache.put((found.epoch, customer), no);
            }
        }
        if let Ok(mut cache) = self.combos.lock() {
            for (combo, no) in found.combos {
                cache.put((found.epoch, combo), no);
            }
        }
    }
}

/// What one transaction knows of one tenant's names.
#[derive(Debug)]
pub struct Found {
    tenant_no: i64,
    epoch: Epoch,
    customers: HashMap<String, i64>,
    combos: HashMap<Combo, ComboNo>,
}

impl Found {
    /// Nothing known yet, in an epoch as of [`super::Settings`].
    pub fn new(tenant_no: i64, epoch: i64) -> Self {
        let epoch = (tenant_no, epoch);
        Self { tenant_no, epoch, customers: HashMap::new(), combos: HashMap::new() }
    }

    /// The number of a customer that was resolved before; 0 for none.
    pub fn customer_no(&self, customer: Option<&str>) -> i64 {
        customer.and_then(|id| self.customers.get(id)).copied().unwrap_or(0)
    }

    /// Finds or creates customers, each with the time at which it was first seen.
    pub async fn resolve_customers(
        &mut self,
        names: &Names,
        tx: &mut Tx,
        wanted: BTreeMap<String, i64>,
    ) -> Result<(), StoreError> {
        let mut missing = BTreeMap::new();
        if let Ok(mut cache) = names.customers.lock() {
            for (customer, seen) in wanted {
                match cache.get(&(self.epoch, customer.clone())) {
                    Some(no) => drop(self.customers.insert(customer, *no)),
                    None => drop(missing.insert(customer, seen)),
                }
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let rows = Rows::default().texts(missing.keys().cloned()).ints(missing.values().copied());
        tx.execute_rows(&sql::CUSTOMER_INSERT, rows, &[self.tenant_no.into()]).await?;
        let rows = Rows::default().texts(missing.into_keys());
        let found: Vec<(String, i64)> =
            tx.look_up(&sql::CUSTOMER_FIND, rows, &[self.tenant_no.into()]).await?;
        self.customers.extend(found);
        Ok(())
    }

    /// The number of a combination, which is created where it is not there.
    pub async fn combo_no(
        &mut self,
        names: &Names,
        tx: &mut Tx,
        combo: Combo,
    ) -> Result<ComboNo, StoreError> {
        if let Some(no) = self.combos.get(&combo) {
            return Ok(*no);
        }
        let key = (self.epoch, combo);
        let cached = names.combos.lock().ok().and_then(|mut cache| cache.get(&key).copied());
        let (_, combo) = key;
        let no = match cached {
            Some(no) => no,
            None => self.find_or_create(tx, &combo).await?,
        };
        self.combos.insert(combo, no);
        Ok(no)
    }

    async fn find_or_create(&self, tx: &mut Tx, combo: &Combo) -> Result<ComboNo, StoreError> {
        if let Some(found) = self.find(tx, combo).await? {
            return Ok(found);
        }
        let count: Option<(i64,)> =
            tx.fetch_first(Sql::new(sql::COMBO_COUNT).bind(self.tenant_no)).await?;
        let rollup = match count.map_or(0, |(count,)| count) {
            count if count < COMBO_LIMIT => None,
            count => Some(coarser(combo, count >= 2 * COMBO_LIMIT)),
        };
        let rollup_no = match rollup.filter(|rollup| rollup != combo) {
            None => None,
            Some(rollup) => Some(match self.find(tx, &rollup).await? {
                Some(found) => found.combo_no,
                None => self.create(tx, &rollup, None).await?.combo_no,
            }),
        };
        self.create(tx, combo, rollup_no).await
    }

    async fn find(&self, tx: &mut Tx, combo: &Combo) -> Result<Option<ComboNo>, StoreError> {
        let query = Sql::new(sql::COMBO_FIND).bind(self.tenant_no).bind(combo.digest());
        let found: Option<ComboRow> = tx.fetch_first(query).await?;
        Ok(found.map(ComboNo::from))
    }

    async fn create(
        &self,
        tx: &mut Tx,
        combo: &Combo,
        rollup_no: Option<i64>,
    ) -> Result<ComboNo, StoreError> {
        let insert =
            Sql::new(sql::COMBO_INSERT).bind(self.tenant_no).bind(rollup_no).bind(combo.digest());
        let insert = combo.parts().iter().fold(insert, |sql, part| sql.bind(part.as_str()));
        let created: Option<ComboRow> = tx.fetch_first(insert).await?;
        created
            .map(ComboNo::from)
            .ok_or_else(|| StoreError::Damaged("a new combination has no number".to_owned()))
    }
}

/// The combination that stands for this one once there are too many.
fn coarser(combo: &Combo, far_too_many: bool) -> Combo {
    let other = || OTHER.to_owned();
    let mut coarse = Combo {
        section: other(),
        section_path: other(),
        tags: Tags(combo.tags.0.keys().map(|name| (name.clone(), other())).collect()),
        ..combo.clone()
    };
    if far_too_many {
        coarse.provider = other();
        coarse.model = other();
        coarse.status = other();
        coarse.environment = other();
    }
    coarse
}
