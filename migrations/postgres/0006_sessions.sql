-- Sessions of the dashboard: an API key, exchanged for a cookie.

CREATE TABLE sessions (
    -- SHA-256 of the cookie's value, which is kept nowhere.
    digest     BYTEA   NOT NULL PRIMARY KEY,
    tenant_no  BIGINT  NOT NULL REFERENCES tenants (tenant_no),
    -- The key that signed in: its scopes are the session's, and revoking it ends the session.
    key_id     TEXT    NOT NULL REFERENCES api_keys (key_id),
    created_at BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL
);

CREATE INDEX sessions_by_tenant ON sessions (tenant_no, expires_at);

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON sessions FOR ALL
    USING (tenant_no = (SELECT current_tenant_no()))
    WITH CHECK (tenant_no = (SELECT current_tenant_no()));
CREATE POLICY owner_reads_sessions ON sessions FOR SELECT TO CURRENT_USER USING (true);
GRANT SELECT, INSERT, DELETE ON sessions TO llmobserve_app;

-- A session is found before its tenant is known, like a key.
CREATE FUNCTION session_find(cookie BYTEA) RETURNS TABLE (
        tenant_id TEXT, key_id TEXT, digest BYTEA, name TEXT, scopes TEXT, created_at BIGINT,
        expires_at BIGINT, revoked_at BIGINT, last_used_at BIGINT, session_expires_at BIGINT)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = llmobserve, pg_temp
    AS $$
        SELECT t.tenant_id, k.key_id, k.digest, k.name, k.scopes, k.created_at, k.expires_at,
               k.revoked_at, k.last_used_at, s.expires_at
        FROM sessions s
        JOIN api_keys k ON k.key_id = s.key_id
        JOIN tenants t ON t.tenant_no = s.tenant_no
        WHERE s.digest = cookie
    $$;
REVOKE ALL ON FUNCTION session_find(BYTEA) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_find(BYTEA) TO llmobserve_app;
