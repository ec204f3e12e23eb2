-- Changes of what was stored: re-pricings, corrections, and their undoing.

CREATE TABLE revisions (
    revision_no INTEGER PRIMARY KEY,
    tenant_no   INTEGER NOT NULL REFERENCES tenants (tenant_no),
    revision_id TEXT    NOT NULL,
    -- reprice, void, reassign, undo.
    kind        TEXT    NOT NULL,
    -- JSON: which events, and what becomes of them.
    request     TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    made_by     TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    -- Prices are those known at this instant, also when the work is taken up again later.
    finished_at INTEGER,
    -- The revision that took this one back.
    undone_by   INTEGER,
    -- The last event that was looked at.
    cursor_at   INTEGER NOT NULL,
    cursor_key  BLOB    NOT NULL,
    -- Events looked at and changed so far, and nano-USD that totals changed by.
    examined    INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    cost_change INTEGER NOT NULL,
    UNIQUE (tenant_no, revision_id)
) STRICT;

-- What a revision changed in an event. The event's row has the latest state, its first adjustment the
-- state in which it was received: nothing is lost, and nothing is changed without a line here.
CREATE TABLE adjustments (
    tenant_no   INTEGER NOT NULL,
    revision_no INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    event_key   BLOB    NOT NULL,
    made_at     INTEGER NOT NULL,
    -- JSON: customer, price state, price, amount, usage lines.
    before      TEXT    NOT NULL,
    after       TEXT    NOT NULL,
    -- Nano-USD that the tenant's totals changed by.
    cost_change INTEGER NOT NULL,
    PRIMARY KEY (tenant_no, revision_no, at, event_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX adjustments_by_event ON adjustments (tenant_no, event_key, revision_no);
