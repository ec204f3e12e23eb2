//! Tenants and API keys.

use super::super::rows::Bulk;
use super::super::rows::Type::{Int, Text};

pub const TENANT_FIND_SQLITE: &str = "SELECT tenant_no, tenant_id, name, time_zone, created_at \
     FROM main.tenants WHERE tenant_id = ?";
pub const TENANT_FIND_POSTGRES: &str = "SELECT tenant_no, tenant_id, name, time_zone, created_at \
     FROM tenant_find(?)";

pub const TENANT_LIST_SQLITE: &str = "SELECT tenant_no, tenant_id, name, time_zone, created_at \
     FROM main.tenants ORDER BY tenant_id";
pub const TENANT_LIST_POSTGRES: &str = "SELECT tenant_no, tenant_id, name, time_zone, created_at \
     FROM tenant_list() ORDER BY tenant_id COLLATE \"C\"";

pub const TENANT_CREATE_SQLITE: &str = "INSERT INTO tenants (tenant_id, name, time_zone, created_at) \
     VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING tenant_no";
pub const TENANT_CREATE_POSTGRES: &str = "SELECT tenant_create(?, ?, ?, ?)";

pub const ABOUT_SQLITE: &str = "SELECT sqlite_version(), \
     (SELECT MAX(version) FROM main._sqlx_migrations), p.page_count * s.page_size \
     FROM pragma_page_count AS p, pragma_page_size AS s";
pub const ABOUT_POSTGRES: &str = "SELECT current_setting('server_version'), \
     (SELECT MAX(version) FROM _sqlx_migrations), pg_database_size(current_database())";

pub const TAG_DIMENSIONS_SET: &str = "UPDATE tenants SET tag_dimensions = ? WHERE tenant_no = ?";

pub const KEY_FIND_SQLITE: &str = "SELECT t.tenant_id, k.key_id, k.digest, k.name, k.scopes, \
     k.created_at, k.expires_at, k.revoked_at, k.last_used_at \
     FROM main.api_keys k JOIN main.tenants t ON t.tenant_no = k.tenant_no WHERE k.key_id = ?";
pub const KEY_FIND_POSTGRES: &str = "SELECT tenant_id, key_id, digest, name, scopes, \
     created_at, expires_at, revoked_at, last_used_at FROM key_find(?)";

pub const SESSION_FIND_SQLITE: &str = "SELECT t.tenant_id, k.key_id, k.digest, k.name, k.scopes, \
     k.created_at, k.expires_at, k.revoked_at, k.last_used_at, \
     s.expires_at AS session_expires_at \
     FROM main.sessions s JOIN main.api_keys k ON k.key_id = s.key_id \
     JOIN main.tenants t ON t.tenant_no = s.tenant_no WHERE s.digest = ?";
pub const SESSION_FIND_POSTGRES: &str = "SELECT tenant_id, key_id, digest, name, scopes, \
     created_at, expires_at, revoked_at, last_used_at, session_expires_at FROM session_find(?)";

pub const ANY_KEY_SQLITE: &str = "SELECT 1 FROM main.api_keys LIMIT 1";
pub const ANY_KEY_POSTGRES: &str = "SELECT CAST(1 AS BIGINT) WHERE any_key_exists()";

pub const KEY_CREATE: &str = "INSERT INTO api_keys \
     (key_id, tenant_no, digest, name, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)";

pub const KEY_LIST: &str = "SELECT t.tenant_id, k.key_id, k.digest, k.name, k.scopes, \
     k.created_at, k.expires_at, k.revoked_at, k.last_used_at \
     FROM api_keys k JOIN tenants t ON t.tenant_no = k.tenant_no \
     WHERE k.tenant_no = ? ORDER BY k.created_at, k.key_id";

pub const KEY_REVOKE: &str = "UPDATE api_keys SET revoked_at = ? \
     WHERE tenant_no = ? AND key_id = ? AND revoked_at IS NULL";

pub const SESSION_CREATE: &str = "INSERT INTO sessions \
     (digest, tenant_no, key_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)";

pub const SESSION_END: &str = "DELETE FROM sessions WHERE tenant_no = ? AND digest = ?";

pub const SESSIONS_EXPIRE: &str = "DELETE FROM sessions WHERE tenant_no = ? AND expires_at <= ?";

pub const KEY_TOUCH: Bulk = Bulk {
    columns: &[("key_id", Text), ("at", Int)],
    tail: "UPDATE api_keys SET last_used_at = v.at FROM v \
         WHERE api_keys.tenant_no = ? AND api_keys.key_id = v.key_id",
};

pub const CUSTOMER_UPSERT: &str = "INSERT INTO customers \
     (tenant_no, customer_id, first_seen, name, plan, labels) VALUES (?, ?, ?, ?, ?, ?) \
     ON CONFLICT (tenant_no, customer_id) DO UPDATE SET \
     name = excluded.name, plan = excluded.plan, labels = excluded.labels RETURNING customer_no";

pub const ALIAS_CLEAR: &str =
    "DELETE FROM customer_aliases WHERE tenant_no = ? AND customer_no = ?";

/// An alias that stands for another customer stays with it, and the count of changed rows tells.
pub const ALIAS_INSERT: Bulk = Bulk {
    columns: &[("alias", Text), ("since", Int)],
    tail: "INSERT INTO customer_aliases (tenant_no, alias, customer_no, since, created_at) \
         SELECT ?, v.alias, ?, v.since, ? FROM v WHERE true ON CONFLICT DO NOTHING",
};
