//! `prices unpriced`.

use std::process::ExitCode;

use clap::Args;

use crate::api::prices::unpriced::{UnpricedModelView, answer};
use crate::app::prices;
use crate::auth::local_operator;
use crate::http::extract::Params;
use crate::http::table::Format;
use crate::store::OpenMode;

use super::super::output::{Output, table};
use super::super::{CliError, Common, TenantArg, doors};

#[derive(Debug, Args)]
pub struct Unpriced {
    #[command(flatten)]
    tenant: TenantArg,
    /// First instant (RFC 3339) or day [default: 30 days, today included]
    #[arg(long)]
    from: Option<String>,
    /// First instant or day after [default: the end of today]
    #[arg(long)]
    to: Option<String>,
    /// Most models [default: 100]
    #[arg(long)]
    limit: Option<String>,
}

impl Unpriced {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let given = [("from", self.from), ("to", self.to), ("limit", self.limit)];
        let given = given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let params = Params::from_pairs(given);
        let store = common.store(OpenMode::Existing).await?;
        let doors = doors();
        let prices = prices(&store, &doors)?;
        let scope = local_operator(self.tenant.tenant);
        let view =
            answer((&store, &prices), &scope, doors.clock.as_ref(), params, Format::Json).await;
        store.close().await;
        output.answer(&view?, |view| {
            let rows: Vec<Vec<String>> = view.models.iter().map(row).collect();
            table(&["provider", "model", "calls", "input", "output", "nearest known names"], &rows)
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn row(model: &UnpricedModelView) -> Vec<String> {
    let nearest = model.nearest.iter();
    let nearest: Vec<String> =
        nearest.map(|near| format!("{}/{}", near.provider, near.model)).collect();
    vec![
        model.provider.clone(),
        model.model.clone(),
        model.calls.to_string(),
        model.input_tokens.to_string(),
        model.output_tokens.to_string(),
        nearest.join(", "),
    ]
}
