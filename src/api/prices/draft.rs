//! The body of a new override, read field by field: a refusal names the field and the cure.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::domain::window::Zone;
use crate::pricing::{Draft, DraftPrice, Invalid};

/// A new override. It sets `unit_prices` or multiplies by `factor`.
#[derive(Debug, Deserialize, ToSchema)]
#[expect(dead_code, reason = "describes the body that `read` reads field by field")]
pub struct NewOverride {
    /// The customer whose contract it is. Default: every customer.
    customer: Option<String>,
    /// The provider, as events or the book name it; `*` with a factor: every one.
    #[schema(example = "openai")]
    provider: String,
    /// The model, as events or the book name it; `*`: all of the provider.
    #[schema(example = "gpt-4o")]
    model: String,
    /// Only calls of this service tier. Default: calls of every tier.
    service_tier: Option<String>,
    /// Prices by kind of usage, at most 32; other kinds keep theirs.
    unit_prices: Option<BTreeMap<String, NewUnitPrice>>,
    /// Above 0, at most 100, four digits behind the point: 0.9 takes ten per cent off.
    #[schema(example = "0.9")]
    factor: Option<String>,
    /// First instant (RFC 3339) or day in UTC. Default: since ever.
    from: Option<String>,
    /// First instant or day after. Default: for ever.
    to: Option<String>,
    /// Weekdays in UTC, 1 is Monday. Default: every day.
    days: Option<Vec<u32>>,
    /// Hours in UTC, from the first up to the second; may run over midnight. Default: all day.
    #[schema(example = json!(["16:30", "00:30"]))]
    daily: Option<Vec<String>>,
    /// Why: kept with it.
    reason: Option<String>,
}

/// A new unit price.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnitPrice {
    /// USD, as text or number; it is read digit for digit.
    #[schema(value_type = String, example = "2.50")]
    usd: Box<RawValue>,
    /// For this many units.
    #[schema(example = 1_000_000)]
    per: u32,
    /// Prompt totals above which another price applies to all units, at most 16.
    #[serde(default)]
    above: Vec<NewTier>,
}

/// A border in the size of the prompt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTier {
    /// Prompt tokens that must be exceeded.
    #[schema(example = 200_000)]
    tokens: u32,
    /// USD, as text or number.
    #[schema(value_type = String, example = "5.00")]
    usd: Box<RawValue>,
}

/// A body: the override, whose contract it is, and why.
#[derive(Debug)]
pub struct Body {
    /// The override.
    pub draft: Draft,
    /// The customer.
    pub customer: Option<String>,
    /// Why.
    pub reason: String,
}

/// Reads a body.
pub fn read(body: &[u8]) -> Result<Body, Invalid> {
    let fields = serde_json::from_slice(body)
        .map_err(|error| Invalid::new("body", format!("must be a JSON object: {error}")))?;
    let mut fields = Fields(fields);
    let draft = Draft {
        provider: fields.take("provider", "a text")?.unwrap_or_default(),
        model: fields.take("model", "a text")?.unwrap_or_default(),
        service_tier: fields.take("service_tier", "a text")?,
        unit_prices: fields.unit_prices()?,
        factor: fields.take::<Box<RawValue>>("factor", "a number")?.as_deref().map(digits),
        from: fields.instant("from")?,
        to: fields.instant("to")?,
        days: fields.take("days", "a list of weekdays from 1 to 7")?,
        daily: fields.take("daily", "two times of day, as in [\"16:30\", \"00:30\"]")?,
    };
    let customer = fields.take("customer", "a text")?;
    let reason: Option<String> = fields.take("reason", "a text")?;
    fields.finish()?;
    Ok(Body { draft, customer, reason: reason.unwrap_or_default() })
}

struct Fields(BTreeMap<String, Box<RawValue>>);

impl Fields {
    fn take<T: DeserializeOwned>(&mut self, name: &str, what: &str) -> Result<Option<T>, Invalid> {
        let Some(raw) = self.0.remove(name) else { return Ok(None) };
        serde_json::from_str(raw.get()).map_err(|_| Invalid::new(name, format!("must be {what}")))
    }

    fn unit_prices(&mut self) -> Result<BTreeMap<String, DraftPrice>, Invalid> {
        let what = "an object of prices by kind of usage";
        let kinds: Option<BTreeMap<String, Box<RawValue>>> = self.take("unit_prices", what)?;
        let kinds = kinds.unwrap_or_default().into_iter();
        kinds
            .map(|(kind, raw)| {
                let price: NewUnitPrice = serde_json::from_str(raw.get()).map_err(|error| {
                    let problem = format!(
                        "must be an object such as {{\"usd\": \"2.50\", \"per\": 1000000}}: {error}"
                    );
                    Invalid::new(format!("unit_prices.{kind}"), problem)
                })?;
                let above = price.above.iter().map(|tier| (tier.tokens, digits(&tier.usd)));
                let above = above.collect();
                Ok((kind, DraftPrice { usd: digits(&price.usd), per: price.per, above }))
            })
            .collect()
    }

    fn instant(&mut self, name: &str) -> Result<Option<DateTime<Utc>>, Invalid> {
        let text: Option<String> = self.take(name, "a text")?;
        let Some(text) = text else { return Ok(None) };
        Zone::UTC.instant(&text).map(Some).ok_or_else(|| {
            Invalid::new(name, "must be a time (2026-11-21T00:00:00Z) or a date (2026-11-21)")
        })
    }

    fn finish(self) -> Result<(), Invalid> {
        match self.0.into_keys().next() {
            None => Ok(()),
            Some(name) => Err(Invalid::new(name, "is not known here; leave it out")),
        }
    }
}

/// A number, or the text of one, as it is written.
fn digits(raw: &RawValue) -> String {
    serde_json::from_str(raw.get()).unwrap_or_else(|_| raw.get().to_owned())
}
