//! The price book: providers, models, and how a name finds its model.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use lru::LruCache;
use serde::Deserialize;
use thiserror::Error;

use super::entry::{Entry, Variant};
use super::names::{Form, forms};
use super::rule::Rule;

/// Generated from a public data set, see `prices/generate.py`.
const GENERATED: &str = include_str!("../../prices/genai-prices.json");

/// Kept by hand: units outside tokens, and what the data set lacks.
const HOUSE: &str = include_str!("../../prices/house.json");

/// Names remembered with what they found, known or not.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// The compiled-in book cannot be read: a mistake in this program, found by its tests.
#[derive(Debug, Error)]
#[error("the price book cannot be read: {0}")]
pub struct BookError(#[from] serde_json::Error);

/// The text of a book file and where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct BookText<'a> {
    /// In the format of `prices/README.md`.
    pub json: &'a str,
    /// What models name as their source, unless they name another.
    pub source: &'a str,
    /// Begins the ids of its prices; the file's own version where there is none.
    pub version: Option<&'a str>,
}

/// The generated half of the compiled-in book.
pub const COMPILED: BookText<'static> =
    BookText { json: GENERATED, source: "genai-prices 0.2.3", version: None };

#[derive(Deserialize)]
struct BookFile {
    version: String,
    per: HashMap<String, u32>,
    providers: Vec<ProviderEntry>,
}

#[derive(Deserialize)]
struct ProviderEntry {
    id: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default, rename = "match")]
    rules: Vec<Rule>,
    #[serde(default)]
    fallback: Vec<String>,
    models: Vec<ModelEntry>,
}

#[derive(Deserialize)]
struct ModelEntry {
    id: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default, rename = "match")]
    rules: Vec<Rule>,
    prices: Vec<Entry>,
    #[serde(default)]
    variants: Vec<Variant>,
    #[serde(default)]
    minimum: BTreeMap<String, u32>,
    #[serde(default)]
    source: Option<String>,
}

/// A provider with the models of all book files.
#[derive(Debug)]
struct Provider {
    id: String,
    names: HashSet<String>,
    rules: Vec<Rule>,
    fallback: Vec<String>,
    models: Vec<Model>,
    by_id: HashMap<String, usize>,
    by_alias: HashMap<String, usize>,
}

/// A model and its prices.
#[derive(Debug)]
pub struct Model {
    /// As the book spells it; empty for the model of calls that name none.
    pub id: String,
    rules: Vec<Rule>,
    /// The last entry that holds wins.
    pub prices: Vec<Entry>,
    /// The first that holds wins, for each kind.
    pub variants: Vec<Variant>,
    /// Units that are billed at least, by the kind that pays.
    pub minimum: BTreeMap<String, u32>,
    /// Where the figures come from.
    pub source: String,
    /// The version of the book file.
    pub version: String,
    file: usize,
}

/// A model that a name found.
#[derive(Debug, Clone)]
pub struct Found {
    provider: usize,
    model: usize,
    /// How: `id`, `alias`, `rule`, with the step that made the spelling.
    pub how: String,
    /// It is another provider's model, at that provider's standard price.
    pub by_fallback: bool,
}

/// What a book knows of the names of a call.
#[derive(Debug, Clone)]
pub struct LookUp {
    provider: Option<usize>,
    /// The model, or why there is none.
    pub found: Result<Found, Miss>,
}

/// Why a name found no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Miss {
    /// The provider is not in the book.
    #[error("the price book does not know this provider")]
    Provider,
    /// The provider is, the model is not.
    #[error("the price book does not know this model of the provider")]
    Model,
}

/// See the module.
#[derive(Debug)]
pub struct PriceBook {
    providers: Vec<Provider>,
    by_id: HashMap<String, usize>,
    per: Vec<HashMap<String, u32>>,
    remembered: Mutex<LruCache<(String, String), LookUp>>,
    version: String,
}

impl PriceBook {
    /// The compiled-in book.
    pub fn builtin() -> Result<Self, BookError> {
        Self::with_house(COMPILED)
    }

    /// A book in the place of the generated one; what is kept by hand stays.
    pub fn with_house(text: BookText<'_>) -> Result<Self, BookError> {
        let mut book = Self::alone(text)?;
        book.read(BookText { json: HOUSE, source: "house", version: None })?;
        Ok(book)
    }

    /// A book of one file.
    pub fn alone(text: BookText<'_>) -> Result<Self, BookError> {
        let mut book = Self {
            providers: Vec::new(),
            by_id: HashMap::new(),
            per: Vec::new(),
            remembered: Mutex::new(LruCache::new(REMEMBERED)),
            version: String::new(),
        };
        book.read(text)?;
        Ok(book)
    }

    fn read(&mut self, text: BookText<'_>) -> Result<(), BookError> {
        let file: BookFile = serde_json::from_str(text.json)?;
        let number = self.per.len();
        self.per.push(file.per);
        for entry in file.providers {
            let index = *self.by_id.entry(entry.id.clone()).or_insert(self.providers.len());
            if index == self.providers.len() {
                self.providers.push(Provider::new(entry.id.clone()));
            }
            let version = text.version.unwrap_or(&file.version);
            self.providers[index].extend(entry, number, version, text.source);
        }
        self.version = file.version.max(std::mem::take(&mut self.version));
        Ok(())
    }

