-- Prices over the compiled-in book. Rows are never changed but to be retired: they are the audit
-- trail, and a past state is read from them. Rows of the operator carry the tenant_no -1, which no
-- tenant has.

-- Price data that the operator imported.
CREATE TABLE price_imports (
    tenant_no      BIGINT  NOT NULL,
    import_id      TEXT    NOT NULL,
    -- genai-prices, litellm or csv.
    format         TEXT    NOT NULL,
    source         TEXT    NOT NULL,
    -- SHA-256 of the file, in hexadecimal.
    digest         TEXT    NOT NULL,
    -- Undated prices hold from here on; NULL: since ever.
    effective_from BIGINT,
    -- JSON: the prices in our own format.
    content        TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    created_by     TEXT    NOT NULL,
    retired_at     BIGINT,
    retired_by     TEXT,
    retired_reason TEXT,
    PRIMARY KEY (tenant_no, import_id)
);

-- What an operator, a tenant or a customer's contract sets over the layers below.
CREATE TABLE price_overrides (
    tenant_no      BIGINT  NOT NULL,
    override_id    TEXT    NOT NULL,
    -- The customer whose contract it is.
    customer_id    TEXT,
    provider       TEXT    NOT NULL,
    model          TEXT    NOT NULL,
    service_tier   TEXT,
    -- JSON: unit prices or a factor, and the hours and days at which they hold.
    rule           TEXT    NOT NULL,
    valid_from     BIGINT,
    valid_to       BIGINT,
    reason         TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    created_by     TEXT    NOT NULL,
    retired_at     BIGINT,
    retired_by     TEXT,
    retired_reason TEXT,
    PRIMARY KEY (tenant_no, override_id)
);

-- Read once a second for each tenant that sends events.
CREATE INDEX price_overrides_in_use ON price_overrides (tenant_no, created_at)
    WHERE retired_at IS NULL;

DO $$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['price_imports', 'price_overrides'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY tenant_isolation ON %I FOR ALL '
            'USING (tenant_no = (SELECT current_tenant_no())) '
            'WITH CHECK (tenant_no = (SELECT current_tenant_no()))', name);
    END LOOP;
END
$$;

GRANT SELECT, INSERT ON price_imports, price_overrides TO llmobserve_app;
GRANT UPDATE (retired_at, retired_by, retired_reason) ON price_imports, price_overrides
    TO llmobserve_app;
