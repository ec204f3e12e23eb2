//! Events as rows.

use std::collections::HashMap;

use crate::domain::billing::Report;
use crate::domain::event::{PaidBy, PricedEvent, UsageLine};
use crate::domain::usage::UsageKind;

use super::error::StoreError;
use super::ledger::Entry;
use super::rows::Rows;
use super::sql;
use super::tx::Tx;

/// The stored number of a report's run.
pub fn run_no(run_nos: &HashMap<i64, i64>, report: &Report) -> Result<i64, StoreError> {
    let number = run_nos.get(&report.run).copied();
    number.ok_or_else(|| StoreError::Damaged(format!("event {} has no run", report.id)))
}

/// Inserts the rows of new events. `metadata_from`: see [`super::Settings`].
pub async fn insert(
    tx: &mut Tx,
    tenant_no: i64,
    entries: &[Entry<'_>],
    run_nos: &HashMap<i64, i64>,
    metadata_from: Option<i64>,
) -> Result<(), StoreError> {
    let run_numbers: Vec<i64> =
        entries.iter().map(|entry| run_no(run_nos, &entry.report)).collect::<Result<_, _>>()?;
    let json: Vec<Json> = entries
        .iter()
        .map(|entry| Json::of(entry.event, metadata_from))
        .collect::<Result<_, _>>()?;
    let each = || entries.iter().map(|entry| &entry.event.event);
    let tokens = |select: fn(&UsageKind) -> bool| {
        each().map(move |event| event.usage.count(select)).collect::<Vec<_>>()
    };
    let rows = Rows::default()
        .ints(entries.iter().map(|entry| entry.report.at))
        .keys(entries.iter().map(|entry| entry.report.key))
        .ints(entries.iter().map(|entry| entry.event.received.timestamp_micros()))
        .texts(each().map(|event| event.id.as_str()))
        .ints(run_numbers)
        .ints(entries.iter().map(|entry| entry.combo.combo_no))
        .ints(entries.iter().map(|entry| entry.customer_no))
        .opt_texts(each().map(|event| event.span.clone()))
        .opt_texts(each().map(|event| event.parent_span.clone()))
        .texts(each().map(|event| event.span_type.as_str()))
        .texts(each().map(|event| event.endpoint.as_str()))
        .opt_texts(each().map(|event| event.user.clone()))
        .opt_texts(each().map(|event| event.session.clone()))
        .opt_texts(each().map(|event| event.environment.clone()))
        .opt_texts(json.iter().map(|json| json.tags.clone()))
        .opt_texts(each().map(|event| event.response_id.clone()))
        .ints(each().map(|event| i64::from(event.paid_by == PaidBy::Customer)))
        .ints(tokens(UsageKind::is_prompt))
        .ints(tokens(UsageKind::is_completion))
        .ints(tokens(UsageKind::is_cache_read))
        .ints(tokens(UsageKind::is_cache_write))
        .ints(tokens(|kind| *kind == UsageKind::REASONING))
        .opt_ints(each().map(|event| event.latency))
        .ints(entries.iter().map(|entry| cost(entry.event)))
        .opt_ints(each().map(|event| event.client_cost.as_ref().map(|cost| cost.nanos)))
        .opt_texts(each().map(|event| event.client_cost.as_ref().map(|cost| cost.text.clone())))
        .opt_texts(entries.iter().map(|entry| price_id(entry.event)))
        .texts(json.iter().map(|json| json.lines.as_str()))
        .texts(json.iter().map(|json| json.detail.as_str()))
        .opt_texts(entries.iter().map(|entry| entry.standing.duplicate_of.clone()))
        .ints(entries.iter().map(|entry| i64::from(entry.standing.wrapper)));
    tx.execute_rows(&sql::EVENT_INSERT, rows, &[tenant_no.into()]).await?;
    Ok(())
}

fn cost(event: &PricedEvent) -> i64 {
    event.price.as_ref().map_or(0, |price| price.amount.nanos())
}

fn price_id(event: &PricedEvent) -> Option<String> {
    event.price.as_ref().and_then(|price| price.id.clone())
}

/// The parts that are kept as JSON.
struct Json {
    tags: Option<String>,
    lines: String,
    detail: String,
}

impl Json {
    /// Of an event so late that metadata of its time is gone, none is kept.
    fn of(event: &PricedEvent, metadata_from: Option<i64>) -> Result<Self, StoreError> {
        let unencodable = |error: serde_json::Error| StoreError::Data(error.to_string());
        let tags = &event.event.tags;
        let lines: &[UsageLine] = event.price.as_ref().map_or(&[], |price| &price.lines);
        Ok(Self {
            tags: (!tags.is_empty())
                .then(|| serde_json::to_string(tags))
                .transpose()
                .map_err(unencodable)?,
            lines: serde_json::to_string(lines).map_err(unencodable)?,
            detail: match metadata_from {
                Some(border) if event.at.timestamp_micros() < border => {
                    serde_json::to_string(&event.event.detail.clone().without_metadata())
                }
                _ => serde_json::to_string(&event.event.detail),
            }
            .map_err(unencodable)?,
        })
    }
}
