//! Revisions: begun, found and listed. What they do to events is in [`super::revise`].

use chrono::{DateTime, Utc};

use crate::domain::erasure::event_key;
use crate::domain::revision::{Facts, Request};
use crate::domain::scope::TenantScope;

use super::admissible::admissible;
use super::error::StoreError;
use super::statement::Sql;
use super::tx::Tx;
use super::{Store, sql};

/// A revision that is to begin.
#[derive(Debug, Clone)]
pub struct NewRevision {
    /// Its id.
    pub id: String,
    /// What it is to do.
    pub request: Request,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub made_by: String,
}

/// A revision.
#[derive(Debug, Clone)]
pub struct RevisionRecord {
    pub(super) number: i64,
    pub(super) cursor: (i64, Vec<u8>),
    /// Its id.
    pub id: String,
    /// What it is to do.
    pub request: Request,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub made_by: String,
    /// When. Prices are those known then.
    pub created_at: DateTime<Utc>,
    /// When it was done; none: it is not.
    pub finished_at: Option<DateTime<Utc>>,
    /// The revision that took it back.
    pub undone_by: Option<String>,
    /// Events looked at so far.
    pub examined: i64,
    /// Events changed so far.
    pub changed: i64,
    /// Nano-USD that totals changed by so far.
    pub cost_change: i64,
}

/// What a revision changed in an event.
#[derive(Debug, Clone)]
pub struct AdjustmentRecord {
    /// The revision.
    pub revision: String,
    /// Its kind.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// What the event was.
    pub before: Facts,
    /// What it became.
    pub after: Facts,
    /// Nano-USD that totals changed by.
    pub cost_change: i64,
}

#[derive(sqlx::FromRow)]
struct RevisionRow {
    revision_no: i64,
    revision_id: String,
    request: String,
    reason: String,
    made_by: String,
    created_at: i64,
    finished_at: Option<i64>,
    undone_by: Option<String>,
    cursor_at: i64,
    cursor_key: Vec<u8>,
    examined: i64,
    changed: i64,
    cost_change: i64,
}

impl TryFrom<RevisionRow> for RevisionRecord {
    type Error = StoreError;

    fn try_from(row: RevisionRow) -> Result<Self, StoreError> {
        let request = serde_json::from_str(&row.request).map_err(|error| {
            StoreError::Damaged(format!("request of revision {}: {error}", row.revision_id))
        })?;
        Ok(Self {
            number: row.revision_no,
            cursor: (row.cursor_at, row.cursor_key),
            id: row.revision_id,
            request,
            reason: row.reason,
            made_by: row.made_by,
            created_at: time(row.created_at),
            finished_at: row.finished_at.map(time),
            undone_by: row.undone_by,
            examined: row.examined,
            changed: row.changed,
            cost_change: row.cost_change,
        })
    }
}

impl RevisionRecord {
    /// Where it is among the tenant's revisions: later ones have higher places.
    pub fn place(&self) -> i64 {
        self.number
    }
}

#[derive(sqlx::FromRow)]
struct AdjustmentRow {
    revision_id: String,
    kind: String,
    reason: String,
    made_by: String,
    made_at: i64,
    before: String,
    after: String,
    cost_change: i64,
}

