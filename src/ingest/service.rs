//! The use case: take events, answer what became of each.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::TimeDelta;
use thiserror::Error;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::domain::digest::EventKey;
use crate::domain::event::{Event, PricedEvent};
use crate::domain::ids::TenantId;
use crate::domain::scope::{Actor, TenantScope};
use crate::domain::window::Zone;
use crate::pricing::{Tariff, TariffSource};
use crate::store::{Outcome, Store, StoreError};
use crate::telemetry::metric;

use super::admit::{Figures, Limits, admit, fingerprint};
use super::queue::{Permit, Queue};
use super::rejection::{Rejection, RejectionCode};
use super::writer;

/// What ingest is allowed.
#[derive(Debug, Clone, Copy)]
pub struct IngestOptions {
    /// Bytes of requests that may wait for their commit.
    pub queue_bytes: usize,
    /// How far an event's time may lie from now.
    pub limits: Limits,
}

/// An event that somebody may store for a tenant.
#[derive(Debug)]
pub struct Submitted {
    /// Its place in the request, to name it in the answer.
    pub index: usize,
    /// Who stores it, for whom.
    pub scope: TenantScope,
    /// The event.
    pub event: Event,
}

/// What became of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Stored now, durably, and counted.
    Created,
    /// Stored before.
    Repeated,
    /// Its id was stored before, with other content, which stays.
    Conflict,
    /// Not stored.
    Rejected(Rejection),
}

/// Verdicts by the events' places in the request.
pub type Accepted = BTreeMap<usize, Verdict>;

/// Why a whole request could not be taken.
#[derive(Debug, Error)]
pub enum IngestError {
    /// The queue is full, or closing.
    #[error("the queue is full")]
    Overloaded,
    /// The database did not take it. The request may be sent again as it is.
    #[error("the events could not be stored: {0}")]
    NotStored(String),
}

/// Takes events from all doors.
#[derive(Debug)]
pub struct Ingest {
    store: Arc<Store>,
    prices: Arc<dyn TariffSource>,
    clock: Arc<dyn Clock>,
    queue: Arc<Queue>,
    limits: Limits,
    writers: TaskTracker,
}

impl Ingest {
    /// Starts the writers.
    pub fn start(
        store: Arc<Store>,
        prices: Arc<dyn TariffSource>,
        clock: Arc<dyn Clock>,
        options: IngestOptions,
    ) -> Self {
        let queue = Arc::new(Queue::new(options.queue_bytes));
        let writers = TaskTracker::new();
        for _ in 0..store.commit_shape().lanes {
            writers.spawn(writer::run(Arc::clone(&store), Arc::clone(&queue)));
        }
        writers.close();
        Self { store, prices, clock, queue, limits: options.limits, writers }
    }

    /// A share of the queue, to be grown while a request is read.
    pub fn permit(&self) -> Permit {
        self.queue.permit()
    }

    /// How full the queue is, in per cent, and how many events wait in it.
    pub fn load(&self) -> (usize, usize) {
        (self.queue.fullness(), self.queue.events())
    }

    /// Stores events. Returns when each is durable, recognised or refused.
    pub async fn accept(
        &self,
        submitted: Vec<Submitted>,
        permit: Permit,
    ) -> Result<Accepted, IngestError> {
        self.accept_within(submitted, permit, &self.limits, Figures::Priced).await
    }

    /// The same for history: events as old as 2000, at whose figures.
    pub async fn import(
        &self,
        submitted: Vec<Submitted>,
        permit: Permit,
        figures: Figures,
    ) -> Result<Accepted, IngestError> {
        let limits = Limits::backfill(self.clock.now());
        self.accept_within(submitted, permit, &limits, figures).await
    }

    async fn accept_within(
        &self,
        submitted: Vec<Submitted>,
        permit: Permit,
        limits: &Limits,
        figures: Figures,
    ) -> Result<Accepted, IngestError> {
        let now = self.clock.now();
        let mut verdicts = Accepted::new();
        let mut outside = Vec::new();
        let mut admitted: Vec<(TenantScope, Vec<usize>, Vec<PricedEvent>)> = Vec::new();
        let mut tariffs: HashMap<TenantId, Arc<Tariff>> = HashMap::new();
        for Submitted { index, scope, event } in submitted {
            if let Err(rejection) = limits.check(&event, now) {
                outside.push((Submitted { index, scope, event }, rejection));
                continue;
            }
            // Events that name no time arrived one after the other: their order is kept.
            let offset = TimeDelta::microseconds(i64::try_from(index).unwrap_or(0));
            let tariff = self.tariff(&mut tariffs, &scope).await?;
            match admit(event, now + offset, &tariff, figures) {
                Ok(event) => match admitted.iter_mut().find(|(known, ..)| *known == scope) {
                    Some((_, indexes, events)) => {
                        indexes.push(index);
                        events.push(event);
                    }
                    None => admitted.push((scope, vec![index], vec![event])),
                },
                Err(rejection) => drop(verdicts.insert(index, Verdict::Rejected(rejection))),
            }
        }
        verdicts.extend(self.judge_outside(outside).await?);
        let mut replies = Vec::with_capacity(admitted.len());
        for (scope, indexes, events) in admitted {
            self.ensure_tenant(&scope).await?;
            let reply =
                self.queue.submit(&scope, events, permit.clone()).ok_or(IngestError::Overloaded)?;
            replies.push((indexes, reply));
        }
        for (indexes, reply) in replies {
            let results = reply
                .await
                .map_err(|_| IngestError::NotStored("the writer stopped".to_owned()))?
                .map_err(IngestError::NotStored)?;
            verdicts.extend(indexes.into_iter().zip(results.into_iter().map(verdict)));
        }
        count(&verdicts);
        Ok(verdicts)
    }

