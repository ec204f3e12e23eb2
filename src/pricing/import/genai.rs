//! The data of genai-prices as a book, by the rules of `prices/generate.py`, which is the reference:
//! from the same data both make the same book.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::book::{Book, Model, Provider};
use super::clause::Clause;
use super::genai_prices::{Figures, Item};
use super::hand::Hand;
use super::{Converted, ImportError, written};
use crate::pricing::rule::Rule;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceProvider {
    id: String,
    provider_match: Option<Clause>,
    #[serde(default)]
    fallback_model_providers: Option<Vec<String>>,
    models: Vec<SourceModel>,
    // How to read a provider's response and how to guess a provider are the doors' business.
    #[serde(default, rename = "api_pattern")]
    _api_pattern: IgnoredAny,
    #[serde(default, rename = "model_match")]
    _model_match: IgnoredAny,
    #[serde(default, rename = "extractors")]
    _extractors: IgnoredAny,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceModel {
    id: String,
    #[serde(rename = "match")]
    clause: Clause,
    prices: Box<RawValue>,
    #[serde(default)]
    price_variants: Option<Vec<Item>>,
    #[serde(default, rename = "deprecated")]
    _deprecated: IgnoredAny,
}

/// Converts the data.
pub fn convert(text: &str) -> Result<Converted, ImportError> {
    let source: Vec<SourceProvider> = serde_json::from_str(text)
        .map_err(|error| ImportError::new("the data of genai-prices", error.to_string()))?;
    let hand = Hand::read()?;
    let ids: Vec<String> = source.iter().map(|provider| provider.id.clone()).collect();
    let mut figures = Figures::new(&hand);
    let mut providers = Vec::with_capacity(source.len());
    for provider in source {
        providers.push(converted(provider, &ids, &hand, &mut figures)?);
    }
    let Figures { counts, kinds, .. } = figures;
    let units = hand.units.table.values();
    let per: BTreeMap<String, u32> =
        units.filter(|(kind, _)| kinds.contains(kind)).cloned().collect();
    let content = written(&Book { version: "imported", per, providers })?;
    Ok(Converted { content, counts: counts.0 })
}

fn converted(
    source: SourceProvider,
    ids: &[String],
    hand: &Hand,
    figures: &mut Figures<'_>,
) -> Result<Provider, ImportError> {
    let id = source.id;
    let (exact, of_source) = match &source.provider_match {
        Some(clause) => clause.names(&id)?,
        None => Default::default(),
    };
    let mut aliases: Vec<String> = Vec::new();
    for name in hand.aliases.table.get(&id).into_iter().flatten().chain(&exact) {
        if *name != id && !aliases.contains(name) {
            aliases.push(name.clone());
        }
    }
    let mut rules = hand.rules.table.get(&id).cloned().unwrap_or_default();
    rules.extend(of_source);
    let fallback = source.fallback_model_providers.unwrap_or_default();
    if let Some(unknown) = fallback.iter().find(|other| !ids.contains(other)) {
        return Err(ImportError::new(id, format!("falls back to {unknown}, which is not listed")));
    }
    let models = models(source.models, &id, hand, figures)?;
    figures.counts.add("providers");
    Ok(Provider { id, aliases, rules, fallback, models })
}

fn models(
    source: Vec<SourceModel>,
    provider: &str,
    hand: &Hand,
    figures: &mut Figures<'_>,
) -> Result<Vec<Model>, ImportError> {
    let mut models = Vec::with_capacity(source.len());
    // Exact names are looked up before any rule, so a name that an earlier model has must go.
    let mut earlier: Vec<Rule> = Vec::new();
    for item in source {
        let place = format!("{provider}/{}", item.id);
        let (exact, rules) = item.clause.names(&place)?;
        let own = item.id.to_lowercase();
        let taken = |name: &str| earlier.iter().any(|rule| rule.matches(name));
        if taken(&own) {
            return Err(ImportError::new(place, "its id belongs to an earlier model"));
        }
        let (shadowed, aliases): (Vec<String>, Vec<String>) =
            exact.into_iter().filter(|name| *name != own).partition(|name| taken(name));
        for _ in &shadowed {
            figures.counts.add("aliases left out: an earlier model has the name");
        }
        earlier.push(item.clause.compiled(&place)?);
        let prices = figures.standard(&item.prices, provider, &item.id)?;
        let variants = figures.variants(item.price_variants.unwrap_or_default(), &place)?;
        figures.counts.add("models");
        models.push(Model {
            minimum: hand.minimum(provider, &item.id),
            id: item.id,
            aliases,
            rules,
            source: None,
            prices,
            variants,
        });
    }
    Ok(models)
}
