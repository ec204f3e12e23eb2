//! The ingest transaction: events, deduplication, the once-only rule and every total, together.
//!
//! Statements run in one fixed order: keys, customers and combinations, runs, events, links, totals.

use std::collections::{BTreeMap, HashMap};

use crate::domain::billing::{Links, RESPONSE_WINDOW, Report, Standing, settle};
use crate::domain::digest::EventKey;
use crate::domain::event::{PricedEvent, Status};
use crate::domain::latency;
use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::usage::UsageKind;

use super::cells::{Cells, Place};
use super::error::StoreError;
use super::links::{Neighbours, Stored, event_key, links_of, neighbours};
use super::names::{Combo, ComboNo, Found};
use super::rows::Rows;
use super::run_totals::{RunChange, RunChanges};
use super::settings::Settings;
use super::tx::Tx;
use super::{Store, Tenant, event_rows, sql};

/// Events of one tenant that are to be stored in one transaction.
#[derive(Debug)]
pub struct TenantBatch {
    /// Who stores them, for whom.
    pub scope: TenantScope,
    /// The events.
    pub events: Vec<PricedEvent>,
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Stored, and counted in every total.
    Created,
    /// It was there already.
    Repeated,
    /// Its id was there already, with other content. The first content stays.
    Conflict,
    /// Other reports of its call may be gone: single events of its time, or of the 24 hours before,
    /// are no longer kept.
    Closed,
}

impl Store {
    /// Stores events of one or more tenants in one transaction and makes them durable. Either all
    /// of it happens or nothing. Outcomes are in the order of the events.
    pub async fn commit(&self, batches: &[TenantBatch]) -> Result<Vec<Vec<Outcome>>, StoreError> {
        let mut tenants = Vec::with_capacity(batches.len());
        for batch in batches {
            let tenant = self.tenant(batch.scope.tenant()).await?;
            tenants.push(tenant.ok_or_else(|| {
                StoreError::Data(format!("there is no tenant {}", batch.scope.tenant()))
            })?);
        }
        let Some(first) = tenants.first() else { return Ok(Vec::new()) };
        let mut tx = self.begin_write(first.no).await?;
        let mut outcomes = Vec::with_capacity(batches.len());
        let mut found = Vec::with_capacity(batches.len());
        for (batch, tenant) in batches.iter().zip(&tenants) {
            self.ensure_partitions(&mut tx, &batch.events).await?;
            let (outcome, names) = self.store_batch(&mut tx, tenant, batch).await?;
            outcomes.push(outcome);
            found.push(names);
        }
        tx.commit().await?;
        for (batch, names) in batches.iter().zip(found) {
            self.names.remember(names);
            self.remember_partitions(&batch.events);
        }
        Ok(outcomes)
    }

    /// Those of the events that are stored already, with the fingerprints of their content.
    pub async fn stored_events(
        &self,
        scope: &TenantScope,
        keys: impl Iterator<Item = EventKey>,
    ) -> Result<HashMap<EventKey, i64>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let stored = stored_keys(&mut tx, tenant.no, keys).await?;
        tx.rollback().await?;
        Ok(stored)
    }

    async fn store_batch(
        &self,
        tx: &mut Tx,
        tenant: &Tenant,
        batch: &TenantBatch,
    ) -> Result<(Vec<Outcome>, Found), StoreError> {
        tx.lock_tenant(tenant.no).await?;
        let settings = Settings::read(tx, tenant.no).await?;
        let mut names = Found::new(tenant.no, settings.names_epoch);
        let outcomes = claim_keys(tx, tenant.no, &batch.events, settings.events_from).await?;
        let fresh: Vec<&PricedEvent> = batch
            .events
            .iter()
            .zip(&outcomes)
            .filter_map(|(event, outcome)| (*outcome == Outcome::Created).then_some(event))
            .collect();
        if fresh.is_empty() {
            return Ok((outcomes, names));
        }
        let customers: Vec<Option<&str>> = fresh
            .iter()
            .map(|event| {
                let customer = event.event.customer.as_ref()?;
                Some(settings.aliases.customer(customer.as_str(), event.at.timestamp_micros()))
            })
            .collect();
        self.resolve_customers(tx, &mut names, &fresh, &customers).await?;
        let combos = self.resolve_combos(tx, &mut names, (&batch.scope, &settings), &fresh).await?;
        let mut runs = RunChanges::open(tx, tenant.no, &fresh).await?;
        let reports: Vec<Report> =
            fresh.iter().map(|event| report(event, runs.number(event))).collect();
        let Neighbours { judged: stored, evidence } = neighbours(tx, tenant.no, &reports).await?;
        let judged: Vec<Report> =
            reports.iter().chain(stored.iter().map(|stored| &stored.report)).cloned().collect();
        let mut standings = settle(&judged, &evidence);
        let stored_standings = standings.split_off(reports.len());

        let mut cells = Cells::new(tenant.zone);
        let mut entries = Vec::with_capacity(fresh.len());
        for ((((event, report), combo), standing), customer) in
            fresh.iter().zip(reports).zip(combos).zip(standings).zip(customers)
        {
            let customer_no = names.customer_no(customer);
            let entry = Entry { event, report, combo, customer_no, standing };
            let counted = entry.counted();
            cells.add(entry.place(), counted)?;
            runs.add(&entry.run_change(counted))?;
            entries.push(entry);
        }
        let changed = change_standings(&mut cells, &mut runs, &stored, &stored_standings)?;
        let run_nos = runs.write(tx, tenant.no).await?;
        event_rows::insert(tx, tenant.no, &entries, &run_nos, settings.metadata_from).await?;
        write_links(tx, tenant.no, &entries, &run_nos).await?;
        write_standings(tx, tenant.no, &changed).await?;
        cells.write(tx, tenant.no).await?;
        Ok((outcomes, names))
    }

    async fn resolve_customers(
        &self,
        tx: &mut Tx,
        names: &mut Found,
        fresh: &[&PricedEvent],
        customers: &[Option<&str>],
    ) -> Result<(), StoreError> {
        let mut wanted: BTreeMap<String, i64> = BTreeMap::new();
        for (event, customer) in fresh.iter().zip(customers) {
            if let Some(customer) = customer {
                let received = event.received.timestamp_micros();
                wanted.entry((*customer).to_owned()).or_insert(received);
            }
        }
        names.resolve_customers(&self.names, tx, wanted).await
    }

    async fn resolve_combos(
        &self,
        tx: &mut Tx,
        names: &mut Found,
        (scope, settings): (&TenantScope, &Settings),
        fresh: &[&PricedEvent],
    ) -> Result<Vec<ComboNo>, StoreError> {
        let key_id = scope.key().map(ToString::to_string).unwrap_or_default();
        let mut combos = Vec::with_capacity(fresh.len());
        for event in fresh {
            combos.push(names.combo_no(&self.names, tx, combo_of(event, &key_id, settings)).await?);
        }
        Ok(combos)
    }
}

