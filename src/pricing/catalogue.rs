//! What all tenants have in common: the books, and what the operator sets over them.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::book::{LookUp, Miss, PriceBook};
use super::call::Subject;
use super::overrides::{Names, Overrides};
use super::quote::Quote;

/// A book that applies from an instant on.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The instant; none: since ever.
    pub from: Option<DateTime<Utc>>,
    /// The book.
    pub book: Arc<PriceBook>,
}

/// What all tenants have in common.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The book, its newest edition first; the last one applies since ever.
    pub books: Vec<Edition>,
    /// What another data set knows of models that the book does not, the newest edition first.
    pub breadth: Vec<Edition>,
    /// The operator's price lists: every one that holds applies, kind by kind.
    pub lists: Overrides,
    /// The operator's overrides.
    pub operator: Overrides,
}

/// What the books say of a call.
pub(super) struct Base<'t> {
    /// Their rates, where they have any.
    pub quote: Option<Quote<'t>>,
    /// The provider, as the book calls it.
    home: Option<&'t str>,
    /// The book that has the say.
    pub book: &'t PriceBook,
    /// What it found.
    pub look_up: LookUp,
    /// The book had nothing, and what another data set added to it has.
    pub is_breadth: bool,
}

impl Catalogue {
    /// A book and nothing else.
    pub fn of(book: Arc<PriceBook>) -> Self {
        Self {
            books: vec![Edition { from: None, book }],
            breadth: Vec::new(),
            lists: Overrides::default(),
            operator: Overrides::default(),
        }
    }

    /// The book that applied at an instant.
    pub fn book(&self, at: DateTime<Utc>) -> Option<&PriceBook> {
        edition(&self.books, at)
    }

    /// What another data set added to it.
    pub fn breadth(&self, at: DateTime<Utc>) -> Option<&PriceBook> {
        edition(&self.breadth, at)
    }

    /// What the books say: the breadth only where the book has no model, or no price at that time.
    pub(super) fn base(&self, subject: &Subject<'_>, at: DateTime<Utc>) -> Option<Base<'_>> {
        let tier = subject.service_tier;
        let ask = |book, provider| Base::new(book, provider, subject.model, tier, at);
        let base = ask(edition(&self.books, at)?, subject.provider);
        if base.quote.as_ref().is_some_and(|quote| !quote.rates.is_empty()) {
            return Some(base);
        }
        let Some(breadth) = self.breadth(at) else { return Some(base) };
        let broad = ask(breadth, base.home.unwrap_or(subject.provider));
        Some(if broad.quote.is_some() {
            Base { home: base.home, is_breadth: true, ..broad }
        } else {
            base
        })
    }
}

impl<'t> Base<'t> {
    fn new(
        book: &'t PriceBook,
        provider: &str,
        model: Option<&str>,
        tier: Option<&str>,
        at: DateTime<Utc>,
    ) -> Self {
        let look_up = book.look_up(provider, model);
        let found = look_up.found.as_ref().ok();
        let quote = found.and_then(|found| Quote::of(book, found, tier, at));
        Self { quote, home: book.home(&look_up), book, look_up, is_breadth: false }
    }

    /// The names of a call; the book's where it has any.
    pub(super) fn names(&self, subject: &Subject<'_>) -> Names {
        let lower = |text: &str| text.trim().to_ascii_lowercase();
        let provider = lower(subject.provider);
        let found = self.look_up.found.as_ref().ok();
        Names {
            provider_id: self.home.unwrap_or(&provider).to_owned(),
            provider,
            model: lower(subject.model.unwrap_or_default()),
            model_id: found.map(|found| lower(&self.book.model(found).id)),
            service_tier: subject.service_tier.map(lower),
        }
    }

    /// Why nothing was found.
    pub fn miss(&self) -> Option<Miss> {
        self.look_up.found.as_ref().err().copied()
    }
}

fn edition(editions: &[Edition], at: DateTime<Utc>) -> Option<&PriceBook> {
    let begun = |edition: &&Edition| edition.from.is_none_or(|from| from <= at);
    editions.iter().find(begun).map(|edition| edition.book.as_ref())
}
