//! All prices of one tenant, one layer over the other.
//!
//! From the lowest: the book, what another data set adds to it, the operator's price lists, the
//! operator's overrides, the tenant's, the contract of the call's customer. Each layer changes what
//! the ones below it give. `docs/prices.md` has the rules.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::domain::aliases::Aliases;
use crate::domain::event::Price;
use crate::domain::money::{MoneyOverflow, TooFine};
use crate::domain::scope::TenantScope;

use super::book::{BookError, PriceBook};
use super::call::{Call, Subject};
use super::catalogue::{Base, Catalogue};
use super::cost;
use super::overrides::{Override, Overrides};
use super::quote::Quote;

/// The prices of a tenant cannot be known at the moment.
#[derive(Debug, Clone, Error)]
#[error("the prices cannot be read: {0}")]
pub struct TariffUnavailable(pub String);

/// The tariff of a tenant, or why there is none.
pub type TariffResult = Result<Arc<Tariff>, TariffUnavailable>;

/// Gives each tenant its prices as they are now.
pub trait TariffSource: Send + Sync + std::fmt::Debug {
    /// The prices of a tenant.
    fn tariff<'a>(
        &'a self,
        scope: &'a TenantScope,
    ) -> Pin<Box<dyn Future<Output = TariffResult> + Send + 'a>>;

    /// The prices of a tenant as they were known at an instant.
    fn tariff_as_of<'a>(
        &'a self,
        scope: &'a TenantScope,
        instant: DateTime<Utc>,
    ) -> Pin<Box<dyn Future<Output = TariffResult> + Send + 'a>>;
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Tariff {
    catalogue: Arc<Catalogue>,
    tenant: Overrides,
    customers: HashMap<String, Overrides>,
    aliases: Aliases,
}

/// A layer over the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// The operator's, for every tenant.
    Operator,
    /// The tenant's, for every customer.
    Tenant,
    /// One customer's contract.
    Customer,
}

impl Layer {
    /// The name in price ids.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Tenant => "tenant",
            Self::Customer => "customer",
        }
    }
}

impl Tariff {
    /// The compiled-in book alone: the prices of a tenant for which nobody set any.
    pub fn builtin() -> Result<Self, BookError> {
        let book = Arc::new(PriceBook::builtin()?);
        Ok(Self::new(Arc::new(Catalogue::of(book)), []))
    }

    /// A catalogue with a tenant's own overrides, from the oldest to the newest, each with the
    /// customer whose contract it is.
    pub fn new(
        catalogue: Arc<Catalogue>,
        overrides: impl IntoIterator<Item = (Option<String>, Override)>,
    ) -> Self {
        let mut by_customer: HashMap<Option<String>, Vec<Override>> = HashMap::new();
        for (customer, over) in overrides {
            by_customer.entry(customer).or_default().push(over);
        }
        let book = catalogue.books.first().map(|edition| Arc::clone(&edition.book));
        let layer = |overrides| match &book {
            Some(book) => Overrides::new(overrides, book),
            None => Overrides::default(),
        };
        let tenant = by_customer.remove(&None).map(layer).unwrap_or_default();
        let customers = by_customer
            .into_iter()
            .filter_map(|(customer, overrides)| Some((customer?, layer(overrides))))
            .collect();
        Self { catalogue, tenant, customers, aliases: Aliases::default() }
    }

    /// The same for calls that name a customer by another id of it: its contract is theirs.
    pub fn with_aliases(self, aliases: Aliases) -> Self {
        Self { aliases, ..self }
    }

    /// Ids that mean another customer.
    pub fn aliases(&self) -> &Aliases {
        &self.aliases
    }

    /// What all tenants have in common.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// The tenant's own overrides that bind every customer.
    pub(super) fn own(&self) -> &Overrides {
        &self.tenant
    }

    /// What a call costs at an instant. `None` for a step, which is no provider call. Where mark-ups
    /// make a price too long to be exact, the call is unpriced: it is stored, counted and shown.
    pub fn price(
        &self,
        call: &Call<'_>,
        at: DateTime<Utc>,
    ) -> Result<Option<Price>, MoneyOverflow> {
        if !call.role.is_call() {
            return Ok(None);
        }
        let quote = self.quote(&call.subject, at).unwrap_or(None);
        cost::price(call, quote.as_ref()).map(Some)
    }

    /// The rates that apply.
    pub(super) fn quote(
        &self,
        subject: &Subject<'_>,
        at: DateTime<Utc>,
    ) -> Result<Option<Quote<'_>>, TooFine> {
        let Some(base) = self.base(subject, at) else { return Ok(None) };
        let steps = self.steps(subject, &base, at);
        steps
            .into_iter()
            .try_fold(base.quote, |quote, (layer, over)| Quote::apply(quote, layer.as_str(), over))
    }

    /// What the books say.
    pub(super) fn base(&self, subject: &Subject<'_>, at: DateTime<Utc>) -> Option<Base<'_>> {
        self.catalogue.base(subject, at)
    }

    /// The overrides that apply, from the lowest layer up. Of a price list every line that holds
    /// does, of the others the most specific one of each layer.
    pub(super) fn steps(
        &self,
        subject: &Subject<'_>,
        base: &Base<'_>,
        at: DateTime<Utc>,
    ) -> Vec<(Layer, &Override)> {
        let at_micros = at.timestamp_micros();
        let customer = subject.customer.map(|id| self.aliases.customer(id, at_micros));
        let contract = customer.and_then(|customer| self.customers.get(customer));
        let Catalogue { lists, operator, .. } = self.catalogue.as_ref();
        let layers = [
            (Layer::Operator, Some(operator)),
            (Layer::Tenant, Some(&self.tenant)),
            (Layer::Customer, contract),
        ];
        // Most tenants have none, and their calls pay nothing for those of others.
        let nobody = layers.iter().all(|(_, layer)| layer.is_none_or(Overrides::is_empty));
        if nobody && lists.is_empty() {
            return Vec::new();
        }
        let names = base.names(subject);
        let listed = lists.holding(&names, at).into_iter().map(|over| (Layer::Operator, over));
        let single = layers.into_iter().filter_map(|(layer, overrides)| {
            let over = overrides?.holding(&names, at).pop()?;
            Some((layer, over))
        });
        listed.chain(single).collect()
    }
}
