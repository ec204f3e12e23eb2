//! `llmobserve query`: the same answers as the API's, on the command line.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::Value;

use crate::api::{costs, customers, runs};
use crate::auth::local_operator;
use crate::http::extract::Params;
use crate::store::OpenMode;

use super::output::{Output, table};
use super::{CliError, Common, TenantArg, doors};

#[derive(Debug, Subcommand)]
pub enum Query {
    /// Sums over calls, grouped and filtered.
    Costs {
        #[command(flatten)]
        window: WindowArgs,
        /// Separated by commas: customer, provider, model, section, key, status, hour, day.
        #[arg(long, visible_alias = "by", default_value = "customer")]
        group_by: String,
        /// Only this customer; an empty text: only calls without one. So for the others.
        #[arg(long)]
        customer: Option<String>,
        /// Only this provider.
        #[arg(long)]
        provider: Option<String>,
        /// Only this model.
        #[arg(long)]
        model: Option<String>,
        /// Only this section.
        #[arg(long)]
        section: Option<String>,
        /// Only events of this API key.
        #[arg(long)]
        key: Option<String>,
        /// Only calls that ended so.
        #[arg(long)]
        status: Option<String>,
    },
    /// Runs, the latest first.
    Runs {
        #[command(flatten)]
        window: WindowArgs,
        /// time, cost or calls; the largest first.
        #[arg(long, default_value = "time")]
        sort: String,
        /// Only runs of this customer.
        #[arg(long)]
        customer: Option<String>,
    },
    /// Customers by id, with what each cost.
    Customers {
        #[command(flatten)]
        window: WindowArgs,
    },
}

#[derive(Debug, Args)]
pub struct WindowArgs {
    #[command(flatten)]
    tenant: TenantArg,
    /// First instant (RFC 3339) or day [default: 30 days, today included]
    #[arg(long)]
    from: Option<String>,
    /// First instant or day after [default: the end of today]
    #[arg(long)]
    to: Option<String>,
    /// IANA zone of dates, hours and days [default: the tenant's]
    #[arg(long)]
    time_zone: Option<String>,
    /// Most rows [default: 100]
    #[arg(long)]
    limit: Option<String>,
    /// `next` of the page before.
    #[arg(long)]
    cursor: Option<String>,
}

impl WindowArgs {
    fn params(&self, more: &[(&str, &Option<String>)]) -> Params {
        let own = [
            ("from", &self.from),
            ("to", &self.to),
            ("time_zone", &self.time_zone),
            ("limit", &self.limit),
            ("cursor", &self.cursor),
        ];
        let given = own.iter().chain(more).filter_map(|(name, value)| {
            value.as_ref().map(|value| ((*name).to_owned(), value.clone()))
        });
        Params::from_pairs(given)
    }
}

impl Query {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let store = common.store(OpenMode::Existing).await?;
        let clock = doors().clock;
        let (answer, list) = match &self {
            Self::Costs { window, group_by, customer, provider, model, section, key, status } => {
                let group_by = Some(group_by.clone());
                let params = window.params(&[
                    ("group_by", &group_by),
                    ("customer", customer),
                    ("provider", provider),
                    ("model", model),
                    ("section", section),
                    ("key", key),
                    ("status", status),
                ]);
                let scope = local_operator(window.tenant.tenant.clone());
                let view = costs::answer(&store, &scope, clock.as_ref(), params).await?;
                (serde_json::to_string(&view)?, "groups")
            }
            Self::Runs { window, sort, customer } => {
                let sort = Some(sort.clone());
                let params = window.params(&[("sort", &sort), ("customer", customer)]);
                let scope = local_operator(window.tenant.tenant.clone());
                let view = runs::answer(&store, &scope, clock.as_ref(), params).await?;
                (serde_json::to_string(&view)?, "runs")
            }
            Self::Customers { window } => {
                let scope = local_operator(window.tenant.tenant.clone());
                let params = window.params(&[]);
                let view = customers::answer(&store, &scope, clock.as_ref(), params).await?;
                (serde_json::to_string(&view)?, "customers")
            }
        };
        store.close().await;
        if output.is_json() {
            Output::text(&answer)?;
        } else {
            Output::text(&people(&answer, list)?)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Members of a row that people look at, in this order.
const SHOWN: [&str; 18] = [
    "hour",
    "day",
    "run_id",
    "customer",
    "provider",
    "model",
    "section",
    "key",
    "status",
    "started_at",
    "top_section",
    "cost_usd",
    "calls",
    "errors",
    "input_tokens",
    "output_tokens",
    "unpriced_calls",
    "average_latency_ms",
];

/// An answer as a table, with its total and the way to the next page.
fn people(answer: &str, list: &str) -> Result<String, CliError> {
    use std::collections::BTreeMap;

    use serde_json::value::RawValue;

    let members: BTreeMap<String, &RawValue> = serde_json::from_str(answer)?;
    let rows = members.get(list).map_or("[]", |rows| rows.get());
    let rows: Vec<BTreeMap<String, &RawValue>> = serde_json::from_str(rows)?;
    let header: Vec<&str> =
        SHOWN.into_iter().filter(|name| rows.iter().any(|row| row.contains_key(*name))).collect();
    let cell = |raw: Option<&&RawValue>| match raw.map(|raw| raw.get()) {
        None => String::new(),
        Some("null") => "-".to_owned(),
        Some(text) if text.starts_with('"') => {
            serde_json::from_str::<String>(text).unwrap_or_default()
        }
        Some(text) => text.to_owned(),
    };
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| header.iter().map(|name| cell(row.get(*name))).collect()).collect();
    let mut lines = if cells.is_empty() { Vec::new() } else { table(&header, &cells) };
    if let Some(total) = members.get("total") {
        let total: BTreeMap<String, &RawValue> = serde_json::from_str(total.get())?;
        let sum = |name: &str| cell(total.get(name));
        lines.push(format!(
            "total {} USD, {} calls, {} of them unpriced",
            sum("cost_usd"),
            sum("calls"),
            sum("unpriced_calls")
        ));
    } else if cells.is_empty() {
        lines.push(format!("no {list} in the window"));
    }
    let next: Value =
        members.get("next").map_or(Ok(Value::Null), |next| serde_json::from_str(next.get()))?;
    if let Value::String(next) = next {
        lines.push(format!("more: --cursor {next}"));
    }
    Ok(lines.join("\n"))
}
