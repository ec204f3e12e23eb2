//! Erasing a customer: begun, worked through page by page, finished in one transaction.
//!
//! Until the last transaction the customer keeps its id, so that an erasure that was cut off is finished
//! by asking for it again. The last one looks at every event once more: what arrived in between is
//! erased too. What stands in rows is in [`super::erase_rows`].

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::erasure::Erased;
use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;

use super::costs::customer_no;
use super::customers::aliases;
use super::erase_rows::{Reached, erase_events, erase_references};
use super::error::StoreError;
use super::measures::Measures;
use super::revisions::unfinished;
use super::rows::Rows;
use super::settings::Settings;
use super::statement::Sql;
use super::tx::Tx;
use super::{Store, sql};

/// An erasure that is to begin.
#[derive(Debug, Clone)]
pub struct NewErasure {
    /// Its id.
    pub id: String,
    /// The customer's id. It is kept nowhere.
    pub customer: String,
    /// What stands for it from now on.
    pub pseudonym: String,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub made_by: String,
}

/// The certificate of an erasure.
#[derive(Debug, Clone)]
pub struct ErasureRecord {
    /// Its id.
    pub id: String,
    /// The customer's number, which totals have.
    number: i64,
    /// What stands for the customer's id.
    pub pseudonym: String,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub made_by: String,
    /// When it began.
    pub begun_at: DateTime<Utc>,
    /// When it was done; none: it was cut off.
    pub finished_at: Option<DateTime<Utc>>,
    /// Rows that were changed, by table.
    pub changed: BTreeMap<String, u64>,
    /// Sums before and after; none while it is not done.
    pub totals: Option<ErasureTotals>,
}

/// Sums before and after an erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErasureTotals {
    /// Of the customer, with its other ids.
    pub customer: (Totals, Totals),
    /// Of the tenant.
    pub tenant: (Totals, Totals),
}

/// Whose rows are erased.
#[derive(Debug)]
pub(super) struct Subject {
    pub tenant_no: i64,
    /// Customer and other ids, by number.
    pub numbers: Vec<(i64, String)>,
    pub erased: Erased,
}

#[derive(sqlx::FromRow)]
struct ErasureRow {
    erasure_id: String,
    customer_no: i64,
    pseudonym: String,
    reason: String,
    made_by: String,
    begun_at: i64,
    finished_at: Option<i64>,
    changed: String,
    totals: String,
}

impl TryFrom<ErasureRow> for ErasureRecord {
    type Error = StoreError;

    fn try_from(row: ErasureRow) -> Result<Self, StoreError> {
        let damaged = |error: serde_json::Error| {
            StoreError::Damaged(format!("erasure {}: {error}", row.erasure_id))
        };
        let time = |micros| DateTime::from_timestamp_micros(micros).unwrap_or_default();
        let sums: BTreeMap<String, [i64; 13]> =
            serde_json::from_str(&row.totals).map_err(damaged)?;
        let pair = |of: &str| {
            let sum = |when: &str| sums.get(&format!("{of}_{when}")).copied();
            Some((Totals::from_array(sum("before")?), Totals::from_array(sum("after")?)))
        };
        let totals = pair("customer").zip(pair("tenant"));
        Ok(Self {
            changed: serde_json::from_str(&row.changed).map_err(damaged)?,
            totals: totals.map(|(customer, tenant)| ErasureTotals { customer, tenant }),
            id: row.erasure_id,
            number: row.customer_no,
            pseudonym: row.pseudonym,
            reason: row.reason,
            made_by: row.made_by,
            begun_at: time(row.begun_at),
            finished_at: row.finished_at.map(time),
        })
    }
}

impl ErasureTotals {
    fn json(&self) -> Result<String, StoreError> {
        let sums: BTreeMap<&str, [i64; 13]> = BTreeMap::from([
            ("customer_before", self.customer.0.to_array()),
            ("customer_after", self.customer.1.to_array()),
            ("tenant_before", self.tenant.0.to_array()),
            ("tenant_after", self.tenant.1.to_array()),
        ]);
        serde_json::to_string(&sums).map_err(|error| StoreError::Data(error.to_string()))
    }
}

