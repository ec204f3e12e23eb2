//! `PUT /api/v1/customers/{id}`: what is noted about a customer, and its other ids.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::ids::{CustomerId, check_text};
use crate::domain::window::Zone;
use crate::http::error::Problem;
use crate::http::extract::{Body, Params, Tenant, TenantAdmin};
use crate::http::{ApiError, Code};
use crate::jobs::RevisionRunner;
use crate::store::{Alias, CustomerChange, CustomerNotes, Store};

use super::customers::{AliasView, NotesView};

/// Longest name, plan, label and value, in bytes.
const MAX_TEXT: usize = 256;

/// Most labels, and most other ids, of a customer.
const MAX_ENTRIES: usize = 64;

/// What is noted about a customer. It replaces what was noted before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerBody {
    /// What people call it.
    name: Option<String>,
    /// What it pays for.
    plan: Option<String>,
    /// Free labels, at most 64.
    #[serde(default)]
    labels: BTreeMap<String, String>,
    /// Its other ids, at most 64. Calls that name one count as this customer's: those to come, and by
    /// a revision those that are stored.
    #[serde(default)]
    aliases: Vec<AliasBody>,
}

/// Another id of a customer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AliasBody {
    /// The id.
    id: String,
    /// From this instant (RFC 3339) or day of the tenant's zone on. Default: always.
    since: Option<String>,
}

/// A customer as it is noted.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerRecordView {
    /// Its id.
    pub customer: String,
    /// When its first event arrived, or its record.
    pub first_seen: DateTime<Utc>,
    /// What is noted about it.
    #[serde(flatten)]
    pub notes: NotesView,
    /// Its other ids.
    pub aliases: Vec<AliasView>,
    /// The revision by which stored events of new ids become this customer's.
    pub revision: Option<String>,
}

/// What a change of a customer needs of the application.
type Parts = (State<Arc<Store>>, State<RevisionRunner>, State<Arc<dyn Clock>>);

/// Notes down a customer, and which other ids mean it.
///
/// To take a merge back, undo its revision and put the customer without the id.
#[utoipa::path(
    put,
    path = "/api/v1/customers/{id}",
    operation_id = "note_customer",
    tag = "customers",
    params(("id" = String, Path, description = "The customer's id"),
        ("tenant_id" = Option<String>, Query)),
    request_body = CustomerBody,
    responses((status = 200, body = CustomerRecordView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 409, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn put(
    tenant: Tenant<TenantAdmin>,
    (State(store), State(runner), State(clock)): Parts,
    Path(id): Path<String>,
    params: Params,
    Body(body): Body<CustomerBody>,
) -> Result<Json<CustomerRecordView>, ApiError> {
    params.finish()?;
    let scope = tenant.0;
    let id =
        CustomerId::parse(id).map_err(|error| refuse(&format!("the customer's id {error}")))?;
    let zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    let (notes, aliases) = body.checked(id.as_str(), zone)?;
    let merge = runner.revisions().merge(&scope, id.as_str())?;
    let change = CustomerChange { notes, aliases, merge };
    let begun = store.customer_put(&scope, id.as_str(), &change, clock.now()).await?;
    let revision = begun.as_ref().map(|begun| begun.id.clone());
    if let Some(begun) = begun {
        runner.start(scope.clone(), begun);
    }
    let found = store.customer_find(&scope, id.as_str()).await?;
    let (customer, aliases) = found.ok_or_else(|| ApiError::not_found("customer", id.as_str()))?;
    Ok(Json(CustomerRecordView {
        customer: customer.id,
        first_seen: customer.first_seen,
        notes: customer.notes.into(),
        aliases: aliases.into_iter().map(AliasView::from).collect(),
        revision,
    }))
}

impl CustomerBody {
    fn checked(self, id: &str, zone: Zone) -> Result<(CustomerNotes, Vec<Alias>), ApiError> {
        if self.labels.len() > MAX_ENTRIES || self.aliases.len() > MAX_ENTRIES {
            return Err(refuse(&format!(
                "`labels` and `aliases` have at most {MAX_ENTRIES} entries"
            )));
        }
        let labels = self.labels.iter().flat_map(|(name, value)| [name, value]);
        for text in self.name.iter().chain(&self.plan).chain(labels) {
            check_text(text, MAX_TEXT)
                .map_err(|error| refuse(&format!("a name, plan or label {error}")))?;
        }
        let mut aliases: Vec<Alias> = Vec::with_capacity(self.aliases.len());
        for alias in self.aliases {
            CustomerId::parse(alias.id.as_str())
                .map_err(|error| refuse(&format!("an alias {error}")))?;
            if alias.id == id || aliases.iter().any(|known| known.id == alias.id) {
                return Err(refuse("an alias is the customer itself, or is given twice"));
            }
            let since = match &alias.since {
                None => DateTime::UNIX_EPOCH,
                Some(text) => zone.instant(text).ok_or_else(|| {
                    refuse("`since` of an alias must be an RFC 3339 time or a date")
                })?,
            };
            aliases.push(Alias { id: alias.id, since });
        }
        Ok((CustomerNotes { name: self.name, plan: self.plan, labels: self.labels }, aliases))
    }
}

fn refuse(problem: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidBody, problem)
}
