//! What an erasure changes in rows.

use std::collections::BTreeMap;

use crate::domain::billing::{link_of_response, link_of_span};
use crate::domain::digest::{EventKey, link};
use crate::domain::erasure::{self, PREFIX};
use crate::domain::event::Detail;
use crate::domain::revision::Request;

use super::costs::ComboListRow;
use super::erasures::Subject;
use super::error::StoreError;
use super::links::event_key;
use super::names::{Combo, Tags};
use super::revisions::facts;
use super::rows::{Column, Rows};
use super::sql;
use super::statement::Sql;
use super::tx::Tx;

/// Events looked at in one transaction.
const PAGE: i64 = 1_000;

/// Where going through events has come to: the time of the last one, in microseconds, and its key.
#[derive(Debug, Clone)]
pub struct Reached(i64, Vec<u8>);

impl Default for Reached {
    fn default() -> Self {
        Self(i64::MIN, Vec::new())
    }
}

/// What a person can be known by in an event.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
struct Erasable {
    at: i64,
    event_key: Vec<u8>,
    customer_no: i64,
    event_id: String,
    span_id: Option<String>,
    parent_span_id: Option<String>,
    endpoint: String,
    user_id: Option<String>,
    session_id: Option<String>,
    tags: Option<String>,
    response_id: Option<String>,
    client_cost_text: Option<String>,
    detail: String,
    duplicate_of: Option<String>,
}

impl Erasable {
    /// An event of the customer, or one of nobody that names it.
    fn is_of(&self, subject: &Subject) -> bool {
        let texts = [&self.user_id, &self.session_id, &self.tags, &self.response_id];
        let texts = texts.into_iter().flatten();
        subject.numbers.iter().any(|(number, _)| *number == self.customer_no)
            || (self.customer_no == 0
                && [&self.event_id, &self.endpoint, &self.detail]
                    .into_iter()
                    .chain(texts)
                    .any(|text| subject.erased.is_in(text)))
    }

    fn erased(&self, subject: &Subject) -> Result<Self, StoreError> {
        let is_in = |text: &str| subject.erased.is_in(text) && !text.starts_with(PREFIX);
        let span = |span: &Option<String>| {
            span.as_ref().map(|span| {
                if is_in(span) { erasure::link(link_of_span(span)) } else { span.clone() }
            })
        };
        let named = |id: &String| {
            if is_in(id) { erasure::event(EventKey::of(id)) } else { id.clone() }
        };
        let linked = Self {
            span_id: span(&self.span_id),
            parent_span_id: span(&self.parent_span_id),
            duplicate_of: self.duplicate_of.as_ref().map(named),
            ..self.clone()
        };
        if !self.is_of(subject) {
            return Ok(linked);
        }
        let key = event_key(&self.event_key)?;
        let detail: Detail = serde_json::from_str(&self.detail)
            .map_err(|error| StoreError::Damaged(format!("detail of an event: {error}")))?;
        let Detail { service_tier, figure_kept, .. } = detail;
        let detail = Detail { service_tier, figure_kept, ..Detail::default() };
        let response = |response: &String| match erasure::linked(response) {
            Some(_) => response.clone(),
            None => erasure::link(link_of_response(response)),
        };
        Ok(Self {
            event_id: if is_in(&self.event_id) {
                erasure::event(key)
            } else {
                self.event_id.clone()
            },
            endpoint: String::new(),
            user_id: None,
            session_id: None,
            tags: None,
            response_id: self.response_id.as_ref().map(response),
            client_cost_text: None,
            detail: serde_json::to_string(&detail)
                .map_err(|error| StoreError::Data(error.to_string()))?,
            ..linked
        })
    }
}

/// Erases the next page of events after one. Returns the last one looked at, unless the page was the
/// last, and how many were changed.
pub(super) async fn erase_events(
    tx: &mut Tx,
    subject: &Subject,
    Reached(at, key): Reached,
) -> Result<(Option<Reached>, u64), StoreError> {
    let own = subject.numbers.iter().map(|(number, _)| *number);
    let mut select =
        Sql::new(sql::ERASABLE).bind(subject.tenant_no).bind(at).bind(key).list(own).push(")");
    for (id, _) in &subject.erased.0 {
        let pattern = pattern(id);
        for (text, count) in [(sql::ERASABLE_REFERENCE, 3), (sql::ERASABLE_NAMED, 7)] {
            select = select.push(text);
            for _ in 0..count {
                select = select.bind(pattern.as_str());
            }
        }
    }
    let page: Vec<Erasable> = tx.fetch(select.push(sql::ERASABLE_END).bind(PAGE)).await?;
    let is_last = i64::try_from(page.len()).unwrap_or(i64::MAX) < PAGE;
    let reached = page.last().map(|last| Reached(last.at, last.event_key.clone()));
    let mut changed = Vec::new();
    for event in page {
        let erased = event.erased(subject)?;
        if erased != event {
            changed.push(erased);
        }
    }
    let keys: Vec<EventKey> =
        changed.iter().map(|event| event_key(&event.event_key)).collect::<Result<_, _>>()?;
    let text =
        |of: fn(&Erasable) -> &Option<String>| changed.iter().map(move |event| of(event).clone());
    let rows = Rows::default()
        .ints(changed.iter().map(|event| event.at))
        .keys(keys)
        .texts(changed.iter().map(|event| event.event_id.as_str()))
        .opt_texts(text(|event| &event.span_id))
        .opt_texts(text(|event| &event.parent_span_id))
        .texts(changed.iter().map(|event| event.endpoint.as_str()))
        .opt_texts(text(|event| &event.user_id))
        .opt_texts(text(|event| &event.session_id))
        .opt_texts(text(|event| &event.tags))
        .opt_texts(text(|event| &event.response_id))
        .opt_texts(text(|event| &event.client_cost_text))
        .texts(changed.iter().map(|event| event.detail.as_str()))
        .opt_texts(text(|event| &event.duplicate_of));
    tx.execute_rows(&sql::EVENT_ERASE, rows, &[subject.tenant_no.into()]).await?;
    Ok((reached.filter(|_| !is_last), changed.len() as u64))
}

