//! The stored reports that may be of the same call as a new one.
//!
//! Each event leaves a few links: its span, the span around it, its response id, and, of a report from
//! the HTTP layer, the shape of its usage. What to make of the reports is decided in
//! [`crate::domain::billing`]; here they are found:
//!
//! - *judged* is every report on which new ones may change the decision: the new ones, those above
//!   and below them, and those beside any of these (same response, or the other layer);
//! - *evidence* is what else bears on the judged: what is beside them, and the span trees of those
//!   whose earlier decision might fall.

use std::collections::{BTreeMap, HashSet};

use crate::domain::billing::{
    FALLBACK_WINDOW, Links, MAX_DEPTH, RESPONSE_WINDOW, Report, Standing,
};
use crate::domain::digest::EventKey;
use crate::domain::event::{Role, UsageLine};
use crate::domain::latency;
use crate::domain::totals::Totals;
use crate::domain::usage::Usage;

use super::error::StoreError;
use super::measures::Counted;
use super::rows::Rows;
use super::sql;
use super::tx::Tx;

/// Stored reports looked at for one commit, at most. Reached only by trees that are not real; what
/// lies beyond is then not seen. The statements that find them have the same number in their text.
const MAX_REPORTS: usize = 10_000;

/// Microseconds in a UTC day: responses are linked by day, so that their links stay neighbours.
pub(super) const DAY: i64 = 24 * 3_600 * 1_000_000;

/// What a link is about, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i64)]
enum Kind {
    Span = 1,
    Parent = 2,
    Fallback = 3,
    Response = 4,
}

/// One link of an event, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    if report.role == Role::Fallback {
        links.push(in_run(Kind::Fallback, report.links.shape));
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

/// The stored reports that concern new ones.
#[derive(Debug, Default)]
pub struct Neighbours {
    /// Those on which the decision may change.
    pub judged: Vec<Stored>,
    /// Those that only bear on it.
    pub evidence: Vec<Report>,
}

/// Finds the stored reports that concern new ones.
pub async fn neighbours(
    tx: &mut Tx,
    tenant_no: i64,
    fresh: &[Report],
) -> Result<Neighbours, StoreError> {
    let mut search = Search { tx, tenant_no, asked: HashSet::new(), found: BTreeMap::new() };
    search.walk(fresh, upwards).await?;
    search.walk(fresh, downwards).await?;
    let in_trees = search.reports();
    search.beside(fresh).await?;
    search.beside(&in_trees).await?;
    let judged: Vec<EventKey> = search.found.keys().copied().collect();
    let reports = search.reports();
    let doubtful: Vec<Report> =
        reports.iter().filter(|report| report.standing != Standing::default()).cloned().collect();
    search.walk(&doubtful, upwards).await?;
    search.walk(&doubtful, downwards).await?;
    search.beside(&reports).await?;
    let mut found = search.found;
    let judged = judged.iter().filter_map(|key| found.remove(key)).collect();
    let evidence = found.into_values().map(|stored| stored.report).collect();
    Ok(Neighbours { judged, evidence })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Probe {
    link: Link,
    since: i64,
    until: i64,
}

/// Where the span above a report is.
fn upwards(report: &Report) -> Option<Probe> {
    report.links.parent.map(|span| anywhere_in_run(report, Kind::Span, span))
}

/// Where the spans below a report are.
fn downwards(report: &Report) -> Option<Probe> {
    report.links.span.map(|span| anywhere_in_run(report, Kind::Parent, span))
}

fn anywhere_in_run(report: &Report, kind: Kind, link: i64) -> Probe {
    let link = Link { region: report.run, kind: kind as i64, link };
    Probe { link, since: i64::MIN, until: i64::MAX }
}

/// Where the same response id is: on the day of the report and the two beside it.
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

/// A negative run is one that this transaction creates: nothing of it is stored yet.
fn run_is_stored(report: &Report) -> bool {
    report.run >= 0
}

struct Search<'t> {
    tx: &'t mut Tx,
    tenant_no: i64,
    asked: HashSet<Probe>,
    found: BTreeMap<EventKey, Stored>,
}

