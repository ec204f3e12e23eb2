//! `llmobserve verify`: the proof that every total is the sum of its events.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Args;

use crate::auth::local_operator;
use crate::domain::ids::TenantId;
use crate::domain::money::Usd;
use crate::store::{OpenMode, Verification};

use super::output::Output;
use super::progress::Progress;
use super::{CliError, Common, tenant_id};

#[derive(Debug, Args)]
pub struct Verify {
    /// One tenant only [default: all]
    #[arg(long, value_name = "ID", value_parser = tenant_id)]
    tenant: Option<TenantId>,
}

impl Verify {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let store = common.store(OpenMode::Existing).await?;
        let mut tenants: Vec<TenantId> =
            store.tenant_list().await?.into_iter().map(|tenant| tenant.id).collect();
        if let Some(only) = self.tenant {
            if !tenants.contains(&only) {
                let text =
                    format!("there is no tenant {only}; `llmobserve tenants list` lists all");
                return Err(CliError::Told(text));
            }
            tenants = vec![only];
        }
        let mut found: BTreeMap<TenantId, Verification> = BTreeMap::new();
        for tenant in tenants {
            let scope = local_operator(tenant.clone());
            let mut progress =
                Progress::start("verifying events", store.event_count(&scope).await?);
            let verification = store.verify(&scope, |events| progress.reached(events)).await?;
            progress.finish();
            found.insert(tenant, verification);
        }
        store.close().await;
        output.answer(&found, |found| found.iter().flat_map(describe).collect())?;
        let clean = found.values().all(|verification| verification.differences.is_empty());
        Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn describe((tenant, found): (&TenantId, &Verification)) -> Vec<String> {
    let verdict = if found.differences.is_empty() { "agrees" } else { "DIFFERS" };
    let head = format!(
        "{tenant}: {verdict} ({} events, {} runs, {} days, {} USD)",
        found.events,
        found.runs,
        found.days,
        Usd::from_nanos(found.cost_nanos)
    );
    std::iter::once(head)
        .chain(found.differences.iter().map(|difference| format!("  {difference}")))
        .collect()
}
