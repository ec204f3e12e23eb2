//! `/api/v1/prices/overrides`: prices and mark-ups over the book.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::prices::Written;
use crate::pricing::{ExplainedRate, Terms, Validity};

/// An override.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverrideView {
    /// Its id, as price ids name it.
    pub id: String,
    /// The customer whose contract it is; `null`: every customer.
    pub customer: Option<String>,
    /// The provider, or `*`.
    pub provider: String,
    /// The model, or `*`.
    pub model: String,
    /// The service tier that it is for; `null`: every tier.
    pub service_tier: Option<String>,
    /// The prices that it sets, by kind of usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_prices: Option<BTreeMap<String, ExplainedRate>>,
    /// What it multiplies every price by.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0.9")]
    pub factor: Option<String>,
    /// First instant; `null`: since ever.
    pub from: Option<DateTime<Utc>>,
    /// First instant after; `null`: for ever.
    pub to: Option<DateTime<Utc>>,
    /// Weekdays in UTC, 1 is Monday; `null`: every day.
    pub days: Option<Vec<u32>>,
    /// Hours in UTC, from the first up to the second; `null`: all day.
    #[schema(example = json!(["16:30", "00:30"]))]
    pub daily: Option<[String; 2]>,
    /// Why it was made.
    pub reason: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// By whom: `key:…`, `local operator`, or `open` where nobody is asked who they are.
    pub created_by: String,
    /// Since when it no longer counts.
    pub retired_at: Option<DateTime<Utc>>,
    /// Who retired it.
    pub retired_by: Option<String>,
    /// Why.
    pub retired_reason: Option<String>,
}

impl From<Written> for OverrideView {
    fn from(written: Written) -> Self {
        let Written { record, over } = written;
        let (unit_prices, factor) = match over.terms {
            Terms::Prices(prices) => {
                let views = prices.iter().map(|(kind, price)| (kind.clone(), price.into()));
                (Some(views.collect()), None)
            }
            Terms::Factor(factor) => (None, Some(factor.normalize().to_string())),
        };
        let Validity { from, to, days, daily } = over.validity;
        let retired = record.retired;
        Self {
            id: over.id,
            customer: record.body.customer,
            provider: over.target.provider,
            model: over.target.model,
            service_tier: over.target.service_tier,
            unit_prices,
            factor,
            from,
            to,
            days,
            daily: daily.map(|(opens, closes)| {
                [opens, closes].map(|time| time.format("%H:%M").to_string())
            }),
            reason: record.body.reason,
            created_at: record.created_at,
            created_by: record.created_by,
            retired_at: retired.as_ref().map(|retired| retired.at),
            retired_by: retired.as_ref().map(|retired| retired.by.clone()),
            retired_reason: retired.map(|retired| retired.reason),
        }
    }
}
