//! `llmobserve prices`: what is in the book, and which price a call would get.

use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Subcommand;

use crate::domain::window::Zone;
use crate::pricing::{PriceBook, explain};

use super::output::{Output, table};
use super::{CliError, doors};

#[derive(Debug, Subcommand)]
pub enum Prices {
    /// List standard prices.
    List {
        /// Only providers whose id contains this text.
        #[arg(long, default_value = "")]
        provider: String,
        /// Only models whose id contains this text.
        #[arg(long, default_value = "")]
        model: String,
        /// At this time (RFC 3339) or day [default: now]
        #[arg(long, value_parser = instant)]
        at: Option<DateTime<Utc>>,
    },
    /// Say which price a call would get, and why.
    Explain {
        /// The provider, as events name it.
        provider: String,
        /// The model, as events name it.
        model: Option<String>,
        /// The service tier, as events name it.
        #[arg(long)]
        service_tier: Option<String>,
        /// At this time (RFC 3339) or day [default: now]
        #[arg(long, value_parser = instant)]
        at: Option<DateTime<Utc>>,
    },
}

fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant.with_timezone(&Utc));
    }
    let date: Result<NaiveDate, _> = text.parse();
    date.map(|date| Zone::UTC.start_of_date(date))
        .map_err(|_| "must be 2026-11-21T00:00:00Z or 2026-11-21".to_owned())
}

impl Prices {
    pub fn run(self, output: &Output) -> Result<ExitCode, CliError> {
        let book = PriceBook::builtin()?;
        match self {
            Self::List { provider, model, at } => {
                let at = at.unwrap_or_else(|| doors().clock.now());
                let listed =
                    book.list(&provider.to_ascii_lowercase(), &model.to_ascii_lowercase(), at);
                output.answer(&listed, |listed| {
                    let rows: Vec<Vec<String>> = listed
                        .iter()
                        .map(|entry| {
                            let prices: Vec<String> = entry
                                .unit_prices
                                .iter()
                                .map(|(kind, price)| format!("{kind} {price}"))
                                .collect();
                            vec![
                                entry.provider.to_owned(),
                                entry.model.to_owned(),
                                entry.service_tiers.join(","),
                                prices.join("; "),
                            ]
                        })
                        .collect();
                    table(&["provider", "model", "tiers", "USD"], &rows)
                })?;
            }
            Self::Explain { provider, model, service_tier, at } => {
                let at = at.unwrap_or_else(|| doors().clock.now());
                let explanation =
                    explain(&book, &provider, model.as_deref(), service_tier.as_deref(), at);
                output.answer(&explanation, |explanation| {
                    let mut lines = vec![
                        format!("price   {}", explanation.price_id.as_deref().unwrap_or("none")),
                        format!("found   {}", explanation.found.as_deref().unwrap_or("nothing")),
                        format!("why     {}", explanation.how),
                        format!("source  {}", explanation.source.as_deref().unwrap_or("-")),
                    ];
                    for (kind, rate) in &explanation.unit_prices {
                        lines.push(format!("  {kind}: {} USD per {}", rate.usd, rate.per));
                        for (border, usd) in &rate.above {
                            lines.push(format!("    above {border} prompt tokens: {usd} USD"));
                        }
                    }
                    lines
                })?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
