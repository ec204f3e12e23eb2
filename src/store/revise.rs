//! What a revision does to events: page by page, each page one transaction with every total.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::domain::digest::EventKey;
use crate::domain::erasure::event_key;
use crate::domain::event::Detail;
use crate::domain::latency;
use crate::domain::revision::{Facts, Request};
use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;

use super::cells::{Cells, Place};
use super::costs::customer_no;
use super::error::StoreError;
use super::measures::Counted;
use super::names::{Combo, Found, Tags};
use super::revisions::{RevisionRecord, facts, find};
use super::rows::Rows;
use super::run_totals::RunChanges;
use super::settings::Settings;
use super::statement::Sql;
use super::tx::Tx;
use super::{Store, Tenant, sql};

/// Events of a page: about 50 ms of one transaction, so that ingest does not wait long.
const PAGE: i64 = 1_000;

/// A stored event, as a revision looks at it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// When it began.
    pub at: DateTime<Utc>,
    /// What it is.
    pub span_type: String,
    /// Everything else that it is grouped by.
    pub combo: Combo,
    /// What is only shown.
    pub detail: Detail,
    /// The client's own figure, in nano-USD.
    pub client_cost: Option<i64>,
    /// What may change.
    pub facts: Facts,
    /// For an undoing: what it was before.
    pub before: Option<Facts>,
    key: EventKey,
    run_no: i64,
    customer_no: i64,
    combo_no: i64,
    rollup_no: i64,
    is_duplicate: bool,
    counted: Counted,
}

#[derive(sqlx::FromRow)]
struct CandidateRow {
    at: i64,
    event_key: Vec<u8>,
    event_id: String,
    run_no: i64,
    customer_no: i64,
    customer_id: Option<String>,
    combo_no: i64,
    rollup_no: i64,
    span_type: String,
    #[sqlx(flatten)]
    counted: Counted,
    client_cost: Option<i64>,
    price_id: Option<String>,
    lines: String,
    detail: String,
    duplicate_of: Option<String>,
    provider: String,
    model: String,
    section: String,
    section_path: String,
    key_id: String,
    environment: String,
    declared_tags: String,
    before: Option<String>,
}

impl TryFrom<CandidateRow> for Candidate {
    type Error = StoreError;

    fn try_from(row: CandidateRow) -> Result<Self, StoreError> {
        let damaged = |what: &str, error: serde_json::Error| {
            StoreError::Damaged(format!("{what} of event {}: {error}", row.event_id))
        };
        let lines = serde_json::from_str(&row.lines).map_err(|error| damaged("lines", error))?;
        let detail = serde_json::from_str(&row.detail).map_err(|error| damaged("detail", error))?;
        Ok(Self {
            at: DateTime::from_timestamp_micros(row.at).unwrap_or_default(),
            key: super::links::event_key(&row.event_key)?,
            id: row.event_id,
            span_type: row.span_type,
            detail,
            client_cost: row.client_cost,
            facts: Facts {
                customer: row.customer_id,
                price_state: row.counted.price_state.clone(),
                price_id: row.price_id,
                cost: row.counted.cost,
                lines,
            },
            before: row.before.as_deref().map(facts).transpose()?,
            combo: Combo {
                provider: row.provider,
                model: row.model,
                section: row.section,
                section_path: row.section_path,
                key_id: row.key_id,
                status: row.counted.status.clone(),
                price_state: row.counted.price_state.clone(),
                environment: row.environment,
                tags: Tags::parse(&row.declared_tags),
            },
            run_no: row.run_no,
            customer_no: row.customer_no,
            combo_no: row.combo_no,
            rollup_no: row.rollup_no,
            is_duplicate: row.duplicate_of.is_some(),
            counted: row.counted,
        })
    }
}

impl Candidate {
    /// What it counts for when it is so.
    pub fn totals(&self, facts: &Facts) -> Totals {
        if self.is_duplicate {
            return Totals::default();
        }
        let (price_state, cost) = (facts.price_state.clone(), facts.cost);
        Counted { price_state, cost, ..self.counted.clone() }.totals()
    }

    fn place(&self, customer_no: i64, rollup_no: i64) -> Place {
        Place {
            at: self.at.timestamp_micros(),
            customer_no,
            rollup_no,
            latency_bucket: self.counted.latency.map(latency::bucket),
        }
    }
}

