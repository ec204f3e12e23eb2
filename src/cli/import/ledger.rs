//! Where imported events go: into the ledger, or, in a dry run, into one that is thrown away.
//!
//! So a dry run prices, rejects and finds duplicates as the import will. What is stored already it
//! looks up in the real ledger, which it never writes.

use std::collections::HashMap;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::{Doors, ingest_options, prices, store_options};
use crate::auth::local_operator;
use crate::cli::{CliError, Common, doors};
use crate::config::Config;
use crate::domain::digest::EventKey;
use crate::domain::ids::TenantId;
use crate::domain::scope::TenantScope;
use crate::ingest::{Accepted, Figures, Ingest, Submitted, Verdict, fingerprint};
use crate::store::{OpenMode, Settled, Store, StoreOptions};

/// See the module.
pub struct Ledger {
    store: Arc<Store>,
    ingest: Ingest,
    dry: Option<Dry>,
}

/// What a dry run has besides.
struct Dry {
    /// The real ledger, if it is there yet.
    real: Option<Arc<Store>>,
    /// Removes what was thrown away when it is dropped.
    _folder: Folder,
}

impl Ledger {
    /// Opens the ledger of a command.
    pub async fn open(common: &Common, dry_run: bool) -> Result<Self, CliError> {
        let config = common.config()?;
        let (store, dry) = if dry_run {
            let folder = Folder::new(&doors())?;
            let options = StoreOptions {
                database_url: format!("sqlite://{}/dry-run.db", folder.0.display()),
                migrate_database_url: None,
            };
            let real = real(&config).await?;
            let store = Store::open(&options, OpenMode::Create).await?;
            (Arc::new(store), Some(Dry { real, _folder: folder }))
        } else {
            (common.store(OpenMode::Create).await?, None)
        };
        let clock = doors().clock;
        store.make_partitions(clock.now()).await?;
        // A dry run prices as the real ledger would.
        let priced_by = dry.as_ref().and_then(|dry: &Dry| dry.real.as_ref()).unwrap_or(&store);
        let prices = Arc::new(prices(priced_by, &doors())?);
        let ingest = Ingest::start(Arc::clone(&store), prices, clock, ingest_options(&config));
        Ok(Self { store, ingest, dry })
    }

    /// Stores events, or finds out what would become of them.
    pub async fn take(
        &self,
        submitted: Vec<Submitted>,
        figures: Figures,
    ) -> Result<Accepted, CliError> {
        let known = match self.dry.as_ref().and_then(|dry| dry.real.as_ref()) {
            Some(real) => known(real, &submitted).await?,
            None => Accepted::new(),
        };
        let permit = self.ingest.permit();
        let mut verdicts = self.ingest.import(submitted, permit, figures).await?;
        verdicts.extend(known);
        // No server may be there to do it.
        self.store.checkpoint().await?;
        Ok(verdicts)
    }

    /// What events cost, and whether they count. In a dry run those that are stored already answer
    /// from the real ledger.
    pub async fn settled(
        &self,
        tenant: &TenantId,
        keys: &[EventKey],
    ) -> Result<HashMap<EventKey, Settled>, CliError> {
        let scope = local_operator(tenant.clone());
        let mut found = self.store.settled(&scope, keys.iter().copied()).await?;
        if let Some(real) = self.dry.as_ref().and_then(|dry| dry.real.as_ref()) {
            found.extend(real.settled(&scope, keys.iter().copied()).await?);
        }
        Ok(found)
    }

    /// Finishes what was taken.
    pub async fn close(self) {
        self.ingest.drain().await;
        self.store.close().await;
        if let Some(real) = self.dry.and_then(|dry| dry.real) {
            real.close().await;
        }
    }
}

async fn real(config: &Config) -> Result<Option<Arc<Store>>, CliError> {
    let options = store_options(config);
    if Store::is_missing(&options)? {
        return Ok(None);
    }
    Ok(Some(Arc::new(Store::open(&options, OpenMode::Existing).await?)))
}

/// Those that the real ledger has.
async fn known(real: &Store, submitted: &[Submitted]) -> Result<Accepted, CliError> {
    let mut by_scope: HashMap<&TenantScope, Vec<&Submitted>> = HashMap::new();
    for one in submitted {
        by_scope.entry(&one.scope).or_default().push(one);
    }
    let mut verdicts = Accepted::new();
    for (scope, events) in by_scope {
        let key = |one: &Submitted| EventKey::of(one.event.id.as_str());
        let keys: std::collections::BTreeSet<EventKey> =
            events.iter().map(|one| key(one)).collect();
        let stored = real.stored_events(scope, keys.into_iter()).await?;
        for one in events {
            let Some(kept) = stored.get(&key(one)) else { continue };
            let same = fingerprint(&one.event).as_ref() == Ok(kept);
            verdicts.insert(one.index, if same { Verdict::Repeated } else { Verdict::Conflict });
        }
    }
    Ok(verdicts)
}

/// A folder that only its owner reads, and that goes away.
struct Folder(PathBuf);

impl Folder {
    fn new(doors: &Doors) -> Result<Self, CliError> {
        let mut id = [0; 8];
        doors.ids.fill(&mut id)?;
        let name = format!("llmobserve-dry-run-{:016x}", u64::from_be_bytes(id));
        let path = std::env::temp_dir().join(name);
        std::fs::DirBuilder::new().mode(0o700).create(&path).map_err(|error| {
            let told =
                format!("cannot create {}: {error}; TMPDIR names another place", path.display());
            CliError::Told(told)
        })?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies where the system removes what is old.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