/// A pattern that finds every text with an id, and some others: characters that patterns or JSON
/// write differently stand for anything.
fn pattern(id: &str) -> String {
    let plain = |character: char| match character {
        '\\' | '"' => '%',
        control if control.is_control() => '%',
        other => other,
    };
    format!("%{}%", id.chars().map(plain).collect::<String>())
}

/// Erases everything but events. Returns the changed rows by table.
pub(super) async fn erase_references(
    tx: &mut Tx,
    subject: &Subject,
) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut changed = BTreeMap::new();
    let mut note = |table: &str, count: u64| {
        changed.insert(table.to_owned(), count);
    };
    note("runs", runs(tx, subject).await?);
    note("combos", combos(tx, subject).await?);
    note("adjustments", adjustments(tx, subject).await?);
    note("revisions", revisions(tx, subject).await?);
    note("price_overrides", overrides(tx, subject).await?);
    let (mut customers, mut aliases) = (0, 0);
    for (number, pseudonym) in &subject.numbers {
        let clear = Sql::new(sql::ALIAS_CLEAR).bind(subject.tenant_no).bind(*number);
        aliases += tx.execute(clear).await?;
        let erase = Sql::new(sql::CUSTOMER_ERASE)
            .bind(pseudonym.as_str())
            .bind(subject.tenant_no)
            .bind(*number);
        customers += tx.execute(erase).await?;
    }
    note("customers", customers);
    note("customer_aliases", aliases);
    Ok(changed)
}

async fn runs(tx: &mut Tx, subject: &Subject) -> Result<u64, StoreError> {
    let mut renamed = BTreeMap::new();
    // Its own, and those of nobody and of several customers.
    let of = || subject.numbers.iter().map(|(number, _)| *number).chain([0, -1]);
    for (id, _) in &subject.erased.0 {
        let query = Sql::new(sql::ERASABLE_RUNS)
            .bind(subject.tenant_no)
            .list(of())
            .push(sql::ERASABLE_RUNS_NAMED)
            .bind(pattern(id).as_str());
        let found: Vec<(i64, String)> = tx.fetch(query).await?;
        let named = found.into_iter().filter(|(_, run)| subject.erased.is_in(run));
        renamed.extend(named.map(|(number, run)| {
            (number, erasure::link(link(&[b"run", &number.to_be_bytes(), run.as_bytes()])))
        }));
    }
    let rows = Rows::default().ints(renamed.keys().copied()).texts(renamed.into_values());
    tx.execute_rows(&sql::RUN_RENAME, rows, &[subject.tenant_no.into()]).await
}

/// Declared tags whose value is the id.
async fn combos(tx: &mut Tx, subject: &Subject) -> Result<u64, StoreError> {
    let listed: Vec<ComboListRow> =
        tx.fetch(Sql::new(sql::TAGGED_COMBOS).bind(subject.tenant_no)).await?;
    let (mut numbers, mut tags, mut digests) = (Vec::new(), Vec::new(), Vec::new());
    for row in listed {
        let number = row.combo_no;
        let combo = Combo::from(row);
        let value = |value: &String| {
            subject.erased.of_customer(value).map_or_else(|| value.clone(), ToOwned::to_owned)
        };
        let renamed = combo.tags.0.iter().map(|(name, tag)| (name.clone(), value(tag))).collect();
        let renamed = Combo { tags: Tags(renamed), ..combo.clone() };
        if renamed != combo {
            numbers.push(number);
            tags.push(renamed.tags.to_text());
            digests.push(renamed.digest());
        }
    }
    let rows = Rows::default().ints(numbers).texts(tags).column(Column::Bytes(digests));
    tx.execute_rows(&sql::COMBO_RETAG, rows, &[subject.tenant_no.into()]).await
}

type AdjustmentPlace = (i64, i64, Vec<u8>, String, String);

