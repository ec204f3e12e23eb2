-- Prices over the compiled-in book. Rows are never changed but to be retired: they are the audit
-- trail, and a past state is read from them. Rows of the operator carry the tenant_no -1, which no
-- tenant has.

-- Price data that the operator imported.
CREATE TABLE price_imports (
    tenant_no      INTEGER NOT NULL,
    import_id      TEXT    NOT NULL,
    -- genai-prices, litellm or csv.
    format         TEXT    NOT NULL,
    source         TEXT    NOT NULL,
    -- SHA-256 of the file, in hexadecimal.
    digest         TEXT    NOT NULL,
    -- Undated prices hold from here on; NULL: since ever.
    effective_from INTEGER,
    -- JSON: the prices in our own format.
    content        TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    created_by     TEXT    NOT NULL,
    retired_at     INTEGER,
    retired_by     TEXT,
    retired_reason TEXT,
    PRIMARY KEY (tenant_no, import_id)
) STRICT;

-- What an operator, a tenant or a customer's contract sets over the layers below.
CREATE TABLE price_overrides (
    tenant_no      INTEGER NOT NULL,
    override_id    TEXT    NOT NULL,
    -- The customer whose contract it is.
    customer_id    TEXT,
    provider       TEXT    NOT NULL,
    model          TEXT    NOT NULL,
    service_tier   TEXT,
    -- JSON: unit prices or a factor, and the hours and days at which they hold.
    rule           TEXT    NOT NULL,
    valid_from     INTEGER,
    valid_to       INTEGER,
    reason         TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    created_by     TEXT    NOT NULL,
    retired_at     INTEGER,
    retired_by     TEXT,
    retired_reason TEXT,
    PRIMARY KEY (tenant_no, override_id)
) STRICT, WITHOUT ROWID;

-- Read once a second for each tenant that sends events.
CREATE INDEX price_overrides_in_use ON price_overrides (tenant_no, created_at)
    WHERE retired_at IS NULL;
