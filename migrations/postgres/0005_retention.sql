-- How long a tenant keeps single events and what they only show; and what was erased of customers.

-- Days for which single events are kept; NULL: for ever.
ALTER TABLE tenants ADD COLUMN keep_events_days BIGINT;
-- Days for which their metadata is kept; NULL: for ever.
ALTER TABLE tenants ADD COLUMN keep_metadata_days BIGINT;
-- Single events before this instant are gone, their totals are not. The start of a civil day of the
-- tenant's zone; NULL: all are kept.
ALTER TABLE tenants ADD COLUMN events_from BIGINT;
-- Metadata of events before this instant is gone; NULL: all is kept.
ALTER TABLE tenants ADD COLUMN metadata_from BIGINT;
-- Counted up when a customer is erased: what processes remember of names holds for one epoch.
ALTER TABLE tenants ADD COLUMN names_epoch BIGINT NOT NULL DEFAULT 0;

-- Certificates of erasures. A row has the pseudonym, never the id that it stands for.
CREATE TABLE erasures (
    tenant_no   BIGINT  NOT NULL REFERENCES tenants (tenant_no),
    erasure_id  TEXT    NOT NULL,
    customer_no BIGINT  NOT NULL,
    pseudonym   TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    made_by     TEXT    NOT NULL,
    begun_at    BIGINT  NOT NULL,
    -- NULL while the customer's events are worked through. To erase the customer again finishes it.
    finished_at BIGINT ,
    -- JSON: rows that were changed, by table.
    changed     TEXT    NOT NULL,
    -- JSON: sums of the customer and of the tenant, before and after.
    totals      TEXT    NOT NULL,
    PRIMARY KEY (tenant_no, erasure_id)
);
ALTER TABLE erasures ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasures FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON erasures FOR ALL
    USING (tenant_no = (SELECT current_tenant_no()))
    WITH CHECK (tenant_no = (SELECT current_tenant_no()));
GRANT SELECT, INSERT ON erasures TO llmobserve_app;
GRANT UPDATE (finished_at, changed, totals) ON erasures TO llmobserve_app;

GRANT UPDATE (keep_events_days, keep_metadata_days, events_from, metadata_from, names_epoch)
    ON tenants TO llmobserve_app;
-- Retention. Partitions are reached through the parent, whose policy binds.
GRANT DELETE ON events, event_links TO llmobserve_app;
-- Erasure: what a person can be known by.
GRANT UPDATE (event_id, span_id, parent_span_id, endpoint, user_id, session_id, tags, response_id,
    client_cost_text, detail) ON events TO llmobserve_app;
GRANT UPDATE (customer_id) ON customers TO llmobserve_app;
GRANT UPDATE (tags, digest) ON combos TO llmobserve_app;
GRANT UPDATE (before, after) ON adjustments TO llmobserve_app;
GRANT UPDATE (request, reason) ON revisions TO llmobserve_app;
GRANT UPDATE (customer_id, reason) ON price_overrides TO llmobserve_app;
