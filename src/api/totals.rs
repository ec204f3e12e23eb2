//! Sums and windows as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::money::Usd;
use crate::domain::ratio::Ratio;
use crate::domain::totals::Totals;
use crate::domain::window::Zone;
use crate::http::millis::Millis;
use crate::query::kept::Covered;

/// Sums over calls.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TotalsView {
    /// What the tenant paid, in USD: exact, to the nano-dollar.
    #[schema(value_type = f64, example = 0.0036)]
    pub cost_usd: Usd,
    /// Provider calls. Duplicates and steps (agents, tools) are none.
    pub calls: i64,
    /// Prompt tokens, those read from and written to caches included.
    pub input_tokens: i64,
    /// Completion tokens, reasoning included.
    pub output_tokens: i64,
    /// Calls that are missing in the cost, wholly or in part, for want of a price.
    pub unpriced_calls: i64,
    /// Calls that failed.
    pub errors: i64,
    /// Prompt tokens read from a cache.
    pub cache_read_tokens: i64,
    /// Prompt tokens written to a cache.
    pub cache_write_tokens: i64,
    /// Completion tokens spent on reasoning.
    pub reasoning_tokens: i64,
    /// Calls that customers paid on their own provider accounts.
    pub customer_paid_calls: i64,
    /// What customers paid that way, in USD; not part of `cost_usd`.
    #[schema(value_type = f64)]
    pub customer_paid_cost_usd: Usd,
    /// Average over the calls that report a latency.
    #[schema(value_type = Option<f64>)]
    pub average_latency_ms: Option<Millis>,
}

impl From<Totals> for TotalsView {
    fn from(totals: Totals) -> Self {
        Self {
            cost_usd: totals.cost_usd(),
            calls: totals.calls,
            input_tokens: totals.input_tokens,
            output_tokens: totals.output_tokens,
            unpriced_calls: totals.unpriced_calls,
            errors: totals.errors,
            cache_read_tokens: totals.cache_read_tokens,
            cache_write_tokens: totals.cache_write_tokens,
            reasoning_tokens: totals.reasoning_tokens,
            customer_paid_calls: totals.customer_paid_calls,
            customer_paid_cost_usd: totals.customer_paid_cost_usd(),
            average_latency_ms: totals.latency.checked_div(totals.timed_calls).map(Millis),
        }
    }
}

impl TotalsView {
    /// Column names of a table of sums.
    pub const COLUMNS: [&'static str; 12] = [
        "cost_usd",
        "calls",
        "input_tokens",
        "output_tokens",
        "unpriced_calls",
        "errors",
        "cache_read_tokens",
        "cache_write_tokens",
        "reasoning_tokens",
        "customer_paid_calls",
        "customer_paid_cost_usd",
        "average_latency_ms",
    ];
}

/// Sums beside those of another window.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeView {
    /// What the other window cost, in USD.
    #[schema(value_type = f64)]
    pub previous_cost_usd: Usd,
    /// Its calls.
    pub previous_calls: i64,
    /// Its prompt tokens.
    pub previous_input_tokens: i64,
    /// Its completion tokens.
    pub previous_output_tokens: i64,
    /// What this window cost more, in USD.
    #[schema(value_type = f64)]
    pub cost_change_usd: Usd,
    /// The same as a share of the other window's cost: 0.5 is half as much again. `null` where that
    /// cost nothing.
    #[schema(value_type = Option<f64>)]
    pub cost_change_ratio: Option<Ratio>,
}

impl ChangeView {
    /// Column names of a table of changes.
    pub const COLUMNS: [&'static str; 6] = [
        "previous_cost_usd",
        "previous_calls",
        "previous_input_tokens",
        "previous_output_tokens",
        "cost_change_usd",
        "cost_change_ratio",
    ];

    /// A change of sums.
    pub fn new(now: Totals, before: Totals) -> Self {
        let change = now.cost.saturating_sub(before.cost);
        Self {
            previous_cost_usd: before.cost_usd(),
            previous_calls: before.calls,
            previous_input_tokens: before.input_tokens,
            previous_output_tokens: before.output_tokens,
            cost_change_usd: Usd::from_nanos(change),
            cost_change_ratio: Ratio::of(change, before.cost),
        }
    }
}

/// What an answer covers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WindowView {
    /// First instant, in the zone.
    #[schema(example = "2026-11-01T00:00:00Z")]
    pub from: String,
    /// First instant after.
    pub to: String,
    /// The zone of hours and days.
    #[schema(example = "UTC")]
    pub time_zone: &'static str,
    /// It is not the window that was asked for: single events at its edges are no longer kept, so it
    /// was widened to whole days or quarter-hours, or begins where single events do.
    pub snapped: bool,
}

impl WindowView {
    /// A window seen in a zone.
    pub fn new(covered: impl Into<Covered>, zone: Zone) -> Self {
        let Covered { window, snapped } = covered.into();
        Self {
            from: zone.format(window.from),
            to: zone.format(window.to),
            time_zone: zone.name(),
            snapped,
        }
    }
}

/// How a list is written, as documented.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes a parameter that `Format` reads")]
pub struct TableParams {
    /// `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given.
    format: Option<String>,
}