    /// The version of the latest of its files.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The model that prices calls to a provider. An unknown name is never guessed at.
    pub fn look_up(&self, provider: &str, model: Option<&str>) -> LookUp {
        let key = (
            provider.trim().to_ascii_lowercase(),
            model.unwrap_or_default().trim().to_ascii_lowercase(),
        );
        if let Some(known) =
            self.remembered.lock().ok().and_then(|mut known| known.get(&key).cloned())
        {
            return known;
        }
        let index = self.provider(&key.0);
        let found = index.ok_or(Miss::Provider).and_then(|index| self.find(index, &key.1));
        let look_up = LookUp { provider: index, found };
        if let Ok(mut known) = self.remembered.lock() {
            known.put(key, look_up.clone());
        }
        look_up
    }

    fn find(&self, index: usize, model: &str) -> Result<Found, Miss> {
        let own = &self.providers[index];
        if model.is_empty() {
            let default = own.by_id.get("").ok_or(Miss::Model)?;
            let how = "the provider alone: no price of it depends on the model".to_owned();
            return Ok(Found { provider: index, model: *default, how, by_fallback: false });
        }
        let fallback: Vec<usize> =
            own.fallback.iter().filter_map(|id| self.by_id.get(id).copied()).collect();
        let names = |text: &str| {
            own.names.contains(text)
                || fallback.iter().any(|other| self.providers[*other].names.contains(text))
        };
        for form in forms(model, &own.id, names) {
            for candidate in std::iter::once(index).chain(fallback.iter().copied()) {
                if let Some((model, how)) = self.providers[candidate].find(&form) {
                    return Ok(Found {
                        provider: candidate,
                        model,
                        how: format!("{how}, the name {}", form.step),
                        by_fallback: candidate != index,
                    });
                }
            }
        }
        Err(Miss::Model)
    }

    /// The book's id of a provider, by id or alias: what no rule guesses at.
    pub fn named_provider(&self, name: &str) -> Option<&str> {
        let named = self.providers.iter().find(|provider| provider.names.contains(name));
        named.map(|provider| provider.id.as_str())
    }

    /// The id of the provider that a look-up found.
    pub fn home(&self, look_up: &LookUp) -> Option<&str> {
        look_up.provider.map(|index| self.providers[index].id.as_str())
    }

    /// Every provider and model.
    pub fn models(&self) -> impl Iterator<Item = (&str, &Model)> {
        self.providers.iter().flat_map(|provider| {
            provider.models.iter().map(move |model| (provider.id.as_str(), model))
        })
    }

    /// A provider by id, then by alias, then by the providers' rules in book order.
    fn provider(&self, name: &str) -> Option<usize> {
        let named = |provider: &Provider| provider.names.contains(name);
        let ruled = |provider: &Provider| provider.rules.iter().any(|rule| rule.matches(name));
        let by_id = self.by_id.get(name).copied();
        by_id
            .or_else(|| self.providers.iter().position(named))
            .or_else(|| self.providers.iter().position(ruled))
    }

    /// The model of a find.
    pub fn model(&self, found: &Found) -> &Model {
        &self.providers[found.provider].models[found.model]
    }

    /// The provider of a find, as the book spells it.
    pub fn provider_of(&self, found: &Found) -> &str {
        &self.providers[found.provider].id
    }

    /// How many units a price of a kind is for, in the file of a model.
    pub fn per(&self, model: &Model, kind: &str) -> Option<u32> {
        self.per.get(model.file)?.get(kind).copied()
    }
}

impl Provider {
    fn new(id: String) -> Self {
        Self {
            names: HashSet::from([id.clone()]),
            id,
            rules: Vec::new(),
            fallback: Vec::new(),
            models: Vec::new(),
            by_id: HashMap::new(),
            by_alias: HashMap::new(),
        }
    }

    fn extend(&mut self, entry: ProviderEntry, file: usize, version: &str, source: &str) {
        self.names.extend(entry.aliases);
        self.rules.extend(entry.rules);
        self.fallback.extend(entry.fallback);
        for model in entry.models {
            let index = self.models.len();
            self.by_id.entry(model.id.to_ascii_lowercase()).or_insert(index);
            for alias in model.aliases {
                self.by_alias.entry(alias).or_insert(index);
            }
            self.models.push(Model {
                id: model.id,
                rules: model.rules,
                prices: model.prices,
                variants: model.variants,
                minimum: model.minimum,
                source: model.source.unwrap_or_else(|| source.to_owned()),
                version: version.to_owned(),
                file,
            });
        }
    }

    fn find(&self, form: &Form) -> Option<(usize, &'static str)> {
        if let Some(index) = self.by_id.get(&form.name) {
            return Some((*index, "its id"));
        }
        if let Some(index) = self.by_alias.get(&form.name) {
            return Some((*index, "an alias"));
        }
        if !form.by_rule {
            return None;
        }
        let matches = |model: &Model| model.rules.iter().any(|rule| rule.matches(&form.name));
        self.models.iter().position(matches).map(|index| (index, "a rule"))
    }
}

impl Model {
    /// The standard entry in force at an instant: the last listed that holds.
    pub fn standard(&self, at: DateTime<Utc>) -> Option<&Entry> {
        self.prices.iter().rev().find(|entry| entry.validity.holds(at))
    }
}
