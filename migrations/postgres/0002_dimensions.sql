-- More to group by: environment and declared tags become parts of a combination. What customers are
-- called, and which ids mean the same one.

ALTER TABLE combos
    ADD COLUMN environment TEXT NOT NULL DEFAULT '',
    -- The tags that the tenant declared as dimensions: a JSON object by name, or empty.
    ADD COLUMN tags TEXT NOT NULL DEFAULT '',
    -- SHA-256 of all parts, cut to 16 bytes: what a combination is found by. The parts themselves
    -- may be longer than an index takes. Rows from before have a random one that nothing finds:
    -- their combination gets a second number, and sums add up by its parts. (A volatile default
    -- fills the rows whatever row-level security says.)
    ADD COLUMN digest BYTEA NOT NULL DEFAULT uuid_send(gen_random_uuid());
ALTER TABLE combos ALTER COLUMN digest DROP DEFAULT;
DO $$
DECLARE
    name TEXT;
BEGIN
    SELECT conname INTO STRICT name FROM pg_constraint
        WHERE conrelid = 'combos'::regclass AND contype = 'u';
    EXECUTE format('ALTER TABLE combos DROP CONSTRAINT %I', name);
END
$$;
ALTER TABLE combos ADD UNIQUE (tenant_no, digest);

-- Names of tags that are dimensions from the moment they are declared: a JSON array.
ALTER TABLE tenants ADD COLUMN tag_dimensions TEXT NOT NULL DEFAULT '[]';
GRANT UPDATE (tag_dimensions) ON tenants TO llmobserve_app;

ALTER TABLE customers
    ADD COLUMN name TEXT,
    ADD COLUMN plan TEXT,
    -- A JSON object of texts.
    ADD COLUMN labels TEXT NOT NULL DEFAULT '{}';
GRANT UPDATE (name, plan, labels) ON customers TO llmobserve_app;

-- Ids that mean another customer, for calls from an instant on.
CREATE TABLE customer_aliases (
    tenant_no   BIGINT NOT NULL REFERENCES tenants (tenant_no),
    alias       TEXT   NOT NULL,
    customer_no BIGINT NOT NULL,
    since       BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_no, alias)
);
ALTER TABLE customer_aliases ENABLE ROW LEVEL SECURITY;
ALTER TABLE customer_aliases FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON customer_aliases FOR ALL
    USING (tenant_no = (SELECT current_tenant_no()))
    WITH CHECK (tenant_no = (SELECT current_tenant_no()));
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_aliases TO llmobserve_app;
