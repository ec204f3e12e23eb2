//! The queue between requests and commits: bounded in bytes, fair between tenants.
//!
//! A request is cut into slices. Tenants take turns, a slice's worth of events each, so that one
//! tenant's backlog delays another by one turn, not by the backlog. What is in the queue belongs to
//! the queue: a client that hangs up takes nothing out of it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, oneshot};

use crate::domain::event::PricedEvent;
use crate::domain::ids::TenantId;
use crate::domain::scope::TenantScope;
use crate::store::Outcome;

/// Events that one tenant commits before the next has its turn.
pub const SLICE: usize = 500;

/// What became of one event, or why the database refused it.
pub type EventResult = Result<Outcome, String>;

/// What became of a request's events, or why none of it is known.
pub type JobResult = Result<Vec<EventResult>, String>;

/// A share of the queue's bytes. Held from the first byte read until the last event is committed.
#[derive(Debug, Clone)]
pub struct Permit(Arc<Mutex<Vec<OwnedSemaphorePermit>>>, Arc<Semaphore>);

impl Permit {
    /// Takes some more bytes. False when the queue is full.
    pub fn grow(&self, bytes: usize) -> bool {
        let Ok(bytes) = u32::try_from(bytes) else { return false };
        let Ok(permit) = Arc::clone(&self.1).try_acquire_many_owned(bytes) else { return false };
        lock(&self.0).push(permit);
        true
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A part of a request, committed at once.
#[derive(Debug)]
pub struct Slice {
    /// Who stores it, for whom.
    pub scope: TenantScope,
    /// The events.
    pub events: Vec<PricedEvent>,
    first: usize,
    job: Arc<Job>,
}

#[derive(Debug)]
struct Job {
    state: Mutex<JobState>,
    _permit: Permit,
}

#[derive(Debug)]
struct JobState {
    results: Vec<Option<EventResult>>,
    missing: usize,
    reply: Option<oneshot::Sender<JobResult>>,
}

impl Slice {
    /// Reports what became of the slice's events, in order.
    pub fn finish(self, results: Vec<EventResult>) {
        let mut state = lock(&self.job.state);
        for (offset, result) in results.into_iter().enumerate() {
            if let Some(slot) = state.results.get_mut(self.first + offset) {
                *slot = Some(result);
            }
        }
        state.missing -= 1;
        if state.missing == 0
            && let Some(reply) = state.reply.take()
        {
            // Nobody listens when the client has gone; the events are stored all the same.
            let results = std::mem::take(&mut state.results);
            let complete: Option<Vec<EventResult>> = results.into_iter().collect();
            let _ = reply.send(complete.ok_or_else(|| "a slice has no result".to_owned()));
        }
    }

    /// Reports that the database did not take the slice. The whole request is told to try again;
    /// what was committed of it will be recognised.
    pub fn fail(self, cause: &str) {
        let mut state = lock(&self.job.state);
        state.missing -= 1;
        if let Some(reply) = state.reply.take() {
            let _ = reply.send(Err(cause.to_owned()));
        }
    }
}

#[derive(Debug, Default)]
struct State {
    waiting: HashMap<TenantId, VecDeque<Slice>>,
    turns: VecDeque<TenantId>,
    busy: HashSet<TenantId>,
    events: usize,
    closed: bool,
}

/// See the module.
#[derive(Debug)]
pub struct Queue {
    state: Mutex<State>,
    bytes: Arc<Semaphore>,
    capacity: usize,
    /// Some tenant's slices may be taken.
    ready: Notify,
    /// Another request was queued.
    arrived: Notify,
    /// Nothing waits.
    idle: Notify,
}

impl Queue {
    /// A queue of at most `capacity` bytes of requests.
    pub fn new(capacity: usize) -> Self {
        let capacity = capacity.min(Semaphore::MAX_PERMITS);
        Self {
            state: Mutex::new(State::default()),
            bytes: Arc::new(Semaphore::new(capacity)),
            capacity,
            ready: Notify::new(),
            arrived: Notify::new(),
            idle: Notify::new(),
        }
    }

    /// A permit without bytes so far.
    pub fn permit(&self) -> Permit {
        Permit(Arc::default(), Arc::clone(&self.bytes))
    }

    /// How full the queue is, in per cent.
    pub fn fullness(&self) -> usize {
        (self.capacity - self.bytes.available_permits()) * 100 / self.capacity.max(1)
    }

    /// Events waiting for their commit.
    pub fn events(&self) -> usize {
        lock(&self.state).events
    }

    /// Queues a tenant's events. `None` when the queue is closed.
    pub fn submit(
        &self,
        scope: &TenantScope,
        events: Vec<PricedEvent>,
        permit: Permit,
    ) -> Option<oneshot::Receiver<JobResult>> {
        let (reply, receiver) = oneshot::channel();
        let count = events.len();
        let job = Arc::new(Job {
            state: Mutex::new(JobState {
                results: vec![None; count],
                missing: count.div_ceil(SLICE),
                reply: Some(reply),
            }),
            _permit: permit,
        });
        let mut slices = VecDeque::with_capacity(count.div_ceil(SLICE));
        let mut events = events.into_iter();
        for first in (0..count).step_by(SLICE) {
            let part = events.by_ref().take(SLICE).collect();
            slices.push_back(Slice {
                scope: scope.clone(),
                events: part,
                first,
                job: Arc::clone(&job),
            });
        }
        let mut state = lock(&self.state);
        if state.closed {
            return None;
        }
        let tenant = scope.tenant();
        if let Some(waiting) = state.waiting.get_mut(tenant) {
            waiting.extend(slices);
        } else {
            state.waiting.insert(tenant.clone(), slices);
            state.turns.push_back(tenant.clone());
        }
        state.events += count;
        drop(state);
        self.ready.notify_one();
        self.arrived.notify_waiters();
        Some(receiver)
    }

    /// Takes the next commit's slices: of tenants that no other commit holds, in turn, and again in
    /// turn while there is room. Waits until there are some; `None` once the queue is closed and
    /// empty.
    pub async fn take(&self, max_events: usize, max_tenants: usize) -> Option<Vec<Slice>> {
        loop {
            let ready = self.ready.notified();
            {
                let mut state = lock(&self.state);
                let slices = state.next(max_events, max_tenants);
                if !slices.is_empty() {
                    if state.turns.iter().any(|tenant| !state.busy.contains(tenant)) {
                        self.ready.notify_one();
                    }
                    return Some(slices);
                }
                if state.closed && state.waiting.is_empty() {
                    self.ready.notify_one();
                    return None;
                }
            }
            ready.await;
        }
    }

    /// Waits until so many slices of some tenants are queued, or until the time is over.
    pub async fn gather(&self, of: &HashSet<TenantId>, slices: usize, patience: Duration) {
        let enough = async {
            loop {
                let arrived = self.arrived.notified();
                {
                    let state = lock(&self.state);
                    let waiting = of.iter().filter_map(|tenant| state.waiting.get(tenant));
                    let waiting: usize = waiting.map(VecDeque::len).sum();
                    if waiting >= slices || state.closed {
                        return;
                    }
                }
                arrived.await;
            }
        };
        let _ = tokio::time::timeout(patience, enough).await;
    }

    /// Gives tenants back after their commit.
    pub fn release(&self, tenants: &HashSet<TenantId>, events: usize) {
        let mut state = lock(&self.state);
        for tenant in tenants {
            state.busy.remove(tenant);
            if state.waiting.get(tenant).is_some_and(VecDeque::is_empty) {
                state.waiting.remove(tenant);
            } else if state.waiting.contains_key(tenant) {
                state.turns.push_back(tenant.clone());
            }
        }
        state.events -= events;
        let empty = state.waiting.is_empty();
        drop(state);
        self.ready.notify_one();
        if empty {
            self.idle.notify_waiters();
        }
    }

    /// Takes no more, and waits until everything that was taken is committed.
    pub async fn drain(&self) {
        loop {
            let idle = self.idle.notified();
            {
                let mut state = lock(&self.state);
                state.closed = true;
                if state.waiting.is_empty() {
                    break;
                }
            }
            idle.await;
        }
        self.ready.notify_waiters();
        self.ready.notify_one();
    }
}

impl State {
    fn next(&mut self, max_events: usize, max_tenants: usize) -> Vec<Slice> {
        let mut taken = Vec::new();
        let (mut events, mut tenants) = (0, 0);
        let mut again = VecDeque::new();
        while events < max_events {
            let first_turn = if tenants < max_tenants { self.turns.pop_front() } else { None };
            if let Some(tenant) = &first_turn {
                // Stays in `waiting`, and out of `turns`, until `release`.
                self.busy.insert(tenant.clone());
                tenants += 1;
            }
            let Some(tenant) = first_turn.or_else(|| again.pop_front()) else { break };
            let turn = self.turn(&tenant);
            if !turn.is_empty() {
                events += turn.iter().map(|slice| slice.events.len()).sum::<usize>();
                taken.extend(turn);
                again.push_back(tenant);
            }
        }
        // A tenant's slices stay in order and come together: they are stored as one batch.
        taken.sort_by(|left: &Slice, right| left.scope.tenant().cmp(right.scope.tenant()));
        taken
    }

    /// A slice's worth of a tenant's events.
    fn turn(&mut self, tenant: &TenantId) -> Vec<Slice> {
        let mut turn = Vec::new();
        let mut count = 0;
        while let Some(waiting) = self.waiting.get_mut(tenant)
            && let Some(slice) = waiting.front()
            && (count == 0 || count + slice.events.len() <= SLICE)
        {
            count += slice.events.len();
            turn.extend(waiting.pop_front());
        }
        turn
    }
}
