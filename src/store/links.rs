//! The stored reports that may be of the same call as a new one.
//!
//! Each event leaves a few links: its span, the span around it, the shape of its usage, its response
//! id. From the new events this walks up to the spans around them, down to the spans below them, and
//! across to reports with the same response id or of the other layer, until nothing new is found.
//! What to make of them is decided in [`crate::domain::billing`].

use std::collections::{HashMap, HashSet};

use crate::domain::billing::{FALLBACK_WINDOW, Links, RESPONSE_WINDOW, Report};
use crate::domain::digest::EventKey;
use crate::domain::event::{PriceState, Role, Status, UsageLine};
use crate::domain::latency;
use crate::domain::totals::{Call, Totals};
use crate::domain::usage::Usage;

use super::error::StoreError;
use super::sql;
use super::statement::Rows;
use super::tx::Tx;

/// Stored reports looked at for one commit, at most. Reached only by trees that are not real; what
/// lies beyond is then left as it was decided before.
const MAX_REPORTS: usize = 10_000;

/// Microseconds in a UTC day: responses are linked by day, so that their links stay neighbours.
const DAY: i64 = 24 * 3_600 * 1_000_000;

/// What a link is about, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i64)]
enum Kind {
    Span = 1,
    Parent = 2,
    Direct = 3,
    Fallback = 4,
    Response = 5,
}

/// One link of an event, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link {
    pub region: i64,
    pub kind: i64,
    pub link: i64,
}

/// The links that an event leaves. `region` is its run's number, or the day for a response.
pub fn links_of(run_no: i64, report: &Report) -> Vec<Link> {
    let in_run = |kind: Kind, link: i64| Link { region: run_no, kind: kind as i64, link };
    let mut links = Vec::with_capacity(4);
    links.extend(report.links.span.map(|span| in_run(Kind::Span, span)));
    links.extend(report.links.parent.map(|parent| in_run(Kind::Parent, parent)));
    match report.role {
        Role::Call => links.push(in_run(Kind::Direct, report.links.shape)),
        Role::Fallback => links.push(in_run(Kind::Fallback, report.links.shape)),
        Role::Step => {}
    }
    if let Some(response) = report.links.response.filter(|_| report.role.is_call()) {
        links.push(Link {
            region: -report.at.div_euclid(DAY),
            kind: Kind::Response as i64,
            link: response,
        });
    }
    links
}

/// A stored event, as far as the once-only rule and the totals are concerned.
#[derive(Debug, Clone)]
pub struct Stored {
    pub report: Report,
    pub totals: Totals,
    pub customer_no: i64,
    pub combo_no: i64,
    pub rollup_no: i64,
    pub latency_bucket: Option<i64>,
}

/// In which direction a report was found, and so where to look further from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Direction {
    Origin,
    Up,
    Down,
    Across,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Probe {
    link: Link,
    since: i64,
    until: i64,
}

/// Finds the stored reports that concern `fresh`, the new ones whose runs are stored already, and
/// `with_response`, all new ones that carry a response id.
pub async fn neighbours(
    tx: &mut Tx,
    tenant_no: i64,
    fresh: &[&Report],
) -> Result<Vec<Stored>, StoreError> {
    let mut asked: HashSet<(Probe, Direction)> = HashSet::new();
    let mut found: HashMap<EventKey, Stored> = HashMap::new();
    let mut reached: HashSet<(EventKey, Direction)> = HashSet::new();
    let mut frontier: Vec<(Report, Direction)> =
        fresh.iter().map(|report| ((*report).clone(), Direction::Origin)).collect();
    while !frontier.is_empty() && found.len() < MAX_REPORTS {
        let mut next = Vec::new();
        for direction in [Direction::Up, Direction::Down, Direction::Across] {
            let probes: Vec<Probe> = frontier
                .iter()
                .flat_map(|(report, from)| probes(report, *from, direction))
                .filter(|probe| asked.insert((*probe, direction)))
                .collect();
            for stored in load(tx, tenant_no, &probes).await? {
                let key = stored.report.key;
                if reached.insert((key, direction)) {
                    next.push((stored.report.clone(), direction));
                }
                found.entry(key).or_insert(stored);
            }
        }
        frontier = next;
    }
    Ok(found.into_values().collect())
}

/// Where to look from a report: up from what was reached upwards, down from what was reached
/// downwards, and across from both.
fn probes(report: &Report, from: Direction, direction: Direction) -> Vec<Probe> {
    let in_run = |kind: Kind, link: i64, window: i64| Probe {
        link: Link { region: report.run, kind: kind as i64, link },
        since: report.at - window,
        until: report.at + window,
    };
    // A negative run is one that this transaction creates: nothing of it is stored yet.
    let run_is_stored = report.run >= 0;
    match direction {
        Direction::Up if run_is_stored && matches!(from, Direction::Origin | Direction::Up) => {
            let parent = report.links.parent;
            parent.map(|span| in_run(Kind::Span, span, RESPONSE_WINDOW)).into_iter().collect()
        }
        Direction::Down if run_is_stored && matches!(from, Direction::Origin | Direction::Down) => {
            let span = report.links.span;
            span.map(|span| in_run(Kind::Parent, span, RESPONSE_WINDOW)).into_iter().collect()
        }
        Direction::Across if from != Direction::Across && report.role.is_call() => {
            let other = match report.role {
                Role::Fallback => Kind::Direct,
                Role::Call | Role::Step => Kind::Fallback,
            };
            let layer = run_is_stored.then(|| in_run(other, report.links.shape, FALLBACK_WINDOW));
            layer.into_iter().chain(responses(report)).collect()
        }
        _ => Vec::new(),
    }
}

