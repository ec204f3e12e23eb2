//! `llmobserve tenants`: create, list, and decide how long events are kept.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde::Serialize;

use crate::api::settings::SettingsView;
use crate::app::keeping;
use crate::auth::local_operator;
use crate::domain::ids::TenantId;
use crate::domain::retention::Retention;
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
    /// Show a tenant's settings, or change them.
    Settings {
        /// The tenant.
        #[arg(value_parser = tenant_id)]
        id: TenantId,
        /// Days for which single events are kept, or `ever`. Their totals are kept in any case.
        #[arg(long, value_name = "DAYS", value_parser = days)]
        keep_events: Option<Days>,
        /// Days for which their metadata is kept, or `ever`.
        #[arg(long, value_name = "DAYS", value_parser = days)]
        keep_metadata: Option<Days>,
        /// Whether what people wrote and models answered is kept of OpenTelemetry's spans.
        #[arg(long, value_name = "BOOL")]
        keep_content: Option<bool>,
        /// Whether a span that names no customer is of the customer that its user is.
        #[arg(long, value_name = "BOOL")]
        user_is_customer: Option<bool>,
    },
}

/// A number of days, or none: for ever.
#[derive(Debug, Clone, Copy)]
pub struct Days(Option<u32>);

fn days(text: &str) -> Result<Days, String> {
    if text == "ever" {
        return Ok(Days(None));
    }
    text.parse().map(|days| Days(Some(days))).map_err(|_| "must be a number or `ever`".to_owned())
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
            Self::Settings { id, keep_events, keep_metadata, keep_content, user_is_customer } => {
                let change = Change { keep_events, keep_metadata, keep_content, user_is_customer };
                settings(common, output, id, change).await?;
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

/// What is to be changed of a tenant's settings.
struct Change {
    keep_events: Option<Days>,
    keep_metadata: Option<Days>,
    keep_content: Option<bool>,
    user_is_customer: Option<bool>,
}

async fn settings(
    common: &Common,
    output: &Output,
    id: TenantId,
    change: Change,
) -> Result<(), CliError> {
    let store = common.store(OpenMode::Existing).await?;
    let scope = local_operator(id);
    let Change { keep_events, keep_metadata, keep_content, user_is_customer } = change;
    if keep_content.is_some() || user_is_customer.is_some() {
        store.opentelemetry_set(&scope, keep_content, user_is_customer).await?;
    }
    if keep_events.is_some() || keep_metadata.is_some() {
        let known = store.settings(&scope).await?.retention;
        let retention = Retention {
            events_days: keep_events.map_or(known.events_days, |days| days.0),
            metadata_days: keep_metadata.map_or(known.metadata_days, |days| days.0),
        };
        keeping(&common.config()?, &store, &doors()).check(retention).map_err(CliError::Told)?;
        store.retention_set(&scope, retention).await?;
    }
    let found = SettingsView::from(store.settings(&scope).await?);
    store.close().await;
    output.answer(&found, |found| {
        let days =
            |days: Option<u32>| days.map_or("ever".to_owned(), |days| format!("{days} days"));
        let from = found.retention.events_from;
        let from = from.map_or("the first one".to_owned(), |from| from.to_rfc3339());
        vec![
            format!(
                "single events are kept for {}, from {from} on",
                days(found.retention.events_days)
            ),
            format!("their metadata is kept for {}", days(found.retention.metadata_days)),
            format!("tags that are dimensions: {}", found.tag_dimensions.join(", ")),
            format!(
                "content of OpenTelemetry's spans is kept: {}",
                found.opentelemetry.keep_content
            ),
            format!(
                "a span without a customer is its user's: {}",
                found.opentelemetry.user_is_customer
            ),
        ]
    })?;
    Ok(())
}
