//! What deserves a look: rules over the totals, each with the figures that it compared.
//!
//! One file a rule. A rule is quiet below its minimum sample; docs/insights.md says what each one
//! compares and why its thresholds are where they are.

mod cache_never_used;
mod error_rate_rise;
mod facts;
mod model_inefficiency;
mod ratio;
mod retry_loop;
mod section_spike;
mod token_bloat;
mod unattributed_spend;
mod unpriced_model;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::scope::TenantScope;
use crate::domain::window::{QUARTER_MICROS, Window, Zone};
use crate::pricing::PriceBook;
use crate::store::{RunSort, Store};

use super::QueryError;
use facts::Facts;

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A section costs much more than on the days before.
    SectionSpike,
    /// A section does the same work with a model that costs several times as much as another.
    ModelInefficiency,
    /// Prompts of a section and model have grown.
    TokenBloat,
    /// Runs call the same endpoint again and again.
    RetryLoop,
    /// A model is used that we have no price for.
    UnpricedModel,
    /// Spend that no customer can be charged with.
    UnattributedSpend,
    /// Calls to a model fail more often than before.
    ErrorRateRise,
    /// Large prompts of a model that offers cached ones for less are never read from its cache.
    CacheNeverUsed,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 8] = [
        Self::SectionSpike,
        Self::ModelInefficiency,
        Self::TokenBloat,
        Self::RetryLoop,
        Self::UnpricedModel,
        Self::UnattributedSpend,
        Self::ErrorRateRise,
        Self::CacheNeverUsed,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SectionSpike => "section_spike",
            Self::ModelInefficiency => "model_inefficiency",
            Self::TokenBloat => "token_bloat",
            Self::RetryLoop => "retry_loop",
            Self::UnpricedModel => "unpriced_model",
            Self::UnattributedSpend => "unattributed_spend",
            Self::ErrorRateRise => "error_rate_rise",
            Self::CacheNeverUsed => "cache_never_used",
        }
    }
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth a look this week.
    Warning,
    /// Worth a look now.
    Critical,
}

impl Severity {
    /// Critical, or a warning.
    const fn critical_if(critical: bool) -> Self {
        if critical { Self::Critical } else { Self::Warning }
    }

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

/// What an insight is about; nothing where that does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The section.
    pub section: Option<String>,
    /// The provider.
    pub provider: Option<String>,
    /// The model; empty for calls that name none.
    pub model: Option<String>,
    /// The endpoint.
    pub endpoint: Option<String>,
}

impl Subject {
    /// A provider and a model.
    fn of_model((provider, model): (&str, &str)) -> Self {
        Self {
            provider: Some(provider.to_owned()),
            model: Some(model.to_owned()),
            ..Self::default()
        }
    }

    /// A section, a provider and a model.
    fn of_work((section, provider, model): (&str, &str, &str)) -> Self {
        Self {
            section: Some(section.to_owned()),
            provider: Some(provider.to_owned()),
            model: Some(model.to_owned()),
            endpoint: None,
        }
    }
}

/// A provider and its model for a sentence.
fn named((provider, model): (&str, &str)) -> String {
    if model.is_empty() { provider.to_owned() } else { format!("{provider} '{model}'") }
}

/// A figure of the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// A number of things.
    Count(i64),
    /// Nano-USD.
    Money(i64),
    /// A ratio or a percentage, in hundredths.
    Hundredths(i64),
    /// A name.
    Text(String),
    /// An instant.
    Time(DateTime<Utc>),
}

/// Figures by name.
pub type Evidence = BTreeMap<&'static str, Figure>;

/// The runs behind an insight: those of its window and subject, further restricted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runs {
    /// Only those without any customer.
    pub without_customer: bool,
    /// Only those with a failed span.
    pub failed: bool,
    /// The order in which they are worth a look.
    pub sort: RunSort,
}

impl Runs {
    /// All of them, in an order.
    const fn by(sort: RunSort) -> Self {
        Self { without_customer: false, failed: false, sort }
    }
}

/// Something that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insight {
    /// The rule that found it.
    pub rule: Rule,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence with the figures.
    pub message: String,
    /// What it is about.
    pub subject: Subject,
    /// What was compared.
    pub evidence: Evidence,
    /// Nano-USD of the window that it is about, where they can be computed: docs/insights.md says
    /// for each rule what they are.
    pub effect: Option<i64>,
    /// When it was seen.
    pub window: Window,
    /// The runs behind it.
    pub runs: Runs,
}

/// An answer.
#[derive(Debug)]
pub struct Insights {
    /// The instant that the windows end at: the last full quarter-hour.
    pub at: DateTime<Utc>,
    /// The zone of days.
    pub zone: Zone,
    /// The gravest first, then those of the largest effect.
    pub insights: Vec<Insight>,
}

/// Asks every rule. Without a price book nothing can be said about caches that are never used.
pub async fn insights(
    store: &Store,
    scope: &TenantScope,
    book: Option<&PriceBook>,
    now: DateTime<Utc>,
) -> Result<Insights, QueryError> {
    let zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    // Quarter-hours are kept as totals: no event is read for what is left of this one.
    let at = now - TimeDelta::microseconds(now.timestamp_micros().rem_euclid(QUARTER_MICROS));
    let facts = Facts::load(store, scope, at, zone).await?;
    let mut insights = section_spike::find(&facts)?;
    insights.extend(model_inefficiency::find(&facts)?);
    insights.extend(token_bloat::find(&facts)?);
    insights.extend(unpriced_model::find(&facts)?);
    insights.extend(error_rate_rise::find(&facts)?);
    if let Some(book) = book {
        insights.extend(cache_never_used::find(&facts, book, at)?);
    }
    insights.extend(unattributed_spend::find(store, scope, &facts).await?);
    insights.extend(retry_loop::find(store, scope, facts.recent).await?);
    insights.sort_by(|left, right| order(left).cmp(&order(right)));
    Ok(Insights { at, zone, insights })
}

fn order(insight: &Insight) -> (Reverse<Severity>, Reverse<Option<i64>>, Rule, &Subject) {
    (Reverse(insight.severity), Reverse(insight.effect), insight.rule, &insight.subject)
}