impl Search<'_> {
    fn reports(&self) -> Vec<Report> {
        self.found.values().map(|stored| stored.report.clone()).collect()
    }

    fn is_full(&self) -> bool {
        self.found.len() >= MAX_REPORTS
    }

    /// Follows a direction through the span trees, from some reports to their ends.
    async fn walk(
        &mut self,
        from: &[Report],
        direction: fn(&Report) -> Option<Probe>,
    ) -> Result<(), StoreError> {
        let mut frontier: Vec<Report> = from.to_vec();
        for _ in 0..MAX_DEPTH {
            if frontier.is_empty() || self.is_full() {
                break;
            }
            let stored = frontier.iter().filter(|report| run_is_stored(report));
            let probes: Vec<Probe> =
                stored.filter_map(direction).filter(|probe| self.asked.insert(*probe)).collect();
            let places = self.linked(&probes).await?;
            frontier = self.load(&places).await?;
        }
        Ok(())
    }

    /// Looks beside some reports: for the same response, and for the other layer.
    async fn beside(&mut self, reports: &[Report]) -> Result<(), StoreError> {
        let calls = || reports.iter().filter(|report| report.role.is_call());
        let below = calls().filter(|report| report.role == Role::Call && run_is_stored(report));
        let below = below.flat_map(|report| {
            report.links.shapes().map(|shape| Probe {
                link: Link { region: report.run, kind: Kind::Fallback as i64, link: shape },
                since: report.at - FALLBACK_WINDOW,
                until: report.at + FALLBACK_WINDOW,
            })
        });
        let probes: Vec<Probe> = below
            .chain(calls().flat_map(responses))
            .filter(|probe| self.asked.insert(*probe))
            .collect();
        let mut places = self.linked(&probes).await?;
        places.extend(self.calls_beside(reports).await?);
        self.load(&places).await.map(drop)
    }

    async fn linked(&mut self, probes: &[Probe]) -> Result<Vec<Place>, StoreError> {
        let rows = Rows::default()
            .ints(probes.iter().map(|probe| probe.link.region))
            .ints(probes.iter().map(|probe| probe.link.kind))
            .ints(probes.iter().map(|probe| probe.link.link))
            .ints(probes.iter().map(|probe| probe.since))
            .ints(probes.iter().map(|probe| probe.until));
        self.tx.look_up(&sql::LINK_FIND, rows, &[self.tenant_no.into()]).await
    }

    /// The calls that a report from the HTTP layer may be of. They leave no link for it: most runs
    /// have no such report, and all would pay.
    async fn calls_beside(&mut self, reports: &[Report]) -> Result<Vec<Place>, StoreError> {
        let seen_below: Vec<&Report> = reports
            .iter()
            .filter(|report| report.role == Role::Fallback && run_is_stored(report))
            .collect();
        let rows = Rows::default()
            .ints(seen_below.iter().map(|report| report.run))
            .ints(seen_below.iter().map(|report| report.at - FALLBACK_WINDOW))
            .ints(seen_below.iter().map(|report| report.at + FALLBACK_WINDOW))
            .ints(seen_below.iter().map(|report| report.tokens.0))
            .ints(seen_below.iter().map(|report| report.tokens.1))
            .ints(seen_below.iter().map(|report| i64::from(report.links.is_bare())));
        self.tx.look_up(&sql::CALL_FIND, rows, &[self.tenant_no.into()]).await
    }

    /// Loads what was not loaded before. Returns all reports at these places: one that was reached
    /// from another side is still to be walked on from.
    async fn load(&mut self, places: &[Place]) -> Result<Vec<Report>, StoreError> {
        let mut wanted: BTreeMap<EventKey, i64> = BTreeMap::new();
        for (at, bytes) in places {
            let key = event_key(bytes)?;
            if !self.found.contains_key(&key) {
                wanted.insert(key, *at);
            }
        }
        let rows = Rows::default().ints(wanted.values().copied()).keys(wanted.into_keys());
        let rows: Vec<ReportRow> =
            self.tx.look_up(&sql::REPORT_FIND, rows, &[self.tenant_no.into()]).await?;
        for row in rows {
            let stored = Stored::try_from(row)?;
            self.found.insert(stored.report.key, stored);
        }
        let mut reports = Vec::with_capacity(places.len());
        for (_, bytes) in places {
            let stored = self.found.get(&event_key(bytes)?);
            reports.extend(stored.map(|stored| stored.report.clone()));
        }
        Ok(reports)
    }
}

/// Where an event is: its time and its key.
type Place = (i64, Vec<u8>);

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
    #[sqlx(flatten)]
    counted: Counted,
    lines: String,
    duplicate_of: Option<String>,
    wrapper: i64,
    rollup_no: i64,
    provider: String,
    model: String,
}

impl ReportRow {
    fn usage(&self) -> Result<Usage, StoreError> {
        let lines: Vec<UsageLine> = serde_json::from_str(&self.lines).map_err(|error| {
            StoreError::Damaged(format!("usage lines of event {}: {error}", self.event_id))
        })?;
        let mut usage = Usage::default();
        for line in lines.into_iter().filter(|line| !line.implied) {
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
            totals: row.counted.totals(),
            customer_no: row.customer_no,
            combo_no: row.combo_no,
            rollup_no: row.rollup_no,
            latency_bucket: row.counted.latency.map(latency::bucket),
            report: Report {
                key: event_key(&row.event_key)?,
                at: row.at,
                run: row.run_no,
                links,
                role: Role::of(&row.span_type, &row.provider),
                tokens: (row.counted.input_tokens, row.counted.output_tokens),
                standing: Standing { wrapper: row.wrapper == 1, duplicate_of: row.duplicate_of },
                id: row.event_id,
            },
        })
    }
}
