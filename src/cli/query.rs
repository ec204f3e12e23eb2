//! `llmobserve query`: the same answers as the API's, on the command line.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::api::{costs, customers, models, people, runs, sections, summary};
use crate::auth::local_operator;
use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::http::extract::Params;
use crate::http::table::Format;
use crate::store::{OpenMode, Person, Store};

use super::output::{Output, table};
use super::{CliError, Common, TenantArg, doors};

#[derive(Debug, Subcommand)]
pub enum Query {
    /// Today, this month, and where it will end.
    Summary {
        #[command(flatten)]
        about: AboutArgs,
        /// A billing period besides: month, last_month, quarter, year, 2026, 2026-Q4, 2026-11 …
        #[arg(long)]
        period: Option<String>,
    },
    /// Sums over calls, grouped and filtered.
    Costs {
        #[command(flatten)]
        about: AboutArgs,
        #[command(flatten)]
        window: WindowArgs,
        /// Separated by commas: customer, provider, model, section, section_path, key, status,
        /// price_state, environment, user, session, tag:NAME, hour, day.
        #[arg(long, visible_alias = "by", default_value = "customer")]
        group_by: String,
        /// Only so many groups, the costliest; the others are added up.
        #[arg(long)]
        top: Option<String>,
        /// `previous`: beside the window of equal length before.
        #[arg(long)]
        compare: Option<String>,
    },
    /// Models with price state, cache share and unit costs.
    Models {
        #[command(flatten)]
        about: AboutArgs,
        #[command(flatten)]
        window: WindowArgs,
    },
    /// Sections as a tree.
    Sections {
        #[command(flatten)]
        about: AboutArgs,
        #[command(flatten)]
        window: WindowArgs,
    },
    /// People who caused calls, the costliest first.
    Users {
        #[command(flatten)]
        about: AboutArgs,
        #[command(flatten)]
        window: WindowArgs,
    },
    /// Conversations, the costliest first.
    Sessions {
        #[command(flatten)]
        about: AboutArgs,
        #[command(flatten)]
        window: WindowArgs,
    },
    /// Runs, the latest first.
    Runs {
        #[command(flatten)]
        tenant: TenantArg,
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
        tenant: TenantArg,
        #[command(flatten)]
        window: WindowArgs,
    },
}

/// Whose calls, and which of them.
#[derive(Debug, Args)]
pub struct AboutArgs {
    #[command(flatten)]
    tenant: TenantArg,
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
    /// Only calls whose cost is known so: priced, free, reported, unpriced.
    #[arg(long)]
    price_state: Option<String>,
    /// Only this environment.
    #[arg(long)]
    environment: Option<String>,
    /// Only this person.
    #[arg(long)]
    user: Option<String>,
    /// Only this conversation.
    #[arg(long)]
    session: Option<String>,
    /// Only this value of a declared tag.
    #[arg(long, value_name = "NAME=VALUE", value_parser = tag)]
    tag: Vec<(String, String)>,
}

fn tag(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("must be NAME=VALUE")?;
    Ok((format!("tag:{name}"), value.to_owned()))
}

impl AboutArgs {
    fn scope(&self) -> TenantScope {
        local_operator(self.tenant.tenant.clone())
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let named = [
            ("customer", &self.customer),
            ("provider", &self.provider),
            ("model", &self.model),
            ("section", &self.section),
            ("key", &self.key),
            ("status", &self.status),
            ("price_state", &self.price_state),
            ("environment", &self.environment),
            ("user", &self.user),
            ("session", &self.session),
        ];
        given(&named).chain(self.tag.clone()).collect()
    }
}

fn given(
    named: &[(&'static str, &Option<String>)],
) -> impl Iterator<Item = (String, String)> + use<> {
    let given: Vec<(String, String)> = named
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), value.as_ref()?.clone())))
        .collect();
    given.into_iter()
}

#[derive(Debug, Args)]
pub struct WindowArgs {
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
    fn pairs(&self) -> impl Iterator<Item = (String, String)> + use<> {
        given(&[
            ("from", &self.from),
            ("to", &self.to),
            ("time_zone", &self.time_zone),
            ("limit", &self.limit),
            ("cursor", &self.cursor),
        ])
    }

    fn params(&self, more: Vec<(String, String)>) -> Params {
        Params::from_pairs(self.pairs().chain(more))
    }
}

