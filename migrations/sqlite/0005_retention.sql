-- How long a tenant keeps single events and what they only show; and what was erased of customers.

-- Days for which single events are kept; NULL: for ever.
ALTER TABLE tenants ADD COLUMN keep_events_days INTEGER;
-- Days for which their metadata is kept; NULL: for ever.
ALTER TABLE tenants ADD COLUMN keep_metadata_days INTEGER;
-- Single events before this instant are gone, their totals are not. The start of a civil day of the
-- tenant's zone; NULL: all are kept.
ALTER TABLE tenants ADD COLUMN events_from INTEGER;
-- Metadata of events before this instant is gone; NULL: all is kept.
ALTER TABLE tenants ADD COLUMN metadata_from INTEGER;
-- Counted up when a customer is erased: what processes remember of names holds for one epoch.
ALTER TABLE tenants ADD COLUMN names_epoch INTEGER NOT NULL DEFAULT 0;

-- Certificates of erasures. A row has the pseudonym, never the id that it stands for.
CREATE TABLE erasures (
    tenant_no   INTEGER NOT NULL REFERENCES tenants (tenant_no),
    erasure_id  TEXT    NOT NULL,
    customer_no INTEGER NOT NULL,
    pseudonym   TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    made_by     TEXT    NOT NULL,
    begun_at    INTEGER NOT NULL,
    -- NULL while the customer's events are worked through. To erase the customer again finishes it.
    finished_at INTEGER,
    -- JSON: rows that were changed, by table.
    changed     TEXT    NOT NULL,
    -- JSON: sums of the customer and of the tenant, before and after.
    totals      TEXT    NOT NULL,
    PRIMARY KEY (tenant_no, erasure_id)
) STRICT, WITHOUT ROWID;