/// A new event with everything that its row needs.
#[derive(Debug)]
pub struct Entry<'e> {
    pub event: &'e PricedEvent,
    pub report: Report,
    pub combo: ComboNo,
    pub customer_no: i64,
    pub standing: Standing,
}

impl Entry<'_> {
    /// What it counts for: nothing as a duplicate.
    fn counted(&self) -> Totals {
        if self.standing.duplicate_of.is_none() { self.event.totals() } else { Totals::default() }
    }

    fn place(&self) -> Place {
        Place {
            at: self.report.at,
            customer_no: self.customer_no,
            rollup_no: self.combo.rollup_no,
            latency_bucket: self.event.event.latency.map(latency::bucket),
        }
    }

    fn run_change(&self, totals: Totals) -> RunChange {
        RunChange {
            run: self.report.run,
            combo_no: self.combo.combo_no,
            started_at: self.report.at,
            ended_at: self.report.at.saturating_add(self.event.event.latency.unwrap_or(0)),
            customer_no: self.customer_no,
            failed: self.event.event.status.is_error(),
            totals,
        }
    }
}

fn report(event: &PricedEvent, run: i64) -> Report {
    Report {
        key: EventKey::of(event.event.id.as_str()),
        id: event.event.id.to_string(),
        at: event.at.timestamp_micros(),
        run,
        links: Links::of(&event.event),
        role: event.event.role(),
        tokens: (
            event.event.usage.count(UsageKind::is_prompt),
            event.event.usage.count(UsageKind::is_completion),
        ),
        standing: Standing::default(),
    }
}

fn combo_of(event: &PricedEvent, key_id: &str, settings: &Settings) -> Combo {
    let status: &Status = &event.event.status;
    Combo {
        provider: event.event.provider.clone(),
        model: event.event.model.clone().unwrap_or_default(),
        section: event.event.section.clone(),
        section_path: event.event.section_path.clone(),
        key_id: key_id.to_owned(),
        status: status.as_str().to_owned(),
        price_state: event.price.as_ref().map_or("", |price| price.state.as_str()).to_owned(),
        environment: event.event.environment.clone().unwrap_or_default(),
        tags: settings.tags(&event.event.tags),
    }
}