impl Store {
    /// Does the next page of a revision: `judge` says what becomes of an event, or that it stays.
    /// Returns the revision as it then is.
    pub async fn revise(
        &self,
        scope: &TenantScope,
        id: &str,
        now: DateTime<Utc>,
        judge: impl Fn(&Candidate) -> Option<Facts> + Send,
    ) -> Result<RevisionRecord, StoreError> {
        let (mut tx, tenant) = self.change(scope).await?;
        let found = find(&mut tx, tenant.no, id).await?;
        let revision =
            found.ok_or_else(|| StoreError::Absent(format!("there is no revision {id}")))?;
        if revision.finished_at.is_some() {
            return Ok(revision);
        }
        let page = candidates(&mut tx, tenant.no, &revision.request, &revision.cursor).await?;
        let changes: Vec<(&Candidate, Facts)> = page
            .iter()
            .filter_map(|candidate| Some((candidate, judge(candidate)?)))
            .filter(|(candidate, facts)| candidate.facts != *facts)
            .collect();
        let (cost_change, names) =
            self.restate(&mut tx, &tenant, (revision.number, now), &changes).await?;
        let is_last = i64::try_from(page.len()).unwrap_or(i64::MAX) < PAGE
            || matches!(revision.request, Request::Void { .. });
        let (at, key) = page.last().map_or(revision.cursor.clone(), |last| {
            (last.at.timestamp_micros(), last.key.0.to_vec())
        });
        let advance = Sql::new(sql::REVISION_ADVANCE)
            .bind(at)
            .bind(key)
            .bind(i64::try_from(page.len()).unwrap_or(i64::MAX))
            .bind(i64::try_from(changes.len()).unwrap_or(i64::MAX))
            .bind(cost_change)
            .bind(is_last.then(|| now.timestamp_micros()))
            .bind(tenant.no)
            .bind(revision.number);
        tx.execute(advance).await?;
        let done = find(&mut tx, tenant.no, id).await?;
        tx.commit().await?;
        self.names.remember(names);
        done.ok_or_else(|| StoreError::Damaged("a revision went away".to_owned()))
    }

    /// Shows a request's events to `look`, page by page, and changes nothing. False from `look`
    /// stops it.
    pub async fn preview(
        &self,
        scope: &TenantScope,
        request: &Request,
        mut look: impl FnMut(Vec<Candidate>) -> bool + Send,
    ) -> Result<(), StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let mut cursor = (i64::MIN, Vec::new());
        loop {
            let page = candidates(&mut tx, tenant.no, request, &cursor).await?;
            let Some(last) = page.last() else { break };
            cursor = (last.at.timestamp_micros(), last.key.0.to_vec());
            if !look(page) || matches!(request, Request::Void { .. }) {
                break;
            }
        }
        tx.rollback().await
    }

    /// Writes what became of events: their rows, an adjustment each, and every total.
    async fn restate(
        &self,
        tx: &mut Tx,
        tenant: &Tenant,
        (revision_no, now): (i64, DateTime<Utc>),
        changes: &[(&Candidate, Facts)],
    ) -> Result<(i64, Found), StoreError> {
        let settings = Settings::read(tx, tenant.no).await?;
        let mut names = Found::new(tenant.no, settings.names_epoch);
        let customers: BTreeMap<String, i64> = changes
            .iter()
            .filter_map(|(_, facts)| Some((facts.customer.clone()?, now.timestamp_micros())))
            .collect();
        names.resolve_customers(&self.names, tx, customers).await?;
        let mut cells = Cells::new(tenant.zone);
        let mut runs = RunChanges::default();
        let mut restated = Restated::default();
        for (event, facts) in changes {
            let combo = Combo { price_state: facts.price_state.clone(), ..event.combo.clone() };
            let combo = names.combo_no(&self.names, tx, combo).await?;
            let customer_no = names.customer_no(facts.customer.as_deref());
            let (before, after) = (event.totals(&event.facts), event.totals(facts));
            cells.add(event.place(event.customer_no, event.rollup_no), before.negated())?;
            cells.add(event.place(customer_no, combo.rollup_no), after)?;
            runs.adjust(event.run_no, event.combo_no, before.negated())?;
            runs.adjust(event.run_no, combo.combo_no, after)?;
            restated.add(event, facts, (customer_no, combo.combo_no), after.cost - before.cost)?;
        }
        let cost_change = restated.cost_changes.iter().sum();
        restated.write(tx, tenant.no, (revision_no, now)).await?;
        runs.write(tx, tenant.no).await?;
        cells.write(tx, tenant.no).await?;
        let border = settings.events_from.unwrap_or(i64::MIN);
        let rows = Rows::default().ints(changed_customers(changes));
        let binds = [border.into(), tenant.no.into()];
        tx.execute_rows(&sql::RUN_CUSTOMERS, rows, &binds).await?;
        Ok((cost_change, names))
    }
}

/// Runs with an event that becomes another customer's.
fn changed_customers(changes: &[(&Candidate, Facts)]) -> BTreeSet<i64> {
    let moved = changes.iter().filter(|(event, facts)| event.facts.customer != facts.customer);
    moved.map(|(event, _)| event.run_no).collect()
}

/// The rows of changed events and of their adjustments, column by column.
#[derive(Default)]
struct Restated {
    times: Vec<i64>,
    keys: Vec<EventKey>,
    customers: Vec<i64>,
    combos: Vec<i64>,
    costs: Vec<i64>,
    price_ids: Vec<Option<String>>,
    lines: Vec<String>,
    before: Vec<String>,
    after: Vec<String>,
    cost_changes: Vec<i64>,
}