fn time(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

/// What was or became of an event, as it is stored.
pub(super) fn facts(json: &str) -> Result<Facts, StoreError> {
    serde_json::from_str(json)
        .map_err(|error| StoreError::Damaged(format!("an adjustment cannot be read: {error}")))
}

impl Store {
    /// Begins a revision. One at a time: a tenant's unfinished one must be finished or undone first.
    pub async fn revision_begin(
        &self,
        scope: &TenantScope,
        new: &NewRevision,
        now: DateTime<Utc>,
    ) -> Result<RevisionRecord, StoreError> {
        let (mut tx, tenant) = self.change(scope).await?;
        begin(&mut tx, tenant.no, new, now).await?;
        let begun = find(&mut tx, tenant.no, &new.id).await?;
        tx.commit().await?;
        begun.ok_or_else(|| StoreError::Damaged("a new revision is not there".to_owned()))
    }

    /// Refuses a request that could not begin, whatever else is going on.
    pub async fn revision_check(
        &self,
        scope: &TenantScope,
        request: &Request,
    ) -> Result<(), StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        admissible(&mut tx, tenant.no, request).await?;
        tx.rollback().await
    }

    /// A revision by its id.
    pub async fn revision_find(
        &self,
        scope: &TenantScope,
        id: &str,
    ) -> Result<Option<RevisionRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let found = find(&mut tx, tenant.no, id).await?;
        tx.rollback().await?;
        Ok(found)
    }

    /// The tenant's unfinished revision.
    pub async fn revision_unfinished(
        &self,
        scope: &TenantScope,
    ) -> Result<Option<RevisionRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let found = unfinished(&mut tx, tenant.no).await?;
        tx.rollback().await?;
        Ok(found)
    }

    /// Revisions, the latest first, before a place.
    pub async fn revision_list(
        &self,
        scope: &TenantScope,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<RevisionRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let query = Sql::new(sql::REVISION_COLUMNS)
            .bind(tenant.no)
            .push(" AND r.revision_no < ?")
            .bind(before.unwrap_or(i64::MAX))
            .push(" ORDER BY r.revision_no DESC LIMIT ?")
            .bind(limit);
        let rows: Vec<RevisionRow> = tx.fetch(query).await?;
        tx.rollback().await?;
        rows.into_iter().map(RevisionRecord::try_from).collect()
    }

    /// What was changed in an event, the earliest first.
    pub async fn adjustments(
        &self,
        scope: &TenantScope,
        event: &str,
    ) -> Result<Vec<AdjustmentRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let key = event_key(event).0.to_vec();
        let rows: Vec<AdjustmentRow> =
            tx.fetch(Sql::new(sql::ADJUSTMENTS).bind(tenant.no).bind(key)).await?;
        tx.rollback().await?;
        let record = |row: AdjustmentRow| {
            Ok(AdjustmentRecord {
                before: facts(&row.before)?,
                after: facts(&row.after)?,
                revision: row.revision_id,
                kind: row.kind,
                reason: row.reason,
                made_by: row.made_by,
                made_at: time(row.made_at),
                cost_change: row.cost_change,
            })
        };
        rows.into_iter().map(record).collect()
    }
}

/// Begins a revision within a transaction that holds the tenant's lock.
pub(super) async fn begin(
    tx: &mut Tx,
    tenant_no: i64,
    new: &NewRevision,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let undone = match &new.request {
        Request::Undo { revision } => Some(revision.as_str()),
        _ => None,
    };
    if let Some(open) = unfinished(tx, tenant_no).await?
        && undone != Some(open.id.as_str())
    {
        return Err(StoreError::Refused(format!(
            "revision {} is not finished; wait for it, resume it, or undo it",
            open.id
        )));
    }
    admissible(tx, tenant_no, &new.request).await?;
    insert(tx, tenant_no, new, now).await?;
    let Some(undone) = undone else { return Ok(()) };
    let end = Sql::new(sql::REVISION_END)
        .bind(now.timestamp_micros())
        .bind(new.id.as_str())
        .bind(tenant_no)
        .bind(undone);
    tx.execute(end).await.map(drop)
}

/// A revision by its id.
pub(super) async fn find(
    tx: &mut Tx,
    tenant_no: i64,
    id: &str,
) -> Result<Option<RevisionRecord>, StoreError> {
    let query =
        Sql::new(sql::REVISION_COLUMNS).bind(tenant_no).push(" AND r.revision_id = ?").bind(id);
    let row: Option<RevisionRow> = tx.fetch_first(query).await?;
    row.map(RevisionRecord::try_from).transpose()
}

/// The tenant's unfinished revision.
pub(super) async fn unfinished(
    tx: &mut Tx,
    tenant_no: i64,
) -> Result<Option<RevisionRecord>, StoreError> {
    let query = Sql::new(sql::REVISION_COLUMNS).bind(tenant_no).push(" AND r.finished_at IS NULL");
    let row: Option<RevisionRow> = tx.fetch_first(query).await?;
    row.map(RevisionRecord::try_from).transpose()
}

async fn insert(
    tx: &mut Tx,
    tenant_no: i64,
    new: &NewRevision,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let request =
        serde_json::to_string(&new.request).map_err(|error| StoreError::Data(error.to_string()))?;
    let insert = Sql::new(sql::REVISION_INSERT)
        .bind(tenant_no)
        .bind(new.id.as_str())
        .bind(new.request.kind())
        .bind(request.as_str())
        .bind(new.reason.as_str())
        .bind(new.made_by.as_str())
        .bind(now.timestamp_micros())
        .bind(i64::MIN)
        .bind(Vec::new());
    tx.execute(insert).await.map(drop)
}
