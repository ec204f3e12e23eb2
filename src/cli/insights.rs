//! `llmobserve insights`: what deserves a look.

use std::process::ExitCode;

use clap::Args;

use crate::api::insights::{InsightView, InsightsView, answer};
use crate::app::prices;
use crate::auth::local_operator;
use crate::http::extract::Params;
use crate::http::table::Format;
use crate::store::OpenMode;

use super::output::{Output, table};
use super::{CliError, Common, TenantArg, doors};

#[derive(Debug, Args)]
pub struct Insights {
    #[command(flatten)]
    tenant: TenantArg,
    /// Most insights [default: 100]
    #[arg(long)]
    limit: Option<String>,
}

impl Insights {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let store = common.store(OpenMode::Existing).await?;
        let doors = doors();
        let prices = prices(&store, &doors)?;
        let scope = local_operator(self.tenant.tenant);
        let limit = self.limit.map(|limit| ("limit".to_owned(), limit));
        let params = Params::from_pairs(limit);
        let view =
            answer((&store, &prices), &scope, doors.clock.as_ref(), params, Format::Json).await?;
        store.close().await;
        output.answer(&view, people)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn people(view: &InsightsView) -> Vec<String> {
    if view.insights.is_empty() {
        return vec!["nothing deserves a look".to_owned()];
    }
    let rows: Vec<Vec<String>> = view.insights.iter().map(row).collect();
    let mut lines = table(&["severity", "type", "USD", "insight"], &rows);
    if view.omitted > 0 {
        lines.push(format!("{} more: --limit", view.omitted));
    }
    lines
}

fn row(insight: &InsightView) -> Vec<String> {
    let effect = insight.effect_usd.map(|effect| effect.to_string()).unwrap_or_default();
    let (severity, kind) = (insight.severity.to_owned(), insight.kind.to_owned());
    vec![severity, kind, effect, insight.message.clone()]
}
