//! Each tenant's prices, believed for one second like API keys: what another process changes is
//! noticed within it.

use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use lru::LruCache;

use crate::clock::{Clock, IdGen};
use crate::domain::aliases::Aliases;
use crate::domain::ids::TenantId;
use crate::domain::scope::TenantScope;
use crate::pricing::{
    BookError, Catalogue, Override, PriceBook, Tariff, TariffResult, TariffSource,
    TariffUnavailable,
};
use crate::store::{ImportRecord, NewImport, OverrideRecord, PriceOwner, Store};

use super::PricesError;
use super::compile::{self, Candidate, Compiled, Loaded};

/// How long prices are believed without asking the database again.
const BELIEVED: TimeDelta = TimeDelta::seconds(1);

/// Tariffs kept in memory. One more costs a look-up.
const TARIFFS: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// Imports kept in memory, read: a few megabytes each.
const IMPORTS: NonZeroUsize = NonZeroUsize::new(16).unwrap();

/// What the catalogue was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stack {
    imports: Vec<ImportRecord>,
    operator: Vec<OverrideRecord>,
}

#[derive(Debug, Clone)]
struct KnownCatalogue {
    believed_until: DateTime<Utc>,
    stack: Arc<Stack>,
    catalogue: Arc<Catalogue>,
}

#[derive(Debug, Clone)]
struct KnownTariff {
    believed_until: DateTime<Utc>,
    overrides: Arc<Vec<OverrideRecord>>,
    tariff: Arc<Tariff>,
}

/// See the module.
#[derive(Debug)]
pub struct Prices {
    pub(super) store: Arc<Store>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn IdGen>,
    pub(super) builtin: Arc<PriceBook>,
    catalogue: Mutex<Option<KnownCatalogue>>,
    tariffs: Mutex<LruCache<TenantId, KnownTariff>>,
    imports: Mutex<LruCache<String, Compiled>>,
}

impl Prices {
    /// Over the compiled-in book.
    pub fn new(
        store: Arc<Store>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
    ) -> Result<Self, BookError> {
        Ok(Self {
            store,
            clock,
            ids,
            builtin: Arc::new(PriceBook::builtin()?),
            catalogue: Mutex::new(None),
            tariffs: Mutex::new(LruCache::new(TARIFFS)),
            imports: Mutex::new(LruCache::new(IMPORTS)),
        })
    }

    /// The compiled-in book: its version and how many models it has.
    pub fn book(&self) -> (&str, usize) {
        (self.builtin.version(), self.builtin.models().count())
    }

    /// The tenant's prices as they are now.
    pub async fn tariff(&self, scope: &TenantScope) -> Result<Arc<Tariff>, PricesError> {
        let now = self.clock.now();
        let known = match self.remembered(scope.tenant(), now) {
            Some((known, true)) => return Ok(known.tariff),
            Some((known, false)) => Some(known),
            None => None,
        };
        let (catalogue, believed_until) = self.catalogue(now).await?;
        let overrides = self.store.price_overrides_in_use(PriceOwner::Tenant(scope), None).await?;
        let aliases = self.aliases(scope, &overrides).await?;
        let same = known.filter(|known| {
            Arc::ptr_eq(known.tariff.catalogue(), &catalogue)
                && *known.overrides == overrides
                && known.tariff.aliases() == &aliases
        });
        let tariff = match same {
            Some(known) => known.tariff,
            None => Arc::new(Tariff::new(catalogue, own(&overrides)?).with_aliases(aliases)),
        };
        let (overrides, kept) = (Arc::new(overrides), Arc::clone(&tariff));
        if let Ok(mut cache) = self.tariffs.lock() {
            let known = KnownTariff { believed_until, overrides, tariff: kept };
            cache.put(scope.tenant().clone(), known);
        }
        Ok(tariff)
    }

    /// A tariff that is known, and whether it is to be believed. Where it is not, whoever is told so
    /// asks the database; others go on with it meanwhile.
    fn remembered(&self, tenant: &TenantId, now: DateTime<Utc>) -> Option<(KnownTariff, bool)> {
        let mut cache = self.tariffs.lock().ok()?;
        let known = cache.get_mut(tenant)?;
        let is_believed = now < known.believed_until;
        if !is_believed {
            known.believed_until = now + BELIEVED;
        }
        Some((known.clone(), is_believed))
    }

    /// The tenant's prices as they were known at an instant: without what came or after what was
    /// retired later.
    pub async fn tariff_as_of(
        &self,
        scope: &TenantScope,
        instant: DateTime<Utc>,
    ) -> Result<Arc<Tariff>, PricesError> {
        let stack = self.stack(Some(instant)).await?;
        let overrides =
            self.store.price_overrides_in_use(PriceOwner::Tenant(scope), Some(instant)).await?;
        let loaded = self.load_all(&stack.imports).await?;
        let catalogue = compile::catalogue(&self.builtin, &loaded, operator(&stack)?);
        let aliases = self.aliases(scope, &overrides).await?;
        let tariff = Tariff::new(Arc::new(catalogue), own(&overrides)?);
        Ok(Arc::new(tariff.with_aliases(aliases)))
    }

