//! `prices list` and `prices explain`.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::Args;

use crate::app::prices;
use crate::auth::local_operator;
use crate::domain::ids::TenantId;
use crate::pricing::{ExplainedRate, Explanation, Listed, Subject, Tariff};
use crate::store::OpenMode;

use super::super::output::{Output, table};
use super::super::{CliError, Common, TenantArg, doors};
use super::instant;

#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    tenant: TenantArg,
    /// Only providers whose id contains this text.
    #[arg(long, default_value = "")]
    provider: String,
    /// Only models whose id contains this text.
    #[arg(long, default_value = "")]
    model: String,
    /// At this time (RFC 3339) or day [default: now]
    #[arg(long, value_parser = instant)]
    at: Option<DateTime<Utc>>,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// The provider, as events name it.
    provider: String,
    /// The model, as events name it.
    model: Option<String>,
    #[command(flatten)]
    tenant: TenantArg,
    /// The service tier, as events name it.
    #[arg(long)]
    service_tier: Option<String>,
    /// The customer, whose contract comes first.
    #[arg(long)]
    customer: Option<String>,
    /// At this time (RFC 3339) or day [default: now]
    #[arg(long, value_parser = instant)]
    at: Option<DateTime<Utc>>,
}

/// The tenant's prices; those of the compiled-in book where there is no ledger yet.
async fn tariff(common: &Common, tenant: TenantId) -> Result<Arc<Tariff>, CliError> {
    if common.has_no_ledger()? {
        return Ok(Arc::new(Tariff::builtin()?));
    }
    let store = common.store(OpenMode::Existing).await?;
    let tariff = prices(&store, &doors())?.tariff(&local_operator(tenant)).await;
    store.close().await;
    Ok(tariff?)
}

impl List {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let at = self.at.unwrap_or_else(|| doors().clock.now());
        let tariff = tariff(common, self.tenant.tenant).await?;
        let listed = tariff.list((&self.provider, &self.model), at, None, usize::MAX)?;
        output.answer(&listed, |listed| {
            let rows: Vec<Vec<String>> = listed.iter().map(row).collect();
            table(&["provider", "model", "tiers", "USD"], &rows)
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn row(listed: &Listed) -> Vec<String> {
    let prices: Vec<String> = described(&listed.unit_prices).collect();
    vec![
        listed.provider.clone(),
        listed.model.clone(),
        listed.service_tiers.join(","),
        prices.join("; "),
    ]
}

/// Prices as people read them: `input 2.5 per 1000000`.
pub fn described(prices: &BTreeMap<String, ExplainedRate>) -> impl Iterator<Item = String> {
    prices.iter().map(|(kind, rate)| {
        let tiers: Vec<String> =
            rate.above.iter().map(|tier| format!(", above {} {}", tier.tokens, tier.usd)).collect();
        format!("{kind} {} per {}{}", rate.usd, rate.per, tiers.concat())
    })
}

impl Explain {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let at = self.at.unwrap_or_else(|| doors().clock.now());
        let tariff = tariff(common, self.tenant.tenant).await?;
        let subject = Subject {
            provider: &self.provider,
            model: self.model.as_deref(),
            service_tier: self.service_tier.as_deref(),
            customer: self.customer.as_deref(),
        };
        output.answer(&tariff.explain(&subject, at)?, lines)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn lines(explanation: &Explanation) -> Vec<String> {
    let mut lines = vec![
        format!("price   {}", explanation.price_id.as_deref().unwrap_or("none")),
        format!("found   {}", explanation.found.as_deref().unwrap_or("nothing")),
        format!("why     {}", explanation.how),
        format!("source  {}", explanation.source.as_deref().unwrap_or("-")),
    ];
    for step in &explanation.steps {
        lines.push(format!("{:7} {}: {}", step.layer, step.id, step.what));
        lines.extend(described(&step.unit_prices).map(|price| format!("          {price}")));
    }
    lines
}