/// The same response id on the day of the report and the two beside it.
fn responses(report: &Report) -> impl Iterator<Item = Probe> {
    let day = report.at.div_euclid(DAY);
    let (since, until) = (report.at - RESPONSE_WINDOW, report.at + RESPONSE_WINDOW);
    report.links.response.into_iter().flat_map(move |link| {
        (day - 1..=day + 1).map(move |day| Probe {
            link: Link { region: -day, kind: Kind::Response as i64, link },
            since,
            until,
        })
    })
}

async fn load(tx: &mut Tx, tenant_no: i64, probes: &[Probe]) -> Result<Vec<Stored>, StoreError> {
    let rows = Rows::default()
        .ints(probes.iter().map(|probe| probe.link.region))
        .ints(probes.iter().map(|probe| probe.link.kind))
        .ints(probes.iter().map(|probe| probe.link.link))
        .ints(probes.iter().map(|probe| probe.since))
        .ints(probes.iter().map(|probe| probe.until));
    let hits: Vec<(i64, Vec<u8>)> =
        tx.fetch_rows(&sql::LINK_FIND, &rows, &[tenant_no.into()]).await?;
    let rows = Rows::default()
        .ints(hits.iter().map(|(at, _)| *at))
        .keys(hits.iter().filter_map(|(_, key)| event_key(key).ok()));
    let stored: Vec<ReportRow> =
        tx.fetch_rows(&sql::REPORT_FIND, &rows, &[tenant_no.into()]).await?;
    stored.into_iter().map(Stored::try_from).collect()
}

/// Sixteen stored bytes as a key.
pub fn event_key(bytes: &[u8]) -> Result<EventKey, StoreError> {
    let key = <[u8; 16]>::try_from(bytes);
    key.map(EventKey).map_err(|_| StoreError::Damaged("an event key is not 16 bytes".to_owned()))
}

#[derive(sqlx::FromRow)]
struct ReportRow {
    at: i64,
    event_key: Vec<u8>,
    event_id: String,
    run_no: i64,
    combo_no: i64,
    customer_no: i64,
    span_id: Option<String>,
    parent_span_id: Option<String>,
    span_type: String,
    response_id: Option<String>,
    customer_paid: i64,
    input_tokens: i64,
    output_tokens: i64,
    cache_read_tokens: i64,
    cache_write_tokens: i64,
    reasoning_tokens: i64,
    latency: Option<i64>,
    cost: i64,
    lines: String,
    duplicate_of: Option<String>,
    wrapper: i64,
    rollup_no: i64,
    provider: String,
    model: String,
    status: String,
    price_state: String,
}

impl ReportRow {
    fn totals(&self) -> Totals {
        if self.price_state.is_empty() {
            return Totals::default();
        }
        Totals::from(Call {
            failed: Status::new(&self.status).is_error(),
            unpriced: self.price_state == PriceState::Unpriced.as_str(),
            customer_paid: self.customer_paid == 1,
            input_tokens: self.input_tokens,
            output_tokens: self.output_tokens,
            cache_read_tokens: self.cache_read_tokens,
            cache_write_tokens: self.cache_write_tokens,
            reasoning_tokens: self.reasoning_tokens,
            cost: self.cost,
            latency: self.latency,
        })
    }

    fn usage(&self) -> Result<Usage, StoreError> {
        let lines: Vec<UsageLine> = serde_json::from_str(&self.lines).map_err(|error| {
            StoreError::Damaged(format!("usage lines of event {}: {error}", self.event_id))
        })?;
        let mut usage = Usage::default();
        for line in lines {
            usage.add(line.kind, line.quantity);
        }
        Ok(usage)
    }
}

impl TryFrom<ReportRow> for Stored {
    type Error = StoreError;

    fn try_from(row: ReportRow) -> Result<Self, StoreError> {
        let usage = row.usage()?;
        let model = (!row.model.is_empty()).then_some(row.model.as_str());
        let links = Links::new(
            row.span_id.as_deref(),
            row.parent_span_id.as_deref(),
            model,
            &usage,
            row.response_id.as_deref(),
        );
        Ok(Self {
            totals: row.totals(),
            customer_no: row.customer_no,
            combo_no: row.combo_no,
            rollup_no: row.rollup_no,
            latency_bucket: row.latency.map(latency::bucket),
            report: Report {
                key: event_key(&row.event_key)?,
                at: row.at,
                run: row.run_no,
                links,
                role: Role::of(&row.span_type, &row.provider),
                has_usage: !usage.is_empty(),
                wrapper: row.wrapper == 1,
                duplicate_of: row.duplicate_of,
                id: row.event_id,
            },
        })
    }
}
