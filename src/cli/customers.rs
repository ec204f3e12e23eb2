//! `llmobserve customers erase` and `llmobserve vacuum`: let a customer be forgotten.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Subcommand;

use crate::api::erasures::ErasureView;
use crate::app::keeping;
use crate::auth::local_operator;
use crate::domain::ids::check_text;
use crate::keeping::MAX_REASON;
use crate::store::{OpenMode, Store};

use super::output::{Output, table};
use super::{CliError, Common, TenantArg, doors};

#[derive(Debug, Subcommand)]
pub enum Customers {
    /// Erase a customer: its ids become a pseudonym, what it cost stays. It cannot be taken back.
    Erase {
        /// The customer's id.
        id: String,
        #[command(flatten)]
        tenant: TenantArg,
        /// Why: kept with the certificate.
        #[arg(long)]
        reason: String,
    },
    /// List the certificates of erasures, the latest first.
    Erasures {
        #[command(flatten)]
        tenant: TenantArg,
    },
}

impl Customers {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        match self {
            Self::Erase { id, tenant, reason } => {
                let reason = reason.trim();
                if reason.is_empty() || check_text(reason, MAX_REASON).is_err() {
                    let text = format!("--reason must have 1 to {MAX_REASON} bytes");
                    return Err(CliError::Told(text));
                }
                let store = common.store(OpenMode::Existing).await?;
                let scope = local_operator(tenant.tenant);
                let keeping = keeping(&common.config()?, &store, &doors());
                let certificate = keeping.erase(&scope, &id, reason).await?;
                output.answer(&ErasureView::from(certificate), certified)?;
                forget(&store).await?;
            }
            Self::Erasures { tenant } => {
                let store = common.store(OpenMode::Existing).await?;
                let found =
                    store.erasure_list(&local_operator(tenant.tenant), None, i64::MAX).await?;
                store.close().await;
                let views: Vec<ErasureView> = found.into_iter().map(ErasureView::from).collect();
                output.answer(&views, |views| {
                    let rows: Vec<Vec<String>> = views
                        .iter()
                        .map(|view| {
                            let done =
                                view.finished_at.map_or("cut off".to_owned(), |at| at.to_rfc3339());
                            vec![view.id.clone(), view.pseudonym.clone(), done, view.reason.clone()]
                        })
                        .collect();
                    table(&["erasure", "pseudonym", "finished", "reason"], &rows)
                })?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// `llmobserve vacuum`.
pub async fn vacuum(common: &Common, output: &Output) -> Result<ExitCode, CliError> {
    let store = common.store(OpenMode::Existing).await?;
    let answer = serde_json::json!({ "database": store.name() });
    forget(&store).await?;
    output
        .answer(&answer, |_| vec!["nothing of what was deleted is left in the file".to_owned()])?;
    Ok(ExitCode::SUCCESS)
}

/// Removes what was deleted from the file. PostgreSQL's own tools do so there.
async fn forget(store: &Arc<Store>) -> Result<(), CliError> {
    let done = store.vacuum().await;
    store.close().await;
    Ok(done?)
}

fn certified(certificate: &ErasureView) -> Vec<String> {
    let mut lines = vec![
        format!("{}: the customer is {} from now on", certificate.id, certificate.pseudonym),
        format!("reason: {}", certificate.reason),
    ];
    lines.extend(
        certificate
            .changed_rows
            .iter()
            .filter(|(_, rows)| **rows > 0)
            .map(|(name, rows)| format!("{name}: {rows} rows changed")),
    );
    if let Some(totals) = &certificate.totals {
        lines.push(format!(
            "it cost {} USD before and {} USD after",
            totals.customer_before.cost_usd, totals.customer_after.cost_usd
        ));
    }
    lines
}