    /// The tenant's prices, asked for once a request.
    async fn tariff(
        &self,
        known: &mut HashMap<TenantId, Arc<Tariff>>,
        scope: &TenantScope,
    ) -> Result<Arc<Tariff>, IngestError> {
        if let Some(tariff) = known.get(scope.tenant()) {
            return Ok(Arc::clone(tariff));
        }
        let tariff = self.prices.tariff(scope).await;
        let tariff = tariff.map_err(|error| IngestError::NotStored(error.to_string()))?;
        known.insert(scope.tenant().clone(), Arc::clone(&tariff));
        Ok(tariff)
    }

    /// Events whose time is outside the limits: a repeat is one whatever time it names, the others
    /// are refused.
    async fn judge_outside(
        &self,
        outside: Vec<(Submitted, Rejection)>,
    ) -> Result<Accepted, IngestError> {
        let mut by_scope: HashMap<TenantScope, Vec<(Submitted, Rejection)>> = HashMap::new();
        for (submitted, rejection) in outside {
            by_scope.entry(submitted.scope.clone()).or_default().push((submitted, rejection));
        }
        let mut verdicts = Accepted::new();
        for (scope, events) in by_scope {
            let key = |event: &Event| EventKey::of(event.id.as_str());
            let keys: BTreeSet<EventKey> =
                events.iter().map(|(submitted, _)| key(&submitted.event)).collect();
            let stored = self
                .store
                .stored_events(&scope, keys.into_iter())
                .await
                .map_err(|error| IngestError::NotStored(error.to_string()))?;
            for (submitted, rejection) in events {
                let verdict = match stored.get(&key(&submitted.event)) {
                    None => Verdict::Rejected(rejection),
                    Some(kept) if fingerprint(&submitted.event).as_ref() == Ok(kept) => {
                        Verdict::Repeated
                    }
                    Some(_) => Verdict::Conflict,
                };
                verdicts.insert(submitted.index, verdict);
            }
        }
        Ok(verdicts)
    }

    /// Nobody had to create a tenant before its first event where no credential is asked for.
    async fn ensure_tenant(&self, scope: &TenantScope) -> Result<(), IngestError> {
        let not_stored = |error: StoreError| IngestError::NotStored(error.to_string());
        let tenant = scope.tenant();
        let is_there = self.store.tenant(tenant).await.map_err(not_stored)?.is_some();
        if !is_there && !matches!(scope.actor(), Actor::Key(_)) {
            self.store
                .tenant_create(tenant, tenant.as_str(), Zone::UTC, self.clock.now())
                .await
                .map_err(not_stored)?;
        }
        Ok(())
    }

    /// Takes no more, and returns when everything taken is committed.
    pub async fn drain(&self) {
        self.queue.drain().await;
        self.writers.wait().await;
    }
}

fn verdict(result: Result<Outcome, String>) -> Verdict {
    match result {
        Ok(Outcome::Created) => Verdict::Created,
        Ok(Outcome::Repeated) => Verdict::Repeated,
        Ok(Outcome::Conflict) => Verdict::Conflict,
        Ok(Outcome::Closed) => {
            let problem = "is of a time, or within 24 hours after one, of which the tenant keeps no \
                           single events any more; GET /api/v1/settings says from when on it does";
            Verdict::Rejected(Rejection::field(RejectionCode::TooOld, "timestamp", problem))
        }
        Err(cause) => {
            tracing::warn!(%cause, "the database refused an event");
            let message = "the event cannot be stored: it would take a total out of range";
            Verdict::Rejected(Rejection::new(RejectionCode::TooLarge, message))
        }
    }
}

fn count(verdicts: &Accepted) {
    let mut counts = [0_u64; 4];
    for verdict in verdicts.values() {
        counts[match verdict {
            Verdict::Created => 0,
            Verdict::Repeated => 1,
            Verdict::Conflict => 2,
            Verdict::Rejected(_) => 3,
        }] += 1;
    }
    for (name, count) in ["created", "repeated", "conflict", "rejected"].into_iter().zip(counts) {
        metrics::counter!(metric::EVENTS, "verdict" => name).increment(count);
    }
}
