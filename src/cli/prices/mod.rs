//! `llmobserve prices`: which price a call gets and why, and everything that changes it.

mod imports;
mod overrides;
mod show;
mod unpriced;

use std::process::ExitCode;

use clap::Subcommand;

use super::output::Output;
use super::revisions::Reprice;
use super::{CliError, Common, instant};

#[derive(Debug, Subcommand)]
pub enum Prices {
    /// List prices.
    List(show::List),
    /// Say which price a call would get, and why.
    Explain(show::Explain),
    /// List models that were called without a price, with the nearest known names.
    Unpriced(unpriced::Unpriced),
    /// Import price data, for every tenant.
    Import(imports::Import),
    /// List imports, retired ones too.
    Imports,
    /// An import counts no longer: what it replaced comes back. It stays listed.
    Retire(imports::Retire),
    /// Set prices or mark-ups over the book: for all tenants, for one, for one customer.
    #[command(subcommand)]
    Override(overrides::Overrides),
    /// Price stored calls again, at the prices of their own time as they are known now.
    Reprice(Reprice),
}

impl Prices {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        match self {
            Self::List(list) => list.run(common, output).await,
            Self::Explain(explain) => explain.run(common, output).await,
            Self::Unpriced(unpriced) => unpriced.run(common, output).await,
            Self::Import(import) => import.run(common, output).await,
            Self::Imports => imports::list(common, output).await,
            Self::Retire(retire) => retire.run(common, output).await,
            Self::Override(overrides) => overrides.run(common, output).await,
            Self::Reprice(reprice) => reprice.run(common, output).await,
        }
    }
}
