//! Every price that a tenant's calls can get.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::money::TooFine;

use super::call::Subject;
use super::explain::{ExplainedRate, rates};
use super::overrides::{ANY, Overrides};
use super::tariff::Tariff;

/// A model and what it costs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed {
    /// The provider.
    pub provider: String,
    /// The model; empty for calls that name none.
    pub model: String,
    /// USD by kind of usage, without a service tier and without a customer's contract; empty where
    /// there was no price at that time.
    pub unit_prices: BTreeMap<String, ExplainedRate>,
    /// Service tiers with prices of their own.
    pub service_tiers: Vec<String>,
    /// Where the figures come from, step by step.
    pub price_id: Option<String>,
    /// Where the book's figures come from.
    pub source: Option<String>,
}

impl Tariff {
    /// Every provider and model that has prices, sorted.
    pub fn known(&self, at: DateTime<Utc>) -> BTreeSet<(String, String)> {
        let catalogue = self.catalogue();
        let books = catalogue.book(at).into_iter().chain(catalogue.breadth(at));
        let named = books.flat_map(|book| {
            book.models().map(|(provider, model)| (provider.to_owned(), model.id.clone()))
        });
        let set = [&catalogue.lists, &catalogue.operator, self.own()];
        let set = set.into_iter().flat_map(Overrides::iter);
        let set = set.map(|over| (over.target.provider.clone(), over.target.model.clone()));
        let mut known: BTreeSet<(String, String)> = named.collect();
        for (provider, model) in set.filter(|(_, model)| model != ANY) {
            let found = self.base(&subject(&provider, &model), at);
            if found.is_none_or(|base| base.look_up.found.is_err()) {
                known.insert((provider, model));
            }
        }
        known
    }

    /// The prices of the providers and models that contain these texts, sorted, after one of them.
    pub fn list(
        &self,
        (provider, model): (&str, &str),
        at: DateTime<Utc>,
        after: Option<&(String, String)>,
        limit: usize,
    ) -> Result<Vec<Listed>, TooFine> {
        let (provider, model) = (provider.to_ascii_lowercase(), model.to_ascii_lowercase());
        self.known(at)
            .into_iter()
            .filter(|names| after.is_none_or(|after| names > after))
            .filter(|names| {
                names.0.contains(&provider) && names.1.to_ascii_lowercase().contains(&model)
            })
            .take(limit)
            .map(|(provider, model)| self.listed(provider, model, at))
            .collect()
    }

    fn listed(
        &self,
        provider: String,
        model: String,
        at: DateTime<Utc>,
    ) -> Result<Listed, TooFine> {
        let subject = subject(&provider, &model);
        let quote = self.quote(&subject, at)?;
        let base = self.base(&subject, at);
        let found = base
            .as_ref()
            .and_then(|base| base.look_up.found.as_ref().ok().map(|found| base.book.model(found)));
        let mut tiers: Vec<String> = found
            .map(|model| model.variants.iter().map(|variant| variant.name.clone()).collect())
            .unwrap_or_default();
        tiers.dedup();
        let (source, unit_prices) =
            (found.map(|model| model.source.clone()), rates(quote.as_ref()));
        let price_id = quote.map(|quote| quote.id);
        Ok(Listed { unit_prices, service_tiers: tiers, price_id, source, provider, model })
    }
}

fn subject<'a>(provider: &'a str, model: &'a str) -> Subject<'a> {
    let model = (!model.is_empty()).then_some(model);
    Subject { provider, model, ..Subject::default() }
}
