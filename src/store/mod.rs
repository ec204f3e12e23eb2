//! The ledger's storage: SQLite (embedded) or PostgreSQL, chosen by the database URL.
//!
//! One method is one transaction. Methods on tenant data take a [`TenantScope`] first, and every
//! statement binds that tenant; row-level security (PostgreSQL) or a temporary view (SQLite readers)
//! stands behind a statement that forgot. Both databases run the same SQL text, see [`statement`].

mod about;
mod admissible;
mod backup;
mod cells;
mod costs;
mod customers;
mod erase_rows;
mod erasures;
mod error;
mod event_list;
mod event_rows;
mod events;
mod filter;
mod imports;
mod keys;
mod ledger;
mod legacy;
mod links;
mod loops;
mod measures;
mod migrate;
mod names;
mod partitions;
mod people;
mod postgres;
mod price_overrides;
mod prices;
mod retention;
mod revise;
mod revisions;
mod rows;
mod run_totals;
mod runs;
mod sessions;
mod settings;
mod sql;
mod sqlite;
mod statement;
mod tenants;
mod tx;
mod verify;
mod verify_adjustments;
mod verify_closed;

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::Mutex;

use chrono::NaiveDate;
use lru::LruCache;

use crate::domain::ids::TenantId;
use crate::domain::scope::TenantScope;

use names::Names;
use postgres::Postgres;
use sqlite::Sqlite;
use statement::{Dialect, Sql};
use tx::Tx;

pub use about::DatabaseFacts;
pub use backup::{DatabaseFile, Hold, Holdings};
pub use costs::{CostPlan, CostRow, CostSums, Part, Source, Span};
pub use customers::{Alias, CustomerChange, CustomerNotes, CustomerRecord};
pub use erase_rows::Reached;
pub use erasures::{ErasureRecord, ErasureTotals, NewErasure};
pub use error::StoreError;
pub use event_list::EventQuery;
pub use events::EventRecord;
pub use filter::{Filter, Filters};
pub use imports::Settled;
pub use keys::{KeyRecord, NewKey};
pub use ledger::{Outcome, TenantBatch};
pub use legacy::LegacyEvents;
pub use loops::CallsPerRun;
pub use names::{Combo, OTHER, Tags};
pub use people::{PeopleQuery, Person, PersonRecord};
pub use price_overrides::{NewOverride, OverrideRecord, PriceOwner};
pub use prices::{ImportRecord, NewImport, Retirement};
pub use retention::{Forgotten, OldDay};
pub use revise::Candidate;
pub use revisions::{AdjustmentRecord, NewRevision, RevisionRecord};
pub use runs::{MAX_RUN_EVENTS, RunQuery, RunRecord, RunShare, RunSort, RunWithEvents};
pub use sessions::SessionRecord;
pub use settings::Settings;
pub use tenants::Tenant;
pub use verify::Verification;

/// Every table that holds rows of tenants.
const TENANT_TABLES: [&str; 22] = [
    "tenants",
    "api_keys",
    "sessions",
    "customers",
    "customer_aliases",
    "revisions",
    "adjustments",
    "combos",
    "event_keys",
    "events",
    "event_links",
    "runs",
    "run_combos",
    "rollup_quarters",
    "rollup_days",
    "rollup_customer_weeks",
    "rollup_customer_days",
    "rollup_customer_combo_days",
    "rollup_latencies",
    "price_imports",
    "price_overrides",
    "erasures",
];

/// Tenants kept in memory. One more costs a look-up.
const TENANT_CACHE: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// Whether opening may create a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// A missing SQLite file is created.
    Create,
    /// A missing SQLite file is an error.
    Existing,
}

/// Where the database is.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// `sqlite://FILE` or `postgres://…`.
    pub database_url: String,
    /// The login that owns the schema, PostgreSQL only. `None`: the same.
    pub migrate_database_url: Option<String>,
}

/// The open database.
#[derive(Debug)]
pub struct Store {
    database: Database,
    tenants: Mutex<LruCache<TenantId, Tenant>>,
    names: Names,
    /// Months whose partition of events is known to be there, by their first day.
    partitions: Mutex<HashSet<NaiveDate>>,
}

