//! `llmobserve import …`: history from files and from other systems.
//!
//! Every event's id comes from its source, so that an import may be repeated: what is stored is
//! skipped.

mod elements;
mod file;
mod ledger;
mod run;
mod source;
mod tally;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use crate::compat::csv::{Columns, Rename};
use crate::compat::langfuse::{CustomerFrom, Langfuse};
use crate::compat::litellm::LiteLlm;
use crate::compat::llmobserve::legacy::Legacy;
use crate::compat::llmobserve::wire::Wire;
use crate::compat::{MAX_ROW, Translate};
use crate::domain::ids::TenantId;
use crate::ingest::Figures;
use crate::lifecycle;

use self::file::Form;
use self::ledger::Ledger;
use self::run::Import as Run;
use self::source::Source;
use self::tally::Summary;
use super::output::Output;
use super::{CliError, Common, tenant_id};

/// Longest event of our own form, in bytes.
const MAX_LINE: usize = 1 << 20;

/// `llmobserve events …`, the older spelling.
#[derive(Debug, Subcommand)]
pub enum Events {
    /// Store events of a file of JSON objects, one a line. Events back to the year 2000 are taken;
    /// those stored before are skipped, so that an import may be repeated.
    Import(FromFile),
}

impl Events {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let Self::Import(file) = self;
        Import::Events(file).run(common, output).await
    }
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Our own events, one JSON object a line.
    Events(FromFile),
    /// The database of the original collector.
    Legacy(FromDatabase),
    /// Observations exported from Langfuse: JSON, JSON lines or CSV.
    Langfuse(FromLangfuse),
    /// Spend logs exported from LiteLLM: JSON, JSON lines or CSV.
    Litellm(FromLiteLlm),
    /// A CSV file whose header names our event's fields.
    Csv(FromCsv),
}

/// What every import takes.
#[derive(Debug, Args)]
struct Target {
    /// The tenant to import for [default: `default_tenant`]
    #[arg(long, value_name = "ID", value_parser = tenant_id)]
    tenant: Option<TenantId>,
    /// Say what would become of each row and what all would cost, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
pub struct FromFile {
    /// The file, or - for standard input.
    file: PathBuf,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Args)]
pub struct FromDatabase {
    /// A SQLite file, or a sqlite:// or postgres:// URL.
    #[arg(value_name = "FILE|URL")]
    database: String,
    /// The tenant to import for [default: each row's own]
    #[arg(long, value_name = "ID", value_parser = tenant_id)]
    tenant: Option<TenantId>,
    /// Say what would become of each row and what all would cost, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Whose figures count.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Cost {
    /// The source's, where it is above zero.
    Keep,
    /// Ours, where we have a price.
    Price,
}

#[derive(Debug, Args)]
struct CostArg {
    /// Whose figures count.
    #[arg(long, value_enum, default_value_t = Cost::Price)]
    cost: Cost,
}

impl CostArg {
    fn figures(&self) -> Figures {
        match self.cost {
            Cost::Keep => Figures::Kept,
            Cost::Price => Figures::Priced,
        }
    }
}

#[derive(Debug, Args)]
pub struct FromLangfuse {
    #[command(flatten)]
    from: FromFile,
    #[command(flatten)]
    cost: CostArg,
    /// Whose calls they are, where `metadata.customer_id` does not say: user, session, tag:NAME or
    /// metadata:KEY.
    #[arg(long, value_name = "PLACE", value_parser = CustomerFrom::parse)]
    customer_from: Option<CustomerFrom>,
    /// The provider of models whose name does not tell it.
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
}

#[derive(Debug, Args)]
pub struct FromLiteLlm {
    #[command(flatten)]
    from: FromFile,
    #[command(flatten)]
    cost: CostArg,
}

#[derive(Debug, Args)]
pub struct FromCsv {
    #[command(flatten)]
    from: FromFile,
    #[command(flatten)]
    cost: CostArg,
    /// A field of ours and the column that holds it; may be given again.
    #[arg(long, value_name = "OURS=THEIRS", value_parser = Rename::parse)]
    map: Vec<Rename>,
}

impl Import {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        match self {
            Self::Events(from) => {
                let source = Source::file(&from.file, Form::Lines, MAX_LINE)?;
                store(common, output, from.target, (source, Box::new(Wire), Figures::Priced)).await
            }
            Self::Legacy(from) => {
                let source = Source::legacy(&from.database).await?;
                let legacy = Box::new(Legacy { own_tenants: from.tenant.is_none() });
                let target = Target { tenant: from.tenant, dry_run: from.dry_run };
                store(common, output, target, (source, legacy, Figures::Kept)).await
            }
            Self::Langfuse(FromLangfuse { from, cost, customer_from, provider }) => {
                let source = Source::file(&from.file, Form::Any, MAX_ROW)?;
                let langfuse = Box::new(Langfuse { customer_from, provider });
                store(common, output, from.target, (source, langfuse, cost.figures())).await
            }
            Self::Litellm(FromLiteLlm { from, cost }) => {
                let source = Source::file(&from.file, Form::Any, MAX_ROW)?;
                store(common, output, from.target, (source, Box::new(LiteLlm), cost.figures()))
                    .await
            }
            Self::Csv(FromCsv { from, cost, map }) => {
                let source = Source::file(&from.file, Form::Csv, MAX_ROW)?;
                let columns = Box::new(Columns::new(map));
                store(common, output, from.target, (source, columns, cost.figures())).await
            }
        }
    }
}

async fn store(
    common: &Common,
    output: &Output,
    target: Target,
    (mut source, translate, figures): (Source, Box<dyn Translate>, Figures),
) -> Result<ExitCode, CliError> {
    let ledger = Ledger::open(common, target.dry_run).await?;
    let default = target.tenant.unwrap_or_else(TenantId::default_tenant);
    let mut summary = Summary::new(target.dry_run);
    let run = Run { translate, default, figures };
    let stop = lifecycle::stop_signal()
        .map_err(|error| CliError::Told(format!("signals cannot be received: {error}")))?;
    tokio::pin!(stop);
    let mut done = run.run(&ledger, &mut source, &mut summary, stop.as_mut()).await;
    if done.is_ok() && summary.stopped_early {
        done = summary.reconcile(&ledger).await;
    } else if done.is_ok() {
        let compared = tokio::select! {
            compared = summary.reconcile(&ledger) => Some(compared),
            () = stop => None,
        };
        match compared {
            Some(compared) => done = compared,
            None => summary.give_up_comparing(),
        }
    }
    ledger.close().await;
    done?;
    output.answer(&summary, |summary| summary.lines(source.unit))?;
    let complete = summary.rejected == 0 && !summary.stopped_early;
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
