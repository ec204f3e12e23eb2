//! One unit price of the book, for those who compare prices.

use chrono::{DateTime, Utc};

use crate::domain::money::UnitPrice;
use crate::domain::usage::{Quantity, UsageKind};

use super::book::PriceBook;

impl PriceBook {
    /// The standard price of a kind of usage in a call with that prompt, in force at an instant.
    /// `None` where the book has no price of its own for the kind.
    pub fn standard_price(
        &self,
        provider: &str,
        model: &str,
        (kind, prompt): (&UsageKind, Quantity),
        at: DateTime<Utc>,
    ) -> Option<UnitPrice> {
        let found = self.look_up(provider, Some(model)).found.ok()?;
        let model = self.model(&found);
        let rate = model.standard(at)?.unit_prices.get(kind.as_str())?;
        let per = self.per(model, kind.as_str())?;
        Some(UnitPrice { usd: rate.at(prompt), per })
    }
}
