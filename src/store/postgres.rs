//! PostgreSQL: two pools that act as a role which owns nothing, and row-level security behind them.
//!
//! Every transaction begins together with its tenant, in one round trip, and the setting ends with
//! it. Nothing runs outside such a transaction: sqlx 0.9.0 can return a connection to the pool
//! inside an open transaction when a `begin` is cancelled, so each release also rolls back.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use super::error::StoreError;
use super::migrate::{self, POSTGRES};
use super::tx::Tx;

/// The oldest server that is supported: security-invoker views and the RLS fixes need it.
const OLDEST_SERVER: u32 = 150_000;

/// The server from which a membership says by itself whether it allows `SET ROLE`.
const SET_MEMBERSHIP: u32 = 160_000;

/// Connections that commit events. One tenant commits at a time, so this is how many tenants do.
const WRITERS: u32 = 4;

/// Connections that answer questions.
const READERS: u32 = 8;

/// How long a caller waits for a connection before it is told that the database is busy.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// What every connection sets up, once: the role, the schema and the limits on a statement.
///
/// Each execution is planned anew: a plan that was kept from when a table was small reads all of it
/// once it has grown, and planning costs 2 % of an ingest transaction.
const SESSION: &str = "SET ROLE llmobserve_app; \
     SET search_path = llmobserve, pg_temp; \
     SET plan_cache_mode = 'force_custom_plan'; \
     SET client_min_messages = 'error'; \
     SET statement_timeout = '60s'; \
     SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '10s'";

/// An open PostgreSQL database.
#[derive(Debug, Clone)]
pub struct Postgres {
    writers: PgPool,
    readers: PgPool,
}

impl Postgres {
    /// Connects, bringing the schema up to date over `migrate_url`.
    pub async fn open(url: &str, migrate_url: &str) -> Result<Self, StoreError> {
        let options = options(url)?;
        refuse_powerful_login(&options).await?;
        migrate(migrate_url, &options).await?;
        let writers = pool(WRITERS, options.clone()).await?;
        refuse_owner(&writers).await?;
        let readers = pool(READERS, options).await?;
        Ok(Self { writers, readers })
    }

    /// Begins a writing transaction for one tenant; 0 stands for none.
    pub async fn begin_write(&self, tenant_no: i64) -> Result<Tx, StoreError> {
        begin(&self.writers, "BEGIN", tenant_no).await
    }

    /// Begins a reading transaction for one tenant: one snapshot for all its statements.
    pub async fn begin_read(&self, tenant_no: i64) -> Result<Tx, StoreError> {
        begin(&self.readers, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", tenant_no).await
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}

async fn begin(pool: &PgPool, begin: &str, tenant_no: i64) -> Result<Tx, StoreError> {
    let text = format!("{begin}; SELECT set_config('llmobserve.tenant_no', '{tenant_no}', true)");
    Ok(Tx::Postgres(pool.begin_with(AssertSqlSafe(text)).await?))
}

fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    PgConnectOptions::from_str(url)
        .map(|options| options.application_name("llmobserve"))
        .map_err(|error| StoreError::Setup(format!("the database URL cannot be read: {error}")))
}

async fn pool(size: u32, options: PgConnectOptions) -> Result<PgPool, StoreError> {
    Ok(PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(SESSION).await.map(|_| ()) })
        })
        .after_release(|connection, _| {
            Box::pin(async move { Ok(connection.execute("ROLLBACK").await.is_ok()) })
        })
        .connect_with(options)
        .await?)
}

async fn connect(options: &PgConnectOptions) -> Result<PgConnection, StoreError> {
    PgConnection::connect_with(options).await.map_err(|error| {
        StoreError::Setup(format!(
            "cannot connect to PostgreSQL as {} at {}:{}: {error}",
            options.get_username(),
            options.get_host(),
            options.get_port()
        ))
    })
}

/// A superuser, and a role with BYPASSRLS, would see through row-level security.
async fn refuse_powerful_login(options: &PgConnectOptions) -> Result<(), StoreError> {
    let mut connection = connect(options).await?;
    let version = connection.server_version_num().unwrap_or(0);
    if version < OLDEST_SERVER {
        return Err(StoreError::Setup(format!(
            "PostgreSQL 15 or later is required; this server reports {version}"
        )));
    }
    let powerful: bool =
        sqlx::query("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user")
            .fetch_one(&mut connection)
            .await?
            .try_get(0)?;
    connection.close().await?;
    if powerful {
        return Err(StoreError::Setup(format!(
            "refusing to use the PostgreSQL login {user}: it is a superuser or has BYPASSRLS, so \
             row-level security would not hold tenants apart. Create a plain login and use it in \
             --database-url: CREATE ROLE llmobserve LOGIN CREATEROLE PASSWORD '…'; GRANT CREATE ON \
             DATABASE {database} TO llmobserve",
            user = options.get_username(),
            database = options.get_database().unwrap_or("…"),
        )));
    }
    Ok(())
}

/// Migrates as the owner of the tables, and lets the serving login act as the app role.
async fn migrate(migrate_url: &str, serving: &PgConnectOptions) -> Result<(), StoreError> {
    let owner = options(migrate_url)?;
    let mut connection = connect(&owner).await?;
    let prepared = connection
        .execute("CREATE SCHEMA IF NOT EXISTS llmobserve; SET search_path = llmobserve, pg_temp")
        .await;
    prepared.map_err(|error| needs_rights(&owner, &error))?;
    migrate::run(&POSTGRES, &mut connection).await?;
    let version = connection.server_version_num().unwrap_or(0);
    let member: bool = sqlx::query(
        "SELECT COALESCE(bool_or(pg_has_role(rolname, 'llmobserve_app', $2)), true) \
         FROM pg_roles WHERE rolname = $1",
    )
    .bind(serving.get_username())
    .bind(if version >= SET_MEMBERSHIP { "SET" } else { "MEMBER" })
    .fetch_one(&mut connection)
    .await?
    .try_get(0)?;
    if !member {
        let name = serving.get_username().replace('"', "\"\"");
        let grant = format!("GRANT llmobserve_app TO \"{name}\"");
        let granted = connection.execute(AssertSqlSafe(grant)).await;
        granted.map_err(|error| needs_rights(&owner, &error))?;
    }
    connection.close().await?;
    Ok(())
}

fn needs_rights(owner: &PgConnectOptions, error: &sqlx::Error) -> StoreError {
    StoreError::Setup(format!(
        "the PostgreSQL login {} may not set up the schema: {error}. It needs CREATE on the \
         database and CREATEROLE (once); or set migrate_database_url to a login that has them",
        owner.get_username()
    ))
}

/// The role that serves must own none of the tables: an owner can switch row-level security off.
async fn refuse_owner(pool: &PgPool) -> Result<(), StoreError> {
    let unsafe_role: bool = sqlx::query(
        "SELECT rolsuper OR rolbypassrls OR EXISTS ( \
             SELECT FROM pg_class WHERE relowner = pg_roles.oid \
             AND relnamespace = 'llmobserve'::regnamespace) \
         FROM pg_roles WHERE rolname = current_user",
    )
    .fetch_one(pool)
    .await?
    .try_get(0)?;
    if unsafe_role {
        return Err(StoreError::Setup(
            "refusing to serve: the role llmobserve_app owns tables or may bypass row-level \
             security. Give its tables to another role (REASSIGN OWNED) and take the attributes \
             away (ALTER ROLE llmobserve_app NOSUPERUSER NOBYPASSRLS)"
                .to_owned(),
        ));
    }
    Ok(())
}