impl Query {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let store = common.store(OpenMode::Existing).await?;
        let clock = doors().clock;
        let (answer, list) = self.answer(&store, clock.as_ref()).await?;
        store.close().await;
        if output.is_json() {
            Output::text(&answer)?;
        } else {
            Output::text(&people_read(&answer, list)?)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The answer as JSON, and the name of its list.
    async fn answer(
        self,
        store: &Store,
        clock: &dyn Clock,
    ) -> Result<(String, &'static str), CliError> {
        Ok(match self {
            Self::Summary { about, period } => {
                let pairs = about.pairs().into_iter().chain(given(&[("period", &period)]));
                let params = Params::from_pairs(pairs);
                let view = summary::answer(store, &about.scope(), clock, params).await?;
                (serde_json::to_string(&view)?, SUMMARY)
            }
            Self::Costs { about, window, group_by, top, compare } => {
                let own = [("group_by", &Some(group_by)), ("top", &top), ("compare", &compare)];
                let params = window.params(about.pairs().into_iter().chain(given(&own)).collect());
                let view = costs::answer(store, &about.scope(), clock, params).await?;
                (serde_json::to_string(&view)?, "groups")
            }
            Self::Models { about, window } => {
                let (scope, params) = (about.scope(), window.params(about.pairs()));
                let view = models::answer(store, &scope, clock, params, Format::Json).await?;
                (serde_json::to_string(&view)?, "models")
            }
            Self::Sections { about, window } => {
                let params = window.params(about.pairs());
                let view = sections::answer(store, &about.scope(), clock, params).await?;
                (serde_json::to_string(&view)?, "sections")
            }
            Self::Users { about, window } => {
                let (scope, params) = (about.scope(), window.params(about.pairs()));
                let view = people::answer(store, &scope, clock, params, Person::User).await?;
                (serde_json::to_string(&view)?, "entries")
            }
            Self::Sessions { about, window } => {
                let (scope, params) = (about.scope(), window.params(about.pairs()));
                let view = people::answer(store, &scope, clock, params, Person::Session).await?;
                (serde_json::to_string(&view)?, "entries")
            }
            Self::Runs { tenant, window, sort, customer } => {
                let own = [("sort", &Some(sort)), ("customer", &customer)];
                let params = window.params(given(&own).collect());
                let scope = local_operator(tenant.tenant);
                let view = runs::answer(store, &scope, clock, params).await?;
                (serde_json::to_string(&view)?, "runs")
            }
            Self::Customers { tenant, window } => {
                let scope = local_operator(tenant.tenant);
                let params = window.params(Vec::new());
                let view = customers::answer(store, &scope, clock, params).await?;
                (serde_json::to_string(&view)?, "customers")
            }
        })
    }
}

/// Members of a row that people look at, in this order.
const SHOWN: [&str; 28] = [
    "hour",
    "day",
    "run_id",
    "id",
    "path",
    "customer",
    "provider",
    "model",
    "section",
    "section_path",
    "key",
    "status",
    "price_state",
    "environment",
    "user",
    "session",
    "started_at",
    "top_section",
    "cost_usd",
    "previous_cost_usd",
    "cost_change_usd",
    "cost_per_million_tokens_usd",
    "calls",
    "errors",
    "input_tokens",
    "output_tokens",
    "unpriced_calls",
    "average_latency_ms",
];

/// Not a list: an answer of named parts.
const SUMMARY: &str = "summary";

/// An answer as a table, with its total and the way to the next page.
fn people_read(answer: &str, list: &str) -> Result<String, CliError> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(answer)?;
    if list == SUMMARY {
        return summary_lines(&members);
    }
    let rows = members.get(list).map_or("[]", |rows| rows.get());
    let rows: Vec<BTreeMap<String, &RawValue>> = serde_json::from_str(rows)?;
    let tags: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| row.keys().map(String::as_str))
        .filter(|name| name.starts_with("tag:"))
        .collect();
    let shown = tags.into_iter().chain(SHOWN);
    let header: Vec<&str> =
        shown.filter(|name| rows.iter().any(|row| row.contains_key(*name))).collect();
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

fn cell(raw: Option<&&RawValue>) -> String {
    match raw.map(|raw| raw.get()) {
        None => String::new(),
        Some("null") => "-".to_owned(),
        Some(text) if text.starts_with('"') => {
            serde_json::from_str::<String>(text).unwrap_or_default()
        }
        Some(text) => text.to_owned(),
    }
}

/// One line for each part of a summary.
fn summary_lines(members: &BTreeMap<String, &RawValue>) -> Result<String, CliError> {
    let part = |name: &str| -> Result<BTreeMap<String, &RawValue>, CliError> {
        let raw = members.get(name).map_or("{}", |raw| raw.get());
        Ok(serde_json::from_str(raw)?)
    };
    let mut lines = Vec::new();
    for (name, before) in [("today", "yesterday"), ("month", "last month")] {
        let part = part(name)?;
        let of = |member: &str| cell(part.get(member));
        lines.push(format!(
            "{name:<12} {} USD, {} calls; {before} up to then {} USD",
            of("cost_usd"),
            of("calls"),
            of("previous_cost_usd")
        ));
    }
    let forecast = part("forecast")?;
    let of = |member: &str| cell(forecast.get(member));
    lines.push(format!(
        "forecast     {} USD for the month, at {} USD a day",
        of("cost_usd"),
        of("daily_average_usd")
    ));
    let unattributed = part("unattributed")?;
    lines.push(format!(
        "unattributed {} USD of the month; {} calls of it have no price",
        cell(unattributed.get("cost_usd")),
        cell(members.get("unpriced_calls"))
    ));
    if members.contains_key("period") {
        let period = part("period")?;
        let of = |member: &str| cell(period.get(member));
        let (name, cost, calls) = (of("name"), of("cost_usd"), of("calls"));
        let tokens = format!("{} + {} tokens", of("input_tokens"), of("output_tokens"));
        lines.push(format!("{name:<12} {cost} USD, {calls} calls, {tokens}"));
    }
    Ok(lines.join("\n"))
}
