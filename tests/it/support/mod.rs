//! A whole collector for each test: its own database, its own socket, a clock that stands still.

mod client;
mod database;
mod openapi;
pub mod prices;
mod program;

use std::net::SocketAddr;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use llmobserve::app::{App, Doors};
use llmobserve::auth::{PlainKey, local_operator};
use llmobserve::clock::{ManualClock, SystemIdGen};
use llmobserve::config::{Config, Overrides};
use llmobserve::domain::ids::TenantId;
use llmobserve::domain::scope::{Grant, Grants};
use llmobserve::domain::window::Zone;
use llmobserve::store::{NewKey, OpenMode, Store, StoreOptions};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use client::{Answer, Client};
pub use database::Database;
pub use openapi::{Operation, operations};
pub use program::Program;

/// Noon of the day that all tests live in.
pub const NOW: &str = "2026-11-21T12:00:00Z";

/// Reads an RFC 3339 time.
pub fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

/// A running collector.
pub struct TestApp {
    pub database: Database,
    pub clock: Arc<ManualClock>,
    pub config: Config,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
}

impl TestApp {
    /// Starts one in open mode.
    pub async fn open(database: Database) -> Self {
        Self::start(database, &[]).await
    }

    /// Starts one that asks for API keys.
    pub async fn required(database: Database) -> Self {
        Self::start(database, &[("LLMOBSERVE_AUTH", "required")]).await
    }

    /// Starts one with settings, by their environment variables.
    pub async fn start(database: Database, settings: &[(&str, &str)]) -> Self {
        let mut flags = Overrides::default();
        flags.set("port", Some("0"));
        flags.set("database_url", Some(database.url()));
        let environment = |name: &str| {
            settings.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let config = Config::load(None, environment, &flags).unwrap();
        let clock = Arc::new(ManualClock::new(at(NOW)));
        Self::run(database, clock, config).await
    }

    async fn run(database: Database, clock: Arc<ManualClock>, config: Config) -> Self {
        let doors = Doors { clock: Arc::clone(&clock) as _, ids: Arc::new(SystemIdGen) };
        let app = App::start(&config, doors).await.unwrap();
        let (listener, address) = llmobserve::lifecycle::bind("127.0.0.1", 0).await.unwrap();
        let (stop, stopped) = oneshot::channel();
        let settings = config.server.clone();
        let served = tokio::spawn(async move {
            let stop = async {
                let _ = stopped.await;
            };
            llmobserve::lifecycle::serve(app, listener, &settings, stop).await;
        });
        Self { database, clock, config, address, stop: Some(stop), served: Some(served) }
    }

    /// Stops cleanly and starts again on the same database.
    pub async fn restart(mut self) -> Self {
        self.halt().await;
        let (clock, config) = (Arc::clone(&self.clock), self.config.clone());
        let database = self.database.clone();
        drop(self);
        Self::run(database, clock, config).await
    }

    /// Stops cleanly.
    pub async fn halt(&mut self) {
        if let (Some(stop), Some(served)) = (self.stop.take(), self.served.take()) {
            let _ = stop.send(());
            served.await.unwrap();
        }
    }

    /// A caller without credential.
    pub fn client(&self) -> Client {
        Client::new(self.address, None)
    }

    /// A caller with a bearer token.
    pub fn with_token(&self, token: &str) -> Client {
        Client::new(self.address, Some(token.to_owned()))
    }

    /// The address as `host:port`.
    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// What its clock says.
    pub fn clock_now(&self) -> DateTime<Utc> {
        llmobserve::clock::Clock::now(self.clock.as_ref())
    }

    /// Moves the clock.
    pub fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    /// The database, as another process beside the server opens it.
    pub async fn store(&self) -> Store {
        let options = StoreOptions {
            database_url: self.database.url().to_owned(),
            migrate_database_url: None,
        };
        Store::open(&options, OpenMode::Existing).await.unwrap()
    }

    /// Creates a tenant and issues a key for it, as the command line does beside a server.
    pub async fn tenant(&self, id: &str, grants: &[Grant]) -> (Client, PlainKey) {
        let store = self.store().await;
        let tenant = TenantId::parse(id).unwrap();
        store.tenant_create(&tenant, id, Zone::UTC, at(NOW)).await.unwrap();
        let key = PlainKey::generate(&SystemIdGen).unwrap();
        let grants = if grants.is_empty() { Grants::all() } else { Grants::of(grants.to_vec()) };
        let record = NewKey {
            id: key.id().clone(),
            digest: key.digest().to_vec(),
            name: "test".to_owned(),
            grants,
            expires_at: None,
        };
        store.key_create(&local_operator(tenant), &record, at(NOW)).await.unwrap();
        store.close().await;
        (self.with_token(key.reveal()), key)
    }

    /// Recomputes every total of a tenant; fails the test when one differs.
    pub async fn verify(&self, tenant: &str) {
        let store = self.store().await;
        let scope = local_operator(TenantId::parse(tenant).unwrap());
        let found = store.verify(&scope, |_| {}).await.unwrap();
        assert_eq!(found.differences, Vec::<String>::new());
        store.close().await;
    }
}

/// One test body, two tests: one on each database.
#[macro_export]
macro_rules! both_databases {
    ($(#[$meta:meta])* async fn $name:ident($database:ident) $body:block) => {
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn body($database: $crate::support::Database) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                body($crate::support::Database::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                body($crate::support::Database::postgres().await).await;
            }
        }
    };
}
