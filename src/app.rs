//! The composition root: settings and doors in, a running application out.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use chrono::TimeDelta;
use metrics_exporter_prometheus::PrometheusHandle;
use thiserror::Error;

use crate::api::{Branding, StartedAt};
use crate::auth::{Auth, AuthMode, PlainKey, local_operator};
use crate::clock::{Clock, IdGen, NoRandomness};
use crate::compat::intake::BatchLimits;
use crate::compat::otlp::Redaction;
use crate::config::{AuthSetting, Config};
use crate::dashboard::Dashboard;
use crate::domain::ids::TenantId;
use crate::domain::scope::Grants;
use crate::domain::window::Zone;
use crate::http::layers::host::{Trusted, is_loopback};
use crate::ingest::{Ingest, IngestOptions, Limits};
use crate::jobs::{RetentionJob, RevisionRunner};
use crate::keeping::Keeping;
use crate::prices::Prices;
use crate::pricing::BookError;
use crate::revisions::Revisions;
use crate::store::{OpenMode, Store, StoreError, StoreOptions};
use crate::{jobs, router, telemetry};

/// Why the application cannot start.
#[derive(Debug, Error)]
pub enum StartError {
    /// Settings that are not safe together.
    #[error("{0}")]
    Unsafe(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The compiled-in price book.
    #[error(transparent)]
    Prices(#[from] BookError),
    /// The metrics.
    #[error("metrics cannot be set up: {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
    /// A file of the dashboard.
    #[error("the dashboard cannot be served: {0}")]
    Dashboard(std::io::Error),
    /// What content must not hold is said by no regular expression.
    #[error("opentelemetry.redact is not a regular expression: {0}")]
    Redaction(regex::Error),
    /// No key can be made.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The first key cannot be handed over.
    #[error("cannot write the first admin key to {path}: {cause}")]
    AdminKey {
        /// The file.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
}

/// Time and randomness.
#[derive(Debug, Clone)]
pub struct Doors {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub ids: Arc<dyn IdGen>,
}

/// What handlers share. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    auth: Arc<Auth>,
    store: Arc<Store>,
    prices: Arc<Prices>,
    ingest: Arc<Ingest>,
    revisions: Arc<Revisions>,
    runner: RevisionRunner,
    keeping: Arc<Keeping>,
    dashboard: Arc<Dashboard>,
    branding: Arc<Branding>,
    started_at: StartedAt,
    doors: Doors,
    batch_limits: BatchLimits,
    redaction: Redaction,
    trusted: Trusted,
    metrics: PrometheusHandle,
}

macro_rules! parts {
    ($($part:ty => $field:expr),+ $(,)?) => {
        $(impl FromRef<AppState> for $part {
            fn from_ref(state: &AppState) -> Self {
                let field: fn(&AppState) -> $part = $field;
                field(state)
            }
        })+
    };
}

parts! {
    Arc<Auth> => |state| Arc::clone(&state.auth),
    Arc<Store> => |state| Arc::clone(&state.store),
    Arc<Prices> => |state| Arc::clone(&state.prices),
    Arc<Ingest> => |state| Arc::clone(&state.ingest),
    Arc<Revisions> => |state| Arc::clone(&state.revisions),
    RevisionRunner => |state| state.runner.clone(),
    Arc<Keeping> => |state| Arc::clone(&state.keeping),
    Arc<Dashboard> => |state| Arc::clone(&state.dashboard),
    Arc<Branding> => |state| Arc::clone(&state.branding),
    StartedAt => |state| state.started_at,
    Arc<dyn Clock> => |state| Arc::clone(&state.doors.clock),
    Arc<dyn IdGen> => |state| Arc::clone(&state.doors.ids),
    BatchLimits => |state| state.batch_limits,
    Redaction => |state| state.redaction.clone(),
    Trusted => |state| state.trusted,
    PrometheusHandle => |state| state.metrics.clone(),
}

/// A running application: its background work runs, its router answers.
#[derive(Debug)]
pub struct App {
    state: AppState,
    router: Router,
    jobs: jobs::Jobs,
}

/// Where the database of these settings is.
pub fn store_options(config: &Config) -> StoreOptions {
    let migrate = &config.migrate_database_url;
    StoreOptions {
        database_url: config.database_url.clone(),
        migrate_database_url: (!migrate.is_empty()).then(|| migrate.clone()),
    }
}

impl App {
    /// Starts everything but the socket.
    pub async fn start(config: &Config, doors: Doors) -> Result<Self, StartError> {
        refuse_open_network(config)?;
        let store = Arc::new(Store::open(&store_options(config), OpenMode::Create).await?);
        let now = doors.clock.now();
        store.make_partitions(now).await?;
        let default = TenantId::default_tenant();
        store.tenant_create(&default, default.as_str(), Zone::UTC, now).await?;
        if config.auth == AuthSetting::Required && !config.admin_key_file.is_empty() {
            issue_admin_key(config, &store, &doors).await?;
        }
        let mode = match config.auth {
            AuthSetting::Open => AuthMode::Open,
            AuthSetting::Required => AuthMode::Required,
        };
        let clock = Arc::clone(&doors.clock);
        let auth = Arc::new(Auth::new(mode, Arc::clone(&store), Arc::clone(&clock)));
        let prices = Arc::new(prices(&store, &doors)?);
        let ingest = Ingest::start(
            Arc::clone(&store),
            Arc::clone(&prices) as _,
            clock,
            ingest_options(config),
        );
        let ingest = Arc::new(ingest);
        let revisions = Arc::new(revisions(&store, &prices, &doors));
        let runner = RevisionRunner::new(Arc::clone(&revisions));
        runner.resume(&store).await?;
        let keeping = Arc::new(keeping(config, &store, &doors));
        let (own, clock) = (Arc::clone(&keeping), Arc::clone(&doors.clock));
        let retention = RetentionJob::new(Arc::clone(&store), own, clock);
        let jobs = jobs::Jobs::start(&store, &auth, &doors.clock, retention);
        let dashboard = dashboard(config)?;
        let state = AppState {
            branding: Arc::new(branding(config, &dashboard)),
            dashboard: Arc::new(dashboard),
            started_at: StartedAt(now),
            auth,
            store,
            prices,
            ingest,
            revisions,
            runner,
            keeping,
            doors,
            batch_limits: BatchLimits {
                max_bytes: config.ingest.max_body_bytes,
                max_events: config.ingest.max_events,
            },
            redaction: Redaction::new(&config.opentelemetry.redact)
                .map_err(StartError::Redaction)?,
            trusted: match config.auth {
                AuthSetting::Required => Trusted::Anywhere,
                AuthSetting::Open if config.open_on_network => Trusted::SameOrigin,
                AuthSetting::Open => Trusted::Loopback,
            },
            metrics: telemetry::metrics()?,
        };
        Ok(Self { router: router::router(&state), state, jobs })
    }

    /// What answers requests.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Finishes what was taken, and closes the database. Call it when no request is in flight.
    pub async fn stop(self) {
        self.state.ingest.drain().await;
        self.state.runner.halt().await;
        self.jobs.stop().await;
        if let Err(error) = self.state.auth.record_use().await {
            tracing::warn!(%error, "the last use of some keys was not noted");
        }
        self.state.store.close().await;
    }
}

/// The prices that a database adds to the compiled-in book.
pub fn prices(store: &Arc<Store>, doors: &Doors) -> Result<Prices, BookError> {
    Prices::new(Arc::clone(store), Arc::clone(&doors.clock), Arc::clone(&doors.ids))
}

/// What changes the events of a database.
pub fn revisions(store: &Arc<Store>, prices: &Arc<Prices>, doors: &Doors) -> Revisions {
    let (clock, ids) = (Arc::clone(&doors.clock), Arc::clone(&doors.ids));
    Revisions::new(Arc::clone(store), Arc::clone(prices) as _, clock, ids)
}

/// What deletes from a database what is not to be kept.
pub fn keeping(config: &Config, store: &Arc<Store>, doors: &Doors) -> Keeping {
    let max_age = ingest_options(config).limits.max_age;
    let (clock, ids) = (Arc::clone(&doors.clock), Arc::clone(&doors.ids));
    Keeping::new(Arc::clone(store), clock, ids, max_age)
}

/// What ingest is allowed by these settings.
pub fn ingest_options(config: &Config) -> IngestOptions {
    IngestOptions {
        queue_bytes: config.ingest.queue_bytes,
        limits: Limits {
            max_age: TimeDelta::days(i64::from(config.ingest.max_age_days)),
            max_ahead: TimeDelta::hours(i64::from(config.ingest.max_ahead_hours)),
        },
    }
}

fn dashboard(config: &Config) -> Result<Dashboard, StartError> {
    let given = |path: &str| (!path.is_empty()).then(|| PathBuf::from(path));
    let logo = given(&config.dashboard.logo_file);
    Dashboard::new(given(&config.dashboard_dir), logo.as_deref()).map_err(StartError::Dashboard)
}

fn branding(config: &Config, dashboard: &Dashboard) -> Branding {
    let accent = config.dashboard.accent.clone();
    Branding {
        name: config.dashboard.name.clone(),
        logo_url: dashboard.logo_url(),
        accent: (!accent.is_empty()).then_some(accent),
    }
}

/// Without authentication, other machines must not reach the socket unless somebody says so.
fn refuse_open_network(config: &Config) -> Result<(), StartError> {
    let local = is_loopback(&config.host)
        || config.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if config.auth == AuthSetting::Open && !local && !config.open_on_network {
        return Err(StartError::Unsafe(format!(
            "refusing to listen on {} without authentication: every machine that reaches it could \
             read and write every tenant. Use --auth required, or listen on 127.0.0.1, or, on a \
             closed test network, add --open-on-network",
            config.host
        )));
    }
    Ok(())
}

/// Hands the operator of a new server one key, in a file that only its owner reads.
async fn issue_admin_key(config: &Config, store: &Store, doors: &Doors) -> Result<(), StartError> {
    if store.any_key_exists().await? {
        return Ok(());
    }
    let key = PlainKey::generate(doors.ids.as_ref())?;
    let path = config.admin_key_file.clone();
    write_private(&path, key.reveal())
        .map_err(|cause| StartError::AdminKey { path: path.clone(), cause })?;
    let record = key.record("first admin key", Grants::all(), None);
    let scope = local_operator(TenantId::default_tenant());
    store.key_create(&scope, &record, doors.clock.now()).await?;
    tracing::info!(path, key = %record.id, "issued the first admin key");
    Ok(())
}

fn write_private(path: &str, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;

    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{text}")
}