impl Store {
    /// Begins an erasure, or takes up the one of this customer that was cut off.
    pub async fn erasure_begin(
        &self,
        scope: &TenantScope,
        new: &NewErasure,
        now: DateTime<Utc>,
    ) -> Result<ErasureRecord, StoreError> {
        let (mut tx, tenant) = self.change(scope).await?;
        refuse_unfinished(&mut tx, tenant.no).await?;
        let settings = Settings::read(&mut tx, tenant.no).await?;
        if settings.aliases.alias_of(&new.customer).is_some() {
            let problem = "it is another id of a customer; erase that one";
            return Err(StoreError::Refused(problem.to_owned()));
        }
        let number = number_of(&mut tx, tenant.no, &new.customer, now).await?;
        if let Some(cut_off) = find(&mut tx, tenant.no, number).await? {
            return Ok(cut_off);
        }
        let erased = Erased(vec![(new.customer.clone(), new.pseudonym.clone())]);
        let reason = erased.replaced(&new.reason).unwrap_or_else(|| new.reason.clone());
        let insert = Sql::new(sql::ERASURE_INSERT)
            .bind(tenant.no)
            .bind(new.id.as_str())
            .bind(number)
            .bind(new.pseudonym.as_str())
            .bind(reason.as_str())
            .bind(new.made_by.as_str())
            .bind(now.timestamp_micros());
        tx.execute(insert).await?;
        let begun = find(&mut tx, tenant.no, number).await?;
        tx.commit().await?;
        begun.ok_or_else(|| StoreError::Damaged("a new erasure is not there".to_owned()))
    }

    /// Erases what a person can be known by from the next page of events. Returns where it has come
    /// to; `None` when that was the last one.
    pub async fn erasure_page(
        &self,
        scope: &TenantScope,
        (customer, erasure): (&str, &str),
        after: Reached,
    ) -> Result<Option<Reached>, StoreError> {
        let (mut tx, tenant) = self.change(scope).await?;
        let mut record = open(&mut tx, tenant.no, customer, erasure).await?;
        let subject = subject(&mut tx, tenant.no, customer, &record).await?;
        let (reached, count) = erase_events(&mut tx, &subject, after).await?;
        *record.changed.entry("events".to_owned()).or_default() += count;
        advance(&mut tx, tenant.no, &record).await?;
        tx.commit().await?;
        Ok(reached)
    }

