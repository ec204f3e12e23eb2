//! `llmobserve query`: the same answers as the API's, on the command line.

mod args;
mod shown;

use std::process::ExitCode;

use clap::Subcommand;

use crate::api::{costs, customers, models, people, runs, sections, summary};
use crate::auth::local_operator;
use crate::clock::Clock;
use crate::http::extract::Params;
use crate::http::table::Format;
use crate::store::{OpenMode, Person, Store};

use args::{AboutArgs, WindowArgs, given};
use shown::{SUMMARY, people_read};

use super::output::Output;
use super::{CliError, Common, TenantArg, doors};

#[derive(Debug, Subcommand)]
pub enum Query {
    /// Today, this month, and where it will end.
    Summary {
        #[command(flatten)]
        about: AboutArgs,
        /// A billing period besides: `month`, `last_month`, `year`, `2026`, `2026-Q4`, `2026-11` …
        #[arg(long)]
        period: Option<String>,
    },
    /// Sums over calls, grouped and filtered.
    Costs {
        #[command(flatten)]
        about: AboutArgs,
        #[command(flatten)]
        window: WindowArgs,
        /// Separated by commas: `customer`, `provider`, `model`, `section`, `section_path`, `key`,
        /// `status`, `price_state`, `environment`, `user`, `session`, `tag:NAME`, `hour`, `day`.
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