async fn adjustments(tx: &mut Tx, subject: &Subject) -> Result<u64, StoreError> {
    let mut changed: BTreeMap<(i64, i64, EventKey), (String, String)> = BTreeMap::new();
    for (id, _) in &subject.erased.0 {
        let pattern = pattern(id);
        let query = Sql::new(sql::ERASABLE_ADJUSTMENTS)
            .bind(subject.tenant_no)
            .bind(pattern.as_str())
            .bind(pattern.as_str());
        let found: Vec<AdjustmentPlace> = tx.fetch(query).await?;
        for (revision, at, key, before, after) in found {
            let erased = (facts_of(&before, subject)?, facts_of(&after, subject)?);
            if erased != (before, after) {
                changed.insert((revision, at, event_key(&key)?), erased);
            }
        }
    }
    let rows = Rows::default()
        .ints(changed.keys().map(|(revision, ..)| *revision))
        .ints(changed.keys().map(|(_, at, _)| *at))
        .keys(changed.keys().map(|(.., key)| *key))
        .texts(changed.values().map(|(before, _)| before.as_str()))
        .texts(changed.values().map(|(_, after)| after.as_str()));
    tx.execute_rows(&sql::ADJUSTMENT_ERASE, rows, &[subject.tenant_no.into()]).await
}

fn facts_of(json: &str, subject: &Subject) -> Result<String, StoreError> {
    let mut facts = facts(json)?;
    let pseudonym = facts.customer.as_ref().and_then(|id| subject.erased.of_customer(id));
    let Some(pseudonym) = pseudonym.map(ToOwned::to_owned) else { return Ok(json.to_owned()) };
    facts.customer = Some(pseudonym);
    serde_json::to_string(&facts).map_err(|error| StoreError::Data(error.to_string()))
}

async fn revisions(tx: &mut Tx, subject: &Subject) -> Result<u64, StoreError> {
    let query = Sql::new(sql::ERASABLE_REVISIONS).bind(subject.tenant_no);
    let found: Vec<(i64, String, String)> = tx.fetch(query).await?;
    let (mut numbers, mut requests, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    for (number, request, reason) in found {
        let erased = request_of(&request, subject)?;
        let told = subject.erased.replaced(&reason).unwrap_or_else(|| reason.clone());
        if (&erased, &told) != (&request, &reason) {
            numbers.push(number);
            requests.push(erased);
            reasons.push(told);
        }
    }
    let rows = Rows::default().ints(numbers).texts(requests).texts(reasons);
    tx.execute_rows(&sql::REVISION_ERASE, rows, &[subject.tenant_no.into()]).await
}

fn request_of(json: &str, subject: &Subject) -> Result<String, StoreError> {
    let mut request: Request = serde_json::from_str(json)
        .map_err(|error| StoreError::Damaged(format!("request of a revision: {error}")))?;
    let rename = |customer: &mut Option<String>| {
        if let Some(known) = customer.as_deref().and_then(|id| subject.erased.of_customer(id)) {
            *customer = Some(known.to_owned());
        }
    };
    match &mut request {
        Request::Reassign { from, to, .. } => {
            for origin in from {
                rename(&mut origin.customer);
            }
            rename(to);
        }
        Request::Void { events } => {
            for event in events.iter_mut().filter(|event| subject.erased.is_in(event)) {
                *event = erasure::event(erasure::event_key(event));
            }
        }
        Request::Reprice { .. } | Request::Undo { .. } => {}
    }
    serde_json::to_string(&request).map_err(|error| StoreError::Data(error.to_string()))
}

type OverrideTexts = (String, Option<String>, String, Option<String>);

/// Contracts, and reasons.
async fn overrides(tx: &mut Tx, subject: &Subject) -> Result<u64, StoreError> {
    let query = Sql::new(sql::ERASABLE_OVERRIDES).bind(subject.tenant_no);
    let found: Vec<OverrideTexts> = tx.fetch(query).await?;
    let erased = &subject.erased;
    let text = |text: &String| erased.replaced(text).unwrap_or_else(|| text.clone());
    let mut changed: Vec<OverrideTexts> = Vec::new();
    for (id, customer, reason, retired) in found {
        let renamed = customer.as_ref().map(|customer| {
            erased.of_customer(customer).map_or_else(|| customer.clone(), ToOwned::to_owned)
        });
        let told = (text(&reason), retired.as_ref().map(text));
        if (&renamed, &told.0, &told.1) != (&customer, &reason, &retired) {
            changed.push((id, renamed, told.0, told.1));
        }
    }
    let rows = Rows::default()
        .texts(changed.iter().map(|(id, ..)| id.as_str()))
        .opt_texts(changed.iter().map(|(_, customer, ..)| customer.clone()))
        .texts(changed.iter().map(|(_, _, reason, _)| reason.as_str()))
        .opt_texts(changed.iter().map(|(.., retired)| retired.clone()));
    tx.execute_rows(&sql::OVERRIDE_ERASE, rows, &[subject.tenant_no.into()]).await
}