/// Claims each event's key. Exactly one event of an id ever gets it.
///
/// Nearly always all are new, and then to insert them is all there is to do: looking for them first
/// would cost as much again. Where some are known, the insert is undone and they are looked up.
async fn claim_keys(
    tx: &mut Tx,
    tenant_no: i64,
    events: &[PricedEvent],
    events_from: Option<i64>,
) -> Result<Vec<Outcome>, StoreError> {
    let keys: Vec<EventKey> =
        events.iter().map(|event| EventKey::of(event.event.id.as_str())).collect();
    let is_closed = |event: &PricedEvent| {
        let border = events_from.map(|border| border.saturating_add(RESPONSE_WINDOW));
        border.is_some_and(|border| event.at.timestamp_micros() < border)
    };
    let mut first: BTreeMap<EventKey, usize> = BTreeMap::new();
    let mut closed: Vec<EventKey> = Vec::new();
    for (index, (key, event)) in keys.iter().zip(events).enumerate() {
        if is_closed(event) {
            closed.push(*key);
        } else {
            first.entry(*key).or_insert(index);
        }
    }
    // Keys outlive their events: a repeat is one also of a closed day.
    let mut kept = stored_keys(tx, tenant_no, closed.into_iter()).await?;
    tx.savepoint().await?;
    if !insert_keys(tx, tenant_no, events, &first).await? {
        tx.rollback_to_savepoint().await?;
        kept.extend(stored_keys(tx, tenant_no, first.keys().copied()).await?);
        first.retain(|key, _| !kept.contains_key(key));
        insert_keys(tx, tenant_no, events, &first).await?;
    }
    tx.release_savepoint().await?;
    let outcomes = keys.iter().zip(events).enumerate().map(|(index, (key, event))| {
        if first.get(key) == Some(&index) {
            kept.insert(*key, event.fingerprint);
            Outcome::Created
        } else if kept.get(key) == Some(&event.fingerprint) {
            Outcome::Repeated
        } else if is_closed(event) && !kept.contains_key(key) {
            Outcome::Closed
        } else {
            Outcome::Conflict
        }
    });
    Ok(outcomes.collect())
}

/// Inserts the keys of events, by their places. False when one of them was there.
async fn insert_keys(
    tx: &mut Tx,
    tenant_no: i64,
    events: &[PricedEvent],
    places: &BTreeMap<EventKey, usize>,
) -> Result<bool, StoreError> {
    let new = || places.values().map(|place| &events[*place]);
    let rows = Rows::default()
        .keys(places.keys().copied())
        .ints(new().map(|event| event.at.timestamp_micros()))
        .ints(new().map(|event| event.received.timestamp_micros()))
        .ints(new().map(|event| event.fingerprint));
    let inserted = tx.execute_rows(&sql::EVENT_KEY_INSERT, rows, &[tenant_no.into()]).await?;
    Ok(inserted == places.len() as u64)
}

async fn stored_keys(
    tx: &mut Tx,
    tenant_no: i64,
    keys: impl Iterator<Item = EventKey>,
) -> Result<HashMap<EventKey, i64>, StoreError> {
    let rows = Rows::default().keys(keys);
    let stored: Vec<(Vec<u8>, i64)> =
        tx.look_up(&sql::EVENT_KEY_FIND, rows, &[tenant_no.into()]).await?;
    stored.into_iter().map(|(bytes, fingerprint)| Ok((event_key(&bytes)?, fingerprint))).collect()
}

/// Takes back, or gives back, what stored events count for where the once-only rule now says
/// otherwise.
fn change_standings<'s>(
    cells: &mut Cells,
    runs: &mut RunChanges,
    stored: &'s [Stored],
    standings: &'s [Standing],
) -> Result<Vec<(&'s Report, &'s Standing)>, StoreError> {
    let mut changed = Vec::new();
    for (stored, standing) in stored.iter().zip(standings) {
        let report = &stored.report;
        if report.standing == *standing {
            continue;
        }
        changed.push((report, standing));
        let totals = match (&report.standing.duplicate_of, &standing.duplicate_of) {
            (None, Some(_)) => stored.totals.negated(),
            (Some(_), None) => stored.totals,
            _ => continue,
        };
        let place = Place {
            at: report.at,
            customer_no: stored.customer_no,
            rollup_no: stored.rollup_no,
            latency_bucket: stored.latency_bucket,
        };
        cells.add(place, totals)?;
        runs.adjust(report.run, stored.combo_no, totals)?;
    }
    Ok(changed)
}

async fn write_standings(
    tx: &mut Tx,
    tenant_no: i64,
    changed: &[(&Report, &Standing)],
) -> Result<(), StoreError> {
    let rows = Rows::default()
        .ints(changed.iter().map(|(report, _)| report.at))
        .keys(changed.iter().map(|(report, _)| report.key))
        .opt_texts(changed.iter().map(|(_, standing)| standing.duplicate_of.clone()))
        .ints(changed.iter().map(|(_, standing)| i64::from(standing.wrapper)));
    tx.execute_rows(&sql::STANDING_UPDATE, rows, &[tenant_no.into()]).await?;
    Ok(())
}

async fn write_links(
    tx: &mut Tx,
    tenant_no: i64,
    entries: &[Entry<'_>],
    run_nos: &HashMap<i64, i64>,
) -> Result<(), StoreError> {
    let mut links = Vec::with_capacity(entries.len() * 3);
    for entry in entries {
        let run_no = event_rows::run_no(run_nos, &entry.report)?;
        let report = &entry.report;
        links.extend(links_of(run_no, report).into_iter().map(|link| (link, report)));
    }
    links.sort_unstable_by_key(|(link, report)| (*link, report.at, report.key));
    let rows = Rows::default()
        .ints(links.iter().map(|(link, _)| link.region))
        .ints(links.iter().map(|(link, _)| link.kind))
        .ints(links.iter().map(|(link, _)| link.link))
        .ints(links.iter().map(|(_, report)| report.at))
        .keys(links.iter().map(|(_, report)| report.key));
    tx.execute_rows(&sql::LINK_INSERT, rows, &[tenant_no.into()]).await?;
    Ok(())
}
