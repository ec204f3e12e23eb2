//! The command line: one file a subcommand.

mod backup;
mod customers;
mod demo;
mod health;
mod import;
mod insights;
mod keys;
mod migrate;
mod openapi;
mod output;
mod prices;
mod progress;
mod query;
mod retention;
mod revisions;
mod serve;
mod tenants;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand};
use thiserror::Error;

use crate::app::{Doors, StartError, store_options};
use crate::clock::{NoRandomness, SystemClock, SystemIdGen};
use crate::config::{Config, ConfigError, Overrides};
use crate::domain::ids::{DEFAULT_TENANT, TenantId};
use crate::domain::money::TooFine;
use crate::domain::window::Zone;
use crate::http::ApiError;
use crate::ingest::IngestError;
use crate::prices::PricesError;
use crate::pricing::BookError;
use crate::revisions::RevisionError;
use crate::store::{OpenMode, Store, StoreError};

use output::Output;

/// Who cost what: collects what LLM calls cost, by tenant and customer, to the nano-dollar.
#[derive(Debug, Parser)]
#[command(name = "llmobserve", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every subcommand takes.
#[derive(Debug, Args)]
struct Common {
    /// A settings file; config.default.toml lists all settings.
    #[arg(long, global = true, env = "LLMOBSERVE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the ledger is.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        help = "sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE [default: sqlite://llmobserve.db]"
    )]
    database_url: Option<String>,
    /// Print JSON, for programs.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the collector.
    Serve(serve::Serve),
    /// Ask a running collector whether it is ready; exits with 0 when it is.
    Health(health::Health),
    /// Bring the database schema up to date and exit.
    Migrate,
    /// Create and list tenants.
    #[command(subcommand)]
    Tenants(tenants::Tenants),
    /// Issue, list and revoke API keys.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Ask the ledger.
    #[command(subcommand)]
    Query(Box<query::Query>),
    /// Say what deserves a look, with the figures.
    Insights(insights::Insights),
    /// Bring events in from files.
    #[command(subcommand)]
    Events(import::Events),
    /// Bring history in: from files, and from other systems.
    #[command(subcommand)]
    Import(Box<import::Import>),
    /// Fill the ledger with invented data.
    #[command(subcommand)]
    Demo(demo::Demo),
    /// Copy the embedded database into one file, while the collector runs.
    Backup(backup::Backup),
    /// Put a copy of the embedded database in its place.
    Restore(backup::Restore),
    /// Recompute every total from the events and report what does not agree.
    Verify(verify::Verify),
    /// Look into prices and change them.
    #[command(subcommand)]
    Prices(prices::Prices),
    /// Correct what was stored, with a reason.
    #[command(subcommand)]
    Correct(revisions::Correct),
    /// List what was changed afterwards, and take it back.
    #[command(subcommand)]
    Revisions(revisions::RevisionCommand),
    /// Delete what is older than tenants keep.
    #[command(subcommand)]
    Retention(retention::RetentionCommand),
    /// Erase customers, and list the certificates.
    #[command(subcommand)]
    Customers(customers::Customers),
    /// Remove from a SQLite file what was deleted or erased. It takes about as long as copying it.
    Vacuum,
    /// Print the OpenAPI document.
    Openapi,
}

/// A failed command: what went wrong and what to do next.
#[derive(Debug, Error)]
enum CliError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Book(#[from] BookError),
    #[error(transparent)]
    Prices(#[from] PricesError),
    #[error(transparent)]
    TooFine(#[from] TooFine),
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    #[error(transparent)]
    Ingest(#[from] IngestError),
    #[error(transparent)]
    Revision(#[from] RevisionError),
    #[error("{}", .0.problem().detail)]
    Question(ApiError),
    #[error("{0}")]
    Told(String),
    #[error("cannot write the answer: {0}")]
    Output(#[from] std::io::Error),
    #[error("cannot write the answer: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<ApiError> for CliError {
    fn from(error: ApiError) -> Self {
        Self::Question(error)
    }
}

/// Parses the command line, runs it, and says how it went: 0 well, 1 failed, 2 misused.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let output = Output::new(cli.common.json);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(run(cli, &output)),
        Err(error) => Err(CliError::Output(error)),
    };
    match result {
        Ok(code) => code,
        // A reader that has seen enough, such as `head`, is no failure.
        Err(CliError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            output.error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli, output: &Output) -> Result<ExitCode, CliError> {
    let Cli { common, command } = cli;
    match command {
        Command::Serve(serve) => serve.run(&common, output).await,
        Command::Health(health) => health.run(&common, output).await,
        Command::Migrate => migrate::run(&common, output).await,
        Command::Tenants(tenants) => tenants.run(&common, output).await,
        Command::Keys(keys) => keys.run(&common, output).await,
        Command::Query(query) => query.run(&common, output).await,
        Command::Insights(insights) => insights.run(&common, output).await,
        Command::Events(events) => events.run(&common, output).await,
        Command::Import(import) => import.run(&common, output).await,
        Command::Demo(demo) => demo.run(&common, output).await,
        Command::Backup(backup) => backup.run(&common, output).await,
        Command::Restore(restore) => restore.run(&common, output).await,
        Command::Verify(verify) => verify.run(&common, output).await,
        Command::Prices(prices) => prices.run(&common, output).await,
        Command::Correct(correct) => correct.run(&common, output).await,
        Command::Revisions(revisions) => revisions.run(&common, output).await,
        Command::Retention(retention) => retention.run(&common, output).await,
        Command::Customers(customers) => customers.run(&common, output).await,
        Command::Vacuum => customers::vacuum(&common, output).await,
        Command::Openapi => openapi::run(),
    }
}

impl Common {
    /// The settings of this command, with flags of its own.
    fn config_with(&self, mut flags: Overrides) -> Result<Config, CliError> {
        flags.set("database_url", self.database_url.as_deref());
        let environment = |name: &str| std::env::var(name).ok();
        Ok(Config::load(self.config.as_deref(), environment, &flags)?)
    }

    /// The settings of this command.
    fn config(&self) -> Result<Config, CliError> {
        self.config_with(Overrides::default())
    }

    /// There is no database file yet.
    fn has_no_ledger(&self) -> Result<bool, CliError> {
        Ok(Store::is_missing(&store_options(&self.config()?))?)
    }

    /// The database of this command.
    async fn store(&self, mode: OpenMode) -> Result<Arc<Store>, CliError> {
        let config = self.config()?;
        Ok(Arc::new(Store::open(&store_options(&config), mode).await?))
    }
}

/// The machine's clock and generator.
fn doors() -> Doors {
    Doors { clock: Arc::new(SystemClock), ids: Arc::new(SystemIdGen) }
}

/// A tenant named on the command line.
#[derive(Debug, Args)]
struct TenantArg {
    /// The tenant.
    #[arg(long, value_name = "ID", default_value = DEFAULT_TENANT, value_parser = tenant_id)]
    tenant: TenantId,
}

fn tenant_id(text: &str) -> Result<TenantId, String> {
    TenantId::parse(text).map_err(|error| format!("a tenant id {error}"))
}

/// An instant named on the command line.
fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    let instant = Zone::UTC.instant(text);
    instant.ok_or_else(|| "must be 2026-11-21T00:00:00Z or 2026-11-21".to_owned())
}