    /// The tenant's prices as they would be with prices that nobody stored yet.
    pub async fn candidate(
        &self,
        scope: &TenantScope,
        candidate: &Candidate,
    ) -> Result<Arc<Tariff>, PricesError> {
        let stack = self.stack(None).await?;
        let mut loaded = self.load_all(&stack.imports).await?;
        let mut operator = operator(&stack)?;
        let overrides = self.store.price_overrides_in_use(PriceOwner::Tenant(scope), None).await?;
        let mut own = own(&overrides)?;
        match candidate {
            Candidate::Import(import) => loaded.insert(0, unstored(import)?),
            Candidate::Operator(over) => operator.push(over.clone()),
            Candidate::Tenant(customer, over) => own.push((customer.clone(), over.clone())),
        }
        let catalogue = compile::catalogue(&self.builtin, &loaded, operator);
        // Stored events name the customer itself: no alias is asked for.
        Ok(Arc::new(Tariff::new(Arc::new(catalogue), own)))
    }

    /// Ids that mean another customer, where one of them has a contract.
    async fn aliases(
        &self,
        scope: &TenantScope,
        overrides: &[OverrideRecord],
    ) -> Result<Aliases, PricesError> {
        if overrides.iter().all(|over| over.body.customer.is_none()) {
            return Ok(Aliases::default());
        }
        Ok(self.store.settings(scope).await?.aliases)
    }

    /// What was changed here counts at once.
    pub(super) fn forget(&self) {
        if let Ok(mut known) = self.catalogue.lock() {
            known.take();
        }
        if let Ok(mut known) = self.tariffs.lock() {
            known.clear();
        }
    }

    async fn stack(&self, as_of: Option<DateTime<Utc>>) -> Result<Stack, PricesError> {
        let imports = self.store.price_imports_in_use(as_of).await?;
        let operator = self.store.price_overrides_in_use(PriceOwner::Operator, as_of).await?;
        Ok(Stack { imports, operator })
    }

    /// What all tenants have in common, and until when it is believed. It is built anew only when it
    /// changed.
    async fn catalogue(
        &self,
        now: DateTime<Utc>,
    ) -> Result<(Arc<Catalogue>, DateTime<Utc>), PricesError> {
        let known = self.catalogue.lock().ok().and_then(|known| known.clone());
        if let Some(known) = known.as_ref().filter(|known| now < known.believed_until) {
            return Ok((Arc::clone(&known.catalogue), known.believed_until));
        }
        let stack = self.stack(None).await?;
        let catalogue = if let Some(known) = known.filter(|known| *known.stack == stack) {
            known.catalogue
        } else {
            let loaded = self.load_all(&stack.imports).await?;
            Arc::new(compile::catalogue(&self.builtin, &loaded, operator(&stack)?))
        };
        let believed_until = now + BELIEVED;
        let (stack, kept) = (Arc::new(stack), Arc::clone(&catalogue));
        let known = KnownCatalogue { believed_until, stack, catalogue: kept };
        if let Ok(mut cache) = self.catalogue.lock() {
            *cache = Some(known);
        }
        Ok((catalogue, believed_until))
    }

    async fn load_all(&self, imports: &[ImportRecord]) -> Result<Vec<Loaded>, PricesError> {
        let mut loaded = Vec::with_capacity(imports.len());
        for import in imports {
            let (format, from) = (compile::format(import)?, import.effective_from);
            loaded.push(Loaded { format, from, prices: self.load(import).await? });
        }
        Ok(loaded)
    }

    /// The prices of an import; what an import holds never changes.
    pub(super) async fn load(&self, import: &ImportRecord) -> Result<Compiled, PricesError> {
        let known = self.imports.lock().ok().and_then(|mut known| known.get(&import.id).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let content = self.store.price_import_content(&import.id).await?.unwrap_or_default();
        let read = NewImport {
            id: import.id.clone(),
            format: import.format.clone(),
            source: import.source.clone(),
            digest: import.digest.clone(),
            effective_from: import.effective_from,
            content,
        };
        let compiled = compile::content(&read, compile::format(import)?)?;
        if let Ok(mut cache) = self.imports.lock() {
            cache.put(import.id.clone(), compiled.clone());
        }
        Ok(compiled)
    }
}

fn operator(stack: &Stack) -> Result<Vec<Override>, PricesError> {
    stack.operator.iter().map(compile::stored).collect()
}

fn own(records: &[OverrideRecord]) -> Result<Vec<(Option<String>, Override)>, PricesError> {
    let each = records.iter();
    each.map(|record| Ok((record.body.customer.clone(), compile::stored(record)?))).collect()
}

fn unstored(import: &NewImport) -> Result<Loaded, PricesError> {
    let format = crate::pricing::import::Format::parse(&import.format).ok_or_else(|| {
        PricesError::Damaged { id: import.id.clone(), cause: "its format is not known".to_owned() }
    })?;
    let prices = compile::content(import, format)?;
    Ok(Loaded { format, from: import.effective_from, prices })
}

impl TariffSource for Prices {
    fn tariff<'a>(
        &'a self,
        scope: &'a TenantScope,
    ) -> Pin<Box<dyn Future<Output = TariffResult> + Send + 'a>> {
        Box::pin(async move {
            Self::tariff(self, scope).await.map_err(|error| TariffUnavailable(error.to_string()))
        })
    }

    fn tariff_as_of<'a>(
        &'a self,
        scope: &'a TenantScope,
        instant: DateTime<Utc>,
    ) -> Pin<Box<dyn Future<Output = TariffResult> + Send + 'a>> {
        Box::pin(async move {
            let known = Self::tariff_as_of(self, scope, instant).await;
            known.map_err(|error| TariffUnavailable(error.to_string()))
        })
    }
}