    /// Erases everything that is left, and the id itself. Returns the certificate.
    pub async fn erasure_finish(
        &self,
        scope: &TenantScope,
        (customer, erasure): (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<ErasureRecord, StoreError> {
        let (mut tx, tenant) = self.change(scope).await?;
        refuse_unfinished(&mut tx, tenant.no).await?;
        let mut record = open(&mut tx, tenant.no, customer, erasure).await?;
        let subject = subject(&mut tx, tenant.no, customer, &record).await?;
        let before = sums(&mut tx, &subject).await?;
        let mut after = Some(Reached::default());
        while let Some(at) = after {
            let (reached, count) = erase_events(&mut tx, &subject, at).await?;
            *record.changed.entry("events".to_owned()).or_default() += count;
            after = reached;
        }
        record.changed.extend(erase_references(&mut tx, &subject).await?);
        tx.execute(Sql::new(sql::NAMES_EPOCH_ADVANCE).bind(tenant.no)).await?;
        let after = sums(&mut tx, &subject).await?;
        record.totals =
            Some(ErasureTotals { customer: (before.0, after.0), tenant: (before.1, after.1) });
        record.finished_at = Some(now);
        advance(&mut tx, tenant.no, &record).await?;
        tx.commit().await?;
        Ok(record)
    }

    /// Certificates, the latest first, after a place in time and ids.
    pub async fn erasure_list(
        &self,
        scope: &TenantScope,
        after: Option<(i64, &str)>,
        limit: i64,
    ) -> Result<Vec<ErasureRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let (at, id) = after.unwrap_or((i64::MAX, ""));
        let query = Sql::new(sql::ERASURE_COLUMNS)
            .bind(tenant.no)
            .push(" AND (begun_at < ? OR (begun_at = ? AND erasure_id > ?))")
            .bind(at)
            .bind(at)
            .bind(id)
            .push(" ORDER BY begun_at DESC, erasure_id LIMIT ?")
            .bind(limit);
        let rows: Vec<ErasureRow> = tx.fetch(query).await?;
        tx.rollback().await?;
        rows.into_iter().map(ErasureRecord::try_from).collect()
    }
}

async fn refuse_unfinished(tx: &mut Tx, tenant_no: i64) -> Result<(), StoreError> {
    match unfinished(tx, tenant_no).await? {
        None => Ok(()),
        Some(open) => Err(StoreError::Refused(format!(
            "revision {} is not finished; wait for it, or undo it",
            open.id
        ))),
    }
}

/// The number of a customer. One that is only known by a contract gets one.
async fn number_of(
    tx: &mut Tx,
    tenant_no: i64,
    customer: &str,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    if let Some((number, _)) = customer_no(tx, tenant_no, customer).await? {
        return Ok(number);
    }
    let contracts = Sql::new(sql::CONTRACT_COUNT).bind(tenant_no).bind(customer);
    if tx.fetch_first::<(i64,)>(contracts).await?.is_some_and(|(count,)| count > 0) {
        let rows = Rows::default().texts([customer]).ints([now.timestamp_micros()]);
        tx.execute_rows(&sql::CUSTOMER_INSERT, rows, &[tenant_no.into()]).await?;
    }
    let found = customer_no(tx, tenant_no, customer).await?;
    let (number, _) =
        found.ok_or_else(|| StoreError::Absent("there is no such customer".to_owned()))?;
    Ok(number)
}

/// The unfinished erasure of a customer.
async fn find(
    tx: &mut Tx,
    tenant_no: i64,
    number: i64,
) -> Result<Option<ErasureRecord>, StoreError> {
    let query = Sql::new(sql::ERASURE_COLUMNS)
        .bind(tenant_no)
        .push(" AND customer_no = ? AND finished_at IS NULL")
        .bind(number);
    let row: Option<ErasureRow> = tx.fetch_first(query).await?;
    row.map(ErasureRecord::try_from).transpose()
}

/// The erasure that is under way. Somebody else may have finished it meanwhile.
async fn open(
    tx: &mut Tx,
    tenant_no: i64,
    customer: &str,
    erasure: &str,
) -> Result<ErasureRecord, StoreError> {
    let found = match customer_no(tx, tenant_no, customer).await? {
        Some((number, _)) => find(tx, tenant_no, number).await?,
        None => None,
    };
    found
        .filter(|found| found.id == erasure)
        .ok_or_else(|| StoreError::Refused(format!("erasure {erasure} was finished by another")))
}

/// The customer with its other ids, and the pseudonym of each.
async fn subject(
    tx: &mut Tx,
    tenant_no: i64,
    customer: &str,
    record: &ErasureRecord,
) -> Result<Subject, StoreError> {
    let mut erased = vec![(customer.to_owned(), record.pseudonym.clone())];
    let mut numbers = vec![(record.number, record.pseudonym.clone())];
    for (index, alias) in aliases(tx, tenant_no, record.number).await?.into_iter().enumerate() {
        let pseudonym = format!("{}-{}", record.pseudonym, index + 2);
        if let Some((number, _)) = customer_no(tx, tenant_no, &alias.id).await? {
            numbers.push((number, pseudonym.clone()));
        }
        erased.push((alias.id, pseudonym));
    }
    Ok(Subject { tenant_no, numbers, erased: Erased(erased) })
}

async fn advance(tx: &mut Tx, tenant_no: i64, record: &ErasureRecord) -> Result<(), StoreError> {
    let changed = serde_json::to_string(&record.changed)
        .map_err(|error| StoreError::Data(error.to_string()))?;
    let totals = record.totals.map_or(Ok("{}".to_owned()), |totals| totals.json())?;
    let update = Sql::new(sql::ERASURE_ADVANCE)
        .bind(changed.as_str())
        .bind(totals.as_str())
        .bind(record.finished_at.map(|at| at.timestamp_micros()))
        .bind(tenant_no)
        .bind(record.id.as_str());
    tx.execute(update).await.map(drop)
}

/// The sums of the customer and of the tenant.
async fn sums(tx: &mut Tx, subject: &Subject) -> Result<(Totals, Totals), StoreError> {
    let select = || Sql::new("SELECT ").push(sql::SUMS);
    let numbers = subject.numbers.iter().map(|(number, _)| *number);
    let of_customer = select()
        .push(sql::TOTALS_OF_CUSTOMERS)
        .bind(subject.tenant_no)
        .list(numbers)
        .push(") HAVING COUNT(*) > 0");
    let of_tenant = select().push(sql::TOTALS_OF_TENANT).bind(subject.tenant_no);
    let customer: Option<Measures> = tx.fetch_first(of_customer).await?;
    let tenant: Option<Measures> = tx.fetch_first(of_tenant).await?;
    let totals = |sums: Option<Measures>| sums.map(Totals::from).unwrap_or_default();
    Ok((totals(customer), totals(tenant)))
}
