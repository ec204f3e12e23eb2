//! `llmobserve prices`: which price a call gets and why, and everything that changes it.

mod overrides;
mod show;

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
            Self::Override(overrides) => overrides.run(common, output).await,
            Self::Reprice(reprice) => reprice.run(common, output).await,
        }
    }
}