impl Restated {
    fn add(
        &mut self,
        event: &Candidate,
        facts: &Facts,
        (customer_no, combo_no): (i64, i64),
        cost_change: i64,
    ) -> Result<(), StoreError> {
        let unencodable = |error: serde_json::Error| StoreError::Data(error.to_string());
        self.times.push(event.at.timestamp_micros());
        self.keys.push(event.key);
        self.customers.push(customer_no);
        self.combos.push(combo_no);
        self.costs.push(facts.cost);
        self.price_ids.push(facts.price_id.clone());
        self.lines.push(serde_json::to_string(&facts.lines).map_err(unencodable)?);
        self.before.push(serde_json::to_string(&event.facts).map_err(unencodable)?);
        self.after.push(serde_json::to_string(facts).map_err(unencodable)?);
        self.cost_changes.push(cost_change);
        Ok(())
    }

    async fn write(
        self,
        tx: &mut Tx,
        tenant_no: i64,
        (revision_no, now): (i64, DateTime<Utc>),
    ) -> Result<(), StoreError> {
        let events = Rows::default()
            .ints(self.times.iter().copied())
            .keys(self.keys.iter().copied())
            .ints(self.customers)
            .ints(self.combos)
            .ints(self.costs)
            .opt_texts(self.price_ids)
            .texts(self.lines);
        tx.execute_rows(&sql::EVENT_RESTATE, events, &[tenant_no.into()]).await?;
        let adjustments = Rows::default()
            .ints(self.times)
            .keys(self.keys)
            .texts(self.before)
            .texts(self.after)
            .ints(self.cost_changes);
        let binds = [tenant_no.into(), revision_no.into(), now.timestamp_micros().into()];
        tx.execute_rows(&sql::ADJUSTMENT_INSERT, adjustments, &binds).await?;
        Ok(())
    }
}

/// The next events that a request is about, in order of time.
async fn candidates(
    tx: &mut Tx,
    tenant_no: i64,
    request: &Request,
    (at, key): &(i64, Vec<u8>),
) -> Result<Vec<Candidate>, StoreError> {
    let after = |since: i64, until: i64| {
        Sql::new(sql::CANDIDATES)
            .bind(tenant_no)
            .bind(since)
            .bind(until)
            .bind(*at)
            .bind(*at)
            .bind(key.clone())
    };
    let query = match request {
        Request::Void { events } => return named(tx, tenant_no, events).await,
        Request::Undo { revision } => {
            let Some(undone) = find(tx, tenant_no, revision).await? else { return Ok(Vec::new()) };
            Sql::new(sql::CANDIDATES_UNDONE)
                .bind(tenant_no)
                .bind(undone.number)
                .bind(*at)
                .bind(key.clone())
                .bind(PAGE)
        }
        Request::Reprice { since, until, unpriced_only } => {
            let which = if *unpriced_only {
                " AND c.price_state = 'unpriced'"
            } else {
                " AND c.price_state NOT IN ('', 'void')"
            };
            in_order(after(*since, *until).push(which))
        }
        Request::Reassign { from, until, .. } => {
            let mut numbers = Vec::with_capacity(from.len());
            for origin in from {
                numbers.extend(match &origin.customer {
                    None => Some(0),
                    Some(id) => customer_no(tx, tenant_no, id).await?.map(|(number, _)| number),
                });
            }
            let since = from.iter().map(|origin| origin.since).min().unwrap_or(*until);
            if numbers.is_empty() {
                return Ok(Vec::new());
            }
            in_order(after(since, *until).push(" AND e.customer_no IN (").list(numbers).push(")"))
        }
    };
    let rows: Vec<CandidateRow> = tx.fetch(query).await?;
    rows.into_iter().map(Candidate::try_from).collect()
}

fn in_order(query: Sql) -> Sql {
    query.push(" ORDER BY e.at, e.event_key LIMIT ?").bind(PAGE)
}

/// Events by their ids, those that are there.
async fn named(
    tx: &mut Tx,
    tenant_no: i64,
    events: &[String],
) -> Result<Vec<Candidate>, StoreError> {
    let keys: BTreeSet<EventKey> = events.iter().map(|id| event_key(id)).collect();
    let rows = Rows::default().keys(keys);
    let places: Vec<(i64, Vec<u8>)> =
        tx.look_up(&sql::EVENT_TIMES, rows, &[tenant_no.into()]).await?;
    let mut found = Vec::with_capacity(places.len());
    for (at, key) in places {
        let one = Sql::new(sql::CANDIDATE).bind(tenant_no).bind(at).bind(key);
        let row: Option<CandidateRow> = tx.fetch_first(one).await?;
        found.extend(row.map(Candidate::try_from).transpose()?);
    }
    Ok(found)
}
