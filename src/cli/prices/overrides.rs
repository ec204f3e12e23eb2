//! `prices override add|list|retire`.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use crate::api::prices::overrides::OverrideView;
use crate::app::prices;
use crate::auth::local_operator;
use crate::domain::ids::{DEFAULT_TENANT, TenantId};
use crate::domain::scope::TenantScope;
use crate::prices::{Owner, Prices};
use crate::pricing::{Draft, DraftPrice};
use crate::store::OpenMode;

use super::super::output::{Output, table};
use super::super::{CliError, Common, doors, tenant_id};
use super::instant;
use super::show::described;

#[derive(Debug, Subcommand)]
pub enum Overrides {
    /// Set prices or a mark-up. New calls get it from now on; a running server notices within a
    /// second.
    Add(Box<Add>),
    /// List overrides, retired ones too.
    List(OwnerArg),
    /// An override counts no longer. It stays listed.
    Retire {
        /// Its id, as `list` shows it.
        id: String,
        #[command(flatten)]
        owner: OwnerArg,
        /// Why.
        #[arg(long, default_value = "")]
        reason: String,
    },
}

/// Whose overrides.
#[derive(Debug, Args)]
pub struct OwnerArg {
    /// A tenant's.
    #[arg(long, value_name = "ID", default_value = DEFAULT_TENANT, value_parser = tenant_id)]
    tenant: TenantId,
    /// The operator's: for every tenant.
    #[arg(long, conflicts_with = "tenant")]
    operator: bool,
}

#[derive(Debug, Args)]
pub struct Add {
    #[command(flatten)]
    owner: OwnerArg,
    /// A contract with this customer of the tenant.
    #[arg(long, value_name = "ID", conflicts_with = "operator")]
    customer: Option<String>,
    /// The provider, as events or the book name it; * for a factor on everything.
    #[arg(long)]
    provider: String,
    /// The model, as events or the book name it; * for all of the provider.
    #[arg(long)]
    model: String,
    /// Only calls of this service tier.
    #[arg(long)]
    service_tier: Option<String>,
    /// A unit price: KIND=USD/UNITS, as in input=2.50/1000000 or, by the size of the prompt,
    /// input=1.25/1000000,>200000=2.50. May be repeated.
    #[arg(long, value_parser = unit_price, conflicts_with = "factor", required_unless_present = "factor")]
    price: Vec<(String, DraftPrice)>,
    /// Multiplies every price: 0.9 takes ten per cent off, 1.2 adds twenty.
    #[arg(long)]
    factor: Option<String>,
    /// First instant (RFC 3339) or day [default: since ever]
    #[arg(long, value_parser = instant)]
    from: Option<DateTime<Utc>>,
    /// First instant or day after [default: for ever]
    #[arg(long, value_parser = instant)]
    to: Option<DateTime<Utc>>,
    /// Weekdays in UTC, separated by commas; 1 is Monday.
    #[arg(long, value_delimiter = ',')]
    days: Option<Vec<u32>>,
    /// Hours in UTC, as in 16:30-00:30.
    #[arg(long, value_parser = hours)]
    daily: Option<(String, String)>,
    /// Why.
    #[arg(long, default_value = "")]
    reason: String,
}

fn hours(text: &str) -> Result<(String, String), String> {
    let (opens, closes) = text.split_once('-').ok_or("must be two times, as in 16:30-00:30")?;
    Ok((opens.to_owned(), closes.to_owned()))
}

fn unit_price(text: &str) -> Result<(String, DraftPrice), String> {
    let wrong = || "must be KIND=USD/UNITS, as in input=2.50/1000000".to_owned();
    let mut parts = text.split(',');
    let (kind, price) = parts.next().and_then(|part| part.split_once('=')).ok_or_else(wrong)?;
    let (usd, per) = price.split_once('/').ok_or_else(wrong)?;
    let tier = |part: &str| {
        let (tokens, usd) = part.strip_prefix('>')?.split_once('=')?;
        Some((tokens.parse().ok()?, usd.to_owned()))
    };
    let above =
        parts.map(|part| tier(part).ok_or("a tier must be >TOKENS=USD, as in >200000=2.50"));
    let above = above.collect::<Result<_, _>>()?;
    let per = per.parse().map_err(|_| wrong())?;
    Ok((kind.to_owned(), DraftPrice { usd: usd.to_owned(), per, above }))
}

impl OwnerArg {
    fn scope(&self) -> TenantScope {
        local_operator(self.tenant.clone())
    }

    fn owner<'a>(&self, scope: &'a TenantScope) -> Owner<'a> {
        if self.operator { Owner::Operator } else { Owner::Tenant(scope) }
    }
}

impl Overrides {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let store = common.store(OpenMode::Existing).await?;
        let prices = prices(&store, &doors())?;
        let done = match self {
            Self::Add(add) => add.run(&prices, output).await,
            Self::List(owner) => list(&prices, &owner, output).await,
            Self::Retire { id, owner, reason } => {
                retire(&prices, (&id, &reason), &owner, output).await
            }
        };
        store.close().await;
        done.map(|()| ExitCode::SUCCESS)
    }
}

impl Add {
    async fn run(self, prices: &Prices, output: &Output) -> Result<(), CliError> {
        let scope = self.owner.scope();
        let owner = self.owner.owner(&scope);
        let draft = Draft {
            provider: self.provider,
            model: self.model,
            service_tier: self.service_tier,
            unit_prices: self.price.into_iter().collect(),
            factor: self.factor,
            from: self.from,
            to: self.to,
            days: self.days,
            daily: self.daily,
        };
        let written = prices.add(owner, self.customer, draft, &self.reason).await?;
        output.answer(&OverrideView::from(written), |view| vec![format!("added {}", view.id)])?;
        Ok(())
    }
}

async fn list(prices: &Prices, owner: &OwnerArg, output: &Output) -> Result<(), CliError> {
    let scope = owner.scope();
    let found = prices.overrides(owner.owner(&scope), None, i64::MAX).await?;
    let views: Vec<OverrideView> = found.into_iter().map(OverrideView::from).collect();
    output.answer(&views, |views| {
        let rows: Vec<Vec<String>> = views.iter().map(row).collect();
        table(
            &["id", "customer", "provider", "model", "tier", "what", "from", "to", "retired"],
            &rows,
        )
    })?;
    Ok(())
}

fn row(view: &OverrideView) -> Vec<String> {
    let date = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339()).unwrap_or_default();
    let what = match (&view.factor, &view.unit_prices) {
        (Some(factor), _) => format!("x {factor}"),
        (None, Some(prices)) => described(prices).collect::<Vec<_>>().join("; "),
        (None, None) => String::new(),
    };
    vec![
        view.id.clone(),
        view.customer.clone().unwrap_or_default(),
        view.provider.clone(),
        view.model.clone(),
        view.service_tier.clone().unwrap_or_default(),
        what,
        date(view.from),
        date(view.to),
        date(view.retired_at),
    ]
}

async fn retire(
    prices: &Prices,
    (id, reason): (&str, &str),
    owner: &OwnerArg,
    output: &Output,
) -> Result<(), CliError> {
    let scope = owner.scope();
    if !prices.retire_override(owner.owner(&scope), id, reason).await? {
        return Err(CliError::Told(format!(
            "there is no override {id} in use; `llmobserve prices override list` lists them, with \
             --operator those for every tenant"
        )));
    }
    let answer = serde_json::json!({ "id": id, "retired": true });
    output.answer(&answer, |_| vec![format!("retired {id}")])?;
    Ok(())
}
