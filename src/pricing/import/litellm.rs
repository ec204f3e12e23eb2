//! `LiteLLM`'s `model_prices_and_context_window.json` as a book.
//!
//! Its providers become ours, its keys lose the provider in front. `docs/prices.md` has the table of
//! fields. It writes 0 for what is free and for what it does not know, so a model that costs nothing
//! at all is left out: it stays unpriced rather than free.

use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::collections::{BTreeMap, HashMap};

use serde_json::value::RawValue;

use super::super::book::PriceBook;
use super::super::entry::Validity;
use super::book::{Book, Entry, Model, Provider};
use super::litellm_fields::{Prices, kinds};
use super::{Converted, Counts, ImportError, written};

/// Its description of its own fields.
const SAMPLE: &str = "sample_spec";

/// Providers that the book does not know by the name that `LiteLLM` gives them.
const PROVIDERS: [(&str, &str); 5] = [
    ("bedrock_mantle", "aws"),
    ("codestral", "mistral"),
    ("text-completion-codestral", "mistral"),
    ("fireworks_ai-embedding-models", "fireworks"),
    ("vertex_ai", "google"),
];

/// The fields of one model, as they are written.
pub type Fields<'t> = BTreeMap<String, &'t RawValue>;

/// A provider and a model by our names.
type Name = (String, String);

/// Converts the file.
pub fn convert(text: &str, book: &PriceBook) -> Result<Converted, ImportError> {
    let source: BTreeMap<String, Fields<'_>> = serde_json::from_str(text)
        .map_err(|error| ImportError::new("the price file of LiteLLM", error.to_string()))?;
    let mut counts = Counts::default();
    let mut aliases = aliases(&source, book);
    let mut taken: HashMap<Name, String> = HashMap::new();
    let mut providers: BTreeMap<String, Vec<Model>> = BTreeMap::new();
    // Of two keys for one name the one without a provider in front comes first.
    let (bare, prefixed): (Vec<_>, Vec<_>) = source.iter().partition(|(key, _)| !key.contains('/'));
    for (key, fields) in bare.into_iter().chain(prefixed).filter(|(key, _)| *key != SAMPLE) {
        let Some(prices) = prices(key, fields, &mut counts)? else { continue };
        let (provider, id) = name(key, fields, book);
        let aliases = aliases.remove(&(provider.clone(), id.clone())).unwrap_or_default();
        let model = model(id, aliases, text_of(fields, "source"), prices);
        let figures = written(&(&model.prices, &model.variants))?;
        match taken.entry((provider.clone(), model.id.to_lowercase())) {
            Occupied(first) if *first.get() == figures => {
                counts.add("entries left out: another key says the same");
            }
            Occupied(_) => {
                counts.add("entries left out: another key has other prices for the name");
            }
            Vacant(free) => {
                free.insert(figures);
                counts.add("models");
                providers.entry(provider).or_default().push(model);
            }
        }
    }
    let providers = providers.into_iter().map(|(id, mut models)| {
        models.sort_by(|left, right| left.id.cmp(&right.id));
        Provider { id, aliases: Vec::new(), rules: Vec::new(), fallback: Vec::new(), models }
    });
    let content = Book { version: "imported", per: kinds(), providers: providers.collect() };
    Ok(Converted { content: written(&content)?, counts: counts.0 })
}

/// The prices of an entry, unless there is a reason to leave it out.
fn prices(
    key: &str,
    fields: &Fields<'_>,
    counts: &mut Counts,
) -> Result<Option<Prices>, ImportError> {
    if !fields.contains_key("litellm_provider") {
        counts.add("entries left out: they name no provider or stand for another one");
        return Ok(None);
    }
    if key.contains("commitment") {
        counts.add("entries left out: commitments are no price of a call");
        return Ok(None);
    }
    let mode = text_of(fields, "mode").unwrap_or_default();
    let prices = Prices::read(key, fields, &mode, counts)?;
    if prices.are_all_zero() {
        counts.add("entries left out: no price above zero");
        return Ok(None);
    }
    Ok(Some(prices))
}

fn model(id: String, aliases: Vec<String>, source: Option<String>, prices: Prices) -> Model {
    let entry = |name, unit_prices| Entry { name, validity: Validity::default(), unit_prices };
    let (standard, tiers) = prices.rates();
    Model {
        id,
        aliases,
        rules: Vec::new(),
        minimum: None,
        source,
        prices: vec![entry(None, standard)],
        variants: tiers.into_iter().map(|(name, rates)| entry(Some(name), rates)).collect(),
    }
}

/// Names that stand for another entry, by that entry's.
fn aliases(source: &BTreeMap<String, Fields<'_>>, book: &PriceBook) -> HashMap<Name, Vec<String>> {
    let mut found: HashMap<Name, Vec<String>> = HashMap::new();
    for (key, fields) in source {
        let Some(other) = text_of(fields, "alias_of") else { continue };
        let Some(target) = source.get(&other) else { continue };
        let (provider, id) = name(&other, target, book);
        let alias = without_provider(key, &provider, book).to_lowercase();
        found.entry((provider, id)).or_default().push(alias);
    }
    found
}

/// Our names of an entry's provider and model.
fn name(key: &str, fields: &Fields<'_>, book: &PriceBook) -> Name {
    let named = text_of(fields, "litellm_provider").unwrap_or_default();
    let provider = provider(&named, book);
    let id = without_provider(key, &provider, book).to_owned();
    (provider, id)
}

fn without_provider<'k>(key: &'k str, ours: &str, book: &PriceBook) -> &'k str {
    match key.split_once('/') {
        Some((head, tail)) if provider(head, book) == ours => tail,
        _ => key,
    }
}

fn provider(named: &str, book: &PriceBook) -> String {
    let listed = |name: &str| PROVIDERS.iter().find(|(theirs, _)| *theirs == name);
    // `vertex_ai-anthropic_models` is Google's door to Anthropic's models.
    let family = named.split_once('-').map_or(named, |(head, _)| head);
    let ours = listed(named).or_else(|| listed(family)).map(|(_, ours)| *ours);
    ours.or_else(|| book.named_provider(named)).unwrap_or(named).to_owned()
}

fn text_of(fields: &Fields<'_>, name: &str) -> Option<String> {
    serde_json::from_str(fields.get(name)?.get()).ok()
}