#[derive(Debug)]
enum Database {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Store {
    /// Opens a database and brings its schema up to date.
    pub async fn open(options: &StoreOptions, mode: OpenMode) -> Result<Self, StoreError> {
        let url = options.database_url.as_str();
        let database = if url.starts_with("sqlite:") {
            Database::Sqlite(Sqlite::open(url, mode).await?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let migrate_url = options.migrate_database_url.as_deref().unwrap_or(url);
            Database::Postgres(Postgres::open(url, migrate_url).await?)
        } else {
            return Err(StoreError::Setup(
                "the database URL must begin with sqlite:// or postgres://".to_owned(),
            ));
        };
        Ok(Self {
            database,
            tenants: Mutex::new(LruCache::new(TENANT_CACHE)),
            names: Names::new(),
            partitions: Mutex::new(HashSet::new()),
        })
    }

    /// Finishes and closes the database.
    pub async fn close(&self) {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.close().await,
            Database::Postgres(postgres) => postgres.close().await,
        }
    }

    /// Answers when the database does: a read of one constant.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut tx = self.begin_read(0).await?;
        let _: Vec<(i64,)> = tx.fetch(Sql::new("SELECT CAST(1 AS BIGINT)")).await?;
        tx.rollback().await
    }

    /// Keeps SQLite's write-ahead log short. PostgreSQL looks after its own.
    pub async fn checkpoint(&self) -> Result<(), StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.checkpoint().await,
            Database::Postgres(_) => Ok(()),
        }
    }

    /// Removes what was deleted from the files. PostgreSQL looks after its own: there it is
    /// `VACUUM FULL`, which locks tables and is for its operator to decide.
    pub async fn vacuum(&self) -> Result<(), StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.vacuum().await,
            Database::Postgres(_) => Ok(()),
        }
    }

    /// `sqlite` or `postgres`.
    pub fn name(&self) -> &'static str {
        match self.dialect() {
            Dialect::Sqlite => "sqlite",
            Dialect::Postgres => "postgres",
        }
    }

    /// How many tenants may commit at the same time, and how many one transaction may hold.
    /// SQLite has one writer, which groups; PostgreSQL has one tenant a transaction.
    pub fn commit_shape(&self) -> CommitShape {
        match self.dialect() {
            Dialect::Sqlite => CommitShape { lanes: 1, tenants_per_commit: 64 },
            Dialect::Postgres => CommitShape { lanes: 4, tenants_per_commit: 1 },
        }
    }

    fn dialect(&self) -> Dialect {
        match self.database {
            Database::Sqlite(_) => Dialect::Sqlite,
            Database::Postgres(_) => Dialect::Postgres,
        }
    }

    async fn begin_read(&self, tenant_no: i64) -> Result<Tx, StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.begin_read(tenant_no).await,
            Database::Postgres(postgres) => postgres.begin_read(tenant_no).await,
        }
    }

    async fn begin_write(&self, tenant_no: i64) -> Result<Tx, StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.begin_write().await,
            Database::Postgres(postgres) => postgres.begin_write(tenant_no).await,
        }
    }

    /// A snapshot of one tenant's rows, with the tenant. A tenant that does not exist has none.
    async fn read(&self, scope: &TenantScope) -> Result<(Tx, Tenant), StoreError> {
        let tenant = match self.tenant(scope.tenant()).await? {
            Some(tenant) => tenant,
            None => Tenant::nobody(scope.tenant().clone()),
        };
        Ok((self.begin_read(tenant.no).await?, tenant))
    }

    /// Begins to change one tenant's rows, alone: what is read stays true until the commit. A tenant
    /// that does not exist cannot be changed.
    async fn change(&self, scope: &TenantScope) -> Result<(Tx, Tenant), StoreError> {
        let tenant = self.tenant(scope.tenant()).await?;
        let tenant = tenant
            .ok_or_else(|| StoreError::Absent(format!("there is no tenant {}", scope.tenant())))?;
        let mut tx = self.begin_write(tenant.no).await?;
        tx.lock_tenant(tenant.no).await?;
        Ok((tx, tenant))
    }
}

/// See [`Store::commit_shape`].
#[derive(Debug, Clone, Copy)]
pub struct CommitShape {
    /// Commits that may run at the same time, each for other tenants.
    pub lanes: usize,
    /// Tenants that one commit may hold.
    pub tenants_per_commit: usize,
}
