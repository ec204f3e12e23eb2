//! `llmobserve tenants`: create and list.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde::Serialize;

use crate::domain::ids::TenantId;
use crate::domain::window::Zone;
use crate::store::{OpenMode, Tenant};

use super::output::{Output, table};
use super::{CliError, Common, doors, tenant_id};

#[derive(Debug, Subcommand)]
pub enum Tenants {
    /// Create a tenant.
    Create {
        /// Its id: letters, digits, `_`, `.` and `-`.
        #[arg(value_parser = tenant_id)]
        id: TenantId,
        /// What people call it [default: the id]
        #[arg(long)]
        name: Option<String>,
        /// The IANA zone of its civil days. It cannot be changed later.
        #[arg(long, default_value = "UTC", value_parser = zone)]
        time_zone: Zone,
    },
    /// List all tenants.
    List,
}

fn zone(text: &str) -> Result<Zone, String> {
    Zone::parse(text).map_err(|error| error.to_string())
}

#[derive(Debug, Serialize)]
struct TenantView {
    id: TenantId,
    name: String,
    time_zone: &'static str,
    created_at: DateTime<Utc>,
}

impl From<Tenant> for TenantView {
    fn from(tenant: Tenant) -> Self {
        Self {
            id: tenant.id,
            name: tenant.name,
            time_zone: tenant.zone.name(),
            created_at: tenant.created_at,
        }
    }
}

impl Tenants {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        match self {
            Self::Create { id, name, time_zone } => {
                let store = common.store(OpenMode::Create).await?;
                let name = name.unwrap_or_else(|| id.to_string());
                let now = doors().clock.now();
                let created = store.tenant_create(&id, &name, time_zone, now).await?;
                let tenant = store.tenant(&id).await?;
                store.close().await;
                let tenant = tenant.filter(|_| created).ok_or_else(|| {
                    CliError::Told(format!(
                        "there is a tenant {id} already; `llmobserve keys create --tenant {id}` \
                         issues a key for it"
                    ))
                })?;
                output.answer(&TenantView::from(tenant), |tenant| {
                    vec![
                        format!("created tenant {}", tenant.id),
                        format!("next: llmobserve keys create --tenant {}", tenant.id),
                    ]
                })?;
            }
            Self::List => {
                let store = common.store(OpenMode::Existing).await?;
                let tenants = store.tenant_list().await?;
                store.close().await;
                let tenants: Vec<TenantView> = tenants.into_iter().map(TenantView::from).collect();
                output.answer(&tenants, |tenants| {
                    let rows: Vec<Vec<String>> = tenants
                        .iter()
                        .map(|tenant| {
                            vec![
                                tenant.id.to_string(),
                                tenant.name.clone(),
                                tenant.time_zone.to_owned(),
                                tenant.created_at.to_rfc3339(),
                            ]
                        })
                        .collect();
                    table(&["id", "name", "time zone", "created"], &rows)
                })?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
