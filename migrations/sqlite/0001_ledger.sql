-- The ledger. Times are microseconds UTC, money is nano-USD, quantities of tokens are integers.
-- Every table on tenant data leads with tenant_no, and so does every index.

CREATE TABLE tenants (
    tenant_no  INTEGER PRIMARY KEY,
    tenant_id  TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    -- Civil days of the daily totals are days of this IANA zone.
    time_zone  TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
    key_id       TEXT    NOT NULL PRIMARY KEY,
    tenant_no    INTEGER NOT NULL REFERENCES tenants (tenant_no),
    -- SHA-256 of the whole key. The key itself is shown once and kept nowhere.
    digest       BLOB    NOT NULL,
    name         TEXT    NOT NULL,
    scopes       TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    revoked_at   INTEGER,
    last_used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX api_keys_by_tenant ON api_keys (tenant_no, created_at);

CREATE TABLE customers (
    customer_no INTEGER PRIMARY KEY,
    tenant_no   INTEGER NOT NULL REFERENCES tenants (tenant_no),
    customer_id TEXT    NOT NULL,
    first_seen  INTEGER NOT NULL,
    UNIQUE (tenant_no, customer_id)
) STRICT;

-- A combination of every dimension but time and customer. Events and totals name it by number.
CREATE TABLE combos (
    combo_no     INTEGER PRIMARY KEY,
    tenant_no    INTEGER NOT NULL REFERENCES tenants (tenant_no),
    -- The combination under which totals are kept, where it is not this one: once a tenant has too
    -- many, totals are kept under one that says `__other__`.
    rollup_no    INTEGER,
    provider     TEXT    NOT NULL,
    model        TEXT    NOT NULL,
    section      TEXT    NOT NULL,
    section_path TEXT    NOT NULL,
    key_id       TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    -- priced, free, reported, unpriced; empty for a step, which is no call.
    price_state  TEXT    NOT NULL,
    UNIQUE (tenant_no, provider, model, section, section_path, key_id, status, price_state)
) STRICT;

-- Deduplication: exact on (tenant, id), whatever the event's time. Apart from the events, so that
-- it outlives them and stays narrow.
CREATE TABLE event_keys (
    tenant_no   INTEGER NOT NULL,
    event_key   BLOB    NOT NULL,
    at          INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    PRIMARY KEY (tenant_no, event_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    tenant_no          INTEGER NOT NULL,
    at                 INTEGER NOT NULL,
    event_key          BLOB    NOT NULL,
    received_at        INTEGER NOT NULL,
    event_id           TEXT    NOT NULL,
    run_no             INTEGER NOT NULL,
    combo_no           INTEGER NOT NULL,
    -- 0 where there is none.
    customer_no        INTEGER NOT NULL,
    span_id            TEXT,
    parent_span_id     TEXT,
    span_type          TEXT    NOT NULL,
    endpoint           TEXT    NOT NULL,
    user_id            TEXT,
    session_id         TEXT,
    environment        TEXT,
    tags               TEXT,
    response_id        TEXT,
    customer_paid      INTEGER NOT NULL,
    input_tokens       INTEGER NOT NULL,
    output_tokens      INTEGER NOT NULL,
    cache_read_tokens  INTEGER NOT NULL,
    cache_write_tokens INTEGER NOT NULL,
    reasoning_tokens   INTEGER NOT NULL,
    latency            INTEGER,
    -- The sum of the lines, or the client's figure where the price state is `reported`. A
    -- duplicate keeps its own, and counts in no total.
    cost               INTEGER NOT NULL,
    client_cost        INTEGER,
    client_cost_text   TEXT,
    price_id           TEXT,
    -- JSON: kind, quantity, unit price, amount of each kind of usage.
    lines              TEXT    NOT NULL,
    -- JSON: what is shown and never filtered on.
    detail             TEXT    NOT NULL,
    -- The id of the event that bills this call instead.
    duplicate_of       TEXT,
    -- 1 where a direct report of the same call is below it.
    wrapper            INTEGER NOT NULL
) STRICT;

CREATE INDEX events_by_time ON events (tenant_no, at);
CREATE INDEX events_by_run ON events (tenant_no, run_no, at);

-- What two reports of one call can have in common: span, parent span, the shape of a report from the
-- HTTP layer (within a run: region = run_no), response id (within a day: region = -day). See
-- `domain::billing`.
CREATE TABLE event_links (
    tenant_no INTEGER NOT NULL,
    region    INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    link      INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    event_key BLOB    NOT NULL,
    PRIMARY KEY (tenant_no, region, kind, link, at, event_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    run_no              INTEGER PRIMARY KEY,
    tenant_no           INTEGER NOT NULL REFERENCES tenants (tenant_no),
    run_id              TEXT    NOT NULL,
    started_at          INTEGER NOT NULL,
    ended_at            INTEGER NOT NULL,
    -- The customer of its events: 0 none, -1 more than one.
    customer_no         INTEGER NOT NULL,
    spans               INTEGER NOT NULL,
    failed_spans        INTEGER NOT NULL,
    calls               INTEGER NOT NULL,
    errors              INTEGER NOT NULL,
    unpriced_calls      INTEGER NOT NULL,
    customer_paid_calls INTEGER NOT NULL,
    input_tokens        INTEGER NOT NULL,
    output_tokens       INTEGER NOT NULL,
    cache_read_tokens   INTEGER NOT NULL,
    cache_write_tokens  INTEGER NOT NULL,
    reasoning_tokens    INTEGER NOT NULL,
    cost                INTEGER NOT NULL,
    customer_paid_cost  INTEGER NOT NULL,
    latency             INTEGER NOT NULL,
    timed_calls         INTEGER NOT NULL,
    UNIQUE (tenant_no, run_id)
) STRICT;

CREATE INDEX runs_by_start ON runs (tenant_no, started_at, run_no);

-- A run by combination: its costliest section, its cost by model and by provider.
CREATE TABLE run_combos (
    tenant_no INTEGER NOT NULL,
    run_no    INTEGER NOT NULL,
    combo_no  INTEGER NOT NULL,
    calls     INTEGER NOT NULL,
    cost      INTEGER NOT NULL,
    PRIMARY KEY (tenant_no, run_no, combo_no)
) STRICT, WITHOUT ROWID;

-- Totals by quarter-hour (counted from 1970): hours, and days of any zone.
CREATE TABLE rollup_quarters (
    tenant_no           INTEGER NOT NULL,
    quarter             INTEGER NOT NULL,
    combo_no            INTEGER NOT NULL,
    calls               INTEGER NOT NULL,
    errors              INTEGER NOT NULL,
    unpriced_calls      INTEGER NOT NULL,
    customer_paid_calls INTEGER NOT NULL,
    input_tokens        INTEGER NOT NULL,
    output_tokens       INTEGER NOT NULL,
    cache_read_tokens   INTEGER NOT NULL,
    cache_write_tokens  INTEGER NOT NULL,
    reasoning_tokens    INTEGER NOT NULL,
    cost                INTEGER NOT NULL,
    customer_paid_cost  INTEGER NOT NULL,
    latency             INTEGER NOT NULL,
    timed_calls         INTEGER NOT NULL,
    PRIMARY KEY (tenant_no, quarter, combo_no)
) STRICT, WITHOUT ROWID;

-- Totals by civil day of the tenant's zone (counted from 1970-01-01).
CREATE TABLE rollup_days (
    tenant_no           INTEGER NOT NULL,
    day                 INTEGER NOT NULL,
    combo_no            INTEGER NOT NULL,
    calls               INTEGER NOT NULL,
    errors              INTEGER NOT NULL,
    unpriced_calls      INTEGER NOT NULL,
    customer_paid_calls INTEGER NOT NULL,
    input_tokens        INTEGER NOT NULL,
    output_tokens       INTEGER NOT NULL,
    cache_read_tokens   INTEGER NOT NULL,
    cache_write_tokens  INTEGER NOT NULL,
    reasoning_tokens    INTEGER NOT NULL,
    cost                INTEGER NOT NULL,
    customer_paid_cost  INTEGER NOT NULL,
    latency             INTEGER NOT NULL,
    timed_calls         INTEGER NOT NULL,
    PRIMARY KEY (tenant_no, day, combo_no)
) STRICT, WITHOUT ROWID;

-- The same by customer: "who cost what" over a month reads one row a customer and day.
CREATE TABLE rollup_customer_days (
    tenant_no           INTEGER NOT NULL,
    day                 INTEGER NOT NULL,
    customer_no         INTEGER NOT NULL,
    calls               INTEGER NOT NULL,
    errors              INTEGER NOT NULL,
    unpriced_calls      INTEGER NOT NULL,
    customer_paid_calls INTEGER NOT NULL,
    input_tokens        INTEGER NOT NULL,
    output_tokens       INTEGER NOT NULL,
    cache_read_tokens   INTEGER NOT NULL,
    cache_write_tokens  INTEGER NOT NULL,
    reasoning_tokens    INTEGER NOT NULL,
    cost                INTEGER NOT NULL,
    customer_paid_cost  INTEGER NOT NULL,
    latency             INTEGER NOT NULL,
    timed_calls         INTEGER NOT NULL,
    PRIMARY KEY (tenant_no, day, customer_no)
) STRICT, WITHOUT ROWID;

-- The same by week, from Monday: "who cost what" over a month reads a third of the rows.
CREATE TABLE rollup_customer_weeks (
    tenant_no           INTEGER NOT NULL,
    week                INTEGER NOT NULL,
    customer_no         INTEGER NOT NULL,
    calls               INTEGER NOT NULL,
    errors              INTEGER NOT NULL,
    unpriced_calls      INTEGER NOT NULL,
    customer_paid_calls INTEGER NOT NULL,
    input_tokens        INTEGER NOT NULL,
    output_tokens       INTEGER NOT NULL,
    cache_read_tokens   INTEGER NOT NULL,
    cache_write_tokens  INTEGER NOT NULL,
    reasoning_tokens    INTEGER NOT NULL,
    cost                INTEGER NOT NULL,
    customer_paid_cost  INTEGER NOT NULL,
    latency             INTEGER NOT NULL,
    timed_calls         INTEGER NOT NULL,
    PRIMARY KEY (tenant_no, week, customer_no)
) STRICT, WITHOUT ROWID;

-- The same by customer and combination: one customer's models, one model's customers.
CREATE TABLE rollup_customer_combo_days (
    tenant_no           INTEGER NOT NULL,
    day                 INTEGER NOT NULL,
    customer_no         INTEGER NOT NULL,
    combo_no            INTEGER NOT NULL,
    calls               INTEGER NOT NULL,
    errors              INTEGER NOT NULL,
    unpriced_calls      INTEGER NOT NULL,
    customer_paid_calls INTEGER NOT NULL,
    input_tokens        INTEGER NOT NULL,
    output_tokens       INTEGER NOT NULL,
    cache_read_tokens   INTEGER NOT NULL,
    cache_write_tokens  INTEGER NOT NULL,
    reasoning_tokens    INTEGER NOT NULL,
    cost                INTEGER NOT NULL,
    customer_paid_cost  INTEGER NOT NULL,
    latency             INTEGER NOT NULL,
    timed_calls         INTEGER NOT NULL,
    PRIMARY KEY (tenant_no, day, customer_no, combo_no)
) STRICT, WITHOUT ROWID;

-- Latency histograms by day and combination; buckets as in `domain::latency`, merged by addition.
CREATE TABLE rollup_latencies (
    tenant_no INTEGER NOT NULL,
    day       INTEGER NOT NULL,
    combo_no  INTEGER NOT NULL,
    bucket    INTEGER NOT NULL,
    calls     INTEGER NOT NULL,
    PRIMARY KEY (tenant_no, day, combo_no, bucket)
) STRICT, WITHOUT ROWID;
