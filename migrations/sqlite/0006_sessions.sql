-- Sessions of the dashboard: an API key, exchanged for a cookie.

CREATE TABLE sessions (
    -- SHA-256 of the cookie's value, which is kept nowhere.
    digest     BLOB    NOT NULL PRIMARY KEY,
    tenant_no  INTEGER NOT NULL REFERENCES tenants (tenant_no),
    -- The key that signed in: its scopes are the session's, and revoking it ends the session.
    key_id     TEXT    NOT NULL REFERENCES api_keys (key_id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_tenant ON sessions (tenant_no, expires_at);
