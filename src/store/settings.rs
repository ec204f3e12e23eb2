//! What a tenant decided about its own ledger: which tags are dimensions, which customer ids mean
//! another customer, how long events are kept. Read inside the ingest transaction, so that a change
//! holds from its commit on.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::aliases::Aliases;
use crate::domain::opentelemetry::OpenTelemetry;
use crate::domain::retention::Retention;
use crate::domain::scope::TenantScope;

use super::error::StoreError;
use super::names::Tags;
use super::statement::Sql;
use super::tx::Tx;
use super::{Store, sql};

/// See the module.
#[derive(Debug, Default)]
pub struct Settings {
    /// Names of the tags that are dimensions.
    pub tag_dimensions: Vec<String>,
    /// For how long single events and their metadata are kept.
    pub retention: Retention,
    /// Microseconds: single events before are gone. None: all are kept.
    pub(super) events_from: Option<i64>,
    /// Microseconds: metadata of events before is gone.
    pub(super) metadata_from: Option<i64>,
    /// Numbers of customers and combinations are remembered for one epoch.
    pub(super) names_epoch: i64,
    /// What is made of spans that OpenTelemetry sends.
    pub opentelemetry: OpenTelemetry,
    /// Ids that mean another customer.
    pub aliases: Aliases,
}

#[derive(sqlx::FromRow)]
struct SettingsRow {
    tag_dimensions: String,
    keep_events_days: Option<i64>,
    keep_metadata_days: Option<i64>,
    events_from: Option<i64>,
    metadata_from: Option<i64>,
    names_epoch: i64,
    otel_content: i64,
    otel_user_is_customer: i64,
    alias: Option<String>,
    customer_id: Option<String>,
    since: Option<i64>,
}

impl Store {
    /// What a tenant decided.
    pub async fn settings(&self, scope: &TenantScope) -> Result<Settings, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let settings = Settings::read(&mut tx, tenant.no).await?;
        tx.rollback().await?;
        Ok(settings)
    }

    /// Declares which tags are dimensions, from the next event on.
    pub async fn tag_dimensions_set(
        &self,
        scope: &TenantScope,
        names: &[String],
    ) -> Result<(), StoreError> {
        let (mut tx, tenant) = self.change(scope).await?;
        let json = serde_json::to_string(names).unwrap_or_default();
        let update = Sql::new(sql::TAG_DIMENSIONS_SET).bind(json.as_str()).bind(tenant.no);
        tx.execute(update).await?;
        tx.commit().await
    }

    /// Decides for how long single events and their metadata are kept, from the next retention on.
    pub async fn retention_set(
        &self,
        scope: &TenantScope,
        retention: Retention,
    ) -> Result<(), StoreError> {
        let (mut tx, tenant) = self.change(scope).await?;
        let update = Sql::new(sql::RETENTION_SET)
            .bind(retention.events_days.map(i64::from))
            .bind(retention.metadata_days.map(i64::from))
            .bind(tenant.no);
        tx.execute(update).await?;
        tx.commit().await
    }

    /// Decides what is made of spans that OpenTelemetry sends, from the next request on. What is not
    /// given stays as it is.
    pub async fn opentelemetry_set(
        &self,
        scope: &TenantScope,
        keep_content: Option<bool>,
        user_is_customer: Option<bool>,
    ) -> Result<(), StoreError> {
        let (mut tx, tenant) = self.change(scope).await?;
        let update = Sql::new(sql::OPENTELEMETRY_SET)
            .bind(keep_content.map(i64::from))
            .bind(user_is_customer.map(i64::from))
            .bind(tenant.no);
        tx.execute(update).await?;
        tx.commit().await
    }
}

fn time(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

fn days(stored: Option<i64>) -> Option<u32> {
    stored.and_then(|days| u32::try_from(days).ok())
}

impl Settings {
    /// Reads a tenant's settings.
    pub(super) async fn read(tx: &mut Tx, tenant_no: i64) -> Result<Self, StoreError> {
        let rows: Vec<SettingsRow> = tx.fetch(Sql::new(sql::SETTINGS).bind(tenant_no)).await?;
        let mut settings = Self::default();
        for row in rows {
            settings.retention = Retention {
                events_days: days(row.keep_events_days),
                metadata_days: days(row.keep_metadata_days),
            };
            settings.events_from = row.events_from;
            settings.metadata_from = row.metadata_from;
            settings.names_epoch = row.names_epoch;
            settings.opentelemetry = OpenTelemetry {
                keep_content: row.otel_content != 0,
                user_is_customer: row.otel_user_is_customer != 0,
            };
            if settings.tag_dimensions.is_empty() {
                settings.tag_dimensions =
                    serde_json::from_str(&row.tag_dimensions).map_err(|error| {
                        StoreError::Damaged(format!("tag dimensions of {tenant_no}: {error}"))
                    })?;
            }
            if let (Some(alias), Some(customer), Some(since)) =
                (row.alias, row.customer_id, row.since)
            {
                settings.aliases.add(alias, customer, since);
            }
        }
        Ok(settings)
    }

    /// Single events before are gone; none: all are kept.
    pub fn events_from(&self) -> Option<DateTime<Utc>> {
        self.events_from.map(time)
    }

    /// Metadata of events before is gone; none: all is kept.
    pub fn metadata_from(&self) -> Option<DateTime<Utc>> {
        self.metadata_from.map(time)
    }

    /// The declared ones of an event's tags.
    pub fn tags(&self, tags: &BTreeMap<String, String>) -> Tags {
        let declared = self.tag_dimensions.iter();
        Tags(declared.filter_map(|name| tags.get_key_value(name)).map(clone).collect())
    }
}

fn clone((name, value): (&String, &String)) -> (String, String) {
    (name.clone(), value.clone())
}
